import type { Limit } from './limit';
import type { LimitTemplate } from './limit-template';
import type { ParameterTypeName } from './parameter-types';
import type { ActivityTemplate, PersonaTemplate } from './template';

/** All activities and personas by `Name@version`. The folder of the policy files is the registry: nothing else knows an activity. */
export interface Catalog {
  readonly activities: ReadonlyMap<string, ActivityTemplate>;
  readonly personas: ReadonlyMap<string, PersonaTemplate>;
  readonly limits: readonly LimitTemplate[];
  /** The types of each parameter that some activity declares, sorted by the parameter's name. Mostly one; of several all hold. */
  readonly parameters: ReadonlyMap<string, readonly ParameterTypeName[]>;
  /** The limits that each activity can honour. */
  readonly supported: ReadonlyMap<string, readonly Limit[]>;
}

/** `ManageJobs@1` */
export function versioned(templateName: string, templateVersion: number): string {
  return `${templateName}@${String(templateVersion)}`;
}

/** What is said of a version that there is not, of a name that there is. */
export function noSuchVersion(name: string, version: string, versions: readonly number[]): string {
  const known = versions.map((number) => versioned(name, number)).join(', ');
  return `${name} has no version "${version}"; there ${versions.length === 1 ? 'is' : 'are'} ${known}`;
}

/** The published versions of a name, ascending; empty where the name is unknown. */
export function versionsOf(templates: ReadonlyMap<string, unknown>, templateName: string): number[] {
  return [...templates.keys()]
    .map((key) => key.split('@'))
    .filter(([name]) => name === templateName)
    .map(([, version]) => Number(version))
    .sort((a, b) => a - b);
}

/** Names without versions, sorted, each once. */
export function namesOf(templates: ReadonlyMap<string, unknown>): string[] {
  return [...new Set([...templates.keys()].map((key) => key.split('@')[0] ?? key))].sort();
}

/** Names of the parameters that some activity declares, sorted. */
export function parameterNames({ parameters }: Pick<Catalog, 'parameters'>): readonly string[] {
  return [...parameters.keys()];
}
