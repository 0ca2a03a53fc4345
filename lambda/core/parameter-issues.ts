import { missingText, theseDo } from './activity-words';
import { versioned, type Catalog } from './catalog';
import type { Issue } from './errors';
import type { ParameterTypeName } from './parameter-types';
import type { Properties } from './properties';
import type { RequestedActivity } from './requested-role';
import type { Completeness } from './resolve-limits';
import type { ActivityTemplate } from './template';
import { sortedUnique } from './values';

/**
 * Parameters that an activity requires and nothing gives.
 * @param isWrong whether something stands at a path and is faulty: then it is not missing
 */
export function missingParameters(
  requests: readonly RequestedActivity[],
  properties: Properties,
  isWrong: (path: string) => boolean,
): Issue[] {
  const missing: { readonly name: string; readonly type: ParameterTypeName; readonly template: ActivityTemplate }[] = [];
  for (const { entry, template } of requests) {
    for (const [name, { Required, Type }] of Object.entries(template.Parameters)) {
      if (!Required || (entry.parameters[name] ?? properties.parameters[name]) !== undefined) continue;
      if (isWrong(name) || isWrong(`${entry.path}.${name}`)) continue;
      missing.push({ name, type: Type, template });
    }
  }
  if (missing.length === 0) return [];
  return sortedUnique(missing.map(({ name }) => name)).flatMap((name) => {
    const needing = missing.filter((parameter) => parameter.name === name);
    const neededBy = needing.map(({ template }) => template);
    const without = properties.activities === undefined && neededBy.length < requests.length ? 'possible' : 'impossible';
    return needing.slice(0, 1).map(({ type }) => ({ path: name, message: missingText({ type, neededBy, without }) }));
  });
}

/** Parameters that no activity declares: they would be silently without effect. */
export function unusedParameters(
  requests: readonly RequestedActivity[],
  properties: Properties,
  catalog: Catalog,
  complete: Completeness,
): Issue[] {
  const users = (name: string): string => theseDo('do', catalog, ({ Parameters }) => name in Parameters);
  const isUsed = (name: string): boolean =>
    requests.some(({ template, entry }) => name in template.Parameters && !(name in entry.parameters));
  const issues: Issue[] = [];
  for (const name of Object.keys(properties.parameters)) {
    if (complete === 'complete' && !isUsed(name)) issues.push({ path: name, message: `no activity of the role uses it${users(name)}` });
  }
  for (const { entry, template } of requests) {
    for (const name of Object.keys(entry.parameters)) {
      if (name in template.Parameters) continue;
      const message = `${versioned(template.Activity, template.Version)} does not use it${users(name)}`;
      issues.push({ path: `${entry.path}.${name}`, message });
    }
  }
  return issues;
}
