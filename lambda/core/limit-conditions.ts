import { canonicalize } from './canonical';
import type { Catalog } from './catalog';
import { concerns, MADE_LIMITS, type LimitLists } from './limit';
import { tagKeys, tagValues } from './limit-properties';
import { isAmong, isMade, namedPart, tagsRole } from './limit-reach';
import type { Guard, LimitTemplate, NameLimit, TagLimit } from './limit-template';
import type { Conditions, Statement } from './policy';
import { sortedUnique } from './values';

/**
 * Statements of an activity with what the limits that are set demand of them, beyond what the activity's file says itself. Where only some
 * actions of a statement can be limited, it is split, and the limited part's id ends in `Limited`.
 */
export function limitedStatements(statements: readonly Statement[], lists: LimitLists, catalog: Pick<Catalog, 'limits'>): Statement[] {
  if (!MADE_LIMITS.some((limit) => concerns(lists, limit))) return [...statements];
  const made = catalog.limits.filter((limit) => isMade(limit) && concerns(lists, limit.Limit));
  return statements
    .flatMap((statement) =>
      made.reduce<Statement[]>((narrowed, limit) => narrowed.flatMap((one) => withNames(one, lists, limit)), [statement]),
    )
    .flatMap((statement) => split(statement, (action) => alternativesFor(action, statement, lists, made)));
}

function withNames(statement: Statement, lists: LimitLists, limit: LimitTemplate): Statement[] {
  const prefixes = limit.Kind === 'names' ? (lists[limit.Limit] ?? []) : [];
  if (limit.Kind !== 'names' || prefixes.length === 0) return [statement];
  const resources = statement.Resource.flatMap((resource) => named(resource, prefixes, limit));
  return resources.length === 0 ? [] : [{ ...statement, Resource: [...new Set(resources)] }];
}

/** As given and in small letters: SageMaker writes the names of some resources in small letters into their ARNs. */
export function spellings(prefixes: readonly string[]): readonly string[] {
  return sortedUnique(prefixes.flatMap((prefix) => [prefix, prefix.toLowerCase()]));
}

/** The part of a resource pattern whose names have one of the prefixes; other resources as they are. */
function named(resource: string, prefixes: readonly string[], limit: NameLimit): string[] {
  const part = namedPart(resource, limit);
  if (part === undefined) return [resource];
  const fixed = /^[^*?$]*/.exec(part.name)?.[0] ?? '';
  return spellings(prefixes).flatMap((prefix) => {
    if (fixed.startsWith(prefix)) return [resource];
    const isOpen = part.name[fixed.length] === '*' && prefix.startsWith(fixed);
    return isOpen ? [`${part.before}${prefix}${part.name.slice(fixed.length)}`] : [];
  });
}

/** Conditions of which one set has to hold in full for the action. */
type Alternatives = readonly (readonly Conditions[])[];

function alternativesFor(action: string, statement: Statement, lists: LimitLists, limits: readonly LimitTemplate[]): Alternatives {
  return limits.reduce<Alternatives>(
    (sets, limit) => {
      const demanded = demandedBy(limit, action, statement, lists);
      return sets.flatMap((set) => demanded.map((conditions) => [...set, ...conditions]));
    },
    [[]],
  );
}

function demandedBy(limit: LimitTemplate, action: string, statement: Statement, lists: LimitLists): Alternatives {
  switch (limit.Kind) {
    case 'names':
      return [[]];
    case 'keys':
      return [limit.Guards.flatMap((guard) => keyConditions(action, guard, lists))];
    case 'tags':
      return tagAlternatives(action, statement, lists[limit.Limit] ?? [], limit);
  }
}

/** The values that a guard admits; none where its limit is not set. */
export function admittedValues({ List, AlsoAdmits = [] }: Guard, lists: LimitLists): readonly string[] {
  const values = lists[List] ?? [];
  return values.length === 0 ? [] : sortedUnique([...values, ...AlsoAdmits]);
}

function keyConditions(action: string, guard: Guard, lists: LimitLists): Conditions[] {
  const values = admittedValues(guard, lists);
  if (values.length === 0) return [];
  const { Key, Type } = guard;
  const isAlways = isAmong(action, guard.Actions);
  if (!isAlways && !isAmong(action, Object.keys(guard.ActionsIfPresent))) return [];
  switch (Type) {
    case 'strings':
      return [{ 'ForAllValues:StringEquals': { [Key]: values }, ...(isAlways ? { Null: { [Key]: ['false'] } } : {}) }];
    case 'arns':
      return [{ [isAlways ? 'ArnEquals' : 'ArnEqualsIfExists']: { [Key]: values } }];
    case 'truth':
      return [{ [isAlways ? 'Bool' : 'BoolIfExists']: { [Key]: ['true'] } }];
  }
}

function tagAlternatives(action: string, { Resource }: Statement, tags: readonly string[], limit: TagLimit): Alternatives {
  const keys = tagKeys(tags);
  if (keys.length === 0) return [[]];
  const equal = (family: string): Conditions => ({
    StringEquals: Object.fromEntries(keys.map((key) => [`aws:${family}/${key}`, tagValues(tags, key)])),
  });
  switch (tagsRole(action, Resource, limit)) {
    case 'creates':
    case 'adds tags':
      // What AddTags adds to must carry the tags already, or get them now; the guards tell the two apart.
      return [[equal('RequestTag')]];
    case 'creates or inherits':
      return [[equal('RequestTag')], [equal('ResourceTag')]];
    case 'removes tags':
      return [[equal('ResourceTag'), { 'ForAllValues:StringNotEqualsIgnoreCase': { 'aws:TagKeys': keys } }]];
    case 'uses':
      return [[equal('ResourceTag')]];
    case 'none':
      return [[]];
  }
}

/** Parts of a statement by the conditions that its actions get; an action with alternatives is in a part for each. */
function split(statement: Statement, alternatives: (action: string) => Alternatives): Statement[] {
  const groups = new Map<string, { readonly conditions: readonly Conditions[]; readonly actions: string[] }>();
  for (const action of statement.Action) {
    for (const conditions of alternatives(action)) {
      const key = canonicalize(conditions);
      const group = groups.get(key) ?? { conditions, actions: [] };
      group.actions.push(action);
      groups.set(key, group);
    }
  }
  // The part without further conditions keeps the id; without such a part the first does.
  const ordered = [...groups.values()].sort((a, b) => Number(a.conditions.length > 0) - Number(b.conditions.length > 0));
  return ordered.flatMap(({ conditions, actions }, index) => {
    const all = allHold([statement.Condition ?? {}, ...conditions]);
    if (all === undefined) return [];
    const number = index < 2 ? '' : String(index);
    const Sid = index === 0 ? statement.Sid : `${statement.Sid}Limited${number}`;
    return [{ ...statement, Sid, Action: actions, ...(Object.keys(all).length === 0 ? {} : { Condition: all }) }];
  });
}

/** All conditions at once; `undefined` where two of them on one key leave no value: nothing fulfils both. */
function allHold(blocks: readonly Conditions[]): Conditions | undefined {
  const merged: Record<string, Record<string, readonly string[]>> = {};
  for (const [operator, keys] of blocks.flatMap((block) => Object.entries(block))) {
    for (const [key, values] of Object.entries(keys)) {
      const known = merged[operator]?.[key];
      const both = known === undefined ? values : values.filter((value) => known.includes(value));
      if (both.length === 0) return undefined;
      merged[operator] = { ...merged[operator], [key]: both };
    }
  }
  return merged;
}
