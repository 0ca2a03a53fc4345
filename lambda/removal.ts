import { applySteps, applyWaves } from './apply';
import { isAdopted, planRelease } from './core/adoption';
import { foreignPolicies, ownership, type CurrentRole } from './core/current';
import { PersonaRoleError } from './core/errors';
import { asksToAdopt, grantTarget } from './core/mode-properties';
import { isInventedPhysicalId, isUnownedPhysicalId, managedPolicyPath, ROLE_NAME, roleNameOfArn, sameRoleName } from './core/names';
import { planRemoval } from './core/plan';
import { planManagedPolicyRemoval } from './core/plan-policies';
import { previousOf } from './core/previous';
import { candidateRoleName } from './core/role-name';
import { waves } from './core/waves';
import { removeGrant } from './granting';
import { findRole, listInstanceProfiles, readPolicies, readWhatToRemove, type RolePolicies, type RoleSettings } from './iam-role';
import type { Sender } from './iam-session';
import type { Invocation } from './invocation';
import { listManagedPolicyArns, readPoliciesToDelete } from './managed-policies';
import { PROPAGATION_WINDOW, wireCode } from './retry';
import { sideBySide } from './side-by-side';

/**
 * Serves a Delete: takes the role of the physical id away, if it is this resource's, or what this resource granted to it. What is gone
 * already, or someone else's, counts as deleted. Where CloudFormation made the physical id up, since it cancelled the Create, the name is
 * derived as Create did. Invalid properties do not matter here: a resource must be deletable whatever it was once given.
 */
export async function deleteRole(invocation: Invocation): Promise<void> {
  const { request, surroundings, session, log } = invocation;
  const { physicalResourceId, properties } = request;
  if (isUnownedPhysicalId(physicalResourceId)) {
    log.info('the Create of this resource was refused; nothing is its own', { physicalResourceId });
    return;
  }
  const found = ROLE_NAME.test(physicalResourceId) ? await removeById(invocation) : 'absent';
  if (found === 'removed' || !isInventedPhysicalId(physicalResourceId, surroundings.scope)) return;
  const candidate = candidateRoleName(properties, surroundings.configuration.RoleNamePrefix, surroundings.scope);
  const remove = grantTarget(properties) === undefined ? removeRole : removeGrant;
  if ((await remove(invocation, candidate)) !== 'absent') return;
  // The cancelled Create may have made the role a moment ago, before reads show it.
  await session.clock.sleep(Math.max(0, Math.min(surroundings.configuration.PropagationDelaySeconds * 1000, session.remaining() - 5_000)));
  await remove(invocation, candidate);
}

/**
 * Removes what the physical id names. It is granted to where the properties say so, and then never deleted; else its tags tell whether it
 * is this resource's own.
 */
async function removeById(invocation: Invocation): Promise<'removed' | 'absent' | 'foreign'> {
  const { physicalResourceId, properties } = invocation.request;
  const target = grantTarget(properties);
  if (target !== undefined && sameRoleName(roleNameOfArn(target), physicalResourceId)) return removeGrant(invocation, physicalResourceId);
  const found = await removeRole(invocation, physicalResourceId);
  return found === 'foreign' && (await removeGrant(invocation, physicalResourceId)) === 'removed' ? 'removed' : found;
}

/**
 * Empties and deletes a role that carries this resource's tags, and its overflow policies. One that is only adopted is released.
 * @throws PersonaRoleError `InvalidRequest`, where something stands on the role that may not be taken away
 */
export async function removeRole(invocation: Invocation, roleName: string): Promise<'removed' | 'absent' | 'foreign'> {
  const { session, surroundings, log } = invocation;
  const started = session.clock.now();
  const { scope, configuration } = surroundings;
  for (;;) {
    const found = await findRole(session, roleName, async (sender) => readRemovable(sender, roleName, configuration.RolePath));
    if (found === undefined) return removeLeftOverPolicies(invocation, roleName);
    const { settings, more } = found;
    const whose = ownership(settings.tags, scope);
    if (whose.owner === 'unknown')
      throw refused(`role ${roleName} carries ${whose.words}; deploy the provider version that wrote it, or delete the role by hand`);
    if (whose.owner !== 'this resource') {
      log.warn("the role is not this resource's; it is left untouched", { role: roleName, owner: whose.owner });
      return 'foreign';
    }
    if (isOnlyAdopted(invocation, settings)) {
      log.info('the role existed before and is only adopted: it is released', { role: roleName });
      await applySteps(session, planRelease(await readPolicies(session, settings, configuration.RolePath), scope), log);
      return 'removed';
    }
    const { policies, profiles } = await more();
    const role = { ...settings, ...policies };
    assertRemovable(invocation, role, profiles);
    try {
      await emptyAndDelete(invocation, role);
      return 'removed';
    } catch (error) {
      const hasConflict = error instanceof PersonaRoleError && wireCode(error.cause) === 'DeleteConflict';
      if (!hasConflict || session.clock.now() - started > PROPAGATION_WINDOW) throw error;
      // Someone put a policy on the role after it was listed, or a removal is not visible yet: list again.
      await session.clock.sleep(1_000);
    }
  }
}

interface Removable {
  readonly policies: RolePolicies;
  /** Names of the instance profiles that hold the role. */
  readonly profiles: readonly string[];
}

async function readRemovable(sender: Sender, roleName: string, rolePath: string): Promise<Removable> {
  const [policies, profiles] = await Promise.all([readWhatToRemove(sender, roleName, rolePath), listInstanceProfiles(sender, roleName)]);
  return { policies, profiles };
}

/** Overflow policies that an update left behind, unattached, are searched for and deleted while the role is emptied. */
async function emptyAndDelete(invocation: Invocation, role: CurrentRole): Promise<void> {
  const { session, surroundings, log } = invocation;
  const removal = waves(planRemoval(role, surroundings.scope));
  const known = role.managedPolicies.map(({ arn }) => arn);
  await sideBySide([applyWaves(session, removal.slice(0, -1), log), removeLeftOverPolicies(invocation, role.roleName, known)]);
  await applyWaves(session, removal.slice(-1), log);
}

/** The tags say so from the adoption until an update without Adopt is complete; a Delete's own properties are heeded beside them. */
function isOnlyAdopted({ request }: Invocation, { tags }: RoleSettings): boolean {
  return isAdopted(tags) || (request.type === 'Delete' && asksToAdopt(request.properties));
}

/**
 * A role that was deleted by hand leaves its overflow policies behind; they carry the owner tags too.
 * @param known ARNs of those that something else takes care of
 */
async function removeLeftOverPolicies(
  { session, surroundings, log }: Invocation,
  roleName: string,
  known: readonly string[] = [],
): Promise<'removed' | 'absent'> {
  const arns = await listManagedPolicyArns(session, managedPolicyPath(surroundings.configuration.RolePath, roleName));
  const policies = await readPoliciesToDelete(
    session,
    arns.filter((arn) => !known.includes(arn)),
  );
  const own = policies.filter(({ tags }) => ownership(tags, surroundings.scope).owner === 'this resource');
  await applySteps(session, own.flatMap(planManagedPolicyRemoval), log);
  return own.length > 0 ? 'removed' : 'absent';
}

/** What stands in the way of a removal, before anything is touched. */
function assertRemovable({ request }: Invocation, role: CurrentRole, profiles: readonly string[]): void {
  if (profiles.length > 0)
    throw refused(`role ${role.roleName} is in the instance profile ${profiles.join(', ')}; take it out of there, then delete again`);
  const forceDetach = request.properties['ForceDetach'];
  if (forceDetach !== 'false' && forceDetach !== false) return;
  const foreign = foreignPolicies(role, previousOf(request.properties).managedPolicyArns);
  const extras = [...foreign.inlinePolicyNames, ...foreign.attachedPolicyArns];
  if (extras.length > 0)
    throw refused(
      `ForceDetach is false and role ${role.roleName} carries policies that someone else put on it: ${extras.join(', ')}; take them off, then delete again`,
    );
}

function refused(message: string): PersonaRoleError {
  return new PersonaRoleError('InvalidRequest', [{ path: '', message }]);
}
