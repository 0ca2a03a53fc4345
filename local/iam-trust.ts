import { malformed } from './iam-error';
import { isMap, listOf, readPolicy } from './iam-grammar';
import type { Context } from './iam-operation';
import { PARTITIONS } from '../lambda/core/scope';

/** Actions of a trust policy: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html */
const ASSUME_ACTIONS = [
  'sts:AssumeRole',
  'sts:AssumeRoleWithSAML',
  'sts:AssumeRoleWithWebIdentity',
  'sts:SetContext',
  'sts:SetSourceIdentity',
  'sts:TagSession',
  'sts:*',
].map((action) => action.toLowerCase());

/** Identity providers that need no ARN: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
const WEB_PROVIDERS = ['cognito-identity.amazonaws.com', 'accounts.google.com', 'graph.facebook.com', 'www.amazon.com'];

const ARN = /^arn:([a-z-]+):(iam|sts)::(\d{12}):([^*?]+)$/;

/**
 * Checks a role's trust policy, and that its principals exist.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 * @throws IamError `MalformedPolicyDocument`; "Invalid principal in policy" for a principal that does not exist (yet)
 */
export function checkTrustPolicy(document: string, context: Context): void {
  for (const { Effect, actions, element } of readPolicy(document).statements) {
    if ('Resource' in element || 'NotResource' in element) throw malformed('Has prohibited field Resource');
    if (actions.some((action) => !ASSUME_ACTIONS.includes(action.toLowerCase()))) {
      throw malformed('AssumeRole policy may only specify STS AssumeRole actions.');
    }
    if ('NotPrincipal' in element && Effect === 'Allow') throw malformed('Allow with NotPrincipal is not allowed.');
    const principal = element['Principal'] ?? element['NotPrincipal'];
    if (principal === undefined) throw malformed('Missing required field Principal');
    checkPrincipal(principal, context);
  }
}

function checkPrincipal(principal: unknown, context: Context): void {
  if (principal === '*') return;
  if (!isMap(principal) || Object.keys(principal).length === 0) throw malformed('Syntax errors in policy.');
  for (const [type, values] of Object.entries(principal)) {
    for (const value of listOf(values)) {
      if (!exists(type, value, context)) throw malformed(`Invalid principal in policy: "${type.toUpperCase()}":"${value}"`);
    }
  }
}

function exists(type: string, value: string, context: Context): boolean {
  if (context.account.missingPrincipals.includes(value)) return false;
  switch (type) {
    case 'Service':
      return isService(value, context.account.servicePrincipals);
    case 'Federated':
      return WEB_PROVIDERS.includes(value) || /^(?:saml|oidc)-provider\/./.test(arnParts(value, context)?.resource ?? '');
    case 'AWS':
      return value === '*' || /^\d{12}$/.test(value) || isIdentity(value, context);
    default:
      return false;
  }
}

/** `glue.amazonaws.com`, or with a Region (`states.eu-west-1.amazonaws.com`), or with China's suffix. */
function isService(value: string, known: readonly string[]): boolean {
  const service = value.replace(/\.cn$/, '').replace(/\.[a-z]{2,4}(?:-[a-z]+)+-\d\.amazonaws\.com$/, '.amazonaws.com');
  return known.includes(service);
}

/** An account, a user, a role (of this account: one that exists), a session of one, or the unique id of a role. */
function isIdentity(value: string, { known, account }: Context): boolean {
  const roles = [...known.roles.values()];
  if (roles.some((role) => role.RoleId === value)) return true;
  const parts = arnParts(value, { account });
  if (parts === undefined) return false;
  const { accountId, resource } = parts;
  if (resource === 'root' || resource.startsWith('user/')) return true;
  const session = /^assumed-role\/([^/]+)\/[^/]+$/.exec(resource);
  if (!resource.startsWith('role/') && session === null) return false;
  if (accountId !== account.accountId) return true;
  return roles.some((role) => role.Arn === value || (session !== null && role.RoleName === session[1]));
}

function arnParts(value: string, { account }: Pick<Context, 'account'>): { accountId: string; resource: string } | undefined {
  const [, partition = '', , accountId = '', resource = ''] = ARN.exec(value) ?? [];
  return PARTITIONS.includes(partition) && partition === account.partition ? { accountId, resource } : undefined;
}
