/** What a local IAM holds. Every value is immutable: a write makes a new state, so that a lagging read can see an old one. */
export interface IamState {
  /** By role name in lower case, as IAM tells names apart. */
  readonly roles: ReadonlyMap<string, Role>;
  /** By ARN; the AWS-managed ones too. */
  readonly policies: ReadonlyMap<string, ManagedPolicy>;
  /** By name in lower case. */
  readonly instanceProfiles: ReadonlyMap<string, InstanceProfile>;
}

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

export interface Role {
  readonly RoleName: string;
  readonly Path: string;
  readonly Arn: string;
  /** `AROA…` */
  readonly RoleId: string;
  readonly CreateDate: Date;
  /** Last tick at which reads show the role's id in place of its ARN. */
  readonly arnShownAfter: number;
  /** As it was sent. */
  readonly AssumeRolePolicyDocument: string;
  readonly Description: string | undefined;
  readonly MaxSessionDuration: number;
  /** ARN of the boundary policy. */
  readonly PermissionsBoundary: string | undefined;
  readonly Tags: readonly Tag[];
  /** Documents as they were sent, by policy name. */
  readonly inlinePolicies: ReadonlyMap<string, string>;
  readonly attachedPolicyArns: readonly string[];
}

export interface PolicyVersion {
  /** `v1`, `v2`, … */
  readonly VersionId: string;
  readonly Document: string;
  readonly CreateDate: Date;
}

export interface ManagedPolicy {
  readonly PolicyName: string;
  readonly Path: string;
  readonly Arn: string;
  /** `ANPA…` */
  readonly PolicyId: string;
  readonly owner: 'AWS' | 'customer';
  readonly Description: string | undefined;
  readonly DefaultVersionId: string;
  /** Numbers are not used again after a version is deleted. */
  readonly lastVersion: number;
  readonly versions: readonly PolicyVersion[];
  readonly Tags: readonly Tag[];
  readonly CreateDate: Date;
  readonly UpdateDate: Date;
}

export interface InstanceProfile {
  readonly InstanceProfileName: string;
  readonly Path: string;
  readonly Arn: string;
  /** `AIPA…` */
  readonly InstanceProfileId: string;
  readonly Tags: readonly Tag[];
  readonly CreateDate: Date;
  /** At most one: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
  readonly roleName: string | undefined;
}

/** Names are unique without regard to case: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export function nameKey(name: string): string {
  return name.toLowerCase();
}

export function withEntry<V>(map: ReadonlyMap<string, V>, key: string, value: V): ReadonlyMap<string, V> {
  return new Map([...map, [key, value]]);
}

export function withoutEntry<V>(map: ReadonlyMap<string, V>, key: string): ReadonlyMap<string, V> {
  return new Map([...map].filter(([other]) => other !== key));
}

export function withRole(state: IamState, role: Role): IamState {
  return { ...state, roles: withEntry(state.roles, nameKey(role.RoleName), role) };
}

export function withPolicy(state: IamState, policy: ManagedPolicy): IamState {
  return { ...state, policies: withEntry(state.policies, policy.Arn, policy) };
}

export function withInstanceProfile(state: IamState, profile: InstanceProfile): IamState {
  return { ...state, instanceProfiles: withEntry(state.instanceProfiles, nameKey(profile.InstanceProfileName), profile) };
}
