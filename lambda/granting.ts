import { applySteps, settleOn } from './apply';
import { ownership, type CurrentRole } from './core/current';
import { grantPolicy, isGrantable, planGrant, planGrantRemoval, targetIssues, type DesiredGrant } from './core/grant';
import { assertNoIssues, PersonaRoleError, type ErrorCode } from './core/errors';
import { grantTarget } from './core/mode-properties';
import { grantPolicyName, INLINE_POLICY_NAME } from './core/names';
import { newlyWritten } from './core/permitted';
import type { NamedPolicy } from './core/policy';
import { stepText } from './core/step';
import { logGrantDrift } from './drift-log';
import { findRole, listInlinePolicyNames, readGrants } from './iam-role';
import type { Invocation } from './invocation';

/** A role that was granted to. */
export interface Granted {
  readonly desired: DesiredGrant;
  readonly policy: NamedPolicy;
  readonly role: CurrentRole;
}

/** Puts the grant on the role, or brings it to what is asked for now, and waits until IAM agrees. Touches nothing else of the role. */
export async function convergeGrant(invocation: Invocation, desired: DesiredGrant): Promise<Granted> {
  const { session, log } = invocation;
  const current = await readTarget(invocation, desired);
  const { [desired.policyName]: before, ...others } = current.inlinePolicies;
  const granted = { ...current, inlinePolicies: { [INLINE_POLICY_NAME]: before } };
  assertNoIssues(newlyWritten(desired.disallowed, before === undefined ? undefined : granted));
  if (desired.limits.length > 0)
    log.warn('the limits hold for what this resource grants only: whatever else the role may do is left as it is', {
      role: desired.roleName,
      limits: desired.limits,
    });
  logGrantDrift(invocation, desired, current);
  const policy = grantPolicy(desired, { inlinePolicies: others });
  const steps = planGrant(desired, policy, current);
  if (steps.length === 0) return { desired, policy, role: current };
  assertNoIssues(targetIssues(desired.roleArn, invocation.surroundings.configuration, invocation.surroundings.scope));
  await applySteps(session, steps, log);
  const role = await settleOn(session, desired.roleName, before === undefined ? desired.propagationDelaySeconds : 0, async () => {
    const seen = await readTarget(invocation, desired);
    return { role: seen, differing: planGrant(desired, policy, seen).map(stepText) };
  });
  return { desired, policy, role };
}

/**
 * Takes this resource's grant off a role. Whatever else the role has, and the role itself, stays.
 * @returns `absent` where none was seen: only a role that may be granted to can carry a grant
 * @throws PersonaRoleError `AccessDenied`, where the properties name a role that may not be granted to any more
 */
export async function removeGrant({ session, surroundings, request, log }: Invocation, roleName: string): Promise<'removed' | 'absent'> {
  const policyName = grantPolicyName(surroundings.scope);
  const found = await findRole(session, roleName, async (sender) => listInlinePolicyNames(sender, roleName));
  if (found === undefined) return 'absent';
  const { settings } = found;
  // Shortly after a role is created IAM may give its id in place of its ARN: then nothing speaks against it.
  if (settings.arn.startsWith('arn:') && !isGrantable(surroundings.configuration, settings.arn)) {
    if (settings.arn !== grantTarget(request.properties)) return 'absent';
    throw refused(
      'AccessDenied',
      `role ${settings.arn} is not among the roles that may be granted to any more (GrantableRoleArns): put it back there, or delete its inline policy ${policyName} by hand and retain this resource`,
    );
  }
  const isListed = (await found.more()).includes(policyName);
  // IAM may list a policy late that was put a moment ago; its name says whose it is, and what is not there counts as removed.
  await applySteps(session, planGrantRemoval(settings.roleName, surroundings.scope), log);
  return isListed ? 'removed' : 'absent';
}

/** @throws PersonaRoleError where the role is not there, is another one than its ARN says, or is this resource's own */
async function readTarget(invocation: Invocation, { roleName, policyName, roleArn }: DesiredGrant): Promise<CurrentRole> {
  const { session, surroundings } = invocation;
  const found = await findRole(session, roleName, async (sender) => readGrants(sender, roleName, policyName));
  if (found === undefined) throw refused('NotFound', `there is no role ${roleArn}; create it first, or correct the ARN`);
  const { settings } = found;
  // Shortly after a role is created IAM may give its id in place of its ARN.
  if (settings.arn.startsWith('arn:') && settings.arn !== roleArn)
    throw refused('NotFound', `there is no role ${roleArn}; the role of that name is ${settings.arn}: write that ARN`);
  if (ownership(settings.tags, surroundings.scope).owner === 'this resource')
    throw refused('NotUpdatable', `role ${roleName} is this resource's own, which needs no grant; remove GrantTo`);
  return { ...settings, ...(await found.more()) };
}

function refused(code: ErrorCode, message: string): PersonaRoleError {
  return new PersonaRoleError(code, [{ path: 'GrantTo', message }]);
}
