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
      const own = expandConditions(conditionsOf(statement, isSet), variant.lists, scope);
      const condition = mergeConditions([own, variant.conditions]);
      const rendered: Statement = {
        Sid: statementId(template.Activity, template.Version, `${statement.Sid}${variant.suffix}`),
        Effect: 'Allow',
        Action: [...statement.Action].sort(),
        Resource: resources,
        ...(Object.keys(condition).length === 0 ? {} : { Condition: condition }),
      };
      return [rendered];
    }),
  );
}

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

/** `[[List]]` or `{{BuiltIn}}` */
const PLACEHOLDER = /\[\[([A-Za-z0-9.]+)\]\]|\{\{([A-Za-z]+)\}\}/g;

/**
 * One text for each element of the list that it names; one text where it names none. Replaces in a single pass, so that a value
 * that looks like a placeholder stays what it is.
 */
function expand(text: string, lists: Lists, scope: Scope): string[] {
  const listName = [...text.matchAll(PLACEHOLDER)].map((match) => match[1]).find((name) => name !== undefined);
  const elements = listName === undefined ? [''] : (lists[listName] ?? []);
  return elements.map((element) =>
    text.replace(PLACEHOLDER, (_, list: string | undefined, builtIn: string | undefined) =>
      list === undefined ? builtInValue(builtIn ?? '', scope) : element,
    ),
  );
}

function builtInValue(name: string, scope: Scope): string {
  switch (name) {
    case 'Partition':
      return scope.partition;
    case 'Region':
      return scope.region;
    case 'AccountId':
      return scope.accountId;
    case 'UrlSuffix':
      return urlSuffix(scope.partition);
    default:
      throw new Error(`a policy template names the unknown placeholder {{${name}}}`);
  }
}
