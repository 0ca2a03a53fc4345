import type { Issue } from './errors';
import { givenValues, valueIssues, type GivenValue } from './given-values';
import { limitOfList, type LimitLists } from './limit';
import { limitsOnActivity, unionOfLimits } from './limit-properties';
import { missingParameters, unusedParameters } from './parameter-issues';
import type { ParsedProperties, Properties } from './properties';
import { requestedRole, type RequestedActivity } from './requested-role';
import { limitIssues, type Completeness } from './resolve-limits';
import type { Scope } from './scope';
import type { Catalog } from './catalog';
import type { ActivityTemplate } from './template';
import { sortedUnique } from './values';

/** An activity of the role with everything that its text refers to. */
export interface ResolvedActivity {
  readonly template: ActivityTemplate;
  /** Values by list name: the parameters, and the lists of the limits that are set and that it can honour, such as `Vpc.Subnets`. Sorted, each once. */
  readonly lists: Readonly<Record<string, readonly string[]>>;
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

/**
 * Finds persona and activities in the catalogue and gives each activity its parameters and limits.
 * Returns every fault beside what could be resolved.
 */
export function resolve(
  { unreadable }: ParsedProperties,
  properties: Properties,
  catalog: Catalog,
  scope: Scope,
): { role: ResolvedRole; issues: readonly Issue[] } {
  const { persona, activities: requests, issues, withdrawn } = requestedRole(properties, catalog);
  const isWrong = (path: string): boolean =>
    unreadable.some((wrong) => wrong === path || wrong.startsWith(`${path}.`) || wrong.startsWith(`${path}[`));
  const isEntryLost = unreadable.some((path) => /^Activities\[\d+\](\.Activity)?$/.test(path));
  const complete: Completeness = issues.length === 0 && requests.length > 0 && !isEntryLost ? 'complete' : 'incomplete';
  const given = givenValues(requests, properties, catalog);
  const role: ResolvedRole = {
    persona,
    activities: requests
      .map((request) => ({ template: request.template, lists: listsFor(request, properties) }))
      .sort((a, b) => (a.template.Activity < b.template.Activity ? -1 : 1)),
    limitLists: unionOfLimits([properties.limits, ...requests.map(({ entry }) => entry.limits)]),
    givenValues: given,
    withdrawn,
  };
  return {
    role,
    issues: [
      ...issues,
      ...missingParameters(requests, properties, isWrong),
      ...unusedParameters(requests, properties, catalog, complete),
      ...limitIssues(requests, properties.limits, catalog, complete),
      ...valueIssues(given, properties, scope),
    ],
  };
}

/** Parameters and limits of one activity: its own before the role's, and only those that it knows. */
function listsFor({ entry, template, supported }: RequestedActivity, properties: Properties): Record<string, readonly string[]> {
  const lists: Record<string, readonly string[]> = {};
  for (const name of Object.keys(template.Parameters)) {
    const values = entry.parameters[name] ?? properties.parameters[name];
    if (values !== undefined) lists[name] = sortedUnique(values);
  }
  for (const [name, values] of Object.entries(limitsOnActivity(entry.limits, properties.limits))) {
    const limit = limitOfList(name);
    if (values.length > 0 && limit !== undefined && supported.includes(limit)) lists[name] = sortedUnique(values);
  }
  return lists;
}
