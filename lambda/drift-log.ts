import type { CurrentRole } from './core/current';
import { desiredRole, named } from './core/desired';
import { driftOf, driftOfGrant, type Drift } from './core/drift';
import { desiredGrant, grantPolicy, type DesiredGrant } from './core/grant';
import { grantTarget } from './core/mode-properties';
import type { Invocation } from './invocation';

/** As many findings as a log line shows; a role that was rewritten by hand has hundreds. */
const SHOWN = 50;

/** Says in the log of an Update how the role differs from what the old properties asked for, before the Update repairs it. */
export function logDrift(invocation: Invocation, roleName: string, current: CurrentRole | undefined): void {
  const { request, surroundings } = invocation;
  if (request.type !== 'Update' || grantTarget(request.oldProperties) !== undefined) return;
  log(invocation, roleName, () => {
    const whole = desiredRole(request.oldProperties, surroundings);
    return driftOf(named(whole, roleName, surroundings.scope), current);
  });
}

/** As {@link logDrift} for a role that is granted to. */
export function logGrantDrift(invocation: Invocation, desired: DesiredGrant, current: CurrentRole): void {
  const { request, surroundings } = invocation;
  if (request.type !== 'Update' || grantTarget(request.oldProperties) !== desired.roleArn) return;
  log(invocation, desired.roleName, () => driftOfGrant(grantPolicy(desiredGrant(request.oldProperties, surroundings), current), current));
}

/** Old properties that are not valid any more say nothing about the role. */
function log({ log: lines }: Invocation, role: string, compare: () => readonly Drift[]): void {
  try {
    const drift = compare();
    if (drift.length > 0)
      lines.warn('the role is not what the old properties ask for: it was changed by hand, or by an update that failed', {
        role,
        drift: drift.slice(0, SHOWN),
        more: Math.max(0, drift.length - SHOWN),
      });
  } catch (error) {
    lines.info('what the old properties ask for cannot be compared with the role', { cause: String(error) });
  }
}
