import type { IamState, ManagedPolicy, Role, Tag } from './iam-state';

/** What an account holds that somebody put there, without ids and dates: for comparing it before and after. All keys are sorted. */
export interface IamContents {
  readonly roles: Readonly<Record<string, unknown>>;
  readonly policies: Readonly<Record<string, unknown>>;
  readonly instanceProfiles: Readonly<Record<string, unknown>>;
}

export function contentsOf({ roles, policies, instanceProfiles }: IamState): IamContents {
  const own = [...policies.values()].filter(({ owner }) => owner === 'customer');
  return {
    roles: sorted([...roles.values()].map((role) => [role.RoleName, roleContents(role)])),
    policies: sorted(own.map((policy) => [policy.Arn, policyContents(policy)])),
    instanceProfiles: sorted([...instanceProfiles.values()].map(({ InstanceProfileName, roleName }) => [InstanceProfileName, roleName])),
  };
}

function roleContents(role: Role): object {
  const { Path, Description, MaxSessionDuration, PermissionsBoundary } = role;
  return {
    Path,
    Description,
    MaxSessionDuration,
    PermissionsBoundary,
    AssumeRolePolicyDocument: JSON.parse(role.AssumeRolePolicyDocument) as unknown,
    Tags: tagMap(role.Tags),
    InlinePolicies: sorted([...role.inlinePolicies].map(([name, document]) => [name, JSON.parse(document) as unknown])),
    AttachedPolicyArns: [...role.attachedPolicyArns].sort(),
  };
}

function policyContents({ Description, DefaultVersionId, versions, Tags }: ManagedPolicy): object {
  return {
    Description,
    DefaultVersionId,
    Versions: sorted(versions.map(({ VersionId, Document }) => [VersionId, JSON.parse(Document) as unknown])),
    Tags: tagMap(Tags),
  };
}

function tagMap(tags: readonly Tag[]): object {
  return sorted(tags.map(({ Key, Value }) => [Key, Value]));
}

function sorted(entries: readonly (readonly [string, unknown])[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}
