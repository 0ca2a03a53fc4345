import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CloudFormationClient,
  DescribeStackResourceCommand,
  DescribeStacksCommand,
  type StackStatus,
} from '@aws-sdk/client-cloudformation';
import { IAMClient } from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';
import { handle } from '../../lambda/index';
import { LocalIam } from '../../local/iam';
import { startIamServer, type IamServer } from '../../local/iam-server';
import { expanded } from '../core/bad-cases';
import { startAnswerServer, type AnswerServer } from '../lambda/answer-server';
import { ACCOUNT_ID, contextOf, createEvent, REGION, SENT_AT, STACK_ID } from '../lambda/events';
import type { AnswerBody } from '../lambda/invoke';
import { virtualClock } from '../lambda/virtual-clock';

/** What somebody who may deploy stacks, or invoke the function, tries. */
interface Attack {
  readonly name: string;
  /** On top of {@link PERSON}; `first` is what an honest Create before it asked for. */
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly first?: Readonly<Record<string, unknown>>;
  readonly event?: Readonly<Record<string, unknown>>;
  /** The provider's configuration, where it is not the default. */
  readonly environment?: Readonly<Record<string, string>>;
  /** What CloudFormation says of the stack. */
  readonly stack?: { readonly status: StackStatus; readonly type?: string };
  /** What the Reason says: the property and the value. Empty where there is nobody to tell it to. */
  readonly refusal: readonly string[];
  /** A Delete of what is someone else's succeeds, and does nothing. */
  readonly status?: 'SUCCESS';
}

// Read as text: an import would lose keys such as `__proto__`.
const ATTACKS = JSON.parse(readFileSync(join(__dirname, 'attacks.json'), 'utf8')) as readonly Attack[];

const PERSON = {
  Activities: ['ManageJobs@1', 'AccessS3Buckets@1'],
  RoleName: 'person',
  RolesToPass: [`arn:aws:iam::${ACCOUNT_ID}:role/sagemaker-persona/compute`],
  S3Buckets: ['ml-data'],
};
const BOUNDARY = `sagemaker-persona-role-boundary-${REGION}`;
const TRUST = document({ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' });

function document(statement: object): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}

/** An account with roles that an attacker would like to have. */
async function account(): Promise<LocalIam> {
  const iam = new LocalIam({ accountId: ACCOUNT_ID });
  const tags = (stackId: string): { Key: string; Value: string }[] => [
    { Key: 'sagemaker-persona:provider', Value: `${REGION}/sagemaker-persona-role` },
    { Key: 'sagemaker-persona:stack-id', Value: stackId },
    { Key: 'sagemaker-persona:logical-id', Value: 'AnalystRole' },
    { Key: 'sagemaker-persona:schema', Value: '1' },
  ];
  const roles = [
    { RoleName: 'admin', Path: '/' },
    { RoleName: 'untagged', Path: '/sagemaker-persona/' },
    { RoleName: 'neighbour', Path: '/sagemaker-persona/', Tags: tags(STACK_ID.replace('stack/team/', 'stack/neighbour/')) },
    { RoleName: 'owned', Path: '/sagemaker-persona/', Tags: tags(STACK_ID) },
  ];
  await iam.call('CreatePolicy', {
    PolicyName: BOUNDARY,
    PolicyDocument: document({ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }),
  });
  for (const role of roles) {
    await iam.call('CreateRole', { ...role, AssumeRolePolicyDocument: TRUST });
    const PolicyDocument = document({ Effect: 'Allow', Action: '*', Resource: '*' });
    await iam.call('PutRolePolicy', { RoleName: role.RoleName, PolicyName: 'everything', PolicyDocument });
  }
  return iam;
}

function cloudFormationThatSays(stack: Attack['stack']): CloudFormationClient {
  const client = new CloudFormationClient({ region: REGION });
  const mock = mockClient(client);
  mock.onAnyCommand().resolves({});
  if (stack === undefined) return client;
  mock.on(DescribeStacksCommand).resolves({ Stacks: [{ StackStatus: stack.status, StackName: 'team', CreationTime: new Date(0) }] });
  if (stack.type !== undefined)
    mock.on(DescribeStackResourceCommand).resolves({
      StackResourceDetail: {
        ResourceType: stack.type,
        LogicalResourceId: 'AnalystRole',
        ResourceStatus: 'CREATE_IN_PROGRESS',
        LastUpdatedTimestamp: new Date(0),
      },
    });
  return client;
}

let answers: AnswerServer;
let server: IamServer | undefined;
let ran = 0;

beforeAll(async () => {
  answers = await startAnswerServer();
});
afterEach(async () => {
  await server?.close();
  server = undefined;
});
afterAll(async () => {
  await answers.close();
  process.stdout.write(`${String(ran)} attacks, each refused without a write\n`);
});

interface Outcome {
  readonly before: unknown;
  readonly iam: LocalIam;
  readonly answers: readonly AnswerBody[];
}

async function attempt({ properties = {}, first, event = {}, environment = {}, stack }: Attack): Promise<Outcome> {
  const iam = await account();
  server = await startIamServer(iam);
  answers.clear();
  const client = new IAMClient({
    endpoint: server.url,
    region: REGION,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  const serve = async (request: unknown): Promise<void> => {
    const clock = virtualClock(SENT_AT + 1_000);
    await handle(request, contextOf(clock), {
      iam: client,
      cloudFormation: cloudFormationThatSays(stack),
      clock,
      environment: {
        ALLOWED_RESPONSE_HOSTS: answers.host,
        PERMISSIONS_BOUNDARIES: `arn:aws:iam::${ACCOUNT_ID}:policy/${BOUNDARY}`,
        PROPAGATION_DELAY_SECONDS: '0',
        ...environment,
      },
      writeLog: () => undefined,
    });
  };
  // Spreading keeps `__proto__` a name like any other, as in the JSON that CloudFormation sends.
  const given = (more: unknown): object => ({ ...PERSON, ...(expanded(more) as object) });
  if (first !== undefined) {
    await serve(createEvent(answers.host, { ResourceProperties: given(first) }));
    expect(answersGiven()).toEqual([expect.objectContaining({ Status: 'SUCCESS' })]);
    answers.clear();
  }
  iam.forgetCalls();
  const before = iam.contents();
  const asUpdate = first === undefined ? {} : { PhysicalResourceId: 'person' };
  const more = { ...asUpdate, OldResourceProperties: given(first ?? {}), ...event };
  await serve(createEvent(answers.host, { ResourceProperties: given(properties), ...more }));
  client.destroy();
  return { before, iam, answers: answersGiven() };
}

function answersGiven(): AnswerBody[] {
  return answers.puts.map(({ body }) => JSON.parse(body) as AnswerBody);
}

it('at least sixty, each with a name of its own', () => {
  expect(ATTACKS.length).toBeGreaterThanOrEqual(60);
  expect(new Set(ATTACKS.map(({ name }) => name)).size).toBe(ATTACKS.length);
});

describe('refused without a write, and nothing of the account is touched:', () => {
  it.each(ATTACKS)('$name', async (attack) => {
    const outcome = await attempt(attack);
    const isAddressed = attack.event?.['ResponseURL'] === undefined;
    expect(outcome.answers).toHaveLength(isAddressed ? 1 : 0);
    for (const answer of outcome.answers) {
      expect(answer.Status).toBe(attack.status ?? 'FAILED');
      for (const words of attack.refusal) expect(answer.Reason).toContain(words);
      expect(JSON.stringify(answer).length).toBeLessThanOrEqual(4096);
    }
    if (isAddressed && attack.status === undefined) expect(attack.refusal).not.toEqual([]);
    if (!isAddressed) expect(outcome.iam.calls).toEqual([]);
    // Where a name is taken, CreateRole is what finds that out.
    expect(outcome.iam.writes.filter((call) => call.outcome !== 'EntityAlreadyExists')).toEqual([]);
    expect(outcome.iam.contents()).toEqual(outcome.before);
    ran += 1;
  });
});
