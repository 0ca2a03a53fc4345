import * as z from 'zod/mini';
import { conditions, conditionsOn } from './conditions';
import { samlAudience } from './federation';
import type { Conditions, TrustStatement } from './policy';
import type { Scope } from './scope';
import { listOf, optionalText, optionalTexts, seldom, sortedUnique } from './values';

/** The kinds of principals that a template may name, as IAM writes them. */
const PRINCIPALS = ['Service', 'AWS', 'Federated'] as const;
type Principal = (typeof PRINCIPALS)[number];

const entry = () =>
  z
    .strictObject(
      { Service: optionalText, AWS: optionalText, Federated: optionalText, Actions: optionalTexts, Conditions: seldom(conditions) },
      'must be a map, such as { Service: glue.amazonaws.com }',
    )
    .check(
      z.refine(
        (given) => PRINCIPALS.filter((principal) => given[principal] !== undefined).length === 1,
        'needs exactly one of Service, AWS and Federated, such as { Service: glue.amazonaws.com }',
      ),
    );

/** The schema of the property of this name. */
export const trustedPrincipals = () => listOf(entry());

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

export function trustedPrincipalsOf(entries: z.infer<ReturnType<typeof trustedPrincipals>>): TrustedPrincipal[] {
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

/** How a principal comes to the role. */
export type PrincipalKind = 'service' | 'identity' | 'saml' | 'oidc';

/** The one call by which each kind of principal assumes a role. */
export const ASSUMING: Readonly<Record<PrincipalKind, string>> = {
  service: 'sts:AssumeRole',
  identity: 'sts:AssumeRole',
  saml: 'sts:AssumeRoleWithSAML',
  oidc: 'sts:AssumeRoleWithWebIdentity',
};

export function kindOf({ principal, name }: TrustedPrincipal): PrincipalKind {
  switch (principal) {
    case 'Service':
      return 'service';
    case 'AWS':
      return 'identity';
    case 'Federated':
      return /:oidc-provider\//.test(name) ? 'oidc' : 'saml';
  }
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
