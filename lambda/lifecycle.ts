import { converge, convergeOrCleanUp, type Converged, type Wanted } from './converge';
import { desiredRole, named, NOTHING_OCCUPIED, type Surroundings } from './core/desired';
import { assertNoIssues, PersonaRoleError, type Issue } from './core/errors';
import { desiredGrant, grantPolicy, targetIssues, type DesiredGrant } from './core/grant';
import { grantTarget } from './core/mode-properties';
import { ROLE_NAME, roleArn, roleNameOfArn, sameRoleName } from './core/names';
import { NOTHING_PREVIOUS, previousOf, type Previous } from './core/previous';
import { candidateRoleName, replacementOf, returnsTo } from './core/role-name';
import { convergeGrant, removeGrant, type Granted } from './granting';
import type { Invocation } from './invocation';
import { roleOutOfReach } from './out-of-reach';
import { removeRole } from './removal';

/** What a Create or Update ended in. */
export type Served = Converged | Granted;

/** Makes the role, or finishes what an earlier delivery of the event began. */
export async function createRole(invocation: Invocation): Promise<Served> {
  const { request, surroundings } = invocation;
  if (grantTarget(request.properties) !== undefined) {
    const grant = desiredGrant(request.properties, surroundings);
    assertNoIssues(grant.withdrawn);
    return convergeGrant(invocation, grant);
  }
  const wanted = wantedRole(invocation);
  assertNoIssues(wanted().withdrawn);
  return convergeOrCleanUp(invocation, wanted, NOTHING_PREVIOUS);
}

/**
 * Brings the role to what the properties say now. It stays the role of the physical id unless the properties name another one.
 * A failure leaves the old role as it was or as far as it came; CloudFormation's rollback Update converges back.
 */
export async function updateRole(invocation: Invocation): Promise<Served> {
  const { request, surroundings } = invocation;
  const { physicalResourceId, properties, oldProperties } = request;
  if (grantTarget(properties) !== undefined) return updateGrant(invocation);
  const wanted = wantedRole(invocation);
  const { roleName, withdrawn } = wanted();
  warnOfWithdrawn(invocation, withdrawn);
  const replacement = replacementOf(oldProperties, properties);
  if (replacement === 'none') {
    const name = ROLE_NAME.test(physicalResourceId) ? physicalResourceId : roleName;
    return convergeKept(invocation, (occupied) => named(wanted(occupied), name, surroundings.scope), previousIn(invocation, wanted));
  }
  const isOfOld = sameRoleName(oldCandidate(invocation), physicalResourceId);
  if (roleName === physicalResourceId || (!isOfOld && returnsTo(physicalResourceId, oldProperties, properties, surroundings.scope))) {
    const previous = isOfOld ? previousIn(invocation, wanted) : NOTHING_PREVIOUS;
    const converged = await convergeKept(
      invocation,
      (occupied) => named(wanted(occupied), physicalResourceId, surroundings.scope),
      previous,
    );
    await removeAbandonedReplacement(invocation);
    return converged;
  }
  if (sameRoleName(roleName, physicalResourceId)) throw caseChange('RoleName', physicalResourceId, roleName);
  return convergeOrCleanUp(invocation, wanted, NOTHING_PREVIOUS);
}

/** As {@link converge} for the role of the physical id: where it has come out of the function's reach, a rollback leaves it as it is. */
async function convergeKept(invocation: Invocation, wanted: Wanted, previous: Previous): Promise<Converged> {
  const { configuration, scope } = invocation.surroundings;
  try {
    return await converge(invocation, wanted, previous);
  } catch (error) {
    const role = await roleOutOfReach(invocation, error, [...configuration.AdoptableRoleArns, roleArn(scope, configuration.RolePath, '*')]);
    if (role === undefined) throw error;
    return { desired: wanted(), role };
  }
}

async function updateGrant(invocation: Invocation): Promise<Served> {
  const { request, surroundings } = invocation;
  const target = grantTarget(request.properties) ?? '';
  const isKept = roleNameOfArn(target) === request.physicalResourceId;
  const grant = desiredGrant(request.properties, isKept ? listing(surroundings, target) : surroundings);
  warnOfWithdrawn(invocation, grant.withdrawn);
  const isReplaced = replacementOf(request.oldProperties, request.properties) !== 'none';
  if (isReplaced && grant.roleName !== request.physicalResourceId && sameRoleName(grant.roleName, request.physicalResourceId))
    throw caseChange('GrantTo', request.physicalResourceId, grant.roleName);
  const granted = await (isKept ? convergeKeptGrant : convergeGrant)(invocation, grant);
  if (isReplaced && grant.roleName === request.physicalResourceId) await removeAbandonedReplacement(invocation);
  return granted;
}

/** A role that was granted to counts as listed until something would be written, so that a rollback never gets stuck on a list. */
function listing(surroundings: Surroundings, target: string): Surroundings {
  const { configuration } = surroundings;
  return { ...surroundings, configuration: { ...configuration, GrantableRoleArns: [...configuration.GrantableRoleArns, target] } };
}

async function convergeKeptGrant(invocation: Invocation, grant: DesiredGrant): Promise<Granted> {
  const { configuration, scope } = invocation.surroundings;
  try {
    return await convergeGrant(invocation, grant);
  } catch (error) {
    const role = await roleOutOfReach(invocation, error, configuration.GrantableRoleArns);
    if (role !== undefined) return { desired: grant, policy: grantPolicy(grant, role), role };
    if (error instanceof PersonaRoleError && error.code === 'AccessDenied')
      assertNoIssues(targetIssues(grant.roleArn, configuration, scope));
    throw error;
  }
}

/** What the old properties put on the role. An adoption takes nothing away: whatever the role has may have been there before. */
function previousIn({ request, surroundings }: Invocation, wanted: Wanted): Previous {
  return wanted().adopt ? NOTHING_PREVIOUS : previousOf(request.oldProperties, surroundings.configuration.ProtectedTagKeys);
}

/** Rendered once for an empty role; anew only where other policies take up room. */
function wantedRole({ request, surroundings }: Invocation): Wanted {
  const whole = desiredRole(request.properties, surroundings);
  return (occupied = NOTHING_OCCUPIED) =>
    occupied.inline + occupied.attachedPolicies === 0 ? whole : desiredRole(request.properties, surroundings, occupied);
}

function warnOfWithdrawn({ log }: Invocation, withdrawn: readonly Issue[]): void {
  for (const { path, message } of withdrawn) log.warn('withdrawn version', { path, reason: message });
}

function caseChange(path: string, before: string, after: string): PersonaRoleError {
  const message = `role names differ in more than case: "${before}" cannot become "${after}" in one update; give another name`;
  return new PersonaRoleError('NotUpdatable', [{ path, message }]);
}

/**
 * An Update whose properties name the role that the physical id already is, rolls a replacement back that never became the
 * resource: CloudFormation does not know the other role, or the grant on it, and would never delete it.
 */
async function removeAbandonedReplacement(invocation: Invocation): Promise<void> {
  const { request } = invocation;
  const abandoned = oldCandidate(invocation);
  if (sameRoleName(abandoned, request.physicalResourceId)) return;
  if (grantTarget(request.oldProperties) === undefined) await removeRole(invocation, abandoned);
  else await removeGrant(invocation, abandoned);
}

/** The role that the old properties name; in a rollback they are those of the update that failed. */
function oldCandidate({ request, surroundings }: Invocation): string {
  return candidateRoleName(request.oldProperties, surroundings.configuration.RoleNamePrefix, surroundings.scope);
}
