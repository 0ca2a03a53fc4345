import type { Catalog } from './catalog';
import { limitedStatements } from './limit-conditions';
import type { Statement } from './policy';
import { mergeConditions, preparedStatements } from './prepared-activity';
import { filledStatement } from './prepared-statement';
import type { ResolvedActivity } from './resolve';
import type { Scope } from './scope';
import { hasPatterns, variantsOf, type Variant } from './wildcards';

/** The statements of one activity as they go into a role, with what the limits that are set demand of them. */
export function activityStatements(activity: ResolvedActivity, catalog: Pick<Catalog, 'limits'>, scope: Scope): Statement[] {
  return limitedStatements(renderActivity(activity, scope), activity.lists, catalog);
}

/**
 * The statements of one activity, with ids `<Activity>V<version><Sid>`.
 * A statement is left out where the limit that it belongs to is not set, and where no resource is left, never rendered with an empty list.
 */
export function renderActivity({ template, lists }: ResolvedActivity, scope: Scope): Statement[] {
  const statements: Statement[] = [];
  const whole: readonly Variant[] = [{ lists, suffix: '', conditions: undefined }];
  const withPatterns = hasPatterns(lists);
  for (const { template: statement, prepared } of preparedStatements(template, lists, scope)) {
    for (const variant of withPatterns ? variantsOf(statement, template, lists, scope) : whole) {
      const filled = varied(filledStatement(prepared, variant.lists), variant);
      if (filled !== undefined) statements.push(filled);
    }
  }
  return statements;
}

function varied(statement: Statement | undefined, { suffix, conditions }: Variant): Statement | undefined {
  if (statement === undefined || (suffix === '' && conditions === undefined)) return statement;
  return { ...statement, Sid: `${statement.Sid}${suffix}`, Condition: mergeConditions([statement.Condition ?? {}, conditions ?? {}]) };
}
