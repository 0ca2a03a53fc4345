import { IamError, limitExceeded, noSuchEntity } from './iam-error';
import * as limit from './iam-limits';
import { change, encodedDocument, iamArn, read, roleOf, write, type Context, type Operations, type Output } from './iam-operation';
import { PAGING, page, shownPage } from './iam-pages';
import { optional, required } from './iam-parameters';
import { nameKey, withoutEntry, withRole, type Role } from './iam-state';
import { withoutTags, withTags } from './iam-tags';
import { checkTrustPolicy } from './iam-trust';

const ROLE = { RoleName: required(limit.roleName) };
const SERVICE_LINKED_PATH = '/aws-service-role/';

export const roleOperations: Operations = {
  CreateRole: write(
    {
      ...ROLE,
      AssumeRolePolicyDocument: required(limit.policyDocument),
      Path: optional(limit.path),
      Description: optional(limit.description),
      MaxSessionDuration: optional(limit.maxSessionDuration),
      PermissionsBoundary: optional(limit.policyArn),
      Tags: optional(limit.tags),
    },
    (given, context) => {
      checkTrust(given.AssumeRolePolicyDocument, context);
      if (given.PermissionsBoundary !== undefined) checkBoundary(given.PermissionsBoundary, context);
      const role = newRole(given.RoleName, given.Path ?? '/', given.AssumeRolePolicyDocument, context, {
        Description: given.Description,
        MaxSessionDuration: given.MaxSessionDuration ?? 3600,
        PermissionsBoundary: given.PermissionsBoundary,
        Tags: withTags([], given.Tags ?? [], 'ignored', context.account),
      });
      return { state: withRole(context.state, role), output: { Role: createdRole(role) } };
    },
  ),

  CreateServiceLinkedRole: write({ AWSServiceName: required(limit.serviceName) }, ({ AWSServiceName }, context) => {
    const service = AWSServiceName.split('.')[0] ?? AWSServiceName;
    const trust = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: AWSServiceName }, Action: 'sts:AssumeRole' }],
    };
    const name = `AWSServiceRoleFor${service.charAt(0).toUpperCase()}${service.slice(1)}`;
    const role = newRole(name, `${SERVICE_LINKED_PATH}${AWSServiceName}/`, JSON.stringify(trust), context, {
      Description: undefined,
      MaxSessionDuration: 3600,
      PermissionsBoundary: undefined,
      Tags: [],
    });
    return { state: withRole(context.state, role), output: { Role: createdRole(role) } };
  }),

  GetRole: read(ROLE, ({ RoleName }, context) => ({ Role: shownRole(roleOf(context, RoleName), context) })),

  ListRoles: read({ PathPrefix: optional(limit.pathPrefix), ...PAGING }, ({ PathPrefix = '/', ...paging }, context) => {
    const roles = [...context.state.roles.values()].filter(({ Path }) => Path.startsWith(PathPrefix));
    return shownPage(
      'Roles',
      roles,
      (role) => nameKey(role.RoleName),
      (role) => listedRole(role, context),
      paging,
      context,
    );
  }),

  UpdateRole: write(
    { ...ROLE, Description: optional(limit.description), MaxSessionDuration: optional(limit.maxSessionDuration) },
    ({ RoleName, Description, MaxSessionDuration }, context) => {
      const role = modifiableRole(context, RoleName);
      const changed = {
        ...role,
        Description: Description ?? role.Description,
        MaxSessionDuration: MaxSessionDuration ?? role.MaxSessionDuration,
      };
      return { state: withRole(context.state, changed), output: {} };
    },
  ),

  UpdateRoleDescription: write({ ...ROLE, Description: required(limit.description) }, ({ RoleName, Description }, context) => {
    const role = { ...modifiableRole(context, RoleName), Description };
    return { state: withRole(context.state, role), output: { Role: shownRole(role, context) } };
  }),

  UpdateAssumeRolePolicy: change({ ...ROLE, PolicyDocument: required(limit.policyDocument) }, ({ RoleName, PolicyDocument }, context) => {
    const role = modifiableRole(context, RoleName);
    checkTrust(PolicyDocument, context);
    return withRole(context.state, { ...role, AssumeRolePolicyDocument: PolicyDocument });
  }),

  PutRolePermissionsBoundary: change(
    { ...ROLE, PermissionsBoundary: required(limit.policyArn) },
    ({ RoleName, PermissionsBoundary }, context) => {
      const role = modifiableRole(context, RoleName);
      checkBoundary(PermissionsBoundary, context);
      return withRole(context.state, { ...role, PermissionsBoundary });
    },
  ),

  DeleteRolePermissionsBoundary: change(ROLE, ({ RoleName }, context) => {
    const role = modifiableRole(context, RoleName);
    if (role.PermissionsBoundary === undefined) throw noSuchEntity(`Role ${RoleName} has no permissions boundary.`);
    return withRole(context.state, { ...role, PermissionsBoundary: undefined });
  }),

  TagRole: change({ ...ROLE, Tags: required(limit.tags) }, ({ RoleName, Tags }, context) => {
    const role = modifiableRole(context, RoleName);
    return withRole(context.state, { ...role, Tags: withTags(role.Tags, Tags, 'ignored', context.account) });
  }),

  UntagRole: change({ ...ROLE, TagKeys: required(limit.tagKeys) }, ({ RoleName, TagKeys }, context) => {
    const role = modifiableRole(context, RoleName);
    return withRole(context.state, { ...role, Tags: withoutTags(role.Tags, TagKeys, 'ignored') });
  }),

  ListRoleTags: read({ ...ROLE, ...PAGING }, ({ RoleName, ...paging }, context) =>
    page('Tags', roleOf(context, RoleName).Tags, ({ Key }) => Key, paging, context),
  ),

  DeleteRole: change(ROLE, ({ RoleName }, context) => {
    const role = modifiableRole(context, RoleName);
    const conflict = (what: string): IamError => new IamError('DeleteConflict', `Cannot delete entity, must ${what} first.`);
    if ([...context.state.instanceProfiles.values()].some((profile) => profile.roleName === role.RoleName)) {
      throw conflict('remove roles from instance profile');
    }
    if (role.attachedPolicyArns.length > 0) throw conflict('detach all policies');
    if (role.inlinePolicies.size > 0) throw conflict('delete policies');
    return { ...context.state, roles: withoutEntry(context.state.roles, nameKey(RoleName)) };
  }),
};

/**
 * The role of this name, for a write.
 * @throws IamError `UnmodifiableEntity` for a service-linked role:
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html
 */
export function modifiableRole(context: Context, roleName: string): Role {
  const role = roleOf(context, roleName);
  if (role.Path.startsWith(SERVICE_LINKED_PATH)) {
    const service = role.Path.slice(SERVICE_LINKED_PATH.length, -1);
    throw new IamError(
      'UnmodifiableEntity',
      `Cannot perform the operation on the protected role '${role.RoleName}' - this role is only modifiable by ${service}`,
    );
  }
  return role;
}

type RoleSettings = Pick<Role, 'Description' | 'MaxSessionDuration' | 'PermissionsBoundary' | 'Tags'>;

function newRole(RoleName: string, Path: string, trust: string, context: Context, settings: RoleSettings): Role {
  const { state, account, now, arnShownAfter, newId } = context;
  if (state.roles.has(nameKey(RoleName))) throw new IamError('EntityAlreadyExists', `Role with name ${RoleName} already exists.`);
  if (state.roles.size >= account.quotas.rolesPerAccount) {
    throw limitExceeded(`Cannot exceed quota for RolesPerAccount: ${String(account.quotas.rolesPerAccount)}`);
  }
  return {
    RoleName,
    Path,
    Arn: iamArn(account, `role${Path}${RoleName}`),
    RoleId: newId('AROA'),
    CreateDate: now,
    arnShownAfter,
    AssumeRolePolicyDocument: trust,
    inlinePolicies: new Map(),
    attachedPolicyArns: [],
    ...settings,
  };
}

function checkTrust(document: string, context: Context): void {
  checkTrustPolicy(document, context);
  const { trustPolicySize } = context.account.quotas;
  if (limit.chargedSize(document) > trustPolicySize)
    throw limitExceeded(`Cannot exceed quota for ACLSizePerRole: ${String(trustPolicySize)}`);
}

/** A boundary is a managed policy that exists: https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePermissionsBoundary.html */
function checkBoundary(arn: string, { known, state }: Context): void {
  if (!arn.startsWith('arn:')) throw new IamError('InvalidInput', `ARN ${arn} is not valid.`);
  if (!known.policies.has(arn) || !state.policies.has(arn)) throw noSuchEntity(`Scope ARN: ${arn} does not exist or is not attachable.`);
}

/** What CreateRole answers: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html#API_CreateRole_Examples */
function createdRole(role: Role): Output {
  const { Path, RoleName, RoleId, Arn, CreateDate, PermissionsBoundary, Tags } = role;
  return {
    Path,
    RoleName,
    RoleId,
    Arn,
    CreateDate,
    AssumeRolePolicyDocument: encodedDocument(role.AssumeRolePolicyDocument),
    PermissionsBoundary: shownBoundary(PermissionsBoundary),
    Tags: Tags.length > 0 ? Tags : undefined,
  };
}

/** "IAM resource-listing operations return a subset of the available attributes": no tags, no boundary, no last use. */
function listedRole(role: Role, { shownArn }: Context): Output {
  const { Path, RoleName, RoleId, CreateDate, Description, MaxSessionDuration } = role;
  const AssumeRolePolicyDocument = encodedDocument(role.AssumeRolePolicyDocument);
  return { Path, RoleName, RoleId, Arn: shownArn(role), CreateDate, AssumeRolePolicyDocument, Description, MaxSessionDuration };
}

function shownRole(role: Role, context: Context): Output {
  return {
    ...listedRole(role, context),
    PermissionsBoundary: shownBoundary(role.PermissionsBoundary),
    Tags: role.Tags.length > 0 ? role.Tags : undefined,
    RoleLastUsed: {},
  };
}

function shownBoundary(arn: string | undefined): Output | undefined {
  return arn === undefined ? undefined : { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: arn };
}
