import { applySteps, settle } from './apply';
import { adoptionIssues, isAdopted, notAdoptable, planRelease, trustExcess } from './core/adoption';
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
import { removeRole } from './removal';

/** A role as it is after a Create or Update. */
export interface Converged {
  readonly desired: DesiredRole;
  readonly role: CurrentRole;
}

/** What is asked for, packed into what a role's other policies leave free. */
export type Wanted = (occupied?: Occupied) => DesiredRole;

/** Reads, plans, applies and waits until IAM agrees. Writes nothing where nothing differs. */
export async function converge(invocation: Invocation, wanted: Wanted, previous: Previous): Promise<Converged> {
  const { session, log, request } = invocation;
  const current = await readOwnRole(invocation, wanted());
  const desired = roomed(wanted, current);
  for (const { path, message } of desired.warnings) log.warn(message, { path });
  const input = planInput(invocation, desired, previous);
  if (current === undefined) assertMayCreate(invocation, desired);
  if (current === undefined && request.type === 'Update') log.warn('the role does not exist; it is created', { role: desired.roleName });
  assertNoIssues(newlyWritten(desired.disallowed, current));
  if (desired.adopt) assertTrustFits(desired, current);
  const steps = plan({ ...input, current });
  if (current !== undefined) logWhatIsForeign(current, desired, log);
  if (previous !== NOTHING_PREVIOUS) logDrift(invocation, desired.roleName, current);
  // Another delivery of the event may have made the role a moment ago: IAM then gives its id in place of its ARN for a while.
  if (steps.length === 0 && current?.arn.startsWith('arn:')) return { desired, role: current };
  await applyOrAdopt(invocation, input, steps);
  const trustChanged = steps.some(({ call }) => call === 'CreateRole' || call === 'UpdateAssumeRolePolicy');
  return { desired, role: await settle(session, input, trustChanged ? desired.propagationDelaySeconds : 0) };
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
    const current = await readOwnRole(invocation, input.desired);
    if (current === undefined) throw error;
    await applySteps(session, plan({ ...input, current }), log);
  }
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

/**
 * The role, if it exists and carries this resource's tags, or may be adopted; `undefined` if there is none.
 * @throws PersonaRoleError `AlreadyExists`, naming the owner as far as it is known
 */
async function readOwnRole({ session, surroundings }: Invocation, desired: DesiredRole): Promise<CurrentRole | undefined> {
  const { roleName, path } = desired;
  const settings = await readRoleSettings(session, roleName);
  if (settings === undefined) return undefined;
  const whose = ownership(settings.tags, surroundings.scope);
  switch (whose.owner) {
    case 'this resource':
      return readPolicies(session, settings, path);
    case 'another resource':
      throw foreignRole(roleName, `belongs to ${whose.words}`);
    case 'unknown':
      throw foreignRole(roleName, `carries ${whose.words}: it was written by another version of the provider; deploy that version again`);
    case 'nobody':
      if (!desired.adopt)
        throw foreignRole(
          roleName,
          'carries no owner tags: it was not made by this resource, or someone removed its tags; give another RoleName, put the tags back, or ask for its adoption with Adopt',
        );
  }
  assertAdoptable(settings, surroundings.configuration.AdoptableRoleArns);
  const current = await readPolicies(session, settings, path);
  const issues = adoptionIssues(current, surroundings.scope);
  if (issues.length > 0) throw new PersonaRoleError('AlreadyExists', issues);
  return current;
}

function assertAdoptable({ roleName, arn }: RoleSettings, patterns: readonly string[]): void {
  const why = notAdoptable(arn, patterns);
  if (why !== undefined) throw foreignRole(roleName, why);
}

function foreignRole(roleName: string, words: string): PersonaRoleError {
  return new PersonaRoleError('AlreadyExists', [{ path: '', message: `role ${roleName} exists and ${words}; it is left untouched` }]);
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
