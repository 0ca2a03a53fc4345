import fc from 'fast-check';
import { ANSWER_BYTES } from '../../lambda/cfn-response';
import { startAnswerServer, type AnswerServer } from './answer-server';
import { createEvent, deleteEvent, PROPERTIES, QUERY, SENT_AT, SIGNATURE, updateEvent, type Event } from './events';
import { invoke, stageWith, type AnswerBody, type Playable, type Stage } from './invoke';
import { plainIam } from './mocked-iam';
import { virtualClock } from './virtual-clock';

let server: AnswerServer;
const iam = plainIam();
let whole: Stage;
const unhandled: unknown[] = [];
const onUnhandled = (reason: unknown): void => {
  unhandled.push(reason);
};

beforeAll(async () => {
  process.on('unhandledRejection', onUnhandled);
  server = await startAnswerServer();
  whole = stageWith(server);
});

/** The same stage as if nothing had happened on it: making one takes longer than serving an event. */
function freshStage(): Playable {
  server.clear();
  iam.clear();
  iam.roles.clear();
  iam.policies.clear();
  return { ...whole, iam, clock: virtualClock(SENT_AT + 1_000) };
}

afterAll(async () => {
  await server.close();
  process.off('unhandledRejection', onUnhandled);
});

/** Any text: plain, of every alphabet, with lone surrogates, long, and such that code might take for something else. */
const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 }).map((units) => String.fromCharCode(...units)),
  fc
    .tuple(fc.constantFrom('x', 'é', '😀', '*', '/', '"', '${x}'), fc.integer({ min: 1, max: 20_000 }))
    .map(([unit, length]) => unit.repeat(length)),
  fc.constantFrom(
    '',
    '*',
    '__proto__',
    'constructor',
    'toString',
    'true',
    'NaN',
    '-1',
    '${AWS::AccountId}',
    '[[S3Buckets]]',
    '{{Partition}}',
    '%',
    '\u0000',
  ),
);

/** A text of a megabyte, which is more than CloudFormation ever sends. */
const megabyte = fc.constantFrom('x', '*', '"', 'é').map((unit) => unit.repeat(1_000_000));

/** Any value that JSON can hold. */
const value = fc.oneof(
  { weight: 1000, arbitrary: text },
  { weight: 500, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 1, arbitrary: megabyte },
);

/** Parts of events that are right, to be changed in one place. */
const RIGHT: readonly Readonly<Record<string, unknown>>[] = [
  { Activities: ['AccessS3Buckets@1'], S3Buckets: ['ml-*'], AllowWildcards: true },
  { TrustedPrincipals: [{ Service: 'glue.amazonaws.com', Conditions: { StringEquals: { 'aws:SourceAccount': '111122223333' } } }] },
  { AdditionalStatements: [{ Sid: 'A', Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['arn:aws:s3:::ml-data/*'] }] },
  { GrantTo: 'arn:aws:iam::111122223333:role/service/training', RoleName: '' },
  { RoleName: 'analyst', Adopt: true },
  { Tags: [{ Key: 'team', Value: 'a' }], PropagationDelaySeconds: '5', MaxSessionDuration: 7200, SourceCondition: 'arn' },
];

/** The number of a place in a value, counted over all maps and lists, and what is put there. */
type Mutation = readonly [place: number, value: unknown];

/** A copy of a value in which one place is another. */
function mutated(root: unknown, [place, replacement]: Mutation): unknown {
  const places: (() => void)[] = [];
  const copy = structuredClone(root);
  const visit = (container: unknown): void => {
    if (typeof container !== 'object' || container === null) return;
    const map = container as Record<string, unknown>;
    for (const key of Object.keys(map)) {
      places.push(() => {
        map[key] = replacement;
      });
      places.push(() => Reflect.deleteProperty(map, key));
      visit(map[key]);
    }
  };
  visit(copy);
  places[place % Math.max(1, places.length)]?.();
  return copy;
}

const mutations = fc
  .tuple(fc.constantFrom(...RIGHT), fc.tuple(fc.nat(60), value))
  .map(([right, mutation]): unknown => mutated({ ...PROPERTIES, ...right }, mutation));

const PROPERTY_NAMES = [
  'Persona',
  'Activities',
  'ExcludeActivities',
  'S3Buckets',
  'EcrRepositories',
  'RolesToPass',
  'Vpc',
  'Kms',
  'RoleName',
  'RoleNameSuffix',
  'Description',
  'MaxSessionDuration',
  'Tags',
  'ManagedPolicyArns',
  'PermissionsBoundary',
  'SourceCondition',
  'TrustedPrincipals',
  'SourceIdentity',
  'AdditionalStatements',
  'AllowWildcards',
  'GrantTo',
  'Adopt',
  'Exclusive',
  'ForceDetach',
  'PropagationDelaySeconds',
  'Revision',
  'ServiceTimeout',
  '__proto__',
  'constructor',
  'Nonsense',
];

/** Properties that are right here and there. */
const properties = fc.oneof(
  { weight: 1, arbitrary: value },
  { weight: 2, arbitrary: mutations },
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.boolean(), fc.dictionary(fc.constantFrom(...PROPERTY_NAMES), value, { maxKeys: 4 }))
      .map(([isBased, more]): unknown => ({ ...(isBased ? PROPERTIES : {}), ...more })),
  },
);

const FIELDS = [
  'RequestType',
  'StackId',
  'RequestId',
  'LogicalResourceId',
  'PhysicalResourceId',
  'ResourceType',
  'ServiceToken',
  'Nonsense',
];

/** Events of one run; fewer for whoever is in a hurry: `PERSONA_ROLE_EVENTS=1000 npx jest test/lambda/handler-fuzz`. */
const EVENTS = Number(process.env['PERSONA_ROLE_EVENTS'] ?? 20_000);

type Change = readonly [field: string, value: unknown];

const changes: fc.Arbitrary<Change[]> = fc.array(
  fc.oneof(
    fc.tuple(fc.constantFrom(...FIELDS), value),
    fc.tuple(fc.constantFrom(...FIELDS), fc.constant(undefined)),
    fc.tuple(fc.constantFrom('ResourceProperties', 'OldResourceProperties'), properties),
  ),
  { maxLength: 3 },
);

/** As Lambda hands it over: parsed JSON. */
function changed(event: Event, list: readonly Change[]): Event {
  return JSON.parse(JSON.stringify({ ...event, ...Object.fromEntries(list) })) as Event;
}

function idsSize(event: Event): number {
  const ids = ['StackId', 'RequestId', 'LogicalResourceId', 'PhysicalResourceId'].map((field) => event[field]);
  return Buffer.byteLength(JSON.stringify(ids));
}

function textOf(event: Event, field: string): string {
  const found = event[field];
  return typeof found === 'string' ? found.toWellFormed() : '';
}

it(
  'every event with a ResponseURL gets exactly one answer, a wrong one without any IAM write, and no log line tells the URL',
  async () => {
    const statuses = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(createEvent, updateEvent, deleteEvent), changes, async (make, list) => {
        const stage = freshStage();
        const event = changed(make(server.host), list);
        const { puts, lines } = await invoke(stage, event);
        expect(puts).toHaveLength(1);
        const body = puts[0]?.body ?? '';
        const answer = JSON.parse(body) as AnswerBody;
        statuses.add(`${textOf(event, 'RequestType')} ${answer.Status}`);
        expect(['SUCCESS', 'FAILED']).toContain(answer.Status);
        expect(answer.PhysicalResourceId).not.toBe('');
        expect(Buffer.byteLength(answer.PhysicalResourceId)).toBeLessThanOrEqual(1024);
        for (const field of ['StackId', 'RequestId', 'LogicalResourceId'] as const)
          expect(answer[field].toWellFormed()).toBe(textOf(event, field));
        if (answer.Status === 'FAILED') expect(iam.writes()).toEqual([]);
        // Ids that fill the answer leave nothing for the Reason; CloudFormation's own are short.
        if (idsSize(event) < 2_000) {
          expect(Buffer.byteLength(body)).toBeLessThanOrEqual(ANSWER_BYTES);
          expect(answer.Reason === '').toBe(answer.Status === 'SUCCESS');
        }
        expect(lines.filter((line) => line.includes(SIGNATURE) || line.includes('X-Amz-'))).toEqual([]);
      }),
      { numRuns: EVENTS },
    );
    expect(unhandled).toEqual([]);
    process.stdout.write(`${String(EVENTS)} events, each answered once\n`);
    // The events are right often enough for both outcomes to be seen.
    expect([...statuses]).toEqual(
      expect.arrayContaining(['Create SUCCESS', 'Create FAILED', 'Update SUCCESS', 'Update FAILED', 'Delete SUCCESS']),
    );
  },
  30_000 + EVENTS * 60,
);

it('nothing without a ResponseURL of CloudFormation gets an answer or an IAM call', async () => {
  const url = fc.oneof(
    value,
    fc.webUrl({ withQueryParameters: true }),
    fc.constantFrom(`http://127.0.0.1:1/?${QUERY}`, `https://evil.com/?${QUERY}`),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        value,
        url.map((ResponseURL) => ({ ...createEvent(''), ResponseURL })),
      ),
      async (event) => {
        const stage = freshStage();
        const { lines } = await invoke(stage, event);
        expect(server.puts).toEqual([]);
        expect(iam.calls()).toEqual([]);
        expect(lines).toHaveLength(1);
        expect(lines[0]).not.toContain(SIGNATURE);
      },
    ),
    { numRuns: 150 },
  );
  expect(unhandled).toEqual([]);
}, 30_000);
