import { GetPolicyCommand, GetPolicyVersionCommand } from '@aws-sdk/client-iam';
import { PersonaRoleError } from '../lambda/core/errors';
import type { EvaluatedPolicies } from '../lambda/core/explain';
import { readPolicy, type PolicyStatement } from '../lambda/core/foreign-policy';
import { callError, type IamSession } from '../lambda/iam-session';
import { readPolicies, readRoleSettings } from '../lambda/iam-role';
import { accountSession } from './account';
import { advised } from './account-advice';
import { explained, type ExplainOptions } from './explain';
import { assertQuestion, contextOf } from './explain-question';
import type { Outcome } from './outcome';

/** `persona-role explain --live NAME`: the same for a role of the account, its boundary and attached policies included. */
export async function explainLive(action: string, resource: string, options: ExplainOptions): Promise<Outcome> {
  assertQuestion(action, resource, options);
  const request = { action, resource, context: contextOf(options.context) };
  const words = 'Policies elsewhere, of buckets, keys and organisations, are not part of this.\n';
  return explained(request, await advised(() => livePolicies(options.live ?? '', options)), words, options);
}

/**
 * All policies of a role of the account, and its boundary, ready to be evaluated. Reads, never writes.
 * @throws PersonaRoleError `NotFound` where there is no such role
 */
async function livePolicies(roleName: string, { region }: { readonly region?: string }): Promise<EvaluatedPolicies> {
  const session = accountSession(region);
  const settings = await readRoleSettings(session, roleName);
  if (settings === undefined)
    throw new PersonaRoleError('NotFound', [{ path: '--live', message: `there is no role ${roleName} in this account` }]);
  const role = await readPolicies(session, settings);
  const inline = Object.entries(role.inlinePolicies).flatMap(([name, document]) => readPolicy(name, document));
  const attached = await Promise.all(role.attachedPolicyArns.map((arn) => managedPolicy(session, arn)));
  const boundary = role.permissionsBoundary === undefined ? undefined : await managedPolicy(session, role.permissionsBoundary);
  return { identity: [...inline, ...attached.flat()], boundary };
}

/** The default version of a managed policy, of whoever made it. */
async function managedPolicy(session: IamSession, arn: string): Promise<PolicyStatement[]> {
  const call = (operation: string): { operation: string; subject: string; writes: false } => ({ operation, subject: arn, writes: false });
  try {
    const { Policy } = await session.send(call('GetPolicy'), (abortSignal) =>
      session.client.send(new GetPolicyCommand({ PolicyArn: arn }), { abortSignal }),
    );
    const { PolicyVersion } = await session.send(call('GetPolicyVersion'), (abortSignal) =>
      session.client.send(new GetPolicyVersionCommand({ PolicyArn: arn, VersionId: Policy?.DefaultVersionId }), { abortSignal }),
    );
    // IAM answers documents URL-encoded (RFC 3986).
    return readPolicy(arn.split('/').at(-1) ?? arn, JSON.parse(decodeURIComponent(PolicyVersion?.Document ?? '{}')));
  } catch (error) {
    throw error instanceof PersonaRoleError ? error : callError({ operation: 'GetPolicy', subject: arn }, error);
  }
}
