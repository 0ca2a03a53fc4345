import { canonicalize } from '../../lambda/core/canonical';
import { guardStatements } from '../../lambda/core/guard';
import type { AnyStatement } from '../../lambda/core/policy';
import { parseProperties } from '../../lambda/core/properties';
import { activityStatements } from '../../lambda/core/render';
import { resolve } from '../../lambda/core/resolve';
import type { Catalog } from '../../lambda/core/catalog';
import type { LimitTemplate } from '../../lambda/core/limit-template';
import type { ActivityTemplate, StatementTemplate } from '../../lambda/core/template';
import { scopeOf, type Place, type PropertyMap } from './design';

/** Where a statement of a role comes from. A merged statement comes from several. */
export type Origin =
  | { readonly kind: 'activity'; readonly activity: ActivityTemplate; readonly statement: StatementTemplate }
  | { readonly kind: 'guard'; readonly limit: LimitTemplate['Limit'] }
  | { readonly kind: 'own' };

/** Finds the origins of statements of the role with these properties, which must be valid. */
export function originFinder(properties: PropertyMap, catalog: Catalog, place: Place): (statement: AnyStatement) => readonly Origin[] {
  const parsed = parseProperties(properties, catalog);
  if (parsed.properties === undefined) return () => [];
  const scope = scopeOf(place);
  const { role } = resolve(parsed, parsed.properties, catalog, scope);
  const sources = new Map<string, SourceStatement[]>();
  const add = (statement: AnyStatement, origin: Origin): void => {
    const key = placeOf(statement);
    sources.set(key, [...(sources.get(key) ?? []), { statement, origin }]);
  };
  for (const activity of role.activities) {
    for (const statement of activityStatements(activity, catalog, scope)) {
      const template = activity.template.Statements.find(
        ({ Sid }) => statement.Sid.replace(/(Patterns)?(Limited\d*)?$/, '') === `${prefixOf(activity.template)}${Sid}`,
      );
      if (template !== undefined) add(statement, { kind: 'activity', activity: activity.template, statement: template });
    }
  }
  for (const limit of catalog.limits) {
    for (const statement of guardStatements(role, { limits: [limit] }, scope)) add(statement, { kind: 'guard', limit: limit.Limit });
  }
  return (statement) => {
    const candidates = sources.get(placeOf(statement)) ?? [];
    const isPart = (source: SourceStatement): boolean =>
      actionsOf(source.statement).some((action) => actionsOf(statement).includes(action));
    const named = candidates.filter((source) => source.statement.Sid === statement.Sid);
    const found = named.length > 0 ? named : candidates.filter(isPart);
    return found.length === 0 ? [{ kind: 'own' }] : found.map(({ origin }) => origin);
  };
}

interface SourceStatement {
  readonly statement: AnyStatement;
  readonly origin: Origin;
}

function prefixOf({ Activity, Version }: ActivityTemplate): string {
  return `${Activity}V${String(Version)}`;
}

/** Statements that pack may have merged agree in this. */
function placeOf(statement: AnyStatement): string {
  const resources = 'Resource' in statement ? statement.Resource : ['but', ...statement.NotResource];
  return canonicalize({ Effect: statement.Effect, Resource: [...resources].sort(), Condition: statement.Condition ?? {} });
}

function actionsOf(statement: AnyStatement): readonly string[] {
  return 'Action' in statement ? statement.Action : statement.NotAction;
}
