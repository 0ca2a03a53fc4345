import type { Fault } from '../../local/iam-faults';
import { COMPUTE, DATA_SCIENTIST, startLab, VPC, type Lab, type Properties } from './harness';

/*
 * Every fault at every writing call of every scenario. CloudFormation then finishes its operation, and whatever it ended in: nothing
 * foreign was touched, every event had exactly one valid answer, a stack that is complete equals its template, and once the
 * stack is gone, nothing of it is left.
 */

const answer = (code: string, when: 'before' | 'after', status: number, message = 'planned'): Fault => ({
  kind: 'answer',
  when,
  code,
  status,
  message,
});

const FAULTS: readonly (readonly [name: string, fault: Fault, times: number])[] = [
  ['throttled thrice', answer('Throttling', 'before', 400, 'Rate exceeded'), 3],
  ['error 500, but applied', answer('ServiceFailure', 'after', 500), 1],
  ['connection reset, not applied', { kind: 'reset', when: 'before' }, 1],
  ['denied for a moment', answer('AccessDenied', 'before', 403), 1],
  ['denied for good', answer('AccessDenied', 'before', 403), 100],
  ['over a quota', answer('LimitExceeded', 'before', 409), 1],
  ['malformed, since a principal is new', answer('MalformedPolicyDocument', 'before', 400, 'Invalid principal in policy'), 1],
];

interface Scenario {
  readonly name: string;
  /** What is there before; absent where the operation is the Create. */
  readonly before: Properties | undefined;
  /** What the operation asks for; absent where it is the Delete. */
  readonly after: Properties | undefined;
}

const OVERFLOWING: Properties = { ...DATA_SCIENTIST, Vpc: VPC, RoleName: 'team' };

const SCENARIOS: readonly Scenario[] = [
  { name: 'create', before: undefined, after: OVERFLOWING },
  {
    name: 'update in place',
    before: COMPUTE,
    after: { ...COMPUTE, S3Buckets: ['other'], Description: 'new', Tags: [{ Key: 'a', Value: 'b' }], SourceCondition: 'arn' },
  },
  { name: 'update that empties the overflow', before: OVERFLOWING, after: { ...DATA_SCIENTIST, RoleName: 'team' } },
  { name: 'update that replaces', before: OVERFLOWING, after: { ...OVERFLOWING, RoleName: 'other-team' } },
  { name: 'delete', before: OVERFLOWING, after: undefined },
];

async function operate(lab: Lab, { after }: Scenario): Promise<string> {
  const stack = after === undefined ? await lab.remove() : await lab.deploy({ Role: after });
  return stack.status;
}

/** Indices of the writing calls of a scenario's operation, 1 for its first call. */
async function writingCalls(scenario: Scenario): Promise<number[]> {
  const lab = await prepared(scenario);
  const first = lab.iam.calls.length;
  expect(await operate(lab, scenario)).toMatch(/^(CREATE|UPDATE|DELETE)_COMPLETE$/);
  const calls = lab.iam.calls.slice(first).flatMap(({ effect }, index) => (effect === 'write' ? [index + 1] : []));
  await lab.close();
  return calls;
}

async function prepared({ before }: Scenario): Promise<Lab> {
  const lab = await startLab();
  const trust = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  });
  await lab.iam.call('CreateRole', { RoleName: 'foreign', Path: '/sagemaker-persona/', AssumeRolePolicyDocument: trust });
  lab.iam.forgetCalls();
  if (before !== undefined) await lab.deploy({ Role: before });
  lab.iam.forgetCalls();
  return lab;
}

/**
 * Sends the last event of a type once more, as ContinueUpdateRollback does with a failed Update, and as an operator does with the Delete
 * of a replaced role, which CloudFormation gives up after one failure. The stack's status, which the local one leaves as it is, must not
 * matter.
 */
async function again(lab: Lab, type: 'Update' | 'Delete'): Promise<void> {
  lab.environment['VERIFY_STACK'] = 'false';
  const event = lab.cloudFormation.requests.findLast(({ RequestType }) => RequestType === type);
  await lab.cloudFormation.redeliver(event?.RequestId ?? '');
}

/** What IAM holds, but for the tags that tell which event created what: a rollback may have to make an overflow policy again. */
function contentsOf(lab: Lab): unknown {
  return JSON.parse(
    JSON.stringify(lab.iam.contents(), (key, value: unknown) => (key === 'sagemaker-persona:created-by' ? undefined : value)),
  );
}

/** What IAM holds after a deployment that nothing disturbed. */
async function undisturbed(properties: Properties | undefined): Promise<unknown> {
  const lab = await prepared({ name: '', before: properties, after: undefined });
  const contents = contentsOf(lab);
  await lab.close();
  return contents;
}

it.each(SCENARIOS)(
  '$name: no fault leaks, harms or lies',
  async (scenario) => {
    const points = await writingCalls(scenario);
    const [old, wanted, empty] = [await undisturbed(scenario.before), await undisturbed(scenario.after), await undisturbed(undefined)];
    let runs = 0;
    for (const call of points) {
      for (const [name, fault, times] of FAULTS) {
        const at = `${scenario.name}, ${name}, at call ${String(call)}`;
        const lab = await prepared(scenario);
        lab.iam.faults.at({ call }, fault, times);
        const status = await operate(lab, scenario);
        lab.iam.faults.clear();
        const gaveUp = lab.cloudFormation.events.some((event) => event.status === 'DELETE_FAILED');
        if (status === 'UPDATE_COMPLETE' && gaveUp) await again(lab, 'Delete');
        if (/^(CREATE|UPDATE|DELETE)_COMPLETE$/.test(status)) expect([at, contentsOf(lab)]).toEqual([at, wanted]);
        if (status === 'UPDATE_ROLLBACK_COMPLETE') expect([at, contentsOf(lab)]).toEqual([at, old]);
        if (status === 'UPDATE_ROLLBACK_FAILED') await again(lab, 'Update');
        if (status !== 'DELETE_COMPLETE') await lab.remove();
        expect([at, status, contentsOf(lab)]).toEqual([at, status, empty]);
        expect([at, lab.cloudFormation.violations]).toEqual([at, []]);
        await lab.close();
        runs += 1;
      }
    }
    expect(runs).toBe(points.length * FAULTS.length);
  },
  60_000,
);
