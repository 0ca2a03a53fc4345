import { missingText, theseDo } from './activity-words';
import { suggestion, type Issue } from './errors';
import { limitOfList, type LimitLists } from './limit';
import { limitLists, limitsOnActivity, unionOfLimits } from './limit-properties';
import type { ParameterTypeName } from './parameter-types';
import type { ActivityEntry, ParsedProperties, Properties } from './properties';
import { limitIssues, limitValues, type Completeness } from './resolve-limits';
import type { Scope } from './scope';
import { namesOf, noSuchVersion, versioned, versionsOf, type Catalog } from './catalog';
import { supportedLimits } from './limit-reach';
import type { ActivityTemplate } from './template';
import { sortedUnique } from './values';
import { patternFault } from './wildcards';

export { LIMIT_LISTS } from './limit';

/** An activity of the role with everything that its text refers to. */
export interface ResolvedActivity {
  readonly template: ActivityTemplate;
  /** Values by list name: the parameters, and `Vpc.Subnets`, `Vpc.SecurityGroups`, `Kms.DataKeys`, `Kms.VolumeKeys` where set. Sorted, each once. */
  readonly lists: Readonly<Record<string, readonly string[]>>;
}

/** A value of a parameter, with where it stands: the provider's configuration may still forbid it. */
export interface GivenValue {
  readonly path: string;
  readonly type: ParameterTypeName;
  readonly value: string;
}

/** Persona and activities, found in the catalogue and given their parameters. */
export interface ResolvedRole {
  /** `DataScientist@1` */
  readonly persona: string | undefined;
  /** Sorted by name. */
  readonly activities: readonly ResolvedActivity[];
  /** The limits that hold for the whole role, with the union of the values that the role and its activities name. */
  readonly limitLists: LimitLists;
  readonly givenValues: readonly GivenValue[];
  /** Versions in use that were withdrawn: refused on Create, a warning on Update. */
  readonly withdrawn: readonly Issue[];
}

/** An activity as asked for, before its parameters are known. */
interface Request {
  readonly entry: ActivityEntry;
  readonly template: ActivityTemplate;
}

/**
 * Finds persona and activities in the catalogue and gives each activity its parameters and limits.
 * Returns every fault beside what could be resolved.
 */
export function resolve(
  parsed: ParsedProperties,
  properties: Properties,
  catalog: Catalog,
  scope: Scope,
): { role: ResolvedRole; issues: Issue[] } {
  const issues: Issue[] = [];
  const withdrawn: Issue[] = [];
  const persona = findPersona(properties, catalog, issues, withdrawn);
  const requests = requestedActivities(properties, persona, catalog, issues, withdrawn);
  const isWrong = (path: string): boolean =>
    parsed.unreadable.some((wrong) => wrong === path || wrong.startsWith(`${path}.`) || wrong.startsWith(`${path}[`));

  const isEntryLost = parsed.unreadable.some((path) => /^Activities\[\d+\](\.Activity)?$/.test(path));
  const complete: Completeness = issues.length === 0 && requests.length > 0 && !isEntryLost ? 'complete' : 'incomplete';
  issues.push(...missingParameters(requests, properties, isWrong), ...unusedParameters(requests, properties, catalog, complete));
  issues.push(...limitIssues(requests, properties.limits, catalog, complete));
  const givenValues = allGivenValues(requests, properties, catalog);
  for (const { path, type, value } of givenValues) {
    const fault = patternFault(type, value, scope, properties.allowWildcards ? 'trailing' : 'none');
    if (fault !== undefined) issues.push({ path, message: `"${shortened(value)}" ${fault}` });
  }
  const role: ResolvedRole = {
    persona,
    activities: requests
      .map((request) => ({ template: request.template, lists: listsFor(request, properties, catalog) }))
      .sort((a, b) => (a.template.Activity < b.template.Activity ? -1 : 1)),
    limitLists: unionOfLimits([properties.limits, ...requests.map(({ entry }) => entry.limits)]),
    givenValues,
    withdrawn,
  };
  return { role, issues };
}

/** Names without a version mean version 1, forever. */
function findVersion<T extends { readonly Withdrawn?: string | undefined; readonly Version: number }>(
  kind: 'activity' | 'persona',
  path: string,
  reference: string,
  templates: ReadonlyMap<string, T>,
  issues: Issue[],
  withdrawn: Issue[],
): T | undefined {
  const key = reference.includes('@') ? reference : versioned(reference, 1);
  const template = templates.get(key);
  if (template !== undefined) {
    if (template.Withdrawn !== undefined) withdrawn.push({ path, message: `${key} was withdrawn: ${template.Withdrawn}` });
    return template;
  }
  const [name = '', ...rest] = reference.split('@');
  const version = rest.join('@');
  const versions = versionsOf(templates, name);
  const message =
    versions.length === 0
      ? `unknown ${kind} "${shortened(name)}", ${suggestion(name, namesOf(templates))}`
      : noSuchVersion(name, shortened(version), versions);
  issues.push({ path, message });
  return undefined;
}

function findPersona(properties: Properties, catalog: Catalog, issues: Issue[], withdrawn: Issue[]): string | undefined {
  if (properties.persona === undefined) return undefined;
  const template = findVersion('persona', 'Persona', properties.persona, catalog.personas, issues, withdrawn);
  return template === undefined ? undefined : versioned(template.Persona, template.Version);
}

function requestedActivities(
  properties: Properties,
  persona: string | undefined,
  catalog: Catalog,
  issues: Issue[],
  withdrawn: Issue[],
): Request[] {
  const entries = properties.activities ?? preselected(properties, persona, catalog, issues);
  const requests = entries.flatMap((entry) => {
    const path = properties.activities === undefined ? entry.path : `${entry.path}.Activity`;
    const template = findVersion('activity', path, entry.name, catalog.activities, issues, withdrawn);
    return template === undefined ? [] : [{ entry, template }];
  });
  requests.forEach(({ entry, template }, index) => {
    const first = requests.findIndex((other) => other.template.Activity === template.Activity);
    if (first < index)
      issues.push({
        path: `${entry.path}.Activity`,
        message: `${template.Activity} is named twice (first in ${requests[first]?.entry.path ?? ''})`,
      });
  });
  return requests;
}

/** What the persona preselects, less what is excluded. */
function preselected(properties: Properties, persona: string | undefined, catalog: Catalog, issues: Issue[]): ActivityEntry[] {
  const template = persona === undefined ? undefined : catalog.personas.get(persona);
  if (template === undefined) return [];
  const names = template.Activities.map(withoutVersion);
  properties.excludeActivities.forEach((excluded, index) => {
    const known = names.includes(withoutVersion(excluded)) && (!excluded.includes('@') || template.Activities.includes(excluded));
    if (!known)
      issues.push({
        path: `ExcludeActivities[${String(index)}]`,
        message: `${persona ?? ''} does not preselect "${shortened(excluded)}", ${suggestion(excluded, names)}`,
      });
  });
  const excluded = properties.excludeActivities.map(withoutVersion);
  const kept = template.Activities.filter((activity) => !excluded.includes(withoutVersion(activity)));
  if (kept.length === 0) issues.push({ path: 'ExcludeActivities', message: `leaves no activity of ${persona ?? ''}` });
  return kept.map((name) => ({ path: 'Persona', name, parameters: {}, limits: {} }));
}

function withoutVersion(reference: string): string {
  return reference.split('@')[0] ?? reference;
}

function missingParameters(requests: readonly Request[], properties: Properties, isWrong: (path: string) => boolean): Issue[] {
  const missing: { readonly name: string; readonly type: ParameterTypeName; readonly template: ActivityTemplate }[] = [];
  for (const { entry, template } of requests) {
    for (const [name, { Required, Type }] of Object.entries(template.Parameters)) {
      if (!Required || (entry.parameters[name] ?? properties.parameters[name]) !== undefined) continue;
      if (isWrong(name) || isWrong(`${entry.path}.${name}`)) continue;
      missing.push({ name, type: Type, template });
    }
  }
  return sortedUnique(missing.map(({ name }) => name)).flatMap((name) => {
    const needing = missing.filter((parameter) => parameter.name === name);
    const neededBy = needing.map(({ template }) => template);
    const without = properties.activities === undefined && neededBy.length < requests.length ? 'possible' : 'impossible';
    return needing.slice(0, 1).map(({ type }) => ({ path: name, message: missingText({ type, neededBy, without }) }));
  });
}

function unusedParameters(requests: readonly Request[], properties: Properties, catalog: Catalog, complete: Completeness): Issue[] {
  const users = (name: string): string => theseDo('do', catalog, ({ Parameters }) => name in Parameters);
  const onRole = Object.keys(properties.parameters)
    .filter(
      (name) =>
        complete === 'complete' && !requests.some(({ template, entry }) => name in template.Parameters && !(name in entry.parameters)),
    )
    .map((name) => ({ path: name, message: `no activity of the role uses it${users(name)}` }));
  const onActivities = requests.flatMap(({ entry, template }) =>
    Object.keys(entry.parameters)
      .filter((name) => !(name in template.Parameters))
      .map((name) => ({
        path: `${entry.path}.${name}`,
        message: `${versioned(template.Activity, template.Version)} does not use it${users(name)}`,
      })),
  );
  return [...onRole, ...onActivities];
}

/** Parameters and limits of one activity: its own before the role's, and only those that it knows. */
function listsFor({ entry, template }: Request, properties: Properties, catalog: Catalog): Record<string, readonly string[]> {
  const lists: Record<string, readonly string[]> = {};
  const put = (name: string, values: readonly string[]): void => {
    lists[name] = sortedUnique(values);
  };
  for (const name of Object.keys(template.Parameters)) {
    const values = entry.parameters[name] ?? properties.parameters[name];
    if (values !== undefined) put(name, values);
  }
  const supported = supportedLimits(template, catalog);
  for (const [name, values] of Object.entries(limitLists(limitsOnActivity(entry.limits, properties.limits)))) {
    const limit = limitOfList(name);
    if (limit !== undefined && supported.includes(limit)) put(name, values);
  }
  return lists;
}

/** Every value that the author gave, with its place. A parameter means the same wherever it is declared; where types differ, all hold. */
function allGivenValues(requests: readonly Request[], properties: Properties, catalog: Catalog): GivenValue[] {
  const given: GivenValue[] = [];
  const put = (prefix: string, parameters: Properties['parameters'], limits: Properties['limits']): void => {
    for (const [name, values] of Object.entries(parameters)) {
      for (const type of catalog.parameters.get(name) ?? []) {
        for (const [index, value] of values.entries()) given.push({ path: `${prefix}${name}[${String(index)}]`, type, value });
      }
    }
    given.push(...limitValues(prefix, limits));
  };
  put('', properties.parameters, properties.limits);
  for (const { entry } of requests) put(`${entry.path}.`, entry.parameters, entry.limits);
  return given;
}

/** Values in messages are cut, so that one long value cannot push the other faults out of the answer. */
function shortened(value: string): string {
  return value.length > 120 ? `${value.slice(0, 117)}...` : value;
}
