import { conditionsWithin, resourceWithin } from './containment';
import { permissions, type Permission } from './diff';
import { isAmong } from './limit-reach';
import type { AnyStatement, Conditions } from './policy';
import { statementSource, type StatementSource } from './statement-id';

/**
 * What becomes of an action on a resource. `gained` and `lost`: there was, or is, no permission for it. `loosened` and `tightened`: only
 * more, or only fewer, requests are admitted than before. `changed`: neither could be shown.
 */
export type ChangeKind = 'gained' | 'loosened' | 'changed' | 'tightened' | 'lost';

/** One action on one resource whose permission is not what it was. */
export interface Change {
  readonly kind: ChangeKind;
  readonly action: string;
  readonly resource: string;
  /** Where the permission comes from, now or before. */
  readonly source: StatementSource;
  /** Conditions of each statement that allowed it, and that allows it now. */
  readonly before: readonly Conditions[];
  readonly after: readonly Conditions[];
  /** Denies that no longer stand against the action, and those that are new. */
  readonly deniesGone: readonly Permission[];
  readonly deniesNew: readonly Permission[];
}

/** Kinds by which requests may be admitted that were not before. */
export const GAINS: readonly ChangeKind[] = ['gained', 'loosened', 'changed'];

/**
 * Everything that differs between two sets of statements in what they admit, sorted by action and resource. The judgement is sound: a
 * request that only the new statements admit is for an action that is gained, loosened or changed, and a request that only the old ones
 * admit for one that is lost, tightened or changed.
 */
export function compare(before: readonly AnyStatement[], after: readonly AnyStatement[]): Change[] {
  const old = sideOf(before);
  const now = sideOf(after);
  const actions = [...new Set([...old.allows.keys(), ...now.allows.keys()])].sort();
  return actions.flatMap((action) => changesOf(action, old, now));
}

interface Side {
  /** By action. */
  readonly allows: ReadonlyMap<string, readonly Sourced[]>;
  /** A Deny may be about actions by pattern, or about all but some. */
  readonly denies: readonly AnyStatement[];
}

interface Sourced extends Permission {
  readonly sid: string;
}

function sideOf(statements: readonly AnyStatement[]): Side {
  const allows = new Map<string, Sourced[]>();
  for (const statement of statements.filter(({ Effect }) => Effect === 'Allow')) {
    for (const permission of permissions([statement])) {
      const group = allows.get(permission.action) ?? [];
      allows.set(permission.action, [...group, { ...permission, sid: statement.Sid }]);
    }
  }
  return { allows, denies: statements.filter(({ Effect }) => Effect === 'Deny') };
}

/** What the Denies say to one action. */
function deniesOn(action: string, { denies }: Side): Sourced[] {
  const isAbout = (deny: AnyStatement): boolean => ('Action' in deny ? isAmong(action, deny.Action) : !isAmong(action, deny.NotAction));
  return denies.filter(isAbout).flatMap((deny) => {
    const one = 'Action' in deny ? { ...deny, Action: [action] } : { ...deny, NotAction: [] };
    return permissions([one]).map((permission) => ({ ...permission, action, sid: deny.Sid }));
  });
}

function changesOf(action: string, old: Side, now: Side): Change[] {
  const [oldAllows, newAllows] = [old.allows.get(action) ?? [], now.allows.get(action) ?? []];
  const [oldDenies, newDenies] = [deniesOn(action, old), deniesOn(action, now)];
  const deniesGone = oldDenies.filter((deny) => !isCovered(deny, newDenies));
  const deniesNew = newDenies.filter((deny) => !isCovered(deny, oldDenies));
  const resources = [...new Set([...oldAllows, ...newAllows].map(({ resource }) => resource))].sort();
  return resources.flatMap((resource): Change[] => {
    const [before, after] = [oldAllows, newAllows].map((allows) => allows.filter((permission) => permission.resource === resource));
    const kind = judge({
      before: before ?? [],
      after: after ?? [],
      admitsMore: deniesGone.length > 0 || !(after ?? []).every((permission) => isCovered(permission, oldAllows)),
      admitsLess: deniesNew.length > 0 || !(before ?? []).every((permission) => isCovered(permission, newAllows)),
    });
    const sid = (after?.[0] ?? before?.[0])?.sid;
    if (kind === undefined) return [];
    const conditions = (side: readonly Sourced[] = []): Conditions[] => side.map(({ condition }) => condition);
    return [
      {
        kind,
        action,
        resource,
        source: statementSource(sid, 'Allow'),
        before: conditions(before),
        after: conditions(after),
        deniesGone,
        deniesNew,
      },
    ];
  });
}

interface Judged {
  readonly before: readonly Sourced[];
  readonly after: readonly Sourced[];
  readonly admitsMore: boolean;
  readonly admitsLess: boolean;
}

function judge({ before, after, admitsMore, admitsLess }: Judged): ChangeKind | undefined {
  if (before.length === 0) return admitsMore ? 'gained' : undefined;
  if (after.length === 0) return admitsLess ? 'lost' : undefined;
  if (admitsMore && admitsLess) return 'changed';
  if (admitsMore) return 'loosened';
  return admitsLess ? 'tightened' : undefined;
}

/** Whether one of the others is about every request that the permission is about. */
function isCovered({ resource, condition }: Permission, others: readonly Permission[]): boolean {
  return others.some((other) => resourceWithin(resource, other.resource) && conditionsWithin(condition, other.condition));
}
