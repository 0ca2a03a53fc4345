import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListInstanceProfilesForRoleCommand,
  ListPoliciesCommand,
  ListPolicyVersionsCommand,
  ListRolePoliciesCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
  type Tag,
} from '@aws-sdk/client-iam';
import type { CurrentManagedPolicy, CurrentRole } from './core/current';
import { managedPolicyPath, OWNER_TAGS } from './core/names';
import { samePolicy } from './core/policy';
import { stepText, type Step } from './core/step';
import { callError, type IamSession } from './iam-session';
import { wireCode } from './retry';

/** A role without its policies. */
export type RoleSettings = Omit<CurrentRole, 'inlinePolicies' | 'attachedPolicyArns' | 'managedPolicies'>;

/**
 * Reads whose a role is and how it is set; `undefined` where there is none. The function may ask this of every role of the account.
 * @throws PersonaRoleError naming the call that failed
 */
export async function readRoleSettings(session: IamSession, roleName: string): Promise<RoleSettings | undefined> {
  const found = await read(session, 'GetRole', roleName, (abortSignal) =>
    session.client.send(new GetRoleCommand({ RoleName: roleName }), { abortSignal }),
  );
  const role = found?.Role;
  if (role === undefined) return undefined;
  return {
    roleName: role.RoleName ?? roleName,
    arn: role.Arn ?? '',
    roleId: role.RoleId ?? '',
    path: role.Path ?? '/',
    description: role.Description ?? '',
    maxSessionDuration: role.MaxSessionDuration ?? 3600,
    permissionsBoundary: role.PermissionsBoundary?.PermissionsBoundaryArn,
    tags: tagsOf(role.Tags),
    trustPolicy: parseDocument(role.AssumeRolePolicyDocument),
  };
}

/**
 * Reads the policies of a role, all pages of every list. The function may ask this of roles below its own path, and of those that may be
 * adopted.
 * @param rolePath the provider's, below which the role's overflow policies stand; an adopted role itself may stand elsewhere
 * @throws PersonaRoleError naming the call that failed
 */
export async function readPolicies(session: IamSession, settings: RoleSettings, rolePath = settings.path): Promise<CurrentRole> {
  const { roleName } = settings;
  const [inlineNames, attachedPolicyArns, managedArns] = await Promise.all([
    listInlinePolicyNames(session, roleName),
    listAttachedPolicyArns(session, roleName),
    listManagedPolicyArns(session, managedPolicyPath(rolePath, roleName)),
  ]);
  const inlinePolicies = await readInlinePolicies(session, roleName, inlineNames);
  return { ...settings, inlinePolicies, attachedPolicyArns, managedPolicies: await readEachManagedPolicy(session, managedArns) };
}

/**
 * Reads the inline policies alone: all that matters of a role that is granted to.
 * @throws PersonaRoleError naming the call that failed
 */
export async function readGrants(session: IamSession, settings: RoleSettings): Promise<CurrentRole> {
  const inlinePolicies = await readInlinePolicies(session, settings.roleName, await listInlinePolicyNames(session, settings.roleName));
  return { ...settings, inlinePolicies, attachedPolicyArns: [], managedPolicies: [] };
}

function tagsOf(tags: readonly Tag[] | undefined): Record<string, string> {
  return Object.fromEntries((tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']));
}

/** IAM answers documents URL-encoded (RFC 3986), so `+` is a plus. */
function parseDocument(encoded: string | undefined): unknown {
  if (encoded === undefined) return undefined;
  try {
    return JSON.parse(encoded.startsWith('%') ? decodeURIComponent(encoded) : encoded);
  } catch {
    return undefined;
  }
}

/** Names of a role's inline policies. */
export async function listInlinePolicyNames(session: IamSession, roleName: string): Promise<string[]> {
  return allPages(session, 'ListRolePolicies', roleName, async (Marker, abortSignal) => {
    const page = await session.client.send(new ListRolePoliciesCommand({ RoleName: roleName, ...Marker }), { abortSignal });
    return { items: page.PolicyNames ?? [], marker: page.IsTruncated === true ? page.Marker : undefined };
  });
}

async function readInlinePolicies(session: IamSession, roleName: string, names: readonly string[]): Promise<Record<string, unknown>> {
  const documents = await inTurns(names, async (name) => {
    const policy = await read(session, 'GetRolePolicy', `${roleName} ${name}`, (abortSignal) =>
      session.client.send(new GetRolePolicyCommand({ RoleName: roleName, PolicyName: name }), { abortSignal }),
    );
    return policy === undefined ? [] : [[name, parseDocument(policy.PolicyDocument)] as const];
  });
  return Object.fromEntries(documents.flat());
}

async function listAttachedPolicyArns(session: IamSession, roleName: string): Promise<string[]> {
  return allPages(session, 'ListAttachedRolePolicies', roleName, async (Marker, abortSignal) => {
    const page = await session.client.send(new ListAttachedRolePoliciesCommand({ RoleName: roleName, ...Marker }), { abortSignal });
    return {
      items: (page.AttachedPolicies ?? []).map(({ PolicyArn }) => PolicyArn ?? ''),
      marker: page.IsTruncated === true ? page.Marker : undefined,
    };
  });
}

/** Names of the instance profiles that hold a role. */
export async function listInstanceProfiles(session: IamSession, roleName: string): Promise<string[]> {
  return allPages(session, 'ListInstanceProfilesForRole', roleName, async (Marker, abortSignal) => {
    const page = await session.client.send(new ListInstanceProfilesForRoleCommand({ RoleName: roleName, ...Marker }), { abortSignal });
    return {
      items: (page.InstanceProfiles ?? []).map(({ InstanceProfileName }) => InstanceProfileName ?? ''),
      marker: page.IsTruncated === true ? page.Marker : undefined,
    };
  });
}

/** The overflow policies of a role, whether attached or not: they stand below a path of their own. */
export async function readManagedPolicies(session: IamSession, rolePath: string, roleName: string): Promise<CurrentManagedPolicy[]> {
  return readManagedPoliciesBelow(session, managedPolicyPath(rolePath, roleName));
}

async function readManagedPoliciesBelow(session: IamSession, pathPrefix: string): Promise<CurrentManagedPolicy[]> {
  return readEachManagedPolicy(session, await listManagedPolicyArns(session, pathPrefix));
}

async function listManagedPolicyArns(session: IamSession, PathPrefix: string): Promise<string[]> {
  return allPages(session, 'ListPolicies', PathPrefix, async (Marker, abortSignal) => {
    const page = await session.client.send(new ListPoliciesCommand({ Scope: 'Local', PathPrefix, ...Marker }), { abortSignal });
    return { items: (page.Policies ?? []).map(({ Arn }) => Arn ?? ''), marker: page.IsTruncated === true ? page.Marker : undefined };
  });
}

async function readEachManagedPolicy(session: IamSession, arns: readonly string[]): Promise<CurrentManagedPolicy[]> {
  const policies = await inTurns(arns, (arn) => readManagedPolicy(session, arn));
  return policies.flatMap((policy) => (policy === undefined ? [] : [policy]));
}

async function readManagedPolicy(session: IamSession, arn: string): Promise<CurrentManagedPolicy | undefined> {
  const policy = await read(session, 'GetPolicy', arn, (abortSignal) =>
    session.client.send(new GetPolicyCommand({ PolicyArn: arn }), { abortSignal }),
  );
  if (policy?.Policy === undefined) return undefined;
  const defaultVersion = policy.Policy.DefaultVersionId ?? 'v1';
  const version = await read(session, 'GetPolicyVersion', arn, (abortSignal) =>
    session.client.send(new GetPolicyVersionCommand({ PolicyArn: arn, VersionId: defaultVersion }), { abortSignal }),
  );
  const versions = await allPages(session, 'ListPolicyVersions', arn, async (Marker, abortSignal) => {
    const page = await session.client.send(new ListPolicyVersionsCommand({ PolicyArn: arn, ...Marker }), { abortSignal });
    return {
      items: (page.Versions ?? []).map(({ VersionId }) => VersionId ?? ''),
      marker: page.IsTruncated === true ? page.Marker : undefined,
    };
  });
  return {
    arn,
    tags: tagsOf(policy.Policy.Tags),
    document: parseDocument(version?.PolicyVersion?.Document),
    otherVersions: versions.filter((id) => id !== defaultVersion),
  };
}

/** Sends a reading call; absence is a state, not an error. */
async function read<T>(
  session: IamSession,
  operation: string,
  subject: string,
  attempt: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  try {
    return await session.send({ operation, subject, writes: false }, attempt);
  } catch (error) {
    if (wireCode(error) === 'NoSuchEntity') return undefined;
    throw callError({ operation, subject }, error);
  }
}

interface Page<T> {
  readonly items: readonly T[];
  readonly marker: string | undefined;
}

async function allPages<T>(
  session: IamSession,
  operation: string,
  subject: string,
  page: (Marker: { Marker?: string }, signal: AbortSignal) => Promise<Page<T>>,
): Promise<T[]> {
  const items: T[] = [];
  let marker: string | undefined;
  do {
    const position = marker === undefined ? {} : { Marker: marker };
    const next = await read(session, operation, subject, (signal) => page(position, signal));
    items.push(...(next?.items ?? []));
    marker = next?.marker;
  } while (marker !== undefined);
  return items;
}

/** At most four calls at a time: IAM's rate limits are shared by the whole account. */
async function inTurns<T, R>(items: readonly T[], each: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < items.length; start += 4) {
    results.push(...(await Promise.all(items.slice(start, start + 4).map(each))));
  }
  return results;
}

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
    if (isRemoval(step) && wireCode(error) === 'NoSuchEntity') return;
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

function isRemoval({ call }: Step): boolean {
  return ['UntagRole', 'DeleteRolePolicy', 'DetachRolePolicy', 'DeletePolicyVersion', 'DeletePolicy', 'DeleteRole'].includes(call);
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
