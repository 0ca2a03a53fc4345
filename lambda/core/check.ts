import { desire, type Desired } from './desire';
import type { Surroundings } from './desired';
import { PersonaRoleError, type Issue } from './errors';
import { hintsOn, type Hint } from './hints';
import { newlyWritten } from './permitted';
import { isUnresolved, isWithin, settled, type Settled } from './unresolved';

/** What can be said of a resource's properties before they are deployed. */
export interface Checked {
  /** Every deployment of these properties fails by these. */
  readonly faults: readonly Issue[];
  /** Valid, but the provider's configuration does not permit it to a new role. */
  readonly notPermitted: readonly Issue[];
  /** Versions that a new role is refused. */
  readonly withdrawn: readonly Issue[];
  readonly hints: readonly Hint[];
  /** Paths of values that only the deployment knows; what depends on them was not checked. */
  readonly skipped: readonly string[];
  /** The role, with stand-ins for such values; absent where there are faults or too little is known. */
  readonly desired: Desired | undefined;
}

/**
 * Does with the properties what the provider will do, and tells what it would refuse. Values that only the deployment knows, and what
 * depends on them, are left to it; every fault that is reported is one.
 * @param raw ResourceProperties; {@link unresolved} stands for what is not known
 */
export function checkProperties(raw: unknown, surroundings: Surroundings): Checked {
  const state = settled(raw, surroundings.scope, surroundings.catalog);
  const attempt = roleOrFaults(state.properties, surroundings);
  const found = ('issues' in attempt ? attempt.issues : []).filter(isCertain(state));
  const faults = found.filter((issue) => !isOfConfiguration(issue));
  const desired = roleIn(attempt) ?? (faults.length > 0 ? undefined : roleIn(roleOrFaults(withoutOpen(state.properties), surroundings)));
  const certain = (issues: readonly Issue[]): Issue[] => issues.filter(isCertain(state));
  return {
    faults,
    notPermitted: [
      ...found.filter(isOfConfiguration),
      ...(desired === undefined ? [] : certain(newlyWritten(desired.disallowed, undefined))),
    ],
    withdrawn: desired === undefined ? [] : certain(desired.withdrawn),
    hints: hintsOn(state.properties, desired, surroundings.catalog)
      .filter(isCertain(state))
      // What stands for many names is advice on a value that is right.
      .filter(({ kind, path }) => kind !== 'wildcard' || !found.some((fault) => isWithin(path, fault.path))),
    skipped: [...state.standIns, ...state.open],
    desired,
  };
}

/** What another provider might permit. */
function isOfConfiguration({ message }: Issue): boolean {
  return message.includes("not permitted by the provider's configuration");
}

type Attempt = { readonly desired: Desired } | { readonly issues: readonly Issue[] };

function roleOrFaults(properties: unknown, surroundings: Surroundings): Attempt {
  try {
    return { desired: desire(properties, surroundings) };
  } catch (error) {
    if (error instanceof PersonaRoleError) return { issues: error.issues };
    throw error;
  }
}

function roleIn(attempt: Attempt): Desired | undefined {
  return 'desired' in attempt ? attempt.desired : undefined;
}

/** Whether a finding has nothing to do with values that are not known. What concerns the whole role is certain only if all of them are. */
function isCertain({ standIns, open }: Settled): (issue: Issue) => boolean {
  return ({ path, message }) => {
    if (path === '') return standIns.length === 0 && open.length === 0;
    // A name that is unknown is so whatever its value.
    if (message.startsWith('unknown property') && [...standIns, ...open].includes(path)) return true;
    return !standIns.some((place) => isWithin(path, place)) && !open.some((place) => isWithin(path, place) || isWithin(place, path));
  };
}

/** The properties without the values that nothing can stand for. */
function withoutOpen(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((item) => !isUnresolved(item)).map(withoutOpen);
  if (typeof value !== 'object' || value === null) return value;
  const known = Object.entries(value).filter(([, item]) => !isUnresolved(item));
  return Object.fromEntries(known.map(([key, item]) => [key, withoutOpen(item)]));
}
