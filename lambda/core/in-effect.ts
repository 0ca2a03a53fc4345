import { canonicalize } from 'json-canonicalize';
import { statementsOf, type CurrentRole } from './current';
import { permissionsByText } from './diff';
import { INLINE_POLICY_NAME } from './names';
import { samePolicy, type Statement, type TrustStatement } from './policy';

/**
 * Whether a role carries something already. Each looks only where the thing itself stands: an author chooses texts such as a description
 * freely, and could otherwise write there what is to be allowed with the next update.
 */
export type InEffect = (role: CurrentRole) => boolean;

/** The provider's own policies of the role contain the text, as canonical JSON. */
export function inPolicies(text: string): InEffect {
  return ({ inlinePolicies, managedPolicies }) =>
    [inlinePolicies[INLINE_POLICY_NAME], ...managedPolicies.map(({ document }) => document)].some((document) =>
      textOf(document).includes(text),
    );
}

/** The provider's own policies of the role hold every permission of the statement. */
export function isGranted(statement: Statement): InEffect {
  return ({ inlinePolicies, managedPolicies }) => {
    const stored = [inlinePolicies[INLINE_POLICY_NAME], ...managedPolicies.map(({ document }) => document)].flatMap(statementsOf);
    const granted = permissionsByText(stored);
    return [...permissionsByText([statement]).keys()].every((text) => granted.has(text));
  };
}

export function isAttached(arn: string): InEffect {
  return ({ attachedPolicyArns }) => attachedPolicyArns.includes(arn);
}

export function isBoundary(arn: string): InEffect {
  return ({ permissionsBoundary }) => permissionsBoundary === arn;
}

export function isTagged(key: string, value: string): InEffect {
  return ({ tags }) => Object.hasOwn(tags, key) && tags[key] === value;
}

/** The principals of the statement are trusted already, by a statement with the same actions and conditions. */
export function isTrusted(statement: TrustStatement): InEffect {
  return ({ trustPolicy }) => trustStatementsOf(trustPolicy).some((stored) => trusts(stored, statement));
}

function trusts(stored: Readonly<Record<string, unknown>>, { Principal, Action, Condition }: TrustStatement): boolean {
  const isSame = samePolicy({ Action: stored['Action'], Condition: stored['Condition'] ?? {} }, { Action, Condition: Condition ?? {} });
  return (
    isSame &&
    stored['Effect'] === 'Allow' &&
    Object.entries(Principal).every(([kind, names]) => includesAll(stored['Principal'], kind, names))
  );
}

function includesAll(principal: unknown, kind: string, names: readonly string[]): boolean {
  const trusted: unknown = isMap(principal) ? principal[kind] : undefined;
  const list: readonly unknown[] = Array.isArray(trusted) ? trusted : [trusted];
  return names.every((name) => list.includes(name));
}

function trustStatementsOf(document: unknown): readonly Readonly<Record<string, unknown>>[] {
  const statements: unknown = isMap(document) ? document['Statement'] : undefined;
  return (Array.isArray(statements) ? statements : [statements]).filter(isMap);
}

function textOf(document: unknown): string {
  return document === undefined ? '' : canonicalize(document);
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
