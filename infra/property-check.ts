import { catalog } from '../lambda/catalog';
import type { Configuration } from '../lambda/core/configuration';
import { desiredRole } from '../lambda/core/desired';
import { issueText, PersonaRoleError, type Issue } from '../lambda/core/errors';
import { newlyWritten } from '../lambda/core/permitted';
import type { Scope } from '../lambda/core/scope';
import { isWithin } from '../lambda/core/unresolved';
import { settledProperties, type SettledProperties } from './stand-ins';

/** What the check of a resource's properties found, in the words of the deployment. */
export interface Findings {
  /** The deployment would fail by these. */
  readonly faults: readonly string[];
  /** A new role would fail by these; an existing one goes on. */
  readonly warnings: readonly string[];
}

/**
 * Does with the properties what the provider will do, and tells what it would refuse. Values that only the deployment knows, and what
 * depends on them, are left to it.
 * @param properties resolved, with intrinsic functions in them
 * @param configuration the provider's; without it, what it allows is left to the deployment
 */
export function checkProperties(
  properties: Readonly<Record<string, unknown>>,
  configuration: Configuration,
  scope: Scope,
  allowances: 'known' | 'unknown',
): Findings {
  const state = settledProperties(properties, scope, catalog);
  // Which activities the role has decides everything else.
  if (state.left.some((path) => /^(Persona|Activities(\[\d+\](\.Activity)?)?)$/.test(path))) return { faults: [], warnings: [] };
  try {
    const desired = desiredRole(state.properties, { catalog, configuration, scope });
    const refused = allowances === 'known' ? newlyWritten(desired.disallowed, undefined).filter(isCertain(state)) : [];
    return { faults: refused.map(issueText), warnings: desired.withdrawn.map(issueText) };
  } catch (error) {
    if (!(error instanceof PersonaRoleError)) throw error;
    return { faults: error.issues.filter(isCertain(state)).map(issueText), warnings: [] };
  }
}

/** Whether a fault has nothing to do with values that are not known yet. */
function isCertain({ standIns, left }: SettledProperties): (issue: Issue) => boolean {
  const open = [...standIns, ...left];
  return ({ path }) => path === '' || !open.some((place) => isWithin(path, place) || (left.includes(place) && isWithin(place, path)));
}
