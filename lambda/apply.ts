import type { CurrentRole } from './core/current';
import { PersonaRoleError } from './core/errors';
import { plan, type PlanInput } from './core/plan';
import { stepText, type Step } from './core/step';
import { applyStep, readPolicies, readRoleSettings } from './iam-role';
import type { IamSession } from './iam-session';
import type { Log } from './log';

/** Applies the steps of a plan in their order. */
export async function applySteps(session: IamSession, steps: readonly Step[], log: Log): Promise<void> {
  for (const step of steps) {
    log.info('step', { step: stepText(step) });
    await applyStep(session, step);
  }
}

/** Reads in a row that must agree with what was written: IAM is eventually consistent, and one good read may be followed by a stale one. */
const CONSISTENT_READS = 2;

/** Pause between two reads, ms. */
const READ_INTERVAL = 500;

/** A role as it was read, with what still differs from what was written, in words. */
export interface Look {
  readonly role: CurrentRole | undefined;
  readonly differing: readonly string[];
}

/**
 * Waits until IAM reads back what was written, twice in a row, and then for the settle time: other services see a role later than IAM.
 * Right after a CreateRole IAM may give the role's id in place of its ARN; that is not consistent either.
 * @returns the role as IAM holds it
 * @throws PersonaRoleError `NotStabilized`, where the deadline comes first
 */
export async function settle(session: IamSession, input: PlanInput, settleSeconds: number): Promise<CurrentRole> {
  return settleOn(session, input.desired.roleName, settleSeconds, async () => {
    const settings = await readRoleSettings(session, input.desired.roleName);
    const role = settings === undefined ? undefined : await readPolicies(session, settings, input.desired.path);
    return { role, differing: role === undefined ? ['GetRole finds no role'] : differences(role, input) };
  });
}

/** As {@link settle}, with a look of the caller's. */
export async function settleOn(
  session: IamSession,
  roleName: string,
  settleSeconds: number,
  look: () => Promise<Look>,
): Promise<CurrentRole> {
  let role: CurrentRole | undefined;
  for (let good = 0; good < CONSISTENT_READS;) {
    const seen = await look();
    role = seen.role;
    good = seen.differing.length === 0 ? good + 1 : 0;
    if (good < CONSISTENT_READS) await pause(session, READ_INTERVAL, roleName, seen.differing);
  }
  if (settleSeconds > 0) await pause(session, settleSeconds * 1000, roleName, []);
  if (role === undefined) throw new Error('a role that was read consistently cannot be missing');
  return role;
}

function differences(current: CurrentRole, input: PlanInput): string[] {
  const arn = current.arn.startsWith('arn:') ? [] : [`its ARN reads ${current.arn}`];
  return [...arn, ...plan({ ...input, current }).map(stepText)];
}

async function pause(session: IamSession, milliseconds: number, roleName: string, differing: readonly string[]): Promise<void> {
  if (milliseconds < session.remaining()) return session.clock.sleep(milliseconds);
  const words = differing.length === 0 ? 'the settle time does not fit into what is left' : `still different: ${differing.join(', ')}`;
  throw new PersonaRoleError('NotStabilized', [
    { path: '', message: `role ${roleName} is written but not yet consistent in IAM (${words})` },
  ]);
}
