import { versioned, type Catalog } from './catalog';
import { briefly, parameterType, type ParameterTypeName } from './parameter-types';
import type { ActivityTemplate } from './template';

/** So many activities are named in a message; `persona-role show` has all. */
const NAMED = 6;

/**
 * The activities of the catalogue for which something holds, each in its newest such version, for the end of a message that says that it
 * does not hold: `; these do: ManageJobs@1, ManageModels@1`. Empty where there is none.
 */
export function theseDo(verb: 'can' | 'do', catalog: Catalog, holds: (activity: ActivityTemplate) => boolean): string {
  const newest = new Map<string, number>();
  for (const activity of catalog.activities.values()) {
    const { Activity, Version, Withdrawn } = activity;
    if (Withdrawn === undefined && holds(activity)) newest.set(Activity, Math.max(newest.get(Activity) ?? 0, Version));
  }
  const names = [...newest].map(([name, version]) => versioned(name, version)).sort();
  if (names.length === 0) return '';
  const more = names.length > NAMED ? ` and ${String(names.length - NAMED)} more` : '';
  return `; these ${verb}: ${names.slice(0, NAMED).join(', ')}${more}`;
}

/** A parameter that is required and not given, and who needs it. */
export interface MissingParameter {
  readonly type: ParameterTypeName;
  readonly neededBy: readonly ActivityTemplate[];
  /** Whether the role can do without these activities: a persona chose them, beside others. */
  readonly without: 'possible' | 'impossible';
}

/** What is said of it: who needs it, how it is written, and how to do without it. */
export function missingText({ type, neededBy, without }: MissingParameter): string {
  const { example } = parameterType(type);
  const needing = neededBy.map(({ Activity, Version }) => versioned(Activity, Version)).join(', ');
  const names = neededBy.map(({ Activity }) => Activity).join(', ');
  const otherwise = without === 'possible' ? `; or leave out what needs it: ExcludeActivities: [${names}]` : '';
  return `is required by ${needing}: a list, each the ${briefly(type)}, such as ${example}${otherwise}`;
}
