import { fillConditions, fillTexts } from './placeholders';
import type { Conditions, Statement } from './policy';
import { mergeConditions, preparedStatements, type PreparedStatement } from './prepared-activity';
import type { ResolvedActivity } from './resolve';
import type { Scope } from './scope';
import { hasPatterns, variantsOf, type Variant } from './wildcards';

/**
 * The statements of one activity, with ids `<Activity>V<version><Sid>`.
 * A statement is left out where the limit that it belongs to is not set, and where no resource is left, never rendered with an empty list.
 */
export function renderActivity({ template, lists }: ResolvedActivity, scope: Scope): Statement[] {
  const prepared = preparedStatements(template, lists, scope);
  const whole: Variant = { lists, suffix: '', conditions: undefined };
  if (!hasPatterns(lists)) return prepared.flatMap((statement) => rendered(statement, whole) ?? []);
  return prepared.flatMap((statement) =>
    variantsOf(statement.template, template, lists, scope).flatMap((variant) => rendered(statement, variant) ?? []),
  );
}

function rendered({ sid, actions, resources, conditions }: PreparedStatement, variant: Variant): Statement | undefined {
  const Resource = fillTexts(resources, variant.lists);
  if (Resource.length === 0) return undefined;
  const own = conditions === undefined ? undefined : fillConditions(conditions, variant.lists);
  const Condition = bothOf(own, variant.conditions);
  const statement: Statement = { Sid: `${sid}${variant.suffix}`, Effect: 'Allow', Action: actions, Resource };
  return Condition === undefined ? statement : { ...statement, Condition };
}

function bothOf(left: Conditions | undefined, right: Conditions | undefined): Conditions | undefined {
  return left === undefined || right === undefined ? (left ?? right) : mergeConditions([left, right]);
}
