import { canonicalize } from './canonical';
import type { AnyStatement, Conditions, Statement } from './policy';

/** One action on one resource under conditions, allowed or denied: the smallest thing that policies consist of. */
export interface Permission {
  readonly effect: Statement['Effect'];
  /** `s3:GetObject`, or `everything but …`. */
  readonly action: string;
  readonly resource: string;
  readonly condition: Conditions;
}

/** Every (effect, action, resource, condition) of the statements, each once, in a fixed order. */
export function permissions(statements: readonly AnyStatement[]): Permission[] {
  return [...permissionsByText(statements)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, permission]) => permission);
}

/** The same by a text that is equal for equal permissions. */
export function permissionsByText(statements: readonly AnyStatement[]): Map<string, Permission> {
  const found = new Map<string, Permission>();
  for (const statement of statements) {
    const { Effect, Condition = {} } = statement;
    const conditionText = canonicalize(Condition);
    for (const action of 'Action' in statement ? statement.Action : allBut(statement.NotAction)) {
      for (const resource of 'Resource' in statement ? statement.Resource : allBut(statement.NotResource)) {
        found.set(`${Effect} ${action} ${resource} ${conditionText}`, { effect: Effect, action, resource, condition: Condition });
      }
    }
  }
  return found;
}

/** A list of exceptions is one thing: without one of them it denies more. */
function allBut(texts: readonly string[]): string[] {
  return [`everything but ${[...texts].sort().join(', ')}`];
}

/** What is in one set of statements and not in the other. Where statements begin and end, and how they are called, makes no difference. */
export interface Difference {
  readonly added: readonly Permission[];
  readonly removed: readonly Permission[];
}

export function difference(before: readonly AnyStatement[], after: readonly AnyStatement[]): Difference {
  const old = permissionsByText(before);
  const now = permissionsByText(after);
  const without = (left: ReadonlyMap<string, Permission>, right: ReadonlyMap<string, Permission>): Permission[] =>
    [...left]
      .filter(([text]) => !right.has(text))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, permission]) => permission);
  return { added: without(now, old), removed: without(old, now) };
}
