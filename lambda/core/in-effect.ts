import { statementsOf, type CurrentRole } from './current';
import { permissionsByText } from './diff';
import { INLINE_POLICY_NAME } from './names';
import { samePolicy, type AnyStatement, type Statement, type TrustStatement } from './policy';

/**
 * Whether a role carries something already. Each looks only where the thing itself stands: an author chooses texts such as a description
 * freely, and could otherwise write there what is to be allowed with the next update.
 */
export type InEffect = (role: CurrentRole) => boolean;

/** The role has a statement of the activity's version, by its id; an author chooses none of these ids. */
export function isOfActivity(id: string): InEffect {
  return (role) => ownStatements(role).some(({ Sid }) => Sid.startsWith(id) && !/^\d/.test(Sid.slice(id.length)));
}

/**
 * The provider's own policies of the role hold every permission of the statements: the same action on the same resource under the same
 * conditions. What an author writes into a condition, or denies, grants nothing and so counts for nothing.
 */
export function isGranted(statements: readonly Statement[]): InEffect {
  return (role) => {
    const granted = permissionsByText(ownStatements(role));
    return [...permissionsByText(statements).keys()].every((text) => granted.has(text));
  };
}

/** Whether a value is of use to nobody who has not had it before: all that the statements give for it is granted already. */
export function isGrantedWith(namesValue: (resource: string) => boolean, statements: readonly Statement[]): InEffect {
  const giving = statements
    .map((statement) => ({ ...statement, Resource: statement.Resource.filter(namesValue) }))
    .filter(({ Resource }) => Resource.length > 0);
  // A value that stands in no statement cannot be found on a role.
  return (role) => giving.length > 0 && isGranted(giving)(role);
}

function ownStatements({ inlinePolicies, managedPolicies }: CurrentRole): AnyStatement[] {
  return [inlinePolicies[INLINE_POLICY_NAME], ...managedPolicies.map(({ document }) => document)].flatMap(statementsOf);
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

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
