import {
  GetRoleCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListInstanceProfilesForRoleCommand,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import type { CurrentRole } from './core/current';
import { INLINE_POLICY_NAME, managedPolicyPath } from './core/names';
import { allPages, parseDocument, read, tagsOf } from './iam-read';
import type { IamSession, Sender } from './iam-session';
import { readManagedPolicies, readPoliciesToDelete } from './managed-policies';

/** A role without its policies. */
export type RoleSettings = Omit<CurrentRole, 'inlinePolicies' | 'attachedPolicyArns' | 'managedPolicies'>;

/**
 * Reads whose a role is and how it is set; `undefined` where there is none. The function may ask this of every role of the account.
 * @throws PersonaRoleError naming the call that failed
 */
export async function readRoleSettings(session: Sender, roleName: string): Promise<RoleSettings | undefined> {
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

/** A role that was found, with more of it for the asking. */
export interface FoundRole<More> {
  readonly settings: RoleSettings;
  readonly more: () => Promise<More>;
}

/**
 * Finds a role; `undefined` where there is none. What is read besides is asked for at once with whose it is, on the chance: the function
 * may not read everything of every role, and what could not be read is read again once it is wanted. Of a role that was made a moment ago
 * nothing is left to chance, since IAM may not know it everywhere yet.
 * @throws PersonaRoleError naming the call that failed
 */
export async function findRole<More extends object>(
  session: IamSession,
  roleName: string,
  read: (sender: Sender) => Promise<More>,
  when: 'at once' | 'when asked' = 'at once',
): Promise<FoundRole<More> | undefined> {
  const isLikely = when === 'at once' && !session.hasCreated(roleName);
  const [settings, chance] = await Promise.all([
    readRoleSettings(session, roleName),
    isLikely ? read(session.once).catch(() => undefined) : undefined,
  ]);
  return settings === undefined ? undefined : { settings, more: async () => chance ?? read(session) };
}

/** What a role has besides its settings. */
export type RolePolicies = Omit<CurrentRole, keyof RoleSettings>;

/**
 * Which overflow policies are looked for: all of them, attached or not, or, where there should not be any, those that are attached after all.
 */
export type OverflowSearch = 'all' | 'attached';

/**
 * Reads the policies of a role, all pages of every list. The function may ask this of roles below its own path, and of those that may be
 * adopted.
 * @param rolePath the provider's, below which the role's overflow policies stand; an adopted role itself may stand elsewhere
 * @throws PersonaRoleError naming the call that failed
 */
export async function readPolicies(session: Sender, settings: RoleSettings, rolePath = settings.path): Promise<CurrentRole> {
  return { ...settings, ...(await readPoliciesOf(session, settings.roleName, rolePath, 'all')) };
}

/** As {@link readPolicies}, side by side what can be, for a role of which nothing is known yet. */
export async function readPoliciesOf(session: Sender, roleName: string, rolePath: string, overflow: OverflowSearch): Promise<RolePolicies> {
  const [inlinePolicies, attached] = await Promise.all([
    readInlinePolicies(session, roleName, INLINE_POLICY_NAME),
    readAttached(session, roleName, rolePath, overflow),
  ]);
  return { inlinePolicies, ...attached };
}

/**
 * What a removal has to know: the inline policies and what is attached, each without its document. Overflow policies that are not attached
 * are not looked for.
 */
export async function readWhatToRemove(session: Sender, roleName: string, rolePath: string): Promise<RolePolicies> {
  const [names, [attachedPolicyArns, managedPolicies]] = await Promise.all([
    listInlinePolicyNames(session, roleName),
    listAttachedPolicyArns(session, roleName).then(async (arns) => {
      const overflow = arns.filter((arn) => isOverflowPolicy(arn, rolePath, roleName));
      return [arns, await readPoliciesToDelete(session, overflow)] as const;
    }),
  ]);
  return { inlinePolicies: Object.fromEntries(names.map((name) => [name, undefined])), attachedPolicyArns, managedPolicies };
}

function isOverflowPolicy(arn: string, rolePath: string, roleName: string): boolean {
  return arn.includes(`:policy${managedPolicyPath(rolePath, roleName)}`);
}

async function readAttached(
  session: Sender,
  roleName: string,
  rolePath: string,
  overflow: OverflowSearch,
): Promise<Pick<RolePolicies, 'attachedPolicyArns' | 'managedPolicies'>> {
  const search = async (): Promise<RolePolicies['managedPolicies']> => readManagedPolicies(session, rolePath, roleName);
  const [attachedPolicyArns, found] = await Promise.all([
    listAttachedPolicyArns(session, roleName),
    overflow === 'all' ? search() : undefined,
  ]);
  const isAttached = attachedPolicyArns.some((arn) => isOverflowPolicy(arn, rolePath, roleName));
  return { attachedPolicyArns, managedPolicies: found ?? (isAttached ? await search() : []) };
}

/**
 * Reads the inline policies alone: all that matters of a role that is granted to.
 * @param policyName one that is probably there
 * @throws PersonaRoleError naming the call that failed
 */
export async function readGrants(session: Sender, roleName: string, policyName: string): Promise<RolePolicies> {
  return { inlinePolicies: await readInlinePolicies(session, roleName, policyName), attachedPolicyArns: [], managedPolicies: [] };
}

/** Names of a role's inline policies. */
export async function listInlinePolicyNames(session: Sender, roleName: string): Promise<string[]> {
  return allPages(session, 'ListRolePolicies', roleName, async (Marker, abortSignal) => {
    const page = await session.client.send(new ListRolePoliciesCommand({ RoleName: roleName, ...Marker }), { abortSignal });
    return { items: page.PolicyNames ?? [], marker: page.IsTruncated === true ? page.Marker : undefined };
  });
}

/** The one that is probably there is asked for while the list is: mostly it is all there is. */
async function readInlinePolicies(session: Sender, roleName: string, probable: string): Promise<Record<string, unknown>> {
  const [names, first] = await Promise.all([listInlinePolicyNames(session, roleName), readInlinePolicy(session, roleName, probable)]);
  const others = names.filter((name) => name !== probable);
  const documents = await Promise.all(others.map(async (name) => readInlinePolicy(session, roleName, name)));
  return Object.fromEntries([first, ...documents].flat());
}

/** Name and document of an inline policy; nothing where there is none of that name. */
export async function readInlinePolicy(session: Sender, roleName: string, name: string): Promise<(readonly [string, unknown])[]> {
  const policy = await read(session, 'GetRolePolicy', `${roleName} ${name}`, (abortSignal) =>
    session.client.send(new GetRolePolicyCommand({ RoleName: roleName, PolicyName: name }), { abortSignal }),
  );
  return policy === undefined ? [] : [[name, parseDocument(policy.PolicyDocument)]];
}

async function listAttachedPolicyArns(session: Sender, roleName: string): Promise<string[]> {
  return allPages(session, 'ListAttachedRolePolicies', roleName, async (Marker, abortSignal) => {
    const page = await session.client.send(new ListAttachedRolePoliciesCommand({ RoleName: roleName, ...Marker }), { abortSignal });
    return {
      items: (page.AttachedPolicies ?? []).map(({ PolicyArn }) => PolicyArn ?? ''),
      marker: page.IsTruncated === true ? page.Marker : undefined,
    };
  });
}

/** Names of the instance profiles that hold a role. */
export async function listInstanceProfiles(session: Sender, roleName: string): Promise<string[]> {
  return allPages(session, 'ListInstanceProfilesForRole', roleName, async (Marker, abortSignal) => {
    const page = await session.client.send(new ListInstanceProfilesForRoleCommand({ RoleName: roleName, ...Marker }), { abortSignal });
    return {
      items: (page.InstanceProfiles ?? []).map(({ InstanceProfileName }) => InstanceProfileName ?? ''),
      marker: page.IsTruncated === true ? page.Marker : undefined,
    };
  });
}
