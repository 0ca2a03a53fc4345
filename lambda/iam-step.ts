import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam';
import { OWNER_TAGS } from './core/names';
import { samePolicy } from './core/policy';
import { isRemoval, stepText, type Step } from './core/step';
import { tagsOf } from './iam-read';
import { callError, type IamSession } from './iam-session';
import { readManagedPoliciesBelow } from './managed-policies';
import { wireCode } from './retry';

/**
 * Makes one call of a plan. What is already gone counts as removed.
 * @throws PersonaRoleError naming the step that failed
 */
export async function applyStep(session: IamSession, step: Step): Promise<void> {
  const subject = stepText(step).slice(step.call.length + 1);
  try {
    await session.send({ operation: step.call, subject, writes: true }, (abortSignal) => sendStep(session, step, abortSignal));
    if (step.call === 'CreateRole') session.noteCreated(step.input.RoleName);
    if (step.call === 'CreatePolicy') session.noteCreated(`${step.input.Path}${step.input.PolicyName}`);
  } catch (error) {
    if (isRemoval(step.call) && wireCode(error) === 'NoSuchEntity') return;
    if (step.call === 'CreatePolicy' && wireCode(error) === 'EntityAlreadyExists' && (await isMadeAlready(session, step))) return;
    throw callError({ operation: step.call, subject }, error);
  }
}

/** Whether the policy is there as asked for: an earlier attempt whose answer was lost, or another delivery of the same event, made it. */
async function isMadeAlready(session: IamSession, { input }: Extract<Step, { call: 'CreatePolicy' }>): Promise<boolean> {
  const owner = tagsOf([...input.Tags]);
  const policies = await readManagedPoliciesBelow(session, input.Path);
  return policies.some(
    ({ arn, tags, document }) =>
      arn.endsWith(`${input.Path}${input.PolicyName}`) &&
      tags[OWNER_TAGS.stackId] === owner[OWNER_TAGS.stackId] &&
      tags[OWNER_TAGS.logicalResourceId] === owner[OWNER_TAGS.logicalResourceId] &&
      samePolicy(document, JSON.parse(input.PolicyDocument)),
  );
}

async function sendStep({ client }: IamSession, step: Step, abortSignal: AbortSignal): Promise<unknown> {
  const options = { abortSignal };
  switch (step.call) {
    case 'CreateRole':
      return client.send(new CreateRoleCommand({ ...step.input, Tags: [...step.input.Tags] }), options);
    case 'UpdateRole':
      return client.send(new UpdateRoleCommand(step.input), options);
    case 'UpdateAssumeRolePolicy':
      return client.send(new UpdateAssumeRolePolicyCommand(step.input), options);
    case 'PutRolePermissionsBoundary':
      return client.send(new PutRolePermissionsBoundaryCommand(step.input), options);
    case 'TagRole':
      return client.send(new TagRoleCommand({ ...step.input, Tags: [...step.input.Tags] }), options);
    case 'UntagRole':
      return client.send(new UntagRoleCommand({ ...step.input, TagKeys: [...step.input.TagKeys] }), options);
    case 'PutRolePolicy':
      return client.send(new PutRolePolicyCommand(step.input), options);
    case 'DeleteRolePolicy':
      return client.send(new DeleteRolePolicyCommand(step.input), options);
    case 'CreatePolicy':
      return client.send(new CreatePolicyCommand({ ...step.input, Tags: [...step.input.Tags] }), options);
    case 'AttachRolePolicy':
      return client.send(new AttachRolePolicyCommand(step.input), options);
    case 'DetachRolePolicy':
      return client.send(new DetachRolePolicyCommand(step.input), options);
    case 'DeletePolicyVersion':
      return client.send(new DeletePolicyVersionCommand(step.input), options);
    case 'DeletePolicy':
      return client.send(new DeletePolicyCommand(step.input), options);
    case 'DeleteRole':
      return client.send(new DeleteRoleCommand(step.input), options);
  }
}
