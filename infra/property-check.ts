import { catalog } from '../lambda/catalog';
import { parseConfiguration } from '../lambda/core/configuration';
import { desiredRole } from '../lambda/core/desired';
import { issueText, PersonaRoleError, type Issue } from '../lambda/core/errors';
import { desiredGrant } from '../lambda/core/grant';
import { grantTarget } from '../lambda/core/mode-properties';
import { newlyWritten } from '../lambda/core/permitted';
import type { Scope } from '../lambda/core/scope';
import { isWithin } from '../lambda/core/unresolved';
import type { KnownConfiguration } from './provider-configuration';
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
 * @param provider its configuration; without it, what the provider permits is left to the deployment
 */
export function checkProperties(
  properties: Readonly<Record<string, unknown>>,
  scope: Scope,
  provider: KnownConfiguration | undefined,
): Findings {
  const state = settledProperties(properties, scope, catalog);
  // Which activities the role has decides everything else.
  if (state.left.some((path) => /^(Persona|Activities(\[\d+\](\.Activity)?)?)$/.test(path))) return { faults: [], warnings: [] };
  try {
    const configuration = provider?.configuration ?? parseConfiguration({});
    const target = grantTarget(state.properties);
    // Whether the target is listed is not asked here: the provider's lists take in what the code names.
    const desired =
      target === undefined
        ? desiredRole(state.properties, { catalog, configuration, scope })
        : desiredGrant(state.properties, { catalog, configuration: { ...configuration, GrantableRoleArns: [target] }, scope });
    const refused = provider === undefined ? [] : desired.disallowed.filter(({ setting }) => !provider.open.includes(setting));
    const faults = newlyWritten(refused, undefined).filter(isCertain(state));
    return { faults: faults.map(issueText), warnings: desired.withdrawn.map(issueText) };
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
