import type { CurrentRole } from './core/current';
import { PersonaRoleError } from './core/errors';
import { INLINE_POLICY_NAME } from './core/names';
import { plan, type PlanInput } from './core/plan';
import { stepText, type Step } from './core/step';
import { waves } from './core/waves';
import { readInlinePolicy, readPoliciesOf, readRoleSettings, type RolePolicies } from './iam-role';
import type { IamSession } from './iam-session';
import { applyStep } from './iam-step';
import type { Log } from './log';
import { sideBySide } from './side-by-side';

/** Applies the steps of a plan, side by side where their order does not matter. */
export async function applySteps(session: IamSession, steps: readonly Step[], log: Log): Promise<void> {
  await applyWaves(session, waves(steps), log);
}

/** Applies the steps of each wave side by side. */
export async function applyWaves(session: IamSession, plan: readonly (readonly Step[])[], log: Log): Promise<void> {
  for (const wave of plan) {
    await sideBySide(
      wave.map(async (step) => {
        log.info('step', { step: stepText(step) });
        await applyStep(session, step);
      }),
    );
  }
}

/** Pause before a role is read again that does not read as it was written, ms. */
const READ_INTERVAL = 500;

/** A role as it was read, with what still differs from what was written, in words. */
export interface Look {
  readonly role: CurrentRole | undefined;
  readonly differing: readonly string[];
}

/**
 * Waits until IAM reads back what was written, and then for the settle time: other services see a role later than IAM.
 * Right after a CreateRole IAM may give the role's id in place of its ARN; that is not consistent either.
 * @param input what the steps were planned from
 * @returns the role as IAM holds it
 * @throws PersonaRoleError `NotStabilized`, where the deadline comes first
 */
export async function settle(session: IamSession, input: PlanInput, steps: readonly Step[], settleSeconds: number): Promise<CurrentRole> {
  const { roleName } = input.desired;
  return settleOn(session, roleName, settleSeconds, async () => {
    const [settings, policies] = await Promise.all([readRoleSettings(session, roleName), policiesAfter(session, input, steps)]);
    const role = settings === undefined ? undefined : { ...policies, ...settings };
    return { role, differing: role === undefined ? ['GetRole finds no role'] : differences(role, input) };
  });
}

const NO_POLICIES: RolePolicies = { inlinePolicies: {}, attachedPolicyArns: [], managedPolicies: [] };

/** A role's policies after steps that were planned from an input; those that no step concerns are not read again. */
async function policiesAfter(session: IamSession, { desired, current }: PlanInput, steps: readonly Step[]): Promise<RolePolicies> {
  const { roleName, path } = desired;
  if (!steps.every(keepsOtherPolicies)) return readPoliciesOf(session, roleName, path, 'all');
  const { inlinePolicies, attachedPolicyArns, managedPolicies } = current ?? NO_POLICIES;
  const others = Object.entries(inlinePolicies).filter(([name]) => name !== INLINE_POLICY_NAME);
  const own = await readInlinePolicy(session, roleName, INLINE_POLICY_NAME);
  return { inlinePolicies: Object.fromEntries([...others, ...own]), attachedPolicyArns, managedPolicies };
}

function keepsOtherPolicies({ call, input }: Step): boolean {
  return !('PolicyArn' in input) && (!('PolicyName' in input) || call === 'PutRolePolicy');
}

/**
 * As {@link settle}, with a look of the caller's. Two looks must agree with what was written: IAM is eventually consistent, and one good
 * read may be followed by a stale one. Both are taken at once, each call on a connection of its own, so that two servers may answer.
 */
export async function settleOn(
  session: IamSession,
  roleName: string,
  settleSeconds: number,
  look: () => Promise<Look>,
): Promise<CurrentRole> {
  for (;;) {
    const [{ role, differing }, other] = await Promise.all([look(), look()]);
    const stillDiffering = [...new Set([...differing, ...other.differing])];
    if (role !== undefined && stillDiffering.length === 0) {
      if (settleSeconds > 0) await pause(session, settleSeconds * 1000, roleName, []);
      return role;
    }
    await pause(session, READ_INTERVAL, roleName, stillDiffering);
  }
}

function differences(current: CurrentRole, input: PlanInput): string[] {
  const arn = current.arn.startsWith('arn:') ? [] : [`its ARN reads ${current.arn}`];
  return [...arn, ...plan({ ...input, current }).map(stepText)];
}

async function pause(session: IamSession, milliseconds: number, roleName: string, differing: readonly string[]): Promise<void> {
  if (milliseconds < session.remaining()) return session.clock.sleep(milliseconds);
  const words = differing.length === 0 ? 'the settle time does not fit into what is left' : `still different: ${differing.join(', ')}`;
  throw new PersonaRoleError('NotStabilized', [
    { path: '', message: `role ${roleName} is written but not yet consistent in IAM (${words}); deploy again, which goes on from there` },
  ]);
}
