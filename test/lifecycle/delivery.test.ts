import { COMPUTE, DATA_SCIENTIST, startLab, VPC, type LabSettings, type Properties } from './harness';

/* Lambda may deliver any event more than once, at the same time or later. */

const DELIVERIES: readonly [string, LabSettings][] = [
  ['three times, one after another', { delivery: { copies: 3, order: 'one after another' } }],
  ['three times, side by side', { delivery: { copies: 3, order: 'side by side' } }],
];

const AFTER: Properties = { ...DATA_SCIENTIST, S3Buckets: ['another-bucket'], Tags: [{ Key: 'team', Value: 'ml' }] };

/** Create, update in place, replace; what IAM holds after each. */
async function states(settings: LabSettings): Promise<unknown[]> {
  const lab = await startLab(settings);
  const found: unknown[] = [];
  for (const properties of [DATA_SCIENTIST, AFTER, { ...AFTER, Vpc: VPC }, { ...COMPUTE, RoleName: 'other-name' }]) {
    const stack = await lab.deploy({ Role: properties });
    found.push(stack.status, lab.iam.contents());
  }
  found.push((await lab.remove()).status, lab.iam.contents());
  expect(lab.cloudFormation.violations).toEqual([]);
  await lab.close();
  return found;
}

it.each(DELIVERIES)(
  'events that are delivered %s end in the same state as events that come once',
  async (_, settings) => {
    expect(await states(settings)).toEqual(await states({}));
  },
  30_000,
);

it('a late copy of a Create, after the stack is gone, makes nothing', async () => {
  const lab = await startLab();
  await lab.deploy({ Role: COMPUTE });
  const [create] = lab.cloudFormation.requests;
  await lab.remove();
  lab.iam.forgetCalls();
  await lab.cloudFormation.redeliver(create?.RequestId ?? '');
  expect(lab.iam.roles).toEqual([]);
  expect(lab.iam.calls).toEqual([]);
  await lab.close();
});

it('a late copy of the Delete that cleaned up after a replacement leaves the new role alone', async () => {
  const lab = await startLab();
  await lab.deploy({ Role: { ...COMPUTE, RoleName: 'first' } });
  await lab.deploy({ Role: { ...COMPUTE, RoleName: 'second' } });
  const cleanUp = lab.cloudFormation.requests.find(({ RequestType }) => RequestType === 'Delete');
  await lab.cloudFormation.redeliver(cleanUp?.RequestId ?? '');
  expect(lab.iam.roles.map(({ RoleName }) => RoleName)).toEqual(['second']);
  await lab.close();
}, 30_000);
