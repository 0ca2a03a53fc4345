import { IamError, limitExceeded, noSuchEntity } from './iam-error';
import { checkIdentityPolicy } from './iam-grammar';
import * as limit from './iam-limits';
import { change, iamArn, read, write, type Context, type Operations, type Output } from './iam-operation';
import { PAGING, page, shownPage } from './iam-pages';
import { flag, optional, required } from './iam-parameters';
import { nameKey, withoutEntry, withPolicy, type ManagedPolicy, type Role } from './iam-state';
import { withoutTags, withTags } from './iam-tags';

const POLICY = { PolicyArn: required(limit.policyArn) };

/** Operations on managed policies themselves; their versions are in `iam-policy-versions.ts`. */
export const policyOperations: Operations = {
  CreatePolicy: write(
    {
      PolicyName: required(limit.policyName),
      PolicyDocument: required(limit.policyDocument),
      Path: optional(limit.policyPath),
      Description: optional(limit.policyDescription),
      Tags: optional(limit.tags),
    },
    ({ PolicyName, PolicyDocument, Path = '/', Description, Tags = [] }, context) => {
      const { state, account, now, newId } = context;
      checkDocument(PolicyDocument, context);
      const customers = [...state.policies.values()].filter(({ owner }) => owner === 'customer');
      // "IAM user, group, role, and policy names must be unique within the account. Names are not distinguished by case."
      // https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html
      if (customers.some((policy) => nameKey(policy.PolicyName) === nameKey(PolicyName))) {
        throw new IamError('EntityAlreadyExists', `A policy called ${PolicyName} already exists. Duplicate names are not allowed.`);
      }
      if (customers.length >= account.quotas.policiesPerAccount) {
        throw limitExceeded(`Cannot exceed quota for PoliciesPerAccount: ${String(account.quotas.policiesPerAccount)}`);
      }
      const policy: ManagedPolicy = {
        PolicyName,
        Path,
        Arn: iamArn(account, `policy${Path}${PolicyName}`),
        PolicyId: newId('ANPA'),
        owner: 'customer',
        Description,
        DefaultVersionId: 'v1',
        lastVersion: 1,
        versions: [{ VersionId: 'v1', Document: PolicyDocument, CreateDate: now }],
        Tags: withTags([], Tags, 'distinguished', account),
        CreateDate: now,
        UpdateDate: now,
      };
      return { state: withPolicy(state, policy), output: { Policy: listedPolicy(policy, context) } };
    },
  ),

  GetPolicy: read(POLICY, ({ PolicyArn }, context) => {
    const policy = policyOf(context, PolicyArn);
    return { Policy: { ...listedPolicy(policy, context), Description: policy.Description, Tags: policy.Tags } };
  }),

  ListPolicies: read(
    {
      Scope: optional(limit.scope),
      OnlyAttached: optional(flag),
      PathPrefix: optional(limit.pathPrefix),
      PolicyUsageFilter: optional(limit.policyUsage),
      ...PAGING,
    },
    ({ Scope = 'All', OnlyAttached = false, PathPrefix = '/', PolicyUsageFilter, ...paging }, context) => {
      const owners: Readonly<Record<string, readonly string[]>> = { All: ['AWS', 'customer'], AWS: ['AWS'], Local: ['customer'] };
      const policies = [...context.state.policies.values()]
        .filter(({ owner, Path }) => owners[Scope]?.includes(owner) === true && Path.startsWith(PathPrefix))
        .filter((policy) => (!OnlyAttached && PolicyUsageFilter === undefined) || usersOf(policy, PolicyUsageFilter, context).length > 0);
      return shownPage(
        'Policies',
        policies,
        ({ Arn }) => Arn,
        (policy) => listedPolicy(policy, context),
        paging,
        context,
      );
    },
  ),

  ListEntitiesForPolicy: read(
    {
      ...POLICY,
      EntityFilter: optional(limit.entityFilter),
      PathPrefix: optional(limit.pathPrefix),
      PolicyUsageFilter: optional(limit.policyUsage),
      ...PAGING,
    },
    ({ PolicyArn, EntityFilter = 'Role', PathPrefix = '/', PolicyUsageFilter, ...paging }, context) => {
      const users = usersOf(policyOf(context, PolicyArn), PolicyUsageFilter, context);
      const roles = users
        .filter(({ Path }) => EntityFilter === 'Role' && Path.startsWith(PathPrefix))
        .map(({ RoleName, RoleId }) => ({ RoleName, RoleId }));
      return { PolicyGroups: [], PolicyUsers: [], ...page('PolicyRoles', roles, ({ RoleName }) => nameKey(RoleName), paging, context) };
    },
  ),

  TagPolicy: change({ ...POLICY, Tags: required(limit.tags) }, ({ PolicyArn, Tags }, context) => {
    const policy = ownPolicyOf(context, PolicyArn);
    return withPolicy(context.state, { ...policy, Tags: withTags(policy.Tags, Tags, 'distinguished', context.account) });
  }),

  UntagPolicy: change({ ...POLICY, TagKeys: required(limit.tagKeys) }, ({ PolicyArn, TagKeys }, context) => {
    const policy = ownPolicyOf(context, PolicyArn);
    return withPolicy(context.state, { ...policy, Tags: withoutTags(policy.Tags, TagKeys, 'distinguished') });
  }),

  ListPolicyTags: read({ ...POLICY, ...PAGING }, ({ PolicyArn, ...paging }, context) =>
    page('Tags', policyOf(context, PolicyArn).Tags, ({ Key }) => Key, paging, context),
  ),

  DeletePolicy: change(POLICY, ({ PolicyArn }, context) => {
    const policy = ownPolicyOf(context, PolicyArn);
    if (usersOf(policy, undefined, context).length > 0) {
      throw new IamError('DeleteConflict', 'Cannot delete a policy attached to entities.');
    }
    if (policy.versions.length > 1) {
      throw new IamError(
        'DeleteConflict',
        'This policy has more than one version. Before you delete a policy, you must delete its other versions.',
      );
    }
    return { ...context.state, policies: withoutEntry(context.state.policies, PolicyArn) };
  }),
};

/** The managed policy of this ARN. */
export function policyOf({ known, state }: Context, arn: string): ManagedPolicy {
  const policy = known.policies.has(arn) ? state.policies.get(arn) : undefined;
  if (policy === undefined) throw noSuchEntity(`Policy ${arn} was not found.`);
  return policy;
}

/** The same for a write: AWS-managed policies can be changed by nobody but AWS. */
export function ownPolicyOf(context: Context, arn: string): ManagedPolicy {
  const policy = policyOf(context, arn);
  if (policy.owner === 'AWS') throw new IamError('AccessDenied', `Policy ${arn} is an AWS managed policy.`);
  return policy;
}

export function checkDocument(document: string, { account }: Context): void {
  checkIdentityPolicy(document, account.partition);
  const { managedPolicySize } = account.quotas;
  if (limit.chargedSize(document) > managedPolicySize)
    throw limitExceeded(`Cannot exceed quota for PolicySize: ${String(managedPolicySize)}`);
}

/** Roles that a policy is attached to, or is the boundary of; both without a filter. */
function usersOf({ Arn }: ManagedPolicy, usage: string | undefined, { state }: Context): readonly Role[] {
  return [...state.roles.values()].filter(
    (role) =>
      (usage !== 'PermissionsBoundary' && role.attachedPolicyArns.includes(Arn)) ||
      (usage !== 'PermissionsPolicy' && role.PermissionsBoundary === Arn),
  );
}

/** What lists show of a policy: neither description nor tags, https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicies.html */
function listedPolicy(policy: ManagedPolicy, context: Context): Output {
  const { PolicyName, PolicyId, Arn, Path, DefaultVersionId, CreateDate, UpdateDate } = policy;
  return {
    PolicyName,
    PolicyId,
    Arn,
    Path,
    DefaultVersionId,
    AttachmentCount: usersOf(policy, 'PermissionsPolicy', context).length,
    PermissionsBoundaryUsageCount: usersOf(policy, 'PermissionsBoundary', context).length,
    IsAttachable: true,
    CreateDate,
    UpdateDate,
  };
}
