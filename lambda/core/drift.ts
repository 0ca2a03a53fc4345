import { trustSteps } from './adoption';
import { foreignPolicies, removedByExclusive, type CurrentRole } from './current';
import type { DesiredRole } from './desired';
import { difference, type Permission } from './diff';
import { INLINE_POLICY_NAME } from './names';
import { samePolicy, type AnyStatement, type Conditions, type NamedPolicy, type Statement } from './policy';

/** What of a role is not as its properties ask for. */
export interface Drift {
  readonly of:
    | 'role'
    | 'boundary'
    | 'permissions'
    | 'attached policies'
    | 'trust policy'
    | 'description'
    | 'session duration'
    | 'tags'
    | 'foreign policies';
  /** In words that need no context: `lacks Allow s3:GetObject on arn:aws:s3:::ml-data/*`. */
  readonly message: string;
}

/**
 * Compares what properties ask for with what IAM holds: everything that someone changed by hand, or that an update which failed has left.
 * An update repairs all of it but foreign policies, which it removes only where `Exclusive` is true. Policies that `Exclusive` spares are
 * no drift.
 */
export function driftOf(desired: DesiredRole, current: CurrentRole | undefined): Drift[] {
  if (current === undefined) return [{ of: 'role', message: `role ${desired.roleName} does not exist` }];
  return [
    ...(desired.adopt ? [] : settingsDrift(desired, current)),
    ...permissionDrift(desired, current),
    ...attachmentDrift(desired, current),
    ...trustDrift(desired, current),
    ...tagDrift(desired, current),
    ...foreignDrift(desired, current),
  ];
}

/** As {@link driftOf} for a role that is granted to: only the grant itself counts. */
export function driftOfGrant({ PolicyName, PolicyDocument }: NamedPolicy, current: Pick<CurrentRole, 'inlinePolicies'>): Drift[] {
  const stored = current.inlinePolicies[PolicyName];
  if (stored === undefined) return [{ of: 'permissions', message: `the inline policy ${PolicyName} is gone` }];
  return permissionMessages(PolicyDocument.Statement, statementsOfAny(stored));
}

function settingsDrift(desired: DesiredRole, current: CurrentRole): Drift[] {
  const changed = (of: Drift['of'], is: string, shall: string): Drift[] =>
    is === shall ? [] : [{ of, message: `is ${is === '' ? 'empty' : is}, not ${shall === '' ? 'empty' : shall}` }];
  return [
    ...changed('boundary', current.permissionsBoundary ?? 'none', desired.permissionsBoundary),
    ...changed('description', current.description, desired.description),
    ...changed('session duration', String(current.maxSessionDuration), String(desired.maxSessionDuration)),
  ];
}

function permissionDrift(desired: DesiredRole, current: CurrentRole): Drift[] {
  const wanted = [desired.inlinePolicy, ...desired.managedPolicies].flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
  const attached = current.managedPolicies.filter(({ arn }) => current.attachedPolicyArns.includes(arn)).map(({ document }) => document);
  return permissionMessages(wanted, [current.inlinePolicies[INLINE_POLICY_NAME], ...attached].flatMap(statementsOfAny));
}

function permissionMessages(wanted: readonly AnyStatement[], stored: readonly Statement[]): Drift[] {
  const { added, removed } = difference(wanted, stored);
  return [
    ...removed.map((permission): Drift => ({ of: 'permissions', message: `lacks ${permissionText(permission)}` })),
    ...added.map((permission): Drift => ({ of: 'permissions', message: `has ${permissionText(permission)} in addition` })),
  ];
}

function permissionText({ effect, action, resource, condition }: Permission): string {
  const conditions = Object.keys(condition).length === 0 ? '' : ` with ${JSON.stringify(condition)}`;
  return `${effect} ${action} on ${resource}${conditions}`;
}

function attachmentDrift(desired: DesiredRole, current: CurrentRole): Drift[] {
  return desired.managedPolicyArns
    .filter((arn) => !current.attachedPolicyArns.includes(arn))
    .map((arn) => ({ of: 'attached policies', message: `lacks ${arn}` }));
}

function trustDrift(desired: DesiredRole, { trustPolicy }: CurrentRole): Drift[] {
  const isSame = desired.adopt ? trustSteps(desired, trustPolicy).length === 0 : samePolicy(trustPolicy, desired.trustPolicy);
  return isSame ? [] : [{ of: 'trust policy', message: `is ${JSON.stringify(trustPolicy)}` }];
}

function tagDrift(desired: DesiredRole, { tags }: CurrentRole): Drift[] {
  return desired.tags
    .filter(({ Key, Value }) => tags[Key] !== Value)
    .map(({ Key, Value }) => {
      const found = Object.hasOwn(tags, Key) ? tags[Key] : undefined;
      return { of: 'tags', message: found === undefined ? `lacks ${Key}` : `has ${Key}=${found}, not ${Value}` };
    });
}

function foreignDrift(desired: DesiredRole, current: CurrentRole): Drift[] {
  // What an adopted role had before is not drift.
  if (desired.adopt) return [];
  const { inlinePolicyNames, attachedPolicyArns } = removedByExclusive(foreignPolicies(current, desired.managedPolicyArns));
  return [...inlinePolicyNames, ...attachedPolicyArns].map((name) => ({ of: 'foreign policies', message: `has ${name} in addition` }));
}

/** The statements of a document that anyone may have written: single values in place of lists, `NotAction` and `NotResource`. */
function statementsOfAny(document: unknown): Statement[] {
  return listOf(fieldOf(document, 'Statement')).map((statement) => ({
    Sid: '',
    Effect: fieldOf(statement, 'Effect') === 'Deny' ? 'Deny' : 'Allow',
    Action: selection(statement, 'Action'),
    Resource: selection(statement, 'Resource'),
    Condition: (fieldOf(statement, 'Condition') ?? {}) as Conditions,
  }));
}

function selection(statement: unknown, key: 'Action' | 'Resource'): string[] {
  const but = listOf(fieldOf(statement, `Not${key}`)).map(String);
  // As permissions of our own guards read.
  return [...listOf(fieldOf(statement, key)).map(String), ...(but.length === 0 ? [] : [`everything but ${but.sort().join(', ')}`])];
}

function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined ? [] : [value];
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
}
