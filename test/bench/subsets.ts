import { PersonaRoleError } from '../../lambda/core/errors';
import { desiredRole } from '../../lambda/core/desired';
import type { Row } from './goal';
import { VARIANTS } from './variant';
import { CLASSIC, properties, SIZES, SURROUNDINGS, type Size } from './workload';

/** Every subset of the classic activities in every variant and both sizes, packed: none may be refused, none may need more than two managed policies. */
export function allSubsets(): Row {
  let combinations = 0;
  let refused = 0;
  let most = 0;
  for (const size of Object.keys(SIZES) as Size[]) {
    for (const variant of VARIANTS) {
      for (let mask = 1; mask < 2 ** CLASSIC.length; mask += 1) {
        const activities = CLASSIC.filter((_, index) => (mask & (1 << index)) !== 0);
        combinations += 1;
        const policies = managedPolicies(properties(activities, variant, size));
        if (policies === undefined) refused += 1;
        else most = Math.max(most, policies);
      }
    }
  }
  return {
    what: `all ${String(2 ** CLASSIC.length - 1)} subsets of ${String(CLASSIC.length)} activities × ${String(VARIANTS.length)} variants × 2 sizes of parameters`,
    measured: `${String(refused)} of ${String(combinations)} refused for size, at most ${String(most)} managed policies`,
    peer: '',
    bound: '0',
    ratio: '',
    goal: '0 refused, ≤ 2',
    met: refused === 0 && most <= 2,
  };
}

/** `undefined` where the role does not fit IAM's quotas. */
function managedPolicies(input: unknown): number | undefined {
  try {
    return desiredRole(input, SURROUNDINGS).managedPolicies.length;
  } catch (error) {
    if (error instanceof PersonaRoleError && error.code === 'ServiceLimitExceeded') return undefined;
    throw error;
  }
}
