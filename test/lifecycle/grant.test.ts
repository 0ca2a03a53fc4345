import type { PendingCall } from '../../local/iam-faults';
import { COMPUTE, DATA_SCIENTIST, failureOf, KMS, physicalId, startLab, VPC, writesOf, type Lab, type Properties } from './harness';

/* GrantTo: the permissions are put on a role that exists and belongs to someone else. */

const ARN = 'arn:aws:iam::111122223333:role/service/training';
const GRANT: Properties = { ...COMPUTE, GrantTo: ARN };
const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});
const LISTING = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' }] });

let lab: Lab;
beforeEach(async () => {
  lab = await startLab({ environment: { GRANTABLE_ROLE_ARNS: 'arn:aws:iam::111122223333:role/service/*' } });
  await makeRole('training', '/service/');
  lab.iam.forgetCalls();
});
afterEach(async () => {
  expect(lab.cloudFormation.violations).toEqual([]);
  await lab.close();
});

async function makeRole(RoleName: string, Path: string): Promise<void> {
  await lab.iam.call('CreateRole', { RoleName, Path, AssumeRolePolicyDocument: TRUST });
  await lab.iam.call('PutRolePolicy', { RoleName, PolicyName: 'by-hand', PolicyDocument: LISTING });
}

function policiesOf(role = 'training'): string[] {
  return [...(lab.iam.role(role)?.inlinePolicies.keys() ?? [])].sort();
}

it('is one PutRolePolicy and one DeleteRolePolicy, and leaves the role as it was', async () => {
  const before = lab.iam.contents();
  const stack = await lab.deploy({ Role: GRANT });
  expect([stack.status, failureOf(stack), physicalId(stack)]).toEqual(['CREATE_COMPLETE', '', 'training']);
  expect(stack.resources[0]?.data).toMatchObject({
    Arn: ARN,
    RoleName: 'training',
    Persona: 'Compute@1',
    Activities: 'AccessAwsServices@1',
  });
  expect(stack.resources[0]?.data['PolicyDigest']).toMatch(/^[0-9a-f]{64}$/);
  expect(policiesOf()).toEqual([expect.stringMatching(/^SageMakerPersona-[0-9a-f]{12}$/), 'by-hand']);
  expect((await lab.remove()).status).toBe('DELETE_COMPLETE');
  expect(writesOf(lab.iam)).toEqual(['PutRolePolicy', 'DeleteRolePolicy']);
  expect(lab.iam.contents()).toEqual(before);
});

it('is taken back although IAM does not list it yet', async () => {
  const before = lab.iam.contents();
  lab.iam.lag = { ticks: 5_000, arnTicks: 0, writes: 'find everything' };
  const stack = await lab.deploy({ Role: GRANT });
  expect([stack.status, failureOf(stack)]).toEqual(['ROLLBACK_COMPLETE', expect.stringContaining('NotStabilized')]);
  expect(lab.iam.contents()).toEqual(before);
});

it('writes nothing where an update changes nothing, and only its policy where one does', async () => {
  await lab.deploy({ Role: GRANT });
  await lab.deploy({ Role: { ...GRANT, Revision: '2' } });
  expect(writesOf(lab.iam)).toEqual(['PutRolePolicy']);
  await lab.deploy({ Role: { ...GRANT, S3Buckets: ['another-bucket'] } });
  expect(writesOf(lab.iam)).toEqual(['PutRolePolicy', 'PutRolePolicy']);
  expect(policiesOf()).toHaveLength(2);
});

it('is put back by a Revision where someone took it off or changed it, and the log says what was different', async () => {
  await lab.deploy({ Role: GRANT });
  const contents = lab.iam.contents();
  const [PolicyName = ''] = policiesOf();
  await lab.iam.call('PutRolePolicy', { RoleName: 'training', PolicyName, PolicyDocument: LISTING });
  await lab.deploy({ Role: { ...GRANT, Revision: '2' } });
  expect(lab.iam.contents()).toEqual(contents);
  expect(lab.log.join('\n')).toContain('"has Allow s3:ListAllMyBuckets on * in addition"');
  await lab.iam.call('DeleteRolePolicy', { RoleName: 'training', PolicyName });
  await lab.deploy({ Role: { ...GRANT, Revision: '3' } });
  expect(lab.iam.contents()).toEqual(contents);
  expect(lab.log.join('\n')).toContain(`the inline policy ${PolicyName} is gone`);
});

it('may come from several stacks for one role; each takes off its own', async () => {
  const before = lab.iam.contents();
  await lab.deploy({ Role: GRANT }, 'first');
  const one = lab.iam.contents();
  await lab.deploy({ Role: { ...GRANT, S3Buckets: ['another-bucket'] } }, 'second');
  expect(policiesOf()).toHaveLength(3);
  await lab.remove('second');
  expect(lab.iam.contents()).toEqual(one);
  await lab.remove('first');
  expect(lab.iam.contents()).toEqual(before);
});

it('carries no Deny, has its limits as conditions, and the log says how far they reach', async () => {
  const limited = { ...DATA_SCIENTIST, GrantTo: ARN, Kms: KMS, Activities: ['ManageJobs@1'], S3Buckets: [], Persona: '' };
  const stack = await lab.deploy({ Role: limited });
  expect([stack.status, failureOf(stack)]).toEqual(['CREATE_COMPLETE', '']);
  const [name = ''] = policiesOf();
  const document = lab.iam.role('training')?.inlinePolicies.get(name) ?? '';
  expect(document).toContain('sagemaker:VolumeKmsKey');
  expect(document).not.toContain('"Deny"');
  expect(lab.log.join('\n')).toMatch(/the limits hold for what this resource grants only.*"Kms.DataKeys","Kms.VolumeKeys"/);
});

it('is packed into what the other inline policies leave, and fails with the sizes where that is too little', async () => {
  const statement = (size: number): object => ({ Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:aws:s3:::${'x'.repeat(size)}` });
  const filling = (size: number): string => JSON.stringify({ Version: '2012-10-17', Statement: [statement(size)] });
  await lab.iam.call('PutRolePolicy', { RoleName: 'training', PolicyName: 'large', PolicyDocument: filling(6000) });
  const large = await lab.deploy({ Role: { ...DATA_SCIENTIST, Vpc: VPC, GrantTo: ARN } });
  expect(large.status).toBe('ROLLBACK_COMPLETE');
  expect(failureOf(large)).toMatch(
    /ServiceLimitExceeded: the permissions do not fit IAM's quotas: \d+ characters.*GrantTo: role training has other inline policies of 6\d+ characters \(.*large 6\d+/s,
  );
  expect(policiesOf()).toEqual(['by-hand', 'large']);
  const small = await lab.deploy({ Role: GRANT }, 'small');
  expect(small.status).toBe('CREATE_COMPLETE');
});

describe('a role that is not granted to:', () => {
  const refusals: readonly (readonly [string, Properties, string])[] = [
    [
      'one that is not listed',
      { GrantTo: 'arn:aws:iam::111122223333:role/admin' },
      "is not permitted by the provider's configuration (GrantableRoleArns), which allows arn:aws:iam::111122223333:role/service/*",
    ],
    [
      'one whose ARN pretends a listed path',
      { GrantTo: 'arn:aws:iam::111122223333:role/service/admin' },
      'there is no role arn:aws:iam::111122223333:role/service/admin; the role of that name is arn:aws:iam::111122223333:role/admin: write that ARN',
    ],
    [
      'one that does not exist',
      { GrantTo: 'arn:aws:iam::111122223333:role/service/nobody' },
      'NotFound: GrantTo: there is no role arn:aws:iam::111122223333:role/service/nobody; create it first, or correct the ARN',
    ],
    [
      'one of another account',
      { GrantTo: 'arn:aws:iam::444455556666:role/service/training' },
      'is of account 444455556666, the stack is of 111122223333',
    ],
    ['a name', { GrantTo: 'training' }, 'is not an ARN'],
    [
      'a service-linked one',
      { GrantTo: 'arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/training' },
      'is linked to a service',
    ],
  ];

  it.each(refusals)('%s', async (_, more, reason) => {
    await makeRole('admin', '/');
    const before = lab.iam.contents();
    const stack = await lab.deploy({ Role: { ...COMPUTE, ...more } });
    expect(stack.status).toBe('ROLLBACK_COMPLETE');
    expect(failureOf(stack)).toContain(reason);
    expect(lab.iam.contents()).toEqual(before);
  });

  it('one that is not listed, where the event was refused before that was seen', async () => {
    await makeRole('admin', '/');
    const before = lab.iam.contents();
    lab.environment['DENIED_ACTIVITIES'] = 'Nonsense';
    const stack = await lab.deploy({ Role: { ...COMPUTE, GrantTo: 'arn:aws:iam::111122223333:role/admin' } });
    expect(failureOf(stack)).toContain('provider configuration DeniedActivities');
    expect([stack.status, lab.iam.contents()]).toEqual(['ROLLBACK_COMPLETE', before]);
  });

  it.each(['RoleName', 'RoleNameSuffix', 'Description', 'PermissionsBoundary', 'SourceCondition', 'Exclusive', 'Adopt', 'ForceDetach'])(
    'together with %s',
    async (property) => {
      const value = { SourceCondition: 'none', Exclusive: 'true', Adopt: 'true', ForceDetach: 'true' }[property] ?? 'x';
      const stack = await lab.deploy({ Role: { ...GRANT, [property]: value } });
      expect(failureOf(stack)).toContain(`${property}: cannot stand beside GrantTo`);
      expect(writesOf(lab.iam)).toEqual([]);
    },
  );
});

describe('another GrantTo is a replacement:', () => {
  const OTHER: Properties = { ...GRANT, GrantTo: 'arn:aws:iam::111122223333:role/service/other' };
  beforeEach(async () => {
    await makeRole('other', '/service/');
  });

  it('the new role first, then the old one is cleaned up', async () => {
    await lab.deploy({ Role: GRANT });
    lab.iam.forgetCalls();
    const stack = await lab.deploy({ Role: OTHER });
    expect([stack.status, physicalId(stack)]).toEqual(['UPDATE_COMPLETE', 'other']);
    expect(lab.iam.writes.map(({ operation, parameters }) => `${operation} ${String(parameters['RoleName'])}`)).toEqual([
      'PutRolePolicy other',
      'DeleteRolePolicy training',
    ]);
  });

  it.each<[string, Properties, Properties]>([
    ['a role of its own becomes a grant', COMPUTE, GRANT],
    ['a grant becomes a role of its own', GRANT, COMPUTE],
    ['a grant moves', GRANT, OTHER],
  ])('%s; a sibling that fails brings everything back', async (_, before, after) => {
    await lab.deploy({ Role: before });
    const contents = lab.iam.contents();
    const failed = await lab.deploy({ Role: after, Sibling: { DependsOn: 'Role', Fail: 'Create' } });
    expect([failed.status, lab.iam.contents()]).toEqual(['UPDATE_ROLLBACK_COMPLETE', contents]);
    const stack = await lab.deploy({ Role: after });
    expect([stack.status, failureOf(stack)]).toEqual(['UPDATE_COMPLETE', '']);
    await lab.remove();
    expect(lab.iam.roles.map(({ RoleName }) => RoleName).sort()).toEqual(['other', 'training']);
    expect([...policiesOf(), ...policiesOf('other')]).toEqual(['by-hand', 'by-hand']);
  });

  it('a replacement that is refused is rolled back without a trace', async () => {
    await lab.deploy({ Role: GRANT });
    const contents = lab.iam.contents();
    const stack = await lab.deploy({ Role: { ...GRANT, GrantTo: 'arn:aws:iam::111122223333:role/admin' } });
    expect([stack.status, lab.iam.contents()]).toEqual(['UPDATE_ROLLBACK_COMPLETE', contents]);
  });
});

it("the resource's own role needs no grant, and the rollback keeps it", async () => {
  lab.environment['GRANTABLE_ROLE_ARNS'] = 'arn:aws:iam::111122223333:role/*';
  const own = { ...COMPUTE, RoleName: 'own' };
  await lab.deploy({ Role: own });
  const contents = lab.iam.contents();
  const stack = await lab.deploy({ Role: { ...COMPUTE, GrantTo: 'arn:aws:iam::111122223333:role/sagemaker-persona/own' } });
  expect(failureOf(stack)).toContain("NotUpdatable: GrantTo: role own is this resource's own");
  expect([stack.status, lab.iam.contents()]).toEqual(['UPDATE_ROLLBACK_COMPLETE', contents]);
  await lab.remove();
  expect(lab.iam.roles.map(({ RoleName }) => RoleName)).toEqual(['training']);
});

it('a Create that CloudFormation cancelled is found again by GrantTo', async () => {
  const before = lab.iam.contents();
  const stack = await lab.deploy({ Role: { ...GRANT, PropagationDelaySeconds: '1' }, Sibling: { Fail: 'Create' } });
  await lab.cloudFormation.settled();
  expect([stack.status, lab.iam.contents()]).toEqual(['ROLLBACK_COMPLETE', before]);
});

describe('a role that has left GrantableRoleArns while a stack grants to it', () => {
  /** What IAM does when the list, from which the policy of the function's role is made, has changed. */
  const deny = (): void => {
    const where = ({ operation, parameters }: PendingCall): boolean => operation !== 'GetRole' && parameters['RoleName'] === 'training';
    lab.iam.faults.at({ where }, { kind: 'answer', when: 'before', code: 'AccessDenied', status: 403 }, 1000);
  };
  const OTHER_BUCKET = { ...GRANT, S3Buckets: ['another-bucket'] };
  const NOT_LISTED = "is not permitted by the provider's configuration (GrantableRoleArns), which allows nothing";
  let contents: unknown;

  beforeEach(async () => {
    await lab.deploy({ Role: GRANT });
    contents = lab.iam.contents();
    lab.iam.forgetCalls();
    lab.environment['GRANTABLE_ROLE_ARNS'] = '';
  });

  it.each<[string, Properties]>([
    ['what would be written', OTHER_BUCKET],
    ['other properties', { ...GRANT, Oops: 'x' }],
    ['another target', { ...GRANT, GrantTo: 'arn:aws:iam::111122223333:role/service/other' }],
    ['a role of its own that cannot be', { ...COMPUTE, Oops: 'x' }],
  ])('is as it was when an update is refused for %s, whether IAM lets the function look at it or not', async (_, after) => {
    for (const change of [(): void => undefined, deny]) {
      change();
      const stack = await lab.deploy({ Role: after });
      expect([stack.status, physicalId(stack)]).toEqual(['UPDATE_ROLLBACK_COMPLETE', 'training']);
      expect(stack.resources[0]?.data).toMatchObject({ Arn: ARN, RoleName: 'training' });
      expect([writesOf(lab.iam), lab.iam.contents()]).toEqual([[], contents]);
    }
  });

  it.each([() => undefined, deny])('is not written by an update, and the reason names the list', async (change) => {
    change();
    const stack = await lab.deploy({ Role: OTHER_BUCKET });
    expect(failureOf(stack)).toContain(`GrantTo: "${ARN}" ${NOT_LISTED}`);
    expect(writesOf(lab.iam)).toEqual([]);
  });

  it('is no obstacle to an update that writes nothing', async () => {
    expect((await lab.deploy({ Role: { ...GRANT, Revision: '2' } })).status).toBe('UPDATE_COMPLETE');
  });

  it('stops the rollback where IAM hides it and CloudFormation is not asked whether it is one', async () => {
    deny();
    lab.environment['VERIFY_STACK'] = 'false';
    const stack = await lab.deploy({ Role: OTHER_BUCKET });
    expect(stack.status).toBe('UPDATE_ROLLBACK_FAILED');
    expect(failureOf(stack)).toContain(NOT_LISTED);
  });
});

it('a role that is gone is no obstacle to Delete; one that is not listed any more is, and the reason says what to do', async () => {
  await lab.deploy({ Role: GRANT });
  lab.environment['GRANTABLE_ROLE_ARNS'] = '';
  const stack = await lab.remove();
  expect(stack.status).toBe('DELETE_FAILED');
  expect(failureOf(stack)).toContain('is not among the roles that may be granted to any more (GrantableRoleArns): put it back there');
  for (const PolicyName of policiesOf()) await lab.iam.call('DeleteRolePolicy', { RoleName: 'training', PolicyName });
  await lab.iam.call('DeleteRole', { RoleName: 'training' });
  expect((await lab.remove()).status).toBe('DELETE_COMPLETE');
});
