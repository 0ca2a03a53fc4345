import { applySteps, settle } from './apply';
import { foreignPolicies, ownership, ownerTags, type CurrentRole } from './core/current';
import { desiredRole, named, type DesiredRole } from './core/desired';
import { assertNoIssues, PersonaRoleError } from './core/errors';
import { OWNER_TAGS, ROLE_NAME, sameRoleName } from './core/names';
import { newlyWritten } from './core/permitted';
import { plan, type PlanInput } from './core/plan';
import { NOTHING_PREVIOUS, previousOf, type Previous } from './core/previous';
import { candidateRoleName, replacementOf } from './core/role-name';
import { readPolicies, readRoleSettings } from './iam-role';
import type { Invocation } from './invocation';
import type { Log } from './log';
import { removeRole } from './removal';

/** A role as it is after a Create or Update. */
export interface Converged {
  readonly desired: DesiredRole;
  readonly role: CurrentRole;
}

/** Makes the role, or finishes what an earlier delivery of the event began. */
export async function createRole(invocation: Invocation): Promise<Converged> {
  const { request, surroundings } = invocation;
  const desired = desiredRole(request.properties, surroundings);
  assertNoIssues(desired.withdrawn);
  return convergeOrCleanUp(invocation, desired, NOTHING_PREVIOUS);
}

/**
 * Brings the role to what the properties say now. It stays the role of the physical id unless the properties name another one.
 * A failure leaves the old role as it was or as far as it came; CloudFormation's rollback Update converges back.
 */
export async function updateRole(invocation: Invocation): Promise<Converged> {
  const { request, surroundings, log } = invocation;
  const { physicalResourceId, properties, oldProperties } = request;
  const desired = desiredRole(properties, surroundings);
  for (const { path, message } of desired.withdrawn) log.warn('withdrawn version', { path, reason: message });
  const replacement = replacementOf(oldProperties, properties);
  if (replacement === 'none') {
    const name = ROLE_NAME.test(physicalResourceId) ? physicalResourceId : desired.roleName;
    return converge(invocation, named(desired, name, surroundings.scope), previousOf(oldProperties));
  }
  if (desired.roleName === physicalResourceId) {
    const converged = await converge(invocation, desired, previousOf(oldProperties));
    await removeAbandonedReplacement(invocation);
    return converged;
  }
  if (sameRoleName(desired.roleName, physicalResourceId)) throw caseChange(physicalResourceId, desired.roleName);
  return convergeOrCleanUp(invocation, desired, NOTHING_PREVIOUS);
}

function caseChange(before: string, after: string): PersonaRoleError {
  const message = `role names differ in more than case: "${before}" cannot become "${after}" in one update; give another name`;
  return new PersonaRoleError('NotUpdatable', [{ path: 'RoleName', message }]);
}

/**
 * An Update whose properties name the role that the physical id already is, rolls a replacement back that never became the
 * resource: CloudFormation does not know the other role and would never delete it.
 */
async function removeAbandonedReplacement(invocation: Invocation): Promise<void> {
  const { request, surroundings } = invocation;
  const abandoned = candidateRoleName(request.oldProperties, surroundings.configuration.RoleNamePrefix, surroundings.scope);
  if (!sameRoleName(abandoned, request.physicalResourceId)) await removeRole(invocation, abandoned);
}

/** Reads, plans, applies and waits until IAM agrees. Writes nothing where nothing differs. */
async function converge(invocation: Invocation, desired: DesiredRole, previous: Previous): Promise<Converged> {
  const { session, log } = invocation;
  for (const { path, message } of desired.warnings) log.warn(message, { path });
  const input = planInput(invocation, desired, previous);
  const current = await readOwnRole(invocation, desired.roleName);
  if (current === undefined && invocation.request.type === 'Update')
    log.warn('the role does not exist; it is created', { role: desired.roleName });
  assertNoIssues(newlyWritten(desired.disallowed, current));
  const steps = plan({ ...input, current });
  if (current !== undefined) logForeignPolicies(current, desired, log);
  // Another delivery of the event may have made the role a moment ago: IAM then gives its id in place of its ARN for a while.
  if (steps.length === 0 && current?.arn.startsWith('arn:')) return { desired, role: current };
  await applyOrAdopt(invocation, input, steps);
  const trustChanged = steps.some(({ call }) => call === 'CreateRole' || call === 'UpdateAssumeRolePolicy');
  return { desired, role: await settle(session, input, trustChanged ? desired.propagationDelaySeconds : 0) };
}

function planInput(
  { surroundings, provider, request }: Invocation,
  desired: DesiredRole,
  previous: Previous,
): Omit<PlanInput, 'current'> & { current: undefined } {
  const { scope, configuration } = surroundings;
  return {
    desired,
    current: undefined,
    previous,
    scope,
    attachmentQuota: configuration.ManagedPoliciesPerRole,
    ownerTags: ownerTags(scope, provider, request.requestId),
  };
}

/**
 * Applies the steps. Where the role turns out to exist although it was not there to be read, a lost answer or another delivery of the
 * event is behind it: if it is this resource's, the work goes on from its actual state.
 */
async function applyOrAdopt(invocation: Invocation, input: PlanInput, steps: ReturnType<typeof plan>): Promise<void> {
  const { session, log } = invocation;
  try {
    await applySteps(session, steps, log);
  } catch (error) {
    if (!(error instanceof PersonaRoleError && error.code === 'AlreadyExists') || session.hasCreated(input.desired.roleName)) throw error;
    session.noteCreated(input.desired.roleName);
    const current = await readOwnRole(invocation, input.desired.roleName);
    if (current === undefined) throw error;
    await applySteps(session, plan({ ...input, current }), log);
  }
}

/**
 * As {@link converge} for a role that the event itself may make: if it fails, what it made goes again. A role that is complete
 * stays: another delivery of the same event may have answered SUCCESS for it.
 */
async function convergeOrCleanUp(invocation: Invocation, desired: DesiredRole, previous: Previous): Promise<Converged> {
  try {
    return await converge(invocation, desired, previous);
  } catch (error) {
    await cleanUp(invocation, planInput(invocation, desired, previous)).catch((cause: unknown) => {
      invocation.log.warn('cleaning up failed; the Delete that CloudFormation sends will finish it', {
        cause: cause instanceof Error ? cause.message : String(cause),
      });
    });
    throw error;
  }
}

async function cleanUp(invocation: Invocation, input: PlanInput): Promise<void> {
  const { session, request, surroundings, cleanUpDeadline } = invocation;
  const { roleName } = input.desired;
  if (!session.triedToWrite()) return;
  session.extendTo(cleanUpDeadline);
  const settings = await readRoleSettings(session, roleName);
  const isOurs = settings !== undefined && ownership(settings.tags, surroundings.scope).owner === 'this resource';
  if (!isOurs || settings.tags[OWNER_TAGS.createdBy] !== request.requestId) return;
  const current = await readPolicies(session, settings);
  if (plan({ ...input, current }).length > 0) await removeRole(invocation, roleName);
}

/**
 * The role, if it exists and carries this resource's tags; `undefined` if there is none.
 * @throws PersonaRoleError `AlreadyExists`, naming the owner as far as it is known
 */
async function readOwnRole({ session, surroundings }: Invocation, roleName: string): Promise<CurrentRole | undefined> {
  const settings = await readRoleSettings(session, roleName);
  if (settings === undefined) return undefined;
  const whose = ownership(settings.tags, surroundings.scope);
  switch (whose.owner) {
    case 'this resource':
      return readPolicies(session, settings);
    case 'another resource':
      throw foreignRole(roleName, `belongs to ${whose.words}`);
    case 'unknown':
      throw foreignRole(roleName, `carries ${whose.words}: it was written by another version of the provider; deploy that version again`);
    case 'nobody':
      throw foreignRole(
        roleName,
        'carries no owner tags: it was not made by this resource, or someone removed its tags; give another RoleName, or put the tags back',
      );
  }
}

function foreignRole(roleName: string, words: string): PersonaRoleError {
  return new PersonaRoleError('AlreadyExists', [{ path: '', message: `role ${roleName} exists and ${words}; it is left untouched` }]);
}

function logForeignPolicies(current: CurrentRole, desired: DesiredRole, log: Log): void {
  const foreign = foreignPolicies(current, desired.managedPolicyArns);
  if (foreign.inlinePolicyNames.length + foreign.attachedPolicyArns.length === 0) return;
  const message = desired.exclusive
    ? 'policies that someone else put on the role are removed'
    : 'the role carries policies that someone else put on it; Exclusive would remove them';
  log.warn(message, { ...foreign });
}
