import { applySteps } from './apply';
import { foreignPolicies, ownership, type CurrentRole } from './core/current';
import { PersonaRoleError } from './core/errors';
import { isInventedPhysicalId, isUnownedPhysicalId, ROLE_NAME } from './core/names';
import { planRemoval } from './core/plan';
import { planManagedPolicyRemoval } from './core/plan-policies';
import { previousOf } from './core/previous';
import { candidateRoleName } from './core/role-name';
import { listInstanceProfiles, readManagedPolicies, readPolicies, readRoleSettings } from './iam-role';
import type { Invocation } from './invocation';
import { PROPAGATION_WINDOW, wireCode } from './retry';

/**
 * Serves a Delete: takes the role of the physical id away, if it is this resource's. What is gone already, or someone else's, counts as
 * deleted. Where CloudFormation made the physical id up, since it cancelled the Create, the name is derived as Create did.
 * Invalid properties do not matter here: a resource must be deletable whatever it was once given.
 */
export async function deleteRole(invocation: Invocation): Promise<void> {
  const { request, surroundings, session, log } = invocation;
  const { physicalResourceId, properties } = request;
  if (isUnownedPhysicalId(physicalResourceId)) {
    log.info('the Create of this resource was refused; nothing is its own', { physicalResourceId });
    return;
  }
  const found = ROLE_NAME.test(physicalResourceId) ? await removeRole(invocation, physicalResourceId) : 'absent';
  if (found === 'removed' || !isInventedPhysicalId(physicalResourceId, surroundings.scope)) return;
  const candidate = candidateRoleName(properties, surroundings.configuration.RoleNamePrefix, surroundings.scope);
  if ((await removeRole(invocation, candidate)) !== 'absent') return;
  // The cancelled Create may have made the role a moment ago, before reads show it.
  await session.clock.sleep(Math.max(0, Math.min(surroundings.configuration.PropagationDelaySeconds * 1000, session.remaining() - 5_000)));
  await removeRole(invocation, candidate);
}

/**
 * Empties and deletes a role that carries this resource's tags, and its overflow policies.
 * @throws PersonaRoleError `InvalidRequest`, where something stands on the role that may not be taken away
 */
export async function removeRole(invocation: Invocation, roleName: string): Promise<'removed' | 'absent' | 'foreign'> {
  const { session, surroundings, log } = invocation;
  const started = session.clock.now();
  for (;;) {
    const settings = await readRoleSettings(session, roleName);
    if (settings === undefined) return removeLeftOverPolicies(invocation, roleName);
    const whose = ownership(settings.tags, surroundings.scope);
    if (whose.owner === 'unknown')
      throw refused(`role ${roleName} carries ${whose.words}; deploy the provider version that wrote it, or delete the role by hand`);
    if (whose.owner !== 'this resource') {
      log.warn("the role is not this resource's; it is left untouched", { role: roleName, owner: whose.owner });
      return 'foreign';
    }
    const role = await readPolicies(session, settings);
    await assertRemovable(invocation, role);
    try {
      await applySteps(session, planRemoval(role, surroundings.scope), log);
      return 'removed';
    } catch (error) {
      const hasConflict = error instanceof PersonaRoleError && wireCode(error.cause) === 'DeleteConflict';
      if (!hasConflict || session.clock.now() - started > PROPAGATION_WINDOW) throw error;
      // Someone put a policy on the role after it was listed, or a removal is not visible yet: list again.
      await session.clock.sleep(1_000);
    }
  }
}

/** A role that was deleted by hand leaves its overflow policies behind; they carry the owner tags too. */
async function removeLeftOverPolicies({ session, surroundings, log }: Invocation, roleName: string): Promise<'removed' | 'absent'> {
  const policies = await readManagedPolicies(session, surroundings.configuration.RolePath, roleName);
  const own = policies.filter(({ tags }) => ownership(tags, surroundings.scope).owner === 'this resource');
  await applySteps(session, own.flatMap(planManagedPolicyRemoval), log);
  return own.length > 0 ? 'removed' : 'absent';
}

/** What stands in the way of a removal, before anything is touched. */
async function assertRemovable({ request, session }: Invocation, role: CurrentRole): Promise<void> {
  const profiles = await listInstanceProfiles(session, role.roleName);
  if (profiles.length > 0)
    throw refused(`role ${role.roleName} is in the instance profile ${profiles.join(', ')}; take it out of there, then delete again`);
  const forceDetach = request.properties['ForceDetach'];
  if (forceDetach !== 'false' && forceDetach !== false) return;
  const foreign = foreignPolicies(role, previousOf(request.properties).managedPolicyArns);
  const extras = [...foreign.inlinePolicyNames, ...foreign.attachedPolicyArns];
  if (extras.length > 0)
    throw refused(`ForceDetach is false and role ${role.roleName} carries policies that someone else put on it: ${extras.join(', ')}`);
}

function refused(message: string): PersonaRoleError {
  return new PersonaRoleError('InvalidRequest', [{ path: '', message }]);
}
