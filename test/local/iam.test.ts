import { LocalIam, type LocalIamOptions } from '../../local/iam';
import type { Lag } from '../../local/iam-lag';
import type { Quotas } from '../../local/iam-limits';
import type { Output, Parameters } from '../../local/iam-operation';
import { ACCOUNT_ID, policy, policyArn, policyOfSize, READ_BUCKET, trust } from './iam-documents';

const R = { RoleName: 'R' };
const NEW_ROLE = { ...R, AssumeRolePolicyDocument: trust() };
const INLINE = { ...R, PolicyName: 'P', PolicyDocument: policy(READ_BUCKET) };

function localIam(options: Partial<LocalIamOptions> = {}): LocalIam {
  return new LocalIam({ accountId: ACCOUNT_ID, ...options });
}

/** `OK`, or the code of the error. */
async function outcome(iam: LocalIam, operation: string, parameters: Parameters): Promise<string> {
  return iam.call(operation, parameters).then(
    () => 'OK',
    (error: unknown) => (error as { code?: string; name: string }).code ?? (error as Error).name,
  );
}

async function roleShown(iam: LocalIam): Promise<Output> {
  return (await iam.call('GetRole', R))['Role'] as Output;
}

describe('quotas', () => {
  it.each<[string, Partial<Quotas>, readonly [string, Parameters][]]>([
    ['roles per account', { rolesPerAccount: 1 }, [['CreateRole', { ...NEW_ROLE, RoleName: 'S' }]]],
    [
      'customer-managed policies per account',
      { policiesPerAccount: 1 },
      [['CreatePolicy', { PolicyName: 'Q', PolicyDocument: policy(READ_BUCKET) }]],
    ],
    ['attachments per role', { attachmentsPerRole: 0 }, [['AttachRolePolicy', { ...R, PolicyArn: policyArn('P') }]]],
    [
      'versions per policy',
      { versionsPerPolicy: 1 },
      [['CreatePolicyVersion', { PolicyArn: policyArn('P'), PolicyDocument: policy(READ_BUCKET) }]],
    ],
    ['tags', { tagsPerResource: 0 }, [['TagRole', { ...R, Tags: [{ Key: 'k', Value: '' }] }]]],
    [
      'trust policy',
      { trustPolicySize: 200 },
      [['UpdateAssumeRolePolicy', { ...R, PolicyDocument: trust(undefined, { Sid: 'x'.repeat(100) }) }]],
    ],
    ['inline policies', { inlinePoliciesSize: 200 }, [['PutRolePolicy', { ...INLINE, PolicyDocument: policyOfSize(201) }]]],
    [
      'managed policy',
      { managedPolicySize: 200 },
      [['CreatePolicyVersion', { PolicyArn: policyArn('P'), PolicyDocument: policyOfSize(201) }]],
    ],
  ])('of %s can be set', async (_, quotas, calls) => {
    const iam = localIam({ quotas });
    await iam.call('CreateRole', NEW_ROLE);
    await iam.call('CreatePolicy', { PolicyName: 'P', PolicyDocument: policy(READ_BUCKET) });
    for (const [operation, parameters] of calls) expect(await outcome(iam, operation, parameters)).toBe('LimitExceeded');
  });

  it('do not count white space', async () => {
    const iam = localIam({ quotas: { inlinePoliciesSize: 200 } });
    await iam.call('CreateRole', NEW_ROLE);
    const spaced = JSON.stringify(JSON.parse(policyOfSize(200)), undefined, 4);
    expect(await outcome(iam, 'PutRolePolicy', { ...INLINE, PolicyDocument: spaced })).toBe('OK');
  });

  it('of attachments are not used twice by the same policy', async () => {
    const iam = localIam({ quotas: { attachmentsPerRole: 1 } });
    await iam.call('CreateRole', NEW_ROLE);
    const attach = { ...R, PolicyArn: 'arn:aws:iam::aws:policy/AmazonSageMakerReadOnly' };
    expect([await outcome(iam, 'AttachRolePolicy', attach), await outcome(iam, 'AttachRolePolicy', attach)]).toEqual(['OK', 'OK']);
    expect(iam.writes.map(({ changed }) => changed)).toEqual([true, true, false]);
  });
});

describe('what IAM answers', () => {
  it('names every fault of the parameters at once', async () => {
    await expect(localIam().call('CreateRole', { RoleName: 'a b', MaxSessionDuration: 5, Nonsense: 1 })).rejects.toMatchObject({
      code: 'ValidationError',
      status: 400,
      message:
        "4 validation errors detected: Value '1' at 'nonsense' failed to satisfy constraint: Member is not a parameter of this operation; " +
        "Value 'a b' at 'roleName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]+; " +
        "Value null at 'assumeRolePolicyDocument' failed to satisfy constraint: Member must not be null; " +
        "Value '5' at 'maxSessionDuration' failed to satisfy constraint: Member must have value greater than or equal to 3600",
    });
  });

  it.each(['NoSuchOperation', 'constructor', ''])('to the unknown operation "%s" is InvalidAction', async (operation) => {
    expect(await outcome(localIam(), operation, {})).toBe('InvalidAction');
  });

  it('is the same for the same calls, ids and dates included', async () => {
    const run = async (): Promise<string> => {
      const iam = localIam();
      await iam.call('CreateRole', NEW_ROLE);
      return JSON.stringify(await roleShown(iam));
    };
    expect(await run()).toBe(await run());
    expect(JSON.parse(await run())).toMatchObject({
      RoleId: expect.stringMatching(/^AROA[A-Z0-9]{17}$/) as string,
      CreateDate: '2026-01-01T00:00:01.000Z',
    });
  });

  it('belongs to its partition', async () => {
    const iam = localIam({ partition: 'aws-us-gov' });
    await iam.call('CreateRole', NEW_ROLE);
    expect(iam.role('R')?.Arn).toBe('arn:aws-us-gov:iam::111122223333:role/R');
    expect(await outcome(iam, 'AttachRolePolicy', { ...R, PolicyArn: 'arn:aws-us-gov:iam::aws:policy/AmazonS3ReadOnlyAccess' })).toBe('OK');
    expect(await outcome(iam, 'AttachRolePolicy', { ...R, PolicyArn: 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess' })).toBe(
      'NoSuchEntity',
    );
  });

  it('refuses to change a service-linked role', async () => {
    const iam = localIam();
    await iam.call('CreateServiceLinkedRole', { AWSServiceName: 'batch.amazonaws.com' });
    const RoleName = 'AWSServiceRoleForBatch';
    for (const [operation, more] of Object.entries({
      DeleteRole: {},
      TagRole: { Tags: [] },
      UpdateRole: {},
      DeleteRolePolicy: { PolicyName: 'P' },
    })) {
      expect(await outcome(iam, operation, { RoleName, ...more })).toBe('UnmodifiableEntity');
    }
    expect(await outcome(iam, 'GetRole', { RoleName })).toBe('OK');
  });

  it('refuses to change a policy of AWS', async () => {
    expect(await outcome(localIam(), 'DeletePolicy', { PolicyArn: 'arn:aws:iam::aws:policy/AmazonSageMakerReadOnly' })).toBe(
      'AccessDenied',
    );
  });

  it('finds a role whatever the case of its name', async () => {
    const iam = localIam();
    await iam.call('CreateRole', NEW_ROLE);
    expect(await iam.call('GetRole', { RoleName: 'r' })).toMatchObject({ Role: { RoleName: 'R' } });
  });
});

describe('the contents', () => {
  it('are what was put there, without ids and dates', async () => {
    const iam = localIam();
    await iam.call('CreateRole', { ...NEW_ROLE, Tags: [{ Key: 'k', Value: 'v' }] });
    await iam.call('PutRolePolicy', INLINE);
    await iam.call('CreatePolicy', { PolicyName: 'P', PolicyDocument: policy(READ_BUCKET) });
    await iam.call('AttachRolePolicy', { ...R, PolicyArn: policyArn('P') });
    expect(iam.contents()).toEqual({
      roles: {
        R: {
          Path: '/',
          Description: undefined,
          MaxSessionDuration: 3600,
          PermissionsBoundary: undefined,
          AssumeRolePolicyDocument: JSON.parse(trust()) as unknown,
          Tags: { k: 'v' },
          InlinePolicies: { P: JSON.parse(policy(READ_BUCKET)) as unknown },
          AttachedPolicyArns: [policyArn('P')],
        },
      },
      policies: {
        [policyArn('P')]: {
          Description: undefined,
          DefaultVersionId: 'v1',
          Versions: { v1: JSON.parse(policy(READ_BUCKET)) as unknown },
          Tags: {},
        },
      },
      instanceProfiles: {},
    });
  });

  it('are the same again after everything is undone', async () => {
    const iam = localIam();
    const before = iam.contents();
    await iam.call('CreateRole', NEW_ROLE);
    expect(iam.contents()).not.toEqual(before);
    await iam.call('DeleteRole', R);
    expect(iam.contents()).toEqual(before);
  });
});

describe('the call log', () => {
  it('has every call with its parameters and outcome, refused ones too', async () => {
    const iam = localIam();
    await iam.call('CreateRole', NEW_ROLE);
    await outcome(iam, 'CreateRole', NEW_ROLE);
    await iam.call('GetRole', R);
    expect(iam.calls).toEqual([
      { index: 1, operation: 'CreateRole', parameters: NEW_ROLE, effect: 'write', outcome: 'OK', changed: true },
      { index: 2, operation: 'CreateRole', parameters: NEW_ROLE, effect: 'write', outcome: 'EntityAlreadyExists', changed: false },
      { index: 3, operation: 'GetRole', parameters: R, effect: 'read', outcome: 'OK', changed: false },
    ]);
    expect(iam.writes.map(({ index }) => index)).toEqual([1, 2]);
    iam.forgetCalls();
    await iam.call('GetRole', R);
    expect(iam.calls.map(({ index }) => index)).toEqual([4]);
  });
});

describe('propagation', () => {
  const LAG: Lag = { ticks: 2, arnTicks: 0, writes: 'find everything' };

  it('lets reads see the old state for as many calls as set', async () => {
    const iam = localIam({ lag: LAG });
    await iam.call('CreateRole', NEW_ROLE);
    expect([await outcome(iam, 'GetRole', R), await outcome(iam, 'GetRole', R), await outcome(iam, 'GetRole', R)]).toEqual([
      'NoSuchEntity',
      'NoSuchEntity',
      'OK',
    ]);
    await iam.call('UpdateRole', { ...R, Description: 'new' });
    expect([await roleShown(iam), await roleShown(iam), await roleShown(iam)].map(({ Description }) => Description)).toEqual([
      undefined,
      undefined,
      'new',
    ]);
  });

  it('shows each write after its own delay, in order', async () => {
    const iam = localIam();
    await iam.call('CreateRole', NEW_ROLE);
    iam.lag = LAG;
    await iam.call('UpdateRole', { ...R, Description: '1' });
    await iam.call('UpdateRole', { ...R, Description: '2' });
    expect([await roleShown(iam), await roleShown(iam), await roleShown(iam)].map(({ Description }) => Description)).toEqual([
      undefined,
      '1',
      '2',
    ]);
  });

  it('shows a deleted role until the delete is visible', async () => {
    const iam = localIam();
    await iam.call('CreateRole', NEW_ROLE);
    iam.lag = LAG;
    await iam.call('DeleteRole', R);
    expect(await outcome(iam, 'GetRole', R)).toBe('OK');
    iam.advance(1);
    expect(await outcome(iam, 'GetRole', R)).toBe('NoSuchEntity');
  });

  it('does not keep names free: a role that is not visible yet exists', async () => {
    const iam = localIam({ lag: LAG });
    await iam.call('CreateRole', NEW_ROLE);
    expect(await outcome(iam, 'CreateRole', NEW_ROLE)).toBe('EntityAlreadyExists');
    expect(await outcome(iam, 'PutRolePolicy', INLINE)).toBe('OK');
  });

  it('may keep writes, too, from finding what is not visible yet', async () => {
    const iam = localIam({ lag: { ...LAG, writes: 'find what is visible' } });
    await iam.call('CreateRole', NEW_ROLE);
    expect(await outcome(iam, 'PutRolePolicy', INLINE)).toBe('NoSuchEntity');
    const trusting = { RoleName: 'S', AssumeRolePolicyDocument: trust({ AWS: 'arn:aws:iam::111122223333:role/R' }) };
    expect(await outcome(iam, 'CreateRole', trusting)).toBe('MalformedPolicyDocument');
    expect(await outcome(iam, 'PutRolePolicy', INLINE)).toBe('OK');
    expect(await outcome(iam, 'CreateRole', trusting)).toBe('OK');
    expect(iam.role('R')?.inlinePolicies.size).toBe(1);
  });

  it('may show the id of a new role in place of its ARN', async () => {
    const iam = localIam({ lag: { ticks: 1, arnTicks: 2, writes: 'find everything' } });
    await iam.call('CreateRole', NEW_ROLE);
    const arn = 'arn:aws:iam::111122223333:role/R';
    const id = iam.role('R')?.RoleId;
    expect(await outcome(iam, 'GetRole', R)).toBe('NoSuchEntity');
    expect([await roleShown(iam), await roleShown(iam), await roleShown(iam)].map(({ Arn }) => Arn)).toEqual([id, id, arn]);
  });
});

describe('planned faults', () => {
  it('strike the n-th call from now, once', async () => {
    const iam = localIam();
    await iam.call('CreateRole', NEW_ROLE);
    iam.faults.at({ call: 2 }, { kind: 'answer', when: 'before', code: 'Throttling' });
    expect([await outcome(iam, 'GetRole', R), await outcome(iam, 'GetRole', R), await outcome(iam, 'GetRole', R)]).toEqual([
      'OK',
      'Throttling',
      'OK',
    ]);
    expect(iam.faults.isPending).toBe(false);
  });

  it('strike the n-th call of one operation, as often as set', async () => {
    const iam = localIam();
    iam.faults.at({ operation: 'GetRole', occurrence: 2 }, { kind: 'answer', when: 'before', code: 'ServiceFailure' }, 2);
    await iam.call('CreateRole', NEW_ROLE);
    const outcomes: string[] = [];
    for (const operation of ['GetRole', 'ListRoleTags', 'GetRole', 'ListRoleTags', 'GetRole', 'GetRole'])
      outcomes.push(await outcome(iam, operation, R));
    expect(outcomes).toEqual(['OK', 'OK', 'ServiceFailure', 'OK', 'ServiceFailure', 'OK']);
  });

  it('strike the calls that a test picks', async () => {
    const iam = localIam();
    await iam.call('CreateRole', NEW_ROLE);
    iam.faults.at(
      { where: ({ parameters }) => parameters['PolicyName'] === 'P' },
      { kind: 'answer', when: 'before', code: 'AccessDenied' },
    );
    expect([await outcome(iam, 'GetRole', R), await outcome(iam, 'PutRolePolicy', INLINE)]).toEqual(['OK', 'AccessDenied']);
  });

  it.each([
    ['before', false],
    ['after', true],
  ] as const)('%s the call: it is carried out = %s', async (when, applied) => {
    const iam = localIam();
    iam.faults.at({ call: 1 }, { kind: 'reset', when });
    expect(await outcome(iam, 'CreateRole', NEW_ROLE)).toBe('ConnectionReset');
    expect(iam.role('R') !== undefined).toBe(applied);
    expect(iam.calls).toMatchObject([{ outcome: 'ConnectionReset', changed: applied }]);
  });

  it('answer with code, status and message', async () => {
    const iam = localIam();
    iam.faults.at({ call: 1 }, { kind: 'answer', when: 'after', code: 'InternalFailure', status: 503, message: 'try later' });
    await expect(iam.call('CreateRole', NEW_ROLE)).rejects.toMatchObject({ code: 'InternalFailure', status: 503, message: 'try later' });
  });

  it('hang for ever', async () => {
    const iam = localIam();
    iam.faults.at({ call: 1 }, { kind: 'hang', when: 'after' });
    void iam.call('CreateRole', NEW_ROLE);
    await new Promise(setImmediate);
    expect(iam.calls).toMatchObject([{ outcome: 'Hang', changed: true }]);
  });

  it('call a hook, which may change things before the call goes on', async () => {
    const iam = localIam();
    await iam.call('CreateRole', NEW_ROLE);
    iam.faults.at(
      { operation: 'DeleteRole', occurrence: 1 },
      {
        kind: 'hook',
        when: 'before',
        run: async () => {
          await iam.call('PutRolePolicy', INLINE);
        },
      },
    );
    expect(await outcome(iam, 'DeleteRole', R)).toBe('DeleteConflict');
  });

  it('are forgotten on demand', async () => {
    const iam = localIam();
    iam.faults.at({ call: 1 }, { kind: 'answer', when: 'before', code: 'Throttling' });
    iam.faults.clear();
    expect(await outcome(iam, 'CreateRole', NEW_ROLE)).toBe('OK');
  });
});
