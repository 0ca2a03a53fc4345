import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { startIamServer } from '../../../local/iam-server';
import { LocalIam } from '../../../local/iam';
import { PLACE } from '../../../local/local-aws';
import { providerDeployment } from '../../../local/provider-deployment';
import { startAnswerServer } from '../../lambda/answer-server';
import { QUERY } from '../../lambda/events';
import { COMPUTE, DATA_SCIENTIST, templateOf, TOKEN, VPC, type Properties } from '../harness';
import { startBusyLab } from './busy-lab';

/** Calls a second that IAM takes of one operation; the same is the burst. */
const RATE = 5;

/** Calls of an ordinary Create that nothing disturbs, by operation. */
const FLOOR = {
  CreateRole: 1,
  PutRolePolicy: 1,
  GetRole: 2,
  GetRolePolicy: 2,
};

const ROLES = 200;

function rolesOf(count: number): Record<string, Properties> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`Role${String(index)}`, { ...COMPUTE, ServiceTimeout: 1200 }] as const),
  );
}

it.each([
  ['200 roles in one stack', 1],
  ['20 stacks at once, of ten roles each', 20],
])(
  '%s are made by an IAM that takes five calls a second of each operation, with no call too many and little time lost',
  async (name, stacks) => {
    const lab = await startBusyLab({ rate: RATE, burst: RATE, kindOf: (operation) => operation });
    const started = lab.clock.now();
    const template = templateOf(rolesOf(ROLES / stacks));
    const work = Array.from({ length: stacks }, (_, index) => lab.cloudFormation.createStack({ name: `team${String(index)}`, template }));
    const ended = await lab.clock.drive(Promise.all(work));
    const seconds = (lab.clock.now() - started) / 1000;
    expect(ended.map(({ status }) => status)).toEqual(work.map(() => 'CREATE_COMPLETE'));
    expect(lab.iam.roles).toHaveLength(ROLES);
    expect(Object.fromEntries(lab.taken)).toEqual(Object.fromEntries(Object.entries(FLOOR).map(([call, times]) => [call, times * ROLES])));
    const atLeast = (FLOOR.GetRole * ROLES) / RATE;
    console.log(
      `load, ${name}: ${seconds.toFixed(0)} s of IAM's time, ${String(atLeast)} s at least; ${String(lab.throttled())} calls were throttled`,
    );
    expect(seconds).toBeLessThan(atLeast * 1.3);
    expect(lab.cloudFormation.violations).toEqual([]);
    await lab.cloudFormation.close();
  },
  120_000,
);

/**
 * Megabytes of the function, as Lambda counts them: all that its process holds. It is asked after each event, since the largest size that
 * the system reports of a child begins with that of the process which started it.
 */
const MEMORY = 128;

/**
 * How Lambda's own bootstrap for Node.js bounds the heap: shares of the function's memory. Without them Node takes its bounds from the
 * machine, and holds garbage for as long as the machine has room. It is /var/runtime/bootstrap in its images.
 */
const HEAP = [`--max-semi-space-size=${String(Math.floor(MEMORY * 0.05))}`, `--max-old-space-size=${String(Math.floor(MEMORY * 0.9))}`];

it(`the built function stays below ${String(MEMORY)} MB while it serves 50 large roles one after another`, async () => {
  const iam = new LocalIam(PLACE);
  const server = await startIamServer(iam);
  const answers = await startAnswerServer();
  const { environment, ceiling } = providerDeployment(PLACE, { AllowedResponseHosts: answers.host, PropagationDelaySeconds: '0' });
  await iam.call('CreatePolicy', { PolicyName: ceiling.name, PolicyDocument: ceiling.document });
  const events = Array.from({ length: 50 }, (_, index) => ({
    RequestType: 'Create',
    ResponseURL: `http://${answers.host}/answer?${QUERY.replace(/X-Amz-Date=\w+/, 'X-Amz-Date=29991231T000000Z')}`,
    StackId: 'arn:aws:cloudformation:us-east-1:111122223333:stack/team/0b8e2f10-0000-4000-8000-000000000001',
    RequestId: `request-${String(index)}`,
    LogicalResourceId: `Role${String(index)}`,
    ResourceType: 'Custom::SageMakerPersonaRole',
    ResourceProperties: { ...DATA_SCIENTIST, Vpc: VPC, ServiceToken: TOKEN },
  }));
  const bundle = join(__dirname, '..', '..', '..', 'dist', 'function', 'index.js');
  const script = `
    const { handler } = require(${JSON.stringify(bundle)});
    const context = { functionName: 'f', invokedFunctionArn: ${JSON.stringify(TOKEN)}, logStreamName: 's', getRemainingTimeInMillis: () => 300000 };
    (async () => {
      let peak = 0;
      for (const event of ${JSON.stringify(events)}) {
        await handler(event, context);
        peak = Math.max(peak, process.memoryUsage().rss);
      }
      process.stderr.write('peak ' + peak);
    })();`;
  const child = spawn(process.execPath, [...HEAP, '-e', script], {
    env: {
      ...environment,
      VERIFY_STACK: 'false',
      AWS_ENDPOINT_URL_IAM: server.url,
      AWS_REGION: PLACE.region,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let output = '';
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await new Promise((resolve) => child.once('close', resolve));
  const megabytes = Number(/peak (\d+)/.exec(output)?.[1]) / 1024 ** 2;
  console.log(`load: the function's peak is ${megabytes.toFixed(0)} MB`);
  expect(iam.roles).toHaveLength(50);
  expect(megabytes).toBeLessThan(MEMORY);
  await Promise.all([server.close(), answers.close()]);
}, 180_000);
