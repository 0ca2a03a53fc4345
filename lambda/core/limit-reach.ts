import { FILE_LIMITS, LIMITS, type Limit } from './limit';
import type { KeyLimit, LimitTemplate, NameLimit, TagLimit } from './limit-template';
import { fits, wildcards } from './pattern';
import { versioned, type Catalog } from './catalog';
import type { ActivityTemplate, StatementTemplate } from './template';

/** Whether one of the patterns (`sagemaker:Create*JobDefinition`) stands for the action. */
export function isAmong(action: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    const star = pattern.indexOf('*');
    if (star === -1) return pattern === action;
    return action.startsWith(pattern.slice(0, star)) && (star === pattern.length - 1 || fits(action, wildcards(pattern)));
  });
}

/** The limits that an activity of a catalogue can honour. */
export function supportedLimits({ Activity, Version }: ActivityTemplate, { supported }: Pick<Catalog, 'supported'>): readonly Limit[] {
  return supported.get(versioned(Activity, Version)) ?? [];
}

/** What an activity can honour: the limits of the activity files that some statement depends on, and those that reach one of its actions. */
export function honouredLimits(activity: ActivityTemplate, limits: Catalog['limits']): readonly Limit[] {
  const used: string[] = activity.Statements.flatMap((statement) => [
    ...(statement.When === undefined ? [] : [statement.When]),
    ...Object.keys(statement.ConditionsWhen ?? {}),
  ]);
  const reaching = limits.filter((limit) => isMade(limit) && activity.Statements.some((statement) => reaches(limit, statement)));
  return LIMITS.filter((candidate) => used.includes(candidate) || reaching.some(({ Limit }) => Limit === candidate));
}

/** Actions of an activity that concern a limit and that it cannot reach: named in the file, or found by what `limits.json` says. */
export function unlimitedActions(activity: ActivityTemplate, limit: LimitTemplate): readonly string[] {
  if (!isMade(limit)) return isFileLimit(limit.Limit) ? (activity.Unlimited?.[limit.Limit] ?? []) : [];
  const unreached = activity.Statements.flatMap((statement) =>
    statement.Action.filter((action) => concerns(limit, action) && !reaches(limit, { ...statement, Action: [action] })),
  );
  return [...new Set(unreached)].sort();
}

/** Whether the conditions of a limit are made for statements, instead of standing in the activity files. */
export function isMade(limit: LimitTemplate): boolean {
  return !isFileLimit(limit.Limit);
}

function isFileLimit(limit: Limit): limit is (typeof FILE_LIMITS)[number] {
  return FILE_LIMITS.some((candidate) => candidate === limit);
}

function concerns(limit: LimitTemplate, action: string): boolean {
  return limit.Kind === 'keys' ? isAmong(action, Object.keys(limit.Unreached ?? {})) : action.startsWith('sagemaker:');
}

function reaches(limit: LimitTemplate, { Action, Resource }: Pick<StatementTemplate, 'Action' | 'Resource'>): boolean {
  switch (limit.Kind) {
    case 'keys':
      return Action.some((action) => keyActions(limit).some((patterns) => isAmong(action, patterns)));
    case 'names':
      return (
        Action.some((action) => isAmong(action, limit.Actions)) && Resource.some((resource) => namedPart(resource, limit) !== undefined)
      );
    case 'tags':
      return Action.some((action) => tagsRole(action, Resource, limit) !== 'none');
  }
}

function keyActions({ Guards }: KeyLimit): readonly (readonly string[])[] {
  return Guards.map(({ Actions, ActionsIfPresent }) => [...Actions, ...Object.keys(ActionsIfPresent)]);
}

/** What stands before and behind the type of a SageMaker resource whose name a person chose; `undefined` for any other resource. */
export function namedPart(resource: string, { Types }: NameLimit): { readonly before: string; readonly name: string } | undefined {
  const [before] = /^arn:[^:]*:sagemaker:[^:]*:[^:]*:/.exec(resource) ?? [];
  if (before === undefined) return undefined;
  const type = Types.find((candidate) => resource.startsWith(candidate, before.length));
  return type === undefined ? undefined : { before: `${before}${type}`, name: resource.slice(before.length + type.length) };
}

/**
 * What tags have to do with an action: it makes what carries them, or makes what may have them from its group, changes them, works on what
 * has them, or nothing.
 */
export type TagsRole = 'creates' | 'creates or inherits' | 'adds tags' | 'removes tags' | 'uses' | 'none';

export function tagsRole(action: string, resources: readonly string[], limit: TagLimit): TagsRole {
  const { Creating, Inheriting, Retagging, Untaggable } = limit;
  if (action === 'sagemaker:AddTags') return 'adds tags';
  if (isAmong(action, Object.keys(Inheriting))) return 'creates or inherits';
  if (isAmong(action, Creating) && !isAmong(action, Retagging)) return 'creates';
  if (action === 'sagemaker:DeleteTags') return 'removes tags';
  // An action without a resource type is granted on `*`; it has no tags to look at.
  if (!action.startsWith('sagemaker:') || resources.includes('*') || isAmong(action, Object.keys(Untaggable))) return 'none';
  return 'uses';
}
