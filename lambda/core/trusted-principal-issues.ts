import { parse, validate } from '@aws-sdk/util-arn-parser';
import type { Issue } from './errors';
import { oidcIssues, samlIssues } from './federation';
import { OWNER_TAG_PREFIX } from './names';
import type { Scope } from './scope';
import { ASSUMING, kindOf, sessionTagKeys, type PrincipalKind, type TrustedPrincipal } from './trusted-principals';

/** What may be allowed besides: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html and id_credentials_temp_control-access_monitor.html */
const BESIDES = ['sts:SetSourceIdentity', 'sts:TagSession'];

/** Faults that no configuration can allow. `services` are those that the activities trust. */
export function trustedPrincipalIssues(trusted: TrustedPrincipal, services: readonly string[], scope: Scope): Issue[] {
  const { path, principal, name, actions } = trusted;
  const kind = kindOf(trusted);
  const fault = nameFault(trusted, services, scope);
  if (fault !== undefined) return [{ path: `${path}.${principal}`, message: `"${name.slice(0, 200)}" ${fault}` }];
  const possible = [ASSUMING[kind], ...BESIDES];
  const unknown = actions
    .filter((action) => !possible.includes(action))
    .map((action) => ({
      path: `${path}.Actions`,
      message: `"${action.slice(0, 80)}" is not for this principal; possible are ${possible.join(', ')}`,
    }));
  return [...unknown, ...federationIssues(trusted, kind, scope), ...sessionTagIssues(trusted)];
}

function federationIssues({ path, name, conditions: given }: TrustedPrincipal, kind: PrincipalKind, { partition }: Scope): Issue[] {
  switch (kind) {
    case 'saml':
      return samlIssues(`${path}.Conditions`, given, partition);
    case 'oidc':
      return oidcIssues(`${path}.Conditions`, given, issuerOf(name));
    case 'service':
    case 'identity':
      return [];
  }
}

/** The address of an OIDC provider, as its condition keys begin with it. */
function issuerOf(arn: string): string {
  return arn.slice(arn.indexOf(':oidc-provider/') + ':oidc-provider/'.length);
}

/** Principals by https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
function nameFault({ principal, name }: TrustedPrincipal, services: readonly string[], scope: Scope): string | undefined {
  switch (principal) {
    case 'Service':
      if (!/^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com(\.cn)?$/.test(name)) return 'is not a service, such as glue.amazonaws.com';
      return services.includes(name) || name.startsWith('sagemaker.')
        ? 'is trusted by the activities already, under SourceCondition; leave it out here'
        : undefined;
    case 'AWS':
      if (/^\d{12}$/.test(name)) return undefined;
      return arnFault(
        name,
        scope,
        /^(root|(user|role)\/([\w+=,.@-]+\/)*[\w+=,.@-]{1,64})$/,
        'an account, a user or a role by number or ARN',
      );
    case 'Federated':
      return (
        arnFault(
          name,
          scope,
          /^(saml-provider\/[\w.-]{1,128}|oidc-provider\/[A-Za-z0-9.-]+(:\d{1,5})?(\/[\w./~%+-]*)?)$/,
          'a SAML or OIDC provider by ARN',
        ) ??
        (parse(name).accountId === scope.accountId
          ? undefined
          : `is of another account; a role trusts providers of ${scope.accountId} only`)
      );
  }
}

function arnFault(name: string, { partition }: Scope, resource: RegExp, words: string): string | undefined {
  if (!validate(name)) return `is not ${words}`;
  const arn = parse(name);
  const isRight = arn.service === 'iam' && arn.region === '' && /^\d{12}$/.test(arn.accountId) && resource.test(arn.resource);
  if (!isRight) return `is not ${words}`;
  return arn.partition === partition ? undefined : `is of partition ${arn.partition}, the stack is of ${partition}`;
}

/** Session tags become `aws:PrincipalTag` as the role's own do, so whoever may set some is held to keys that are named. */
function sessionTagIssues(trusted: TrustedPrincipal): Issue[] {
  if (!trusted.actions.includes('sts:TagSession')) return [];
  const path = `${trusted.path}.Conditions`;
  const keys = sessionTagKeys(trusted);
  if (keys.length === 0) {
    const example = '{ "ForAllValues:StringEquals": { "aws:TagKeys": ["team"] } }';
    return [{ path, message: `sts:TagSession needs the keys of the session tags that may be set, such as ${example}` }];
  }
  return keys
    .filter((key) => /[*?$]/.test(key) || /^aws:/i.test(key) || key.toLowerCase().startsWith(OWNER_TAG_PREFIX))
    .map((key) => ({ path, message: `"${key.slice(0, 128)}" cannot be the key of a session tag here` }));
}
