import { DescribeStacksCommand, type StackStatus } from '@aws-sdk/client-cloudformation';
import { CreatePolicyCommand, CreateRoleCommand, GetRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { stageOfEachTest } from '../support/stage-of-each-test';
import {
  createEvent,
  deleteEvent,
  LOG_STREAM,
  LOGICAL_ID,
  PROPERTIES,
  QUERY,
  REQUEST_ID,
  SENT_AT,
  STACK_ID,
  updateEvent,
  type Event,
} from './events';
import { iamError } from './iam-error';
import { invoke } from './invoke';
import { roleOutput } from './mocked-iam';

const KINDS: readonly [string, (host: string, more?: Event) => Event][] = [
  ['Create', createEvent],
  ['Update', updateEvent],
  ['Delete', deleteEvent],
];
const WRITING = KINDS.slice(0, 2);

const ROLE_ARN = 'arn:aws:iam::111122223333:role/sagemaker-persona/analyst';
const ATTRIBUTE_NAMES = ['Activities', 'Arn', 'CatalogVersion', 'Persona', 'PolicyDigest', 'RoleId', 'RoleName'];

/** A Create tries to create its role before it looks for one: where there is one, IAM refuses and nothing changes. */
const REFUSED_CREATE = 'CreateRole';

const stage = stageOfEachTest();

/** What a call gives that fails with something else than an Error. */
function rejected(thrown: unknown): Promise<never> {
  const reason = thrown as Error;
  return Promise.reject(reason);
}

describe('every event', () => {
  it.each(KINDS)('%s is answered once, with the ids that it came with', async (_, event) => {
    const { answers, puts } = await invoke(stage, event(stage.server.host));
    expect(puts).toHaveLength(1);
    expect(puts[0]?.path).toBe(`/answer?${QUERY}`);
    expect(answers[0]).toMatchObject({
      Status: 'SUCCESS',
      PhysicalResourceId: 'analyst',
      StackId: STACK_ID,
      RequestId: REQUEST_ID,
      LogicalResourceId: LOGICAL_ID,
      NoEcho: false,
    });
  });

  it.each([
    ['no ResponseURL', undefined],
    ['an empty one', ''],
    ['a number', 3],
    ['a list', [`http://127.0.0.1/`]],
    ['another host', 'https://evil.com/'],
    ['a local host that is not configured', `http://127.0.0.1:1/?${QUERY}`],
    ['a user in front of the host', `http://user@127.0.0.1:1/?${QUERY}`],
  ])('with %s in place of its ResponseURL is neither served nor answered', async (_, ResponseURL) => {
    for (const [, event] of KINDS) {
      const { lines } = await invoke(stage, event(stage.server.host, { ResponseURL }));
      expect(lines.map((line) => (JSON.parse(line) as { level: string }).level)).toEqual(['ERROR']);
    }
    expect(stage.server.puts).toEqual([]);
    expect(stage.iam.calls()).toEqual([]);
    expect(stage.cloudFormation.mock.calls()).toEqual([]);
  });

  it.each([undefined, null, 'text', 1, true, [], {}])('that is %p is neither served nor answered', async (event) => {
    await invoke(stage, event);
    expect(stage.server.puts).toEqual([]);
    expect(stage.iam.calls()).toEqual([]);
  });

  it.each([403, 404])('ends well where the answer is refused with %d: nobody hears a second one either', async (status) => {
    stage.server.meet(status);
    expect((await invoke(stage, createEvent(stage.server.host))).puts).toHaveLength(1);
  });

  it('fails where its answer cannot be delivered, so that Lambda repeats it', async () => {
    stage.server.meet(...Array.from({ length: 300 }, () => 503));
    await expect(invoke(stage, createEvent(stage.server.host))).rejects.toThrow('the answer could not be delivered in time');
  });

  it('that Lambda repeats after that changes nothing, and is answered the same', async () => {
    const first = await invoke(stage, createEvent(stage.server.host));
    stage.iam.clear();
    const second = await invoke(stage, createEvent(stage.server.host));
    expect(second.answers).toEqual(first.answers);
    expect(stage.iam.writes()).toEqual([REFUSED_CREATE]);
  });

  it('leaves no trace of its ResponseURL in the log', async () => {
    stage.server.meet(503, 'reset');
    const all: string[] = [];
    for (const [, event] of KINDS) all.push(...(await invoke(stage, event(stage.server.host))).lines);
    stage.iam.mock.on(GetRoleCommand).rejects(new Error(`cannot reach http://${stage.server.host}/answer?${QUERY}`));
    for (const [, event] of KINDS) all.push(...(await invoke(stage, event(stage.server.host))).lines);
    all.push(...(await invoke(stage, createEvent(stage.server.host, { RequestType: `http://h/?${QUERY}` }))).lines);
    expect(all.length).toBeGreaterThan(10);
    expect(all.join('\n')).not.toMatch(/X-Amz-|9f86d081/);
  });

  it('has its ids in every line of the log', async () => {
    const { lines } = await invoke(stage, createEvent(stage.server.host));
    for (const line of lines)
      expect(JSON.parse(line)).toMatchObject({ stackId: STACK_ID, logicalResourceId: LOGICAL_ID, requestId: REQUEST_ID });
  });
});

describe('attributes', () => {
  it('are the same full set after a Create, a repeated Create, an Update and one that changes nothing', async () => {
    const changed = { ...PROPERTIES, Description: 'other words' };
    const answers = [
      ...(await invoke(stage, createEvent(stage.server.host))).answers,
      ...(await invoke(stage, createEvent(stage.server.host))).answers,
      ...(await invoke(stage, updateEvent(stage.server.host, { ResourceProperties: changed }))).answers,
      ...(await invoke(stage, updateEvent(stage.server.host, { ResourceProperties: changed, OldResourceProperties: changed }))).answers,
    ];
    expect(answers).toHaveLength(4);
    for (const { Data } of answers) {
      expect(Object.keys(Data ?? {}).sort()).toEqual(ATTRIBUTE_NAMES);
      expect(Object.values(Data ?? {}).every((value) => typeof value === 'string')).toBe(true);
      expect(Data).toMatchObject({
        Arn: ROLE_ARN,
        RoleName: 'analyst',
        RoleId: 'AROAEXAMPLE',
        Persona: '',
        Activities: 'RunStudioApps@2',
        PolicyDigest: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
        CatalogVersion: expect.stringMatching(/^[0-9a-f]{12}$/) as string,
      });
    }
  });

  it('name the persona and its activities with their versions', async () => {
    const compute = {
      Persona: 'Compute',
      S3Buckets: ['ml-data'],
      EcrRepositories: ['arn:aws:ecr:eu-west-1:111122223333:repository/training'],
    };
    const { answers } = await invoke(stage, createEvent(stage.server.host, { ResourceProperties: compute }));
    expect(answers[0]?.Data).toMatchObject({ Persona: 'Compute@1', Activities: 'AccessAwsServices@1' });
  });

  it('are none after a Delete', async () => {
    expect((await invoke(stage, deleteEvent(stage.server.host))).answers[0]?.Data).toEqual({});
  });

  it('never hold the id that IAM gives in place of a new ARN, even where nothing is to be written', async () => {
    await invoke(stage, createEvent(stage.server.host));
    stage.iam.clear();
    const role = stage.iam.roles.get('analyst');
    if (role === undefined) throw new Error('the role is not there');
    let reads = 0;
    stage.iam.mock.on(GetRoleCommand).callsFake(() => {
      reads += 1;
      return reads > 2 ? roleOutput(role) : { Role: { ...roleOutput(role).Role, Arn: 'AROAEXAMPLE' } };
    });
    const { answers } = await invoke(stage, createEvent(stage.server.host));
    expect(answers[0]).toMatchObject({ Status: 'SUCCESS', Data: { Arn: ROLE_ARN } });
    expect(stage.iam.writes()).toEqual([REFUSED_CREATE]);
  });
});

describe('a FAILED answer', () => {
  it.each(KINDS)('comes for a %s under a faulty configuration, names the setting, and no call is made', async (kind, event) => {
    const { answers } = await invoke(stage, event(stage.server.host), { environment: { ROLE_PATH: 'x', LOG_LEVEL: 'LOUD' } });
    expect(answers).toHaveLength(1);
    expect(answers[0]).toMatchObject({ Status: 'FAILED', PhysicalResourceId: 'analyst' });
    expect(answers[0]?.Reason).toMatch(/^InvalidRequest: provider configuration RolePath: .*; provider configuration LogLevel: /);
    expect(answers[0]).not.toHaveProperty('Data');
    expect(stage.iam.calls()).toEqual([]);
    expect(kind).toBeTruthy();
  });

  it('is one line without a stack, and ends with the log stream', async () => {
    stage.iam.mock.on(GetRoleCommand).rejects(new TypeError('two\nlines'));
    const { answers, lines } = await invoke(stage, createEvent(stage.server.host));
    expect(answers[0]?.Reason).toBe(`InternalFailure: GetRole analyst: two lines [log: ${LOG_STREAM}]`);
    expect(lines.some((line) => line.includes('TypeError') && line.includes('stack'))).toBe(true);
  });

  it('does without a log stream where Lambda names none', async () => {
    stage.iam.mock.on(GetRoleCommand).rejects(new TypeError('words'));
    const { answers } = await invoke(stage, createEvent(stage.server.host), { context: { logStreamName: '' } });
    expect(answers[0]?.Reason).toBe('InternalFailure: GetRole analyst: words');
  });

  it.each<[string, unknown]>([
    ['a text', 'words'],
    ['nothing', undefined],
    ['null', null],
    ['a number', 3],
    ['a map', { code: 'x' }],
    ['a map without a prototype', Object.create(null)],
    ['a symbol', Symbol('words')],
  ])('comes where %s is thrown in place of an Error', async (_, thrown) => {
    stage.iam.mock.on(GetRoleCommand).callsFake(() => rejected(thrown));
    for (const [, event] of KINDS) {
      const { answers } = await invoke(stage, event(stage.server.host));
      expect(answers).toHaveLength(1);
      expect(answers[0]).toMatchObject({ Status: 'FAILED', PhysicalResourceId: 'analyst' });
      expect(answers[0]?.Reason).toMatch(/^InternalFailure: /);
    }
  });

  it('names every fault of the properties at once, before any call', async () => {
    const ResourceProperties = { RoleName: 'a b', Activities: ['ManageJob'], Nonsense: '1', MaxSessionDuration: '1' };
    const { answers } = await invoke(stage, createEvent(stage.server.host, { ResourceProperties }));
    for (const fault of ['RoleName', 'Activities[0]', 'did you mean "ManageJobs"', 'Nonsense', 'MaxSessionDuration'])
      expect(answers[0]?.Reason).toContain(fault);
    expect(stage.iam.calls()).toEqual([]);
  });

  it('of a Create names the role that was to be, so that the Delete finds what is left', async () => {
    stage.iam.mock.on(PutRolePolicyCommand).rejects(iamError('MalformedPolicyDocument', 'words'));
    const { answers } = await invoke(stage, createEvent(stage.server.host));
    expect(answers[0]).toMatchObject({ Status: 'FAILED', PhysicalResourceId: 'analyst' });
    expect(stage.iam.roles.has('analyst')).toBe(false);
  });

  it("of a Create that meets someone else's role is a marker, and the Delete that follows makes no call", async () => {
    await invoke(stage, createEvent(stage.server.host, { LogicalResourceId: 'Other' }));
    stage.iam.clear();
    const { answers } = await invoke(stage, createEvent(stage.server.host));
    expect(answers[0]).toMatchObject({ Status: 'FAILED', PhysicalResourceId: 'unowned:analyst' });
    expect(stage.iam.writes()).toEqual([REFUSED_CREATE]);
    stage.iam.clear();
    const deleted = await invoke(stage, deleteEvent(stage.server.host, { PhysicalResourceId: 'unowned:analyst' }));
    expect(deleted.answers[0]).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'unowned:analyst' });
    expect(stage.iam.calls()).toEqual([]);
  });

  it.each(['analyst', 'unowned:analyst', 'team-AnalystRole-1A2B3C'])('of an Update keeps the id %p', async (PhysicalResourceId) => {
    const { answers } = await invoke(stage, updateEvent(stage.server.host, { PhysicalResourceId, ResourceProperties: {} }));
    expect(answers[0]).toMatchObject({ Status: 'FAILED', PhysicalResourceId });
    expect(stage.iam.calls()).toEqual([]);
  });
});

describe('a late event', () => {
  const withTimeout = { ...PROPERTIES, ServiceTimeout: '1200' };

  it.each(WRITING.flatMap(([kind, event]) => [0, 1, 3_600_000].map((late) => ({ kind, event, late }))))(
    '$kind, $late ms after CloudFormation gave up, makes no IAM call and is answered FAILED',
    async ({ event, late }) => {
      stage.clock.advance(1_199_000 + late);
      const { answers } = await invoke(stage, event(stage.server.host, { ResourceProperties: withTimeout }));
      expect(answers).toHaveLength(1);
      expect(answers[0]).toMatchObject({ Status: 'FAILED', PhysicalResourceId: 'analyst' });
      expect(stage.iam.calls()).toEqual([]);
    },
  );

  it.each(WRITING)('%s is served until then', async (_, event) => {
    stage.clock.advance(1_198_000);
    await invoke(stage, event(stage.server.host, { ResourceProperties: withTimeout }));
    expect(stage.iam.calls()).toContain('GetRole');
  });

  it('is late after an hour where the properties say nothing', async () => {
    stage.clock.advance(3_599_000);
    await invoke(stage, createEvent(stage.server.host));
    expect(stage.clock.now()).toBe(SENT_AT + 3_600_000);
    expect(stage.iam.calls()).toEqual([]);
  });

  it('is served where its URL tells no time', async () => {
    stage.clock.advance(86_400_000);
    await invoke(stage, createEvent(stage.server.host, { ResponseURL: `http://${stage.server.host}/answer?Signature=x` }));
    expect(stage.iam.writes()).toEqual(['CreateRole', 'PutRolePolicy']);
  });

  it('is served all the same where it is a Delete', async () => {
    await invoke(stage, createEvent(stage.server.host));
    stage.clock.advance(86_400_000);
    await invoke(stage, deleteEvent(stage.server.host));
    expect([...stage.iam.roles.keys()]).toEqual([]);
  });
});

describe('the end of the time that Lambda gives', () => {
  const throttled = iamError('Throttling', 'Rate exceeded');

  it.each(KINDS)('is heeded: a %s is FAILED in time and says at which call it was', async (kind, event) => {
    stage.iam.mock.on(GetRoleCommand).rejects(throttled);
    const started = stage.clock.now();
    const { answers } = await invoke(stage, event(stage.server.host), { remaining: 60_000 });
    expect(answers[0]).toMatchObject({ Status: 'FAILED', PhysicalResourceId: 'analyst' });
    expect(answers[0]?.Reason).toContain('ran out of time at GetRole analyst; the last answer was Throttling: Rate exceeded');
    // What a Create may have made is looked for before it is answered.
    expect(stage.clock.now() - started).toBeLessThanOrEqual(kind === 'Create' ? 55_000 : 50_000);
  });

  it('leaves time to take back what a Create made', async () => {
    stage.iam.mock.on(PutRolePolicyCommand).rejects(throttled);
    const started = stage.clock.now();
    const { answers } = await invoke(stage, createEvent(stage.server.host), { remaining: 60_000 });
    expect(answers[0]?.Reason).toContain('ran out of time at PutRolePolicy SageMakerPersona');
    expect(stage.iam.roles.has('analyst')).toBe(false);
    expect(stage.clock.now() - started).toBeLessThanOrEqual(55_000);
  });

  it('is answered even where cleaning up runs out of time too', async () => {
    stage.iam.mock.on(CreateRoleCommand).rejects(throttled);
    stage.iam.mock.on(GetRoleCommand).rejects(throttled);
    const { answers, lines } = await invoke(stage, createEvent(stage.server.host), { remaining: 60_000 });
    expect(answers[0]?.Reason).toContain('ran out of time at CreateRole analyst');
    expect(lines.some((line) => line.includes('cleaning up failed'))).toBe(true);
  });
});

describe("CloudFormation's own word", () => {
  const ask = { environment: { VERIFY_STACK: 'true' } };

  function stackIs(StackStatus: StackStatus): void {
    stage.cloudFormation.mock
      .on(DescribeStacksCommand)
      .resolves({ Stacks: [{ StackName: 'team', CreationTime: new Date(SENT_AT), StackStatus }] });
  }

  it.each(KINDS)('is asked for by default: a %s that it contradicts makes no IAM call', async (_, event) => {
    stackIs('CREATE_COMPLETE');
    const { answers } = await invoke(stage, event(stage.server.host), ask);
    expect(answers).toHaveLength(1);
    expect(answers[0]).toMatchObject({ Status: 'FAILED', PhysicalResourceId: 'analyst' });
    expect(answers[0]?.Reason).toContain('the event is refused: the stack is CREATE_COMPLETE');
    expect(stage.iam.calls()).toEqual([]);
  });

  it.each(KINDS)('is not needed: a %s is served where it may not be asked for', async (_, event) => {
    stage.cloudFormation.mock.on(DescribeStacksCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDenied' }));
    expect((await invoke(stage, event(stage.server.host), ask)).answers[0]?.Status).toBe('SUCCESS');
  });

  it.each(KINDS)('is not asked for a %s where the configuration says so', async (_, event) => {
    await invoke(stage, event(stage.server.host));
    expect(stage.cloudFormation.mock.calls()).toEqual([]);
  });
});

describe('a policy that is in the way', () => {
  it('fails the Create under the name of the role', async () => {
    // Enough buckets that the permissions need a policy of their own beside the inline one.
    const S3Buckets = Array.from({ length: 120 }, (_, index) => `bucket-with-a-rather-long-name-${String(index).padStart(30, '0')}`);
    const ResourceProperties = { Activities: ['AccessS3Buckets@1'], RoleName: 'analyst', S3Buckets };
    stage.iam.mock.on(CreatePolicyCommand).rejects(iamError('EntityAlreadyExists', 'words', 409));
    const { answers } = await invoke(stage, createEvent(stage.server.host, { ResourceProperties }));
    expect(answers[0]).toMatchObject({ Status: 'FAILED', PhysicalResourceId: 'analyst' });
    expect(answers[0]?.Reason).toMatch(/^AlreadyExists: CreatePolicy analyst-[0-9a-f]{12}: EntityAlreadyExists: words/);
    expect(stage.iam.roles.has('analyst')).toBe(false);
  });
});
