import type { FaultPoint, Moment } from '../../local/iam-faults';
import { startLocalAws, type LocalAws } from '../../local/local-aws';
import { COMPUTE, DATA_SCIENTIST, TOKEN, VPC, type Properties } from './harness';

/*
 * SIGKILL for the function's process, as when Lambda takes its memory away, at every call to IAM: before the call is carried out and
 * after. The built bundle runs in a process of its own, as deployed.
 */

function template(properties: Properties): string {
  return JSON.stringify({
    Resources: {
      Role: { Type: 'Custom::SageMakerPersonaRole', Properties: { ServiceToken: TOKEN, ServiceTimeout: 60, ...properties } },
    },
  });
}

/**
 * Runs with a local AWS of its own, and checks that the protocol was kept. CloudFormation gives up waiting when the last attempt at an event
 * has ended: so late that no attempt is missed on a busy machine, and no later.
 */
async function withLocalAws<T>(use: (aws: LocalAws) => Promise<T>): Promise<T> {
  const aws: LocalAws = await startLocalAws({ pause: () => aws.cloudFormation.settled() });
  try {
    const result = await use(aws);
    expect(aws.cloudFormation.violations).toEqual([]);
    return result;
  } finally {
    await aws.close();
  }
}

function killAt(aws: LocalAws, point: FaultPoint, when: Moment, times: number): void {
  aws.iam.faults.at(
    point,
    {
      kind: 'hook',
      when,
      run: () => {
        aws.provider.kill();
      },
    },
    times,
  );
}

interface Point {
  /** 1 for the first call of the Create. */
  readonly call: number;
  readonly when: Moment;
}

/** Every call that a Create makes until its answer, or the writing ones only, before and after it is carried out. */
async function pointsOfCreate(properties: Properties, effects: readonly string[]): Promise<Point[]> {
  return withLocalAws(async (aws) => {
    const stack = await aws.cloudFormation.createStack({ name: 'team', template: template(properties) });
    expect(stack.status).toBe('CREATE_COMPLETE');
    const calls = aws.iam.calls.map(({ effect }, index) => ({ effect, call: index + 1 })).filter(({ effect }) => effects.includes(effect));
    return calls.flatMap(({ call }): Point[] => [
      { call, when: 'before' },
      { call, when: 'after' },
    ]);
  });
}

/** Runs the cases side by side, a few at a time. */
async function forEach<T>(cases: readonly T[], run: (item: T) => Promise<void>): Promise<void> {
  const queue = [...cases];
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await run(next);
  };
  await Promise.all(Array.from({ length: 14 }, worker));
}

it.each([
  ['an ordinary role that is killed at any call', COMPUTE, ['read', 'write']],
  ['a role with overflow policies that is killed at any writing call', { ...DATA_SCIENTIST, Vpc: VPC }, ['write']],
])(
  'the Create of %s is completed by the retry, with one role, and deletes without a trace',
  async (_, properties, effects) => {
    const points = await pointsOfCreate(properties, effects);
    expect(points.length).toBeGreaterThan(7);
    await forEach(points, async ({ call, when }) => {
      await withLocalAws(async (aws) => {
        killAt(aws, { call }, when, 1);
        const stack = await aws.cloudFormation.createStack({ name: 'team', template: template(properties) });
        expect([call, when, stack.status]).toEqual([call, when, 'CREATE_COMPLETE']);
        expect(aws.iam.roles).toHaveLength(1);
        await aws.cloudFormation.deleteStack('team');
        expect(aws.iam.roles).toEqual([]);
        expect(aws.iam.policies).toHaveLength(1);
      });
    });
  },
  120_000,
);

it('a Create whose every attempt is killed, the first one anywhere, is rolled back without a trace', async () => {
  await forEach(await pointsOfCreate(COMPUTE, ['read', 'write']), async ({ call, when }) => {
    await withLocalAws(async (aws) => {
      killAt(aws, { call }, when, 1);
      // The two retries die as they begin.
      killAt(aws, { where: ({ index, operation }) => index > call && operation === 'CreateRole' }, 'before', 2);
      const stack = await aws.cloudFormation.createStack({ name: 'team', template: template(COMPUTE) });
      expect([call, when, stack.status]).toEqual([call, when, 'ROLLBACK_COMPLETE']);
      expect(aws.iam.roles).toEqual([]);
    });
  });
}, 120_000);
