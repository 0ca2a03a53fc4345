import { statementsOf } from './current';
import { INLINE_POLICY_NAME } from './names';
import type { Step } from './step';

/**
 * The steps of a plan in waves: those of one wave may be under way at once, each wave begins when the one before is done. A step goes
 * into the first wave after every earlier step that it has to wait for, so the order that a plan gives where order matters stays.
 */
export function waves(steps: readonly Step[]): Step[][] {
  const isInOrder = orderOf(steps);
  const result: Step[][] = [];
  for (const step of steps) {
    const last = result.findLastIndex((wave) => wave.some((earlier) => isInOrder(earlier, step)));
    (result[last + 1] ??= []).push(step);
  }
  return result;
}

/** Whether one step of a plan must be done before a later one begins. */
type IsInOrder = (earlier: Step, later: Step) => boolean;

function orderOf(steps: readonly Step[]): IsInOrder {
  const allowing = new Set(steps.flatMap((step) => (step.call === 'CreatePolicy' && allows(step) ? [step.input.PolicyName] : [])));
  const deleted = new Set(steps.flatMap((step) => (step.call === 'DeletePolicy' ? [policyOf(step)] : [])));
  const isRemoval = steps.some(({ call }) => call === 'DeleteRole');
  return (earlier, later) => {
    const pair = [earlier, later];
    const [one, other] = [policyOf(earlier), policyOf(later)];
    if (pair.some(({ call }) => DECIDES_OWNERSHIP.includes(call))) return true;
    // Whether a managed policy exists changes nothing for a role that does not carry it.
    if (pair.some(isAboutManagedPolicy)) return one === other && !areAll(pair, 'DeletePolicyVersion');
    // The text of a policy that was not made just now is not known here: it may deny.
    if (areAll(pair, 'AttachRolePolicy')) return !pair.every((step) => allowing.has(policyOf(step) ?? ''));
    // Where the role goes, the resource's own policies go before those of others, and each kind in any order.
    if (areAll(pair, 'DetachRolePolicy')) return !isRemoval || deleted.has(one) !== deleted.has(other);
    if (areAll(pair, 'DeleteRolePolicy')) return !isRemoval || one === INLINE_POLICY_NAME || other === INLINE_POLICY_NAME;
    return true;
  };
}

/**
 * Until the first of these has succeeded, whose role it is is not known; after the others nothing proves whose the rest was. IAM answers
 * ConcurrentModification to them, and to none of those that attach, detach and put:
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html, Errors
 */
const DECIDES_OWNERSHIP: readonly Step['call'][] = ['CreateRole', 'DeleteRole', 'TagRole', 'UntagRole'];

function isAboutManagedPolicy({ call }: Step): boolean {
  return call === 'CreatePolicy' || call === 'DeletePolicyVersion' || call === 'DeletePolicy';
}

function areAll(steps: readonly Step[], call: Step['call']): boolean {
  return steps.every((step) => step.call === call);
}

function allows({ input }: Extract<Step, { call: 'CreatePolicy' }>): boolean {
  const statements = statementsOf(JSON.parse(input.PolicyDocument));
  return statements.length > 0 && statements.every(({ Effect }) => Effect === 'Allow');
}

/** The name of the policy that a step is about; the ARN of a managed one ends in it. */
function policyOf({ input }: Step): string | undefined {
  if ('PolicyArn' in input) return input.PolicyArn.split('/').at(-1);
  return 'PolicyName' in input ? input.PolicyName : undefined;
}
