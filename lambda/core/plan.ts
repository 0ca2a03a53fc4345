import { canonicalize } from './canonical';
import { adoptedTags, markAdopted, markOwned, trustSteps, trustWith } from './adoption';
import { ownership, type CurrentRole } from './current';
import type { DesiredRole } from './desired';
import { OWNER_TAGS } from './names';
import { policySteps, removeManagedPolicy } from './plan-policies';
import { policyText, samePolicy } from './policy';
import type { Previous } from './previous';
import type { Scope } from './scope';
import type { Step } from './step';

/** Tags that a role can have. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const TAG_QUOTA = 50;

export interface PlanInput {
  readonly desired: DesiredRole;
  /** Absent where the role does not exist. */
  readonly current: CurrentRole | undefined;
  readonly previous: Previous;
  readonly scope: Scope;
  /** Managed policies that may be attached to one role at a time. */
  readonly attachmentQuota: number;
  /** Owner tags of what is created. */
  readonly ownerTags: Readonly<Record<string, string>>;
}

/**
 * The ordered IAM calls that turn the current role into the desired one; none where nothing differs.
 * The boundary comes first. Permissions are added before others are removed; a Deny is put before any Allow and removed after it.
 */
export function plan(input: PlanInput): Step[] {
  const { desired, current } = input;
  if (current === undefined) return [createRole(input), ...policySteps({ ...input, current: emptyRole(input) })];
  if (desired.adopt)
    return [
      ...markAdopted(input),
      ...policySteps({ ...input, current }),
      ...trustSteps(desired, current.trustPolicy),
      ...tagSteps(input, current),
    ];
  return [
    ...(current.permissionsBoundary === desired.permissionsBoundary ? [] : [boundaryStep(desired)]),
    ...policySteps({ ...input, current }),
    ...(samePolicy(current.trustPolicy, desired.trustPolicy) ? [] : [trustStep(desired)]),
    ...(current.description === desired.description && current.maxSessionDuration === desired.maxSessionDuration
      ? []
      : [settingsStep(desired)]),
    ...tagSteps(input, current),
    ...markOwned(input),
  ];
}

function createRole({ desired, ownerTags }: PlanInput): Step {
  return {
    call: 'CreateRole',
    input: {
      RoleName: desired.roleName,
      Path: desired.path,
      AssumeRolePolicyDocument: desired.adopt ? canonicalize(trustWith({}, desired.trustPolicy)) : policyText(desired.trustPolicy),
      Description: desired.description,
      MaxSessionDuration: desired.maxSessionDuration,
      PermissionsBoundary: desired.permissionsBoundary,
      Tags: [
        ...desired.tags,
        ...Object.entries(desired.adopt ? adoptedTags(ownerTags) : ownerTags).map(([Key, Value]) => ({ Key, Value })),
      ],
    },
  };
}

/** The role as CreateRole leaves it: without permissions. */
function emptyRole({ desired, ownerTags }: PlanInput): CurrentRole {
  return {
    roleName: desired.roleName,
    arn: '',
    roleId: '',
    path: desired.path,
    description: desired.description,
    maxSessionDuration: desired.maxSessionDuration,
    permissionsBoundary: desired.permissionsBoundary,
    tags: ownerTags,
    trustPolicy: desired.trustPolicy,
    inlinePolicies: {},
    attachedPolicyArns: [],
    managedPolicies: [],
  };
}

function boundaryStep({ roleName, permissionsBoundary }: DesiredRole): Step {
  return { call: 'PutRolePermissionsBoundary', input: { RoleName: roleName, PermissionsBoundary: permissionsBoundary } };
}

function trustStep({ roleName, trustPolicy }: DesiredRole): Step {
  return { call: 'UpdateAssumeRolePolicy', input: { RoleName: roleName, PolicyDocument: policyText(trustPolicy) } };
}

function settingsStep({ roleName, description, maxSessionDuration }: DesiredRole): Step {
  return { call: 'UpdateRole', input: { RoleName: roleName, Description: description, MaxSessionDuration: maxSessionDuration } };
}

function tagSteps({ desired, previous, ownerTags }: PlanInput, current: CurrentRole): Step[] {
  const wanted = new Map(desired.tags.map(({ Key, Value }) => [Key, Value]));
  const keptFolded = new Set([...wanted.keys()].map((key) => key.toLowerCase()));
  const removed = previous.tagKeys.filter((key) => Object.hasOwn(current.tags, key) && !wanted.has(key));
  const changed = [...wanted].filter(([key, value]) => current.tags[key] !== value).map(([Key, Value]) => ({ Key, Value }));
  // IAM treats keys that differ in case only as one: the old spelling must be gone before the new one is set.
  const respelled = removed.filter((key) => keptFolded.has(key.toLowerCase()));
  const gone = removed.filter((key) => !keptFolded.has(key.toLowerCase()));
  const untag = (keys: readonly string[]): Step[] =>
    keys.length === 0 ? [] : [{ call: 'UntagRole', input: { RoleName: desired.roleName, TagKeys: keys } }];
  // The provider's own permission to tag holds only for requests that carry its tag.
  const provider = { Key: OWNER_TAGS.provider, Value: ownerTags[OWNER_TAGS.provider] ?? '' };
  const tag: Step[] =
    changed.length === 0 ? [] : [{ call: 'TagRole', input: { RoleName: desired.roleName, Tags: [...changed, provider] } }];
  // Only where the quota holds old and new at once can the old wait for the new.
  const atOnce = new Set([...Object.keys(current.tags), ...wanted.keys()]).size - respelled.length;
  return atOnce > TAG_QUOTA ? [...untag(removed), ...tag] : [...untag(respelled), ...tag, ...untag(gone)];
}

/**
 * The ordered IAM calls that take a role away: attachments before the inline policies, since these hold the Denies, and the role
 * last, since its tags are what proves the ownership of the rest.
 */
export function planRemoval(current: CurrentRole, scope: Scope): Step[] {
  const { roleName } = current;
  const own = current.managedPolicies.filter(({ tags }) => ownership(tags, scope).owner === 'this resource');
  const others = current.attachedPolicyArns.filter((arn) => !own.some((policy) => policy.arn === arn));
  return [
    ...own.flatMap((policy) => removeManagedPolicy(roleName, policy, current)),
    ...others.map((arn): Step => ({ call: 'DetachRolePolicy', input: { RoleName: roleName, PolicyArn: arn } })),
    ...Object.keys(current.inlinePolicies).map((name): Step => ({
      call: 'DeleteRolePolicy',
      input: { RoleName: roleName, PolicyName: name },
    })),
    { call: 'DeleteRole', input: { RoleName: roleName } },
  ];
}
