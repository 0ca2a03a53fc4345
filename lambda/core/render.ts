import { constant } from './canonical';
import type { Conditions, Statement } from './policy';
import type { ResolvedActivity } from './resolve';
import { urlSuffix, type Scope } from './scope';
import { statementId } from './statement-id';
import type { Limit } from './limit';
import type { StatementTemplate } from './template';
import { variantsOf } from './wildcards';

type Lists = Readonly<Record<string, readonly string[]>>;

/**
 * The statements of one activity, with ids `<Activity>V<version><Sid>`.
 * A statement is left out where the limit that it belongs to is not set, and where no resource is left, never rendered with an empty list.
 */
export function renderActivity({ template, lists }: ResolvedActivity, scope: Scope): Statement[] {
  const isSet = (limit: Limit): boolean => (limit === 'Vpc' ? 'Vpc.Subnets' in lists : limit in lists);
  return template.Statements.filter((statement) => statement.When === undefined || isSet(statement.When)).flatMap((statement) =>
    variantsOf(statement, template, lists, scope).flatMap((variant) => {
      const resources = expandAll(statement.Resource, variant.lists, scope);
      if (resources.length === 0) return [];
      const condition = mergeConditions([expandConditions(conditionsOf(statement, isSet), variant.lists, scope), variant.conditions]);
      const rendered: Statement = {
        Sid: statementId(template.Activity, template.Version, `${statement.Sid}${variant.suffix}`),
        Effect: 'Allow',
        Action: actionsOf(statement),
        Resource: resources,
        ...(Object.keys(condition).length === 0 ? {} : { Condition: condition }),
      };
      return [rendered];
    }),
  );
}

/** In order; made once for each statement of a catalogue, since they are the greater part of most policies. */
function actionsOf(statement: StatementTemplate): readonly string[] {
  const actions = ACTIONS.get(statement) ?? constant([...statement.Action].sort());
  ACTIONS.set(statement, actions);
  return actions;
}

const ACTIONS = new WeakMap<StatementTemplate, readonly string[]>();

/** A statement's own conditions, and those of the limits that are set. */
function conditionsOf(statement: StatementTemplate, isSet: (limit: Limit) => boolean): Conditions {
  const added = Object.entries(statement.ConditionsWhen ?? {}).flatMap(([limit, conditions]) =>
    isSet(limit as Limit) ? [conditions] : [],
  );
  return mergeConditions([statement.Condition ?? {}, ...added]);
}

/** All conditions at once: operators side by side, keys within an operator side by side. */
export function mergeConditions(blocks: readonly Conditions[]): Conditions {
  const merged: Record<string, Record<string, readonly string[]>> = {};
  for (const [operator, keys] of blocks.flatMap((block) => Object.entries(block))) {
    merged[operator] = { ...merged[operator], ...keys };
  }
  return merged;
}

function expandConditions(conditions: Conditions, lists: Lists, scope: Scope): Conditions {
  return Object.fromEntries(
    Object.entries(conditions).map(([operator, keys]) => [
      operator,
      Object.fromEntries(Object.entries(keys).map(([key, values]) => [key, expandAll(values, lists, scope)])),
    ]),
  );
}

function expandAll(texts: readonly string[], lists: Lists, scope: Scope): string[] {
  return [...new Set(texts.flatMap((text) => expand(text, lists, scope)))];
}

/**
 * One text for each element of the list that it names; one text where it names none. Values come last, so that one which looks like a
 * placeholder stays what it is.
 */
function expand(text: string, lists: Lists, scope: Scope): readonly string[] {
  const known = withBuiltIns(text, scope);
  const start = known.indexOf('[[');
  if (start === -1) return [known];
  const list = known.slice(start + 2, known.indexOf(']]', start));
  const around = known.split(`[[${list}]]`);
  return (lists[list] ?? []).map((value) => around.join(value));
}

function withBuiltIns(text: string, { partition, region, accountId }: Scope): string {
  if (!text.includes('{{')) return text;
  return text
    .replaceAll('{{Partition}}', partition)
    .replaceAll('{{Region}}', region)
    .replaceAll('{{AccountId}}', accountId)
    .replaceAll('{{UrlSuffix}}', urlSuffix(partition));
}
