import { desiredRole, type DesiredRole } from '../../lambda/core/desired';
import { PersonaRoleError } from '../../lambda/core/errors';
import { INLINE_QUOTA, MANAGED_QUOTA, mergeStatements } from '../../lambda/core/pack';
import { policyDocument, policySize } from '../../lambda/core/policy';
import type { Row } from './goal';
import { VARIANTS } from './variant';
import { CLASSIC, properties, SIZES, SURROUNDINGS, type Size } from './workload';

/** Managed policies that a role may need beside its inline policy before it counts as large. */
const FEW = 2;

/** The share of roles with more policies than their characters need that a packing in whole statements may leave. */
const UNLUCKY = 0.002;

/** Every subset of the classic activities in every variant and both sizes, packed. */
export function allSubsets(): Row {
  let combinations = 0;
  let refused = 0;
  let large = 0;
  let unlucky = 0;
  let most = 0;
  for (const input of everySubset()) {
    combinations += 1;
    const role = packed(input);
    if (role === undefined) {
      refused += 1;
      continue;
    }
    const policies = role.managedPolicies.length;
    if (policies > FEW) large += 1;
    if (policies > FEW && fewest(role) <= FEW) unlucky += 1;
    most = Math.max(most, policies);
  }
  const share = (count: number): string => `${((100 * count) / combinations).toFixed(1)} %`;
  return {
    what: `all ${String(2 ** CLASSIC.length - 1)} subsets of ${String(CLASSIC.length)} activities × ${String(VARIANTS.length)} variants × 2 sizes of parameters, guards included`,
    measured: `${String(refused)} of ${String(combinations)} refused for size; ${share(large)} take more than ${String(FEW)} managed policies, at most ${String(most)}`,
    peer: '',
    bound: `${share(large - unlucky)} need more than ${String(FEW)} by their characters`,
    ratio: '',
    goal: `0 refused, ≤ ${String(FEW)} where the characters allow it, but for ${String(100 * UNLUCKY)} %`,
    met: refused === 0 && unlucky <= UNLUCKY * combinations,
  };
}

function* everySubset(): Generator<Readonly<Record<string, unknown>>> {
  for (const size of Object.keys(SIZES) as Size[]) {
    for (const variant of VARIANTS) {
      for (let mask = 1; mask < 2 ** CLASSIC.length; mask += 1) {
        const activities = CLASSIC.filter((_, index) => (mask & (1 << index)) !== 0);
        yield properties(activities, variant, size);
      }
    }
  }
}

/** `undefined` where the role does not fit IAM's quotas. */
function packed(input: unknown): DesiredRole | undefined {
  try {
    return desiredRole(input, SURROUNDINGS);
  } catch (error) {
    if (error instanceof PersonaRoleError && error.code === 'ServiceLimitExceeded') return undefined;
    throw error;
  }
}

/** Characters that a document has around its statements. */
const AROUND = policySize(policyDocument([]));

/** The fewest managed policies that hold what the inline policy does not, if statements could be cut anywhere. */
function fewest({ statements }: DesiredRole): number {
  const whole = policySize(policyDocument(mergeStatements(statements))) - AROUND;
  return Math.max(0, Math.ceil((whole - (INLINE_QUOTA - AROUND)) / (MANAGED_QUOTA - AROUND)));
}
