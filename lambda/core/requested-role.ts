import { namesOf, noSuchVersion, versioned, versionsOf, type Catalog } from './catalog';
import { shortened, suggestion, type Issue } from './errors';
import type { Limit } from './limit';
import { supportedLimits } from './limit-reach';
import type { ActivityEntry, Properties } from './properties';
import type { ActivityTemplate } from './template';

/** An activity as asked for, found in the catalogue, before its parameters are known. */
export interface RequestedActivity {
  readonly entry: ActivityEntry;
  readonly template: ActivityTemplate;
  /** The limits that it can honour. */
  readonly supported: readonly Limit[];
}

/** What properties ask for, as far as the catalogue has it. */
export interface RequestedRole {
  /** `DataScientist@1` */
  readonly persona: string | undefined;
  readonly activities: readonly RequestedActivity[];
  /** Names that the catalogue does not have, and activities that are named twice. */
  readonly issues: readonly Issue[];
  /** Versions in use that were withdrawn. */
  readonly withdrawn: readonly Issue[];
}

/** Finds persona and activities in the catalogue. */
export function requestedRole(properties: Properties, catalog: Catalog): RequestedRole {
  const issues: Issue[] = [];
  const withdrawn: Issue[] = [];
  const persona = findPersona(properties, catalog, issues, withdrawn);
  return { persona, activities: requestedActivities(properties, persona, catalog, issues, withdrawn), issues, withdrawn };
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
): RequestedActivity[] {
  const entries = properties.activities ?? preselected(properties, persona, catalog, issues);
  const requests: RequestedActivity[] = [];
  for (const entry of entries) {
    const path = properties.activities === undefined ? entry.path : `${entry.path}.Activity`;
    const template = findVersion('activity', path, entry.name, catalog.activities, issues, withdrawn);
    if (template !== undefined) requests.push({ entry, template, supported: supportedLimits(template, catalog) });
  }
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
