import * as z from 'zod/mini';
import { parse, validate } from '@aws-sdk/util-arn-parser';
import { conditions, conditionsOn } from './conditions';
import type { Issue } from './errors';
import { oidcIssues, samlAudience, samlIssues } from './federation';
import { OWNER_TAG_PREFIX } from './names';
import type { Conditions, TrustStatement } from './policy';
import type { Scope } from './scope';
import { listOf, sortedUnique, text } from './values';

/** The kinds of principals that a template may name, as IAM writes them. */
const PRINCIPALS = ['Service', 'AWS', 'Federated'] as const;
type Principal = (typeof PRINCIPALS)[number];

const entry = z
  .strictObject({
    Service: z.optional(text),
    AWS: z.optional(text),
    Federated: z.optional(text),
    Actions: z.optional(listOf(text)),
    Conditions: z.optional(conditions),
  })
  .check(
    z.refine(
      (given) => PRINCIPALS.filter((principal) => given[principal] !== undefined).length === 1,
      'needs exactly one of Service, AWS and Federated',
    ),
  );

/** The schema of the property of this name. */
export const trustedPrincipals = listOf(entry);

export const TRUSTED_PRINCIPAL_NAMES: readonly string[] = [...PRINCIPALS, 'Actions', 'Conditions'];

/** Somebody else than SageMaker who may assume the role. */
export interface TrustedPrincipal {
  /** Where it stands, for messages: `TrustedPrincipals[0]`. */
  readonly path: string;
  readonly principal: Principal;
  /** As given: a service, an account, or an ARN. */
  readonly name: string;
  /** What is allowed besides assuming the role. */
  readonly actions: readonly string[];
  readonly conditions: Conditions;
}

export function trustedPrincipalsOf(entries: z.infer<typeof trustedPrincipals>): TrustedPrincipal[] {
  return entries.map((given, index) => {
    const principal = PRINCIPALS.find((kind) => given[kind] !== undefined) ?? 'Service';
    return {
      path: `TrustedPrincipals[${String(index)}]`,
      principal,
      name: given[principal] ?? '',
      actions: given.Actions ?? [],
      conditions: given.Conditions ?? {},
    };
  });
}

type Kind = 'service' | 'identity' | 'saml' | 'oidc';

/** The one call by which each kind of principal assumes a role. */
const ASSUMING: Readonly<Record<Kind, string>> = {
  service: 'sts:AssumeRole',
  identity: 'sts:AssumeRole',
  saml: 'sts:AssumeRoleWithSAML',
  oidc: 'sts:AssumeRoleWithWebIdentity',
};

/** What may be allowed besides: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html and id_credentials_temp_control-access_monitor.html */
const BESIDES = ['sts:SetSourceIdentity', 'sts:TagSession'];

function kindOf({ principal, name }: TrustedPrincipal): Kind {
  switch (principal) {
    case 'Service':
      return 'service';
    case 'AWS':
      return 'identity';
    case 'Federated':
      return /:oidc-provider\//.test(name) ? 'oidc' : 'saml';
  }
}

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

function federationIssues({ path, name, conditions: given }: TrustedPrincipal, kind: Kind, { partition }: Scope): Issue[] {
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

/** Keys of the session tags that the principal may set; none where the conditions do not limit them. */
export function sessionTagKeys({ actions, conditions: given }: TrustedPrincipal): readonly string[] {
  if (!actions.includes('sts:TagSession')) return [];
  return conditionsOn(given, 'aws:TagKeys')
    .filter(({ operator }) => operator === 'ForAllValues:StringEquals')
    .flatMap(({ values }) => values);
}

/** The principal as IAM stores it: an account becomes its root. */
function principalName({ name }: Pick<TrustedPrincipal, 'name'>, { partition }: Scope): string {
  return /^\d{12}$/.test(name) ? `arn:${partition}:iam::${name}:root` : name;
}

/** Every way to write the principal: an account is its number as well as its root. */
export function principalNames(trusted: Pick<TrustedPrincipal, 'name'>, scope: Scope): readonly string[] {
  const stored = principalName(trusted, scope);
  const [, account] = /^arn:[a-z-]+:iam::(\d{12}):root$/.exec(stored) ?? [];
  return account === undefined ? [stored] : [stored, account];
}

/** The statement that trusts one principal; a SAML provider's gets its audience. */
export function principalStatement(trusted: TrustedPrincipal, scope: Scope): TrustStatement {
  const kind = kindOf(trusted);
  const given = withSortedValues(trusted.conditions);
  const audience = samlAudience(scope.partition);
  const isOpen = kind === 'saml' && audience !== undefined && conditionsOn(given, 'SAML:aud').length === 0;
  const condition: Conditions = isOpen ? { ...given, StringEquals: { ...given['StringEquals'], 'SAML:aud': [audience] } } : given;
  return {
    Effect: 'Allow',
    Principal: { [trusted.principal]: [principalName(trusted, scope)] },
    Action: sortedUnique([ASSUMING[kind], ...trusted.actions]),
    ...(Object.keys(condition).length === 0 ? {} : { Condition: condition }),
  };
}

function withSortedValues(given: Conditions): Conditions {
  return Object.fromEntries(
    Object.entries(given).map(([operator, keys]) => [
      operator,
      Object.fromEntries(Object.entries(keys).map(([key, values]) => [key, sortedUnique(values)])),
    ]),
  );
}
