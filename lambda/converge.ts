import { applySteps, settle } from './apply';
import { isAdopted, planRelease, trustExcess } from './core/adoption';
import { foreignPolicies, occupiedBy, ownership, ownerTags, removedByExclusive, type CurrentRole } from './core/current';
import type { DesiredRole, Occupied } from './core/desired';
import { assertNoIssues, PersonaRoleError } from './core/errors';
import { OWNER_TAGS } from './core/names';
import { newlyWritten } from './core/permitted';
import { plan, type PlanInput } from './core/plan';
import { samePolicy } from './core/policy';
import { NOTHING_PREVIOUS, type Previous } from './core/previous';
import { logDrift } from './drift-log';
import { readPolicies, readRoleSettings, type RoleSettings } from './iam-role';
import type { Invocation } from './invocation';
import type { Log } from './log';
import { overflowSearch, readOwnRole } from './own-role';
import { removeRole } from './removal';

/** A role as it is after a Create or Update. */
export interface Converged {
  readonly desired: DesiredRole;
  readonly role: CurrentRole;
}

/** What is asked for, packed into what a role's other policies leave free. */
export type Wanted = (occupied?: Occupied) => DesiredRole;

/**
 * Reads, plans, applies and waits until IAM agrees. Writes nothing where nothing differs. A role that is to be created is not looked for
 * first: where there is one already, CreateRole says so and changes nothing.
 */
export async function converge(invocation: Invocation, wanted: Wanted, previous: Previous): Promise<Converged> {
  const desired = wanted();
  const isNew = invocation.request.type === 'Create' && !desired.adopt;
  const current = isNew ? undefined : await readOwnRole(invocation, desired, overflowSearch(invocation, desired));
  return convergeFrom(invocation, wanted, previous, current, ATTEMPTS);
}

/** How often steps are planned where another delivery of the event is at work and the state is not what they were planned from. */
const ATTEMPTS = 3;

async function convergeFrom(
  invocation: Invocation,
  wanted: Wanted,
  previous: Previous,
  current: CurrentRole | undefined,
  attempts: number,
): Promise<Converged> {
  const { session, log, request } = invocation;
  const desired = roomed(wanted, current);
  for (const { path, message } of desired.warnings) log.warn(message, { path });
  const input = { ...planInput(invocation, desired, previous), current };
  if (current === undefined) assertMayCreate(invocation, desired);
  if (current === undefined && request.type === 'Update') log.warn('the role does not exist; it is created', { role: desired.roleName });
  assertNoIssues(newlyWritten(desired.disallowed, current));
  if (desired.adopt) assertTrustFits(desired, current);
  const steps = plan(input);
  if (current !== undefined) logWhatIsForeign(current, desired, log);
  if (previous !== NOTHING_PREVIOUS) logDrift(invocation, desired.roleName, current);
  // Another delivery of the event may have made the role a moment ago: IAM then gives its id in place of its ARN for a while.
  if (steps.length === 0 && current?.arn.startsWith('arn:')) return { desired, role: current };
  try {
    await applySteps(session, steps, log);
  } catch (error) {
    if (attempts === 1) throw error;
    return convergeFrom(invocation, wanted, previous, await readAfter(error, invocation, desired), attempts - 1);
  }
  const trustChanged = steps.some(({ call }) => call === 'CreateRole' || call === 'UpdateAssumeRolePolicy');
  return { desired, role: await settle(session, input, steps, trustChanged ? desired.propagationDelaySeconds : 0) };
}

/**
 * The role as it turns out to be although steps were planned from another state: it exists although CreateRole was to make it, or a policy
 * that was to be made is there, or gone. A lost answer or another delivery of the event is behind it. If the role is this resource's, the
 * work goes on from its actual state.
 * @throws the error, where something else went wrong
 */
async function readAfter(error: unknown, invocation: Invocation, desired: DesiredRole): Promise<CurrentRole> {
  const { session } = invocation;
  const code = error instanceof PersonaRoleError ? error.code : undefined;
  const isUnexpected = code === 'NotFound' || (code === 'AlreadyExists' && !session.hasCreated(desired.roleName));
  if (!isUnexpected) throw error;
  if (code === 'AlreadyExists') session.noteCreated(desired.roleName);
  const current = await readOwnRole(invocation, desired, 'all');
  if (current === undefined) throw error;
  return current;
}

/**
 * As {@link converge} for a role that the event itself may make: if it fails, what it made goes again. A role that is complete
 * stays: another delivery of the same event may have answered SUCCESS for it.
 */
export async function convergeOrCleanUp(invocation: Invocation, wanted: Wanted, previous: Previous): Promise<Converged> {
  try {
    return await converge(invocation, wanted, previous);
  } catch (error) {
    await cleanUp(invocation, wanted, previous).catch((cause: unknown) => {
      invocation.log.warn('cleaning up failed; the Delete that CloudFormation sends will finish it', {
        cause: cause instanceof Error ? cause.message : String(cause),
      });
    });
    throw error;
  }
}

/** Beside policies that are not the resource's own, there may be less room. */
function roomed(wanted: Wanted, current: CurrentRole | undefined): DesiredRole {
  const whole = wanted();
  return current === undefined || whole.exclusive ? whole : wanted(occupiedBy(current, whole.managedPolicyArns));
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

/** What would be left of an adoption that finds nothing is a role that nobody deletes. */
function assertMayCreate({ request }: Invocation, { adopt, roleName }: DesiredRole): void {
  if (adopt && request.type === 'Create')
    throw new PersonaRoleError('NotFound', [
      { path: 'Adopt', message: `there is no role ${roleName} to adopt; name the one there is, or take Adopt away to create it` },
    ]);
}

function assertTrustFits(desired: DesiredRole, current: CurrentRole | undefined): void {
  const excess = trustExcess(desired, current?.trustPolicy);
  if (excess === 0) return;
  const message = `the trust policy of role ${desired.roleName} with the statements that are added exceeds IAM's quota by ${String(excess)} characters`;
  throw new PersonaRoleError('ServiceLimitExceeded', [{ path: 'Adopt', message }]);
}

/**
 * A Delete may have released a role between two writes of its adoption: what was written behind its back carries no owner tags any more.
 * The policy is known by its text, the statements of the trust policy by their ids; a policy of that name with another text is left.
 */
async function takeTracesOff({ session, surroundings, log }: Invocation, settings: RoleSettings, desired: DesiredRole): Promise<void> {
  const current = await readPolicies(session, settings, desired.path);
  const { PolicyName, PolicyDocument } = desired.inlinePolicy;
  const stored = current.inlinePolicies[PolicyName];
  if (stored === undefined || samePolicy(stored, PolicyDocument)) await applySteps(session, planRelease(current, surroundings.scope), log);
}

async function cleanUp(invocation: Invocation, wanted: Wanted, previous: Previous): Promise<void> {
  const { session, request, surroundings, cleanUpDeadline } = invocation;
  const desired = wanted();
  if (!session.triedToWrite()) return;
  session.extendTo(cleanUpDeadline);
  const settings = await readRoleSettings(session, desired.roleName);
  const owner = settings === undefined ? undefined : ownership(settings.tags, surroundings.scope).owner;
  if (settings !== undefined && owner === 'nobody' && desired.adopt) await takeTracesOff(invocation, settings, desired);
  const isOurs = settings !== undefined && owner === 'this resource';
  if (!isOurs || settings.tags[OWNER_TAGS.createdBy] !== request.requestId) return;
  const current = await readPolicies(session, settings, desired.path);
  const input = planInput(invocation, desired, previous);
  if (plan({ ...input, current }).length > 0) await removeRole(invocation, desired.roleName);
}

function logWhatIsForeign(current: CurrentRole, desired: DesiredRole, log: Log): void {
  if (!desired.adopt && isAdopted(current.tags))
    log.warn("the adopted role becomes the resource's own; its boundary and trust policy were", {
      permissionsBoundary: current.permissionsBoundary,
      trustPolicy: current.trustPolicy,
    });
  const foreign = removedByExclusive(foreignPolicies(current, desired.managedPolicyArns));
  if (foreign.inlinePolicyNames.length + foreign.attachedPolicyArns.length === 0) return;
  const message = desired.exclusive
    ? 'policies that someone else put on the role are removed'
    : 'the role carries policies that someone else put on it; Exclusive would remove them';
  log.warn(message, { ...foreign });
}
