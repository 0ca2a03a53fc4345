import { IamError, limitExceeded, noSuchEntity } from './iam-error';
import { checkIdentityPolicy } from './iam-grammar';
import * as limit from './iam-limits';
import { change, encodedDocument, read, roleOf, type Operations } from './iam-operation';
import { PAGING, page } from './iam-pages';
import { optional, required } from './iam-parameters';
import { modifiableRole } from './iam-roles';
import { withEntry, withoutEntry, withRole } from './iam-state';

const ROLE = { RoleName: required(limit.roleName) };
const INLINE = { ...ROLE, PolicyName: required(limit.policyName) };
const ATTACHED = { ...ROLE, PolicyArn: required(limit.policyArn) };

/** Operations on what a role may do: its inline policies and the managed policies attached to it. */
export const rolePolicyOperations: Operations = {
  PutRolePolicy: change(
    { ...INLINE, PolicyDocument: required(limit.policyDocument) },
    ({ RoleName, PolicyName, PolicyDocument }, context) => {
      const role = modifiableRole(context, RoleName);
      checkIdentityPolicy(PolicyDocument, context.account.partition);
      const inlinePolicies = withEntry(role.inlinePolicies, PolicyName, PolicyDocument);
      const size = [...inlinePolicies.values()].reduce((sum, document) => sum + limit.chargedSize(document), 0);
      const { inlinePoliciesSize } = context.account.quotas;
      if (size > inlinePoliciesSize) {
        throw limitExceeded(`Maximum policy size of ${String(inlinePoliciesSize)} bytes exceeded for role ${RoleName}`);
      }
      return withRole(context.state, { ...role, inlinePolicies });
    },
  ),

  GetRolePolicy: read(INLINE, ({ RoleName, PolicyName }, context) => {
    const document = roleOf(context, RoleName).inlinePolicies.get(PolicyName);
    if (document === undefined) throw noSuchInlinePolicy(PolicyName);
    return { RoleName, PolicyName, PolicyDocument: encodedDocument(document) };
  }),

  ListRolePolicies: read({ ...ROLE, ...PAGING }, ({ RoleName, ...paging }, context) =>
    page('PolicyNames', [...roleOf(context, RoleName).inlinePolicies.keys()], (name) => name, paging, context),
  ),

  DeleteRolePolicy: change(INLINE, ({ RoleName, PolicyName }, context) => {
    const role = modifiableRole(context, RoleName);
    if (!role.inlinePolicies.has(PolicyName)) throw noSuchInlinePolicy(PolicyName);
    return withRole(context.state, { ...role, inlinePolicies: withoutEntry(role.inlinePolicies, PolicyName) });
  }),

  AttachRolePolicy: change(ATTACHED, ({ RoleName, PolicyArn }, context) => {
    const role = modifiableRole(context, RoleName);
    const { state, known, account } = context;
    if (!PolicyArn.startsWith('arn:')) throw new IamError('InvalidInput', `ARN ${PolicyArn} is not valid.`);
    if (!known.policies.has(PolicyArn) || !state.policies.has(PolicyArn)) {
      throw noSuchEntity(`Policy ${PolicyArn} does not exist or is not attachable.`);
    }
    if (role.attachedPolicyArns.includes(PolicyArn)) return state;
    const { attachmentsPerRole } = account.quotas;
    if (role.attachedPolicyArns.length >= attachmentsPerRole) {
      throw limitExceeded(`Cannot exceed quota for PoliciesPerRole: ${String(attachmentsPerRole)}`);
    }
    return withRole(state, { ...role, attachedPolicyArns: [...role.attachedPolicyArns, PolicyArn] });
  }),

  DetachRolePolicy: change(ATTACHED, ({ RoleName, PolicyArn }, context) => {
    const role = modifiableRole(context, RoleName);
    if (!role.attachedPolicyArns.includes(PolicyArn)) throw noSuchEntity(`Policy ${PolicyArn} was not found.`);
    return withRole(context.state, { ...role, attachedPolicyArns: role.attachedPolicyArns.filter((arn) => arn !== PolicyArn) });
  }),

  ListAttachedRolePolicies: read({ ...ROLE, PathPrefix: optional(limit.pathPrefix), ...PAGING }, (given, context) => {
    const { RoleName, PathPrefix = '/', ...paging } = given;
    const attached = roleOf(context, RoleName)
      .attachedPolicyArns.map((arn) => context.state.policies.get(arn))
      .filter((policy) => policy?.Path.startsWith(PathPrefix) === true)
      .map((policy) => ({ PolicyName: policy?.PolicyName ?? '', PolicyArn: policy?.Arn ?? '' }));
    return page('AttachedPolicies', attached, ({ PolicyArn }) => PolicyArn, paging, context);
  }),
};

function noSuchInlinePolicy(name: string): IamError {
  return noSuchEntity(`The role policy with name ${name} cannot be found.`);
}
