import { GetRoleCommand, IAMServiceException, NoSuchEntityException } from '@aws-sdk/client-iam';
import { LocalIam } from '../../local/iam';
import { startIamServer, type IamServer } from '../../local/iam-server';
import { ACCOUNT_ID, policy, READ_BUCKET, role } from './iam-documents';
import { iamClient, outcomeOf } from './iam-sdk';

let iam: LocalIam;
let server: IamServer;
let client: ReturnType<typeof iamClient>;

beforeEach(async () => {
  iam = new LocalIam({ accountId: ACCOUNT_ID });
  server = await startIamServer(iam);
  client = iamClient(server.url);
});

afterEach(async () => {
  client.destroy();
  await server.close();
});

async function post(form: Readonly<Record<string, string>>): Promise<{ status: number; text: string }> {
  const response = await fetch(server.url, { method: 'POST', body: new URLSearchParams(form) });
  return { status: response.status, text: await response.text() };
}

describe('the query protocol', () => {
  it('listens on the loopback interface', () => {
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it('answers what the SDK reads as a modelled error with its wire code', async () => {
    const error: unknown = await client.send(new GetRoleCommand({ RoleName: 'R' })).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(NoSuchEntityException);
    expect(error).toMatchObject({
      name: 'NoSuchEntityException',
      Code: 'NoSuchEntity',
      message: 'The role with name R cannot be found.',
      $metadata: { httpStatusCode: 404, requestId: '00000000-0000-4000-8000-000000000001' },
    });
  });

  it('answers what the SDK reads as an unmodelled error', async () => {
    iam.faults.at({ call: 1 }, { kind: 'answer', when: 'before', code: 'AccessDenied', message: 'User <x> & "y" is not authorized' });
    const error: unknown = await client.send(new GetRoleCommand({ RoleName: 'R' })).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(IAMServiceException);
    expect(error).toMatchObject({ name: 'AccessDenied', message: 'User <x> & "y" is not authorized', $metadata: { httpStatusCode: 403 } });
  });

  it.each([' leading and trailing ', 'tab\tline\nreturn\r\nend', '<&>"\' ü ÿ %20 + ${x}', ''])(
    'carries the description %j unchanged',
    async (Description) => {
      await outcomeOf(client, role('R', { Description }));
      expect(iam.role('R')?.Description).toBe(Description);
      const { Role } = await client.send(new GetRoleCommand({ RoleName: 'R' }));
      expect(Role?.Description ?? '').toBe(Description);
    },
  );

  it('encodes documents after RFC 3986', async () => {
    const PolicyDocument = policy({ ...READ_BUCKET, Resource: "arn:aws:s3:::b/(a)!'*~-_.+ü" });
    await outcomeOf(client, role('R'));
    await outcomeOf(client, { call: 'PutRolePolicy', with: { RoleName: 'R', PolicyName: 'P', PolicyDocument } });
    const { result } = (await outcomeOf(client, { call: 'GetRolePolicy', with: { RoleName: 'R', PolicyName: 'P' } })) as {
      result: { PolicyDocument: string };
    };
    expect(result.PolicyDocument).toMatch(/^[A-Za-z0-9\-._~%]+$/);
    expect(decodeURIComponent(result.PolicyDocument)).toBe(PolicyDocument);
  });

  it('reads lists with more than nine members in order, and empty ones', async () => {
    const Tags = Array.from({ length: 12 }, (_, index) => ({ Key: `k${String(index)}`, Value: String(index) }));
    await outcomeOf(client, role('R', { Tags }));
    await outcomeOf(client, role('S', { Tags: [] }));
    expect(iam.role('R')?.Tags).toEqual(Tags);
    expect(iam.role('S')?.Tags).toEqual([]);
  });

  it('answers an empty list as an empty list, and dates as dates', async () => {
    await outcomeOf(client, role('R'));
    expect(await outcomeOf(client, { call: 'ListRolePolicies', with: { RoleName: 'R' } })).toMatchObject({
      result: { PolicyNames: [], IsTruncated: false },
    });
    expect((await client.send(new GetRoleCommand({ RoleName: 'R' }))).Role?.CreateDate).toEqual(iam.role('R')?.CreateDate);
  });

  it.each([
    ['an unknown action', { Action: 'Nonsense' }, 'InvalidAction'],
    ['no action', {}, 'InvalidAction'],
    ['an unknown parameter', { Action: 'GetRole', RoleName: 'R', Rolename: 'R' }, 'ValidationError'],
    ['a missing parameter', { Action: 'GetRole' }, 'ValidationError'],
    ['a list in place of a name', { Action: 'GetRole', 'RoleName.member.1': 'R' }, 'ValidationError'],
    ['a number that is none', { Action: 'ListRoles', MaxItems: 'many' }, 'ValidationError'],
    ['a flag that is none', { Action: 'ListPolicies', OnlyAttached: 'maybe' }, 'ValidationError'],
    ['a tag without a value', { Action: 'TagRole', RoleName: 'R', 'Tags.member.1.Key': 'k' }, 'ValidationError'],
  ])('refuses %s', async (_, form, code) => {
    const { status, text } = await post({ ...form, Version: '2010-05-08' });
    expect(status).toBe(400);
    expect(text).toContain(`<Type>Sender</Type><Code>${code}</Code>`);
  });
});

describe('faults on the wire', () => {
  it.each([
    ['before', false],
    ['after', true],
  ] as const)('a reset %s the call breaks the connection', async (when, applied) => {
    iam.faults.at({ call: 1 }, { kind: 'reset', when });
    await expect(outcomeOf(client, role('R'))).rejects.toThrow('ECONNRESET');
    expect(iam.role('R') !== undefined).toBe(applied);
    expect(await outcomeOf(client, role('S'))).toHaveProperty('result');
  });

  it('a call that hangs ends when the server is closed', async () => {
    iam.faults.at({ call: 1 }, { kind: 'hang', when: 'after' });
    const hanging = expect(outcomeOf(client, role('R'))).rejects.toThrow('socket hang up');
    while (iam.calls[0]?.outcome !== 'Hang') await new Promise(setImmediate);
    await server.close();
    await hanging;
    expect(iam.role('R')).toBeDefined();
  });
});

it('answers on a kept connection without the 40 ms that unset TCP_NODELAY costs', async () => {
  await outcomeOf(client, role('R'));
  const times: number[] = [];
  for (let index = 0; index < 31; index += 1) {
    const started = performance.now();
    await client.send(new GetRoleCommand({ RoleName: 'R' }));
    times.push(performance.now() - started);
  }
  expect([...times].sort((a, b) => a - b)[15]).toBeLessThan(30);
});
