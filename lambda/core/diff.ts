import { canonicalize } from 'json-canonicalize';
import type { Conditions, Statement } from './policy';

/** One action on one resource under conditions, allowed or denied: the smallest thing that policies consist of. */
export interface Permission {
  readonly effect: Statement['Effect'];
  readonly action: string;
  readonly resource: string;
  readonly condition: Conditions;
}

/** Every (effect, action, resource, condition) of the statements, each once, in a fixed order. */
export function permissions(statements: readonly Statement[]): Permission[] {
  return [...permissionsByText(statements)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, permission]) => permission);
}

/** The same by a text that is equal for equal permissions. */
export function permissionsByText(statements: readonly Statement[]): Map<string, Permission> {
  const found = new Map<string, Permission>();
  for (const { Effect, Action, Resource, Condition = {} } of statements) {
    const conditionText = canonicalize(Condition);
    for (const action of Action) {
      for (const resource of Resource) {
        found.set(`${Effect} ${action} ${resource} ${conditionText}`, { effect: Effect, action, resource, condition: Condition });
      }
    }
  }
  return found;
}

/** What is in one set of statements and not in the other. Where statements begin and end, and how they are called, makes no difference. */
export interface Difference {
  readonly added: readonly Permission[];
  readonly removed: readonly Permission[];
}

export function difference(before: readonly Statement[], after: readonly Statement[]): Difference {
  const old = permissionsByText(before);
  const now = permissionsByText(after);
  const without = (left: ReadonlyMap<string, Permission>, right: ReadonlyMap<string, Permission>): Permission[] =>
    [...left]
      .filter(([text]) => !right.has(text))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, permission]) => permission);
  return { added: without(now, old), removed: without(old, now) };
}
