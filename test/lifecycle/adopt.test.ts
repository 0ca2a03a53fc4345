import { OWNER_TAGS } from '../../lambda/core/names';
import type { PendingCall } from '../../local/iam-faults';
import { COMPUTE, failureOf, physicalId, startLab, writesOf, type Lab, type Properties } from './harness';

/* Adopt: a role that exists comes under management, and is only released as long as Adopt is true. */

const ADOPT: Properties = { ...COMPUTE, RoleName: 'analyst', Adopt: 'true' };
const OWN: Properties = { ...COMPUTE, RoleName: 'analyst' };
const FAILING: Properties = { DependsOn: 'Role', Fail: 'Create' };
const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Sid: 'People', Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});
const LISTING = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' }] });
const READ_ONLY = 'arn:aws:iam::aws:policy/AmazonSageMakerReadOnly';

let lab: Lab;
let before: unknown;
beforeEach(async () => {
  lab = await startLab({ environment: { ADOPTABLE_ROLE_ARNS: 'arn:aws:iam::111122223333:role/people/*' } });
  await lab.iam.call('CreateRole', {
    RoleName: 'analyst',
    Path: '/people/',
    AssumeRolePolicyDocument: TRUST,
    Description: 'by hand',
    MaxSessionDuration: 7200,
    Tags: [{ Key: 'team', Value: 'ml' }],
  });
  await lab.iam.call('PutRolePolicy', { RoleName: 'analyst', PolicyName: 'by-hand', PolicyDocument: LISTING });
  await lab.iam.call('AttachRolePolicy', { RoleName: 'analyst', PolicyArn: READ_ONLY });
  lab.iam.forgetCalls();
  before = lab.iam.contents();
});
afterEach(async () => {
  expect(lab.cloudFormation.violations).toEqual([]);
  await lab.close();
});

function trustOf(): { Statement: { Sid?: string }[] } {
  return JSON.parse(lab.iam.role('analyst')?.AssumeRolePolicyDocument ?? '') as { Statement: { Sid?: string }[] };
}

it('adds to the role and takes nothing of it away; Delete takes off exactly what was added', async () => {
  const stack = await lab.deploy({ Role: ADOPT });
  expect([stack.status, failureOf(stack), physicalId(stack)]).toEqual(['CREATE_COMPLETE', '', 'analyst']);
  expect(stack.resources[0]?.data).toMatchObject({ Arn: 'arn:aws:iam::111122223333:role/people/analyst' });
  expect(writesOf(lab.iam)).toEqual(['TagRole', 'PutRolePolicy', 'UpdateAssumeRolePolicy']);
  expect(lab.iam.role('analyst')).toMatchObject({
    Path: '/people/',
    Description: 'by hand',
    MaxSessionDuration: 7200,
    PermissionsBoundary: undefined,
    attachedPolicyArns: [READ_ONLY],
  });
  expect([...(lab.iam.role('analyst')?.inlinePolicies.keys() ?? [])]).toEqual(['by-hand', 'SageMakerPersona']);
  expect(trustOf().Statement.map(({ Sid }) => Sid)).toEqual(['People', 'SageMakerPersonaTrustedServices']);
  expect((await lab.remove()).status).toBe('DELETE_COMPLETE');
  expect(lab.iam.contents()).toEqual(before);
});

it('writes nothing where an update changes nothing, and converges where one does', async () => {
  await lab.deploy({ Role: ADOPT });
  lab.iam.forgetCalls();
  await lab.deploy({ Role: { ...ADOPT, Revision: '2' } });
  expect(writesOf(lab.iam)).toEqual([]);
  const stack = await lab.deploy({ Role: { ...ADOPT, S3Buckets: ['another-bucket'] } });
  expect([stack.status, writesOf(lab.iam)]).toEqual(['UPDATE_COMPLETE', ['PutRolePolicy']]);
});

it('a rollback of the Create releases the role', async () => {
  const stack = await lab.deploy({ Role: ADOPT, Sibling: FAILING });
  expect([stack.status, lab.iam.contents()]).toEqual(['ROLLBACK_COMPLETE', before]);
});

it('a Create that CloudFormation cancelled is released too', async () => {
  const stack = await lab.deploy({ Role: { ...ADOPT, PropagationDelaySeconds: '1' }, Sibling: { Fail: 'Create' } });
  await lab.cloudFormation.settled();
  expect([stack.status, lab.iam.contents()]).toEqual(['ROLLBACK_COMPLETE', before]);
});

it.each(['TagRole', 'PutRolePolicy'])('an adoption that is released right after its %s leaves nothing behind', async (operation) => {
  const release = async (): Promise<void> => {
    if (operation === 'PutRolePolicy') await lab.iam.call('DeleteRolePolicy', { RoleName: 'analyst', PolicyName: 'SageMakerPersona' });
    await lab.iam.call('UntagRole', { RoleName: 'analyst', TagKeys: Object.values(OWNER_TAGS) });
  };
  lab.iam.faults.at({ operation, occurrence: 1 }, { kind: 'hook', when: 'after', run: release });
  const stack = await lab.deploy({ Role: ADOPT });
  expect([stack.status, lab.iam.contents()]).toEqual(['ROLLBACK_COMPLETE', before]);
});

it("an update that removes Adopt makes the role the resource's own: its trust, its boundary, and Delete deletes it", async () => {
  await lab.deploy({ Role: ADOPT });
  const stack = await lab.deploy({ Role: { ...OWN, Description: 'ours' } });
  expect([stack.status, failureOf(stack)]).toEqual(['UPDATE_COMPLETE', '']);
  expect(lab.iam.role('analyst')).toMatchObject({
    Path: '/people/',
    Description: 'ours',
    MaxSessionDuration: 3600,
    PermissionsBoundary: 'arn:aws:iam::111122223333:policy/sagemaker-persona-role-boundary-us-east-1',
  });
  expect(trustOf().Statement.map(({ Sid }) => Sid)).toEqual(['TrustedServices']);
  expect(lab.log.join('\n')).toMatch(/the adopted role becomes the resource's own.*"Sid":"People"/);
  await lab.remove();
  expect(lab.iam.roles).toEqual([]);
});

it('while the update that removes Adopt is not complete, the role is only released', async () => {
  await lab.deploy({ Role: ADOPT });
  lab.iam.faults.at(
    { operation: 'UpdateRole', occurrence: 1 },
    { kind: 'answer', when: 'before', code: 'AccessDenied', status: 403 },
    1000,
  );
  const stack = await lab.deploy({ Role: { ...OWN, Description: 'ours' } });
  lab.iam.faults.clear();
  expect(stack.status).toMatch(/^UPDATE_ROLLBACK_COMPLETE$/);
  await lab.remove();
  expect(lab.iam.role('analyst')).toMatchObject({ Description: 'by hand', MaxSessionDuration: 7200, Tags: [{ Key: 'team', Value: 'ml' }] });
});

it('an adoption that ends with a new name releases the old role', async () => {
  await lab.deploy({ Role: ADOPT });
  const stack = await lab.deploy({ Role: { ...COMPUTE, RoleName: 'new' } });
  expect([stack.status, physicalId(stack)]).toEqual(['UPDATE_COMPLETE', 'new']);
  await lab.remove();
  expect(lab.iam.contents()).toEqual(before);
});

it('a role that has left AdoptableRoleArns is as it was when an update is refused, though IAM lets the function no more than see it', async () => {
  await lab.deploy({ Role: ADOPT });
  const contents = lab.iam.contents();
  lab.environment['ADOPTABLE_ROLE_ARNS'] = '';
  const where = ({ operation, parameters }: PendingCall): boolean => operation !== 'GetRole' && parameters['RoleName'] === 'analyst';
  lab.iam.faults.at({ where }, { kind: 'answer', when: 'before', code: 'AccessDenied', status: 403 }, 1000);
  for (const more of [{ S3Buckets: ['another-bucket'] }, { Oops: 'x' }, { RoleName: 'other', Oops: 'x' }]) {
    const stack = await lab.deploy({ Role: { ...ADOPT, ...more } });
    expect([stack.status, physicalId(stack), lab.iam.contents()]).toEqual(['UPDATE_ROLLBACK_COMPLETE', 'analyst', contents]);
  }
});

describe('a replacement by an adopted role', () => {
  it.each<[string, Properties]>([
    ['rolled back after it succeeded', ADOPT],
    ['that fails', { ...ADOPT, S3Buckets: ['another-bucket'] }],
  ])('%s releases it', async (what, after) => {
    const stack0 = await lab.deploy({ Role: { ...COMPUTE, RoleName: 'first' } });
    expect(stack0.status).toBe('CREATE_COMPLETE');
    const contents = lab.iam.contents();
    if (what === 'that fails')
      lab.iam.faults.at(
        { operation: 'UpdateAssumeRolePolicy', occurrence: 1 },
        { kind: 'answer', when: 'before', code: 'AccessDenied', status: 403 },
        1000,
      );
    const stack = await lab.deploy({ Role: after, Sibling: FAILING });
    lab.iam.faults.clear();
    expect([stack.status, lab.iam.contents()]).toEqual(['UPDATE_ROLLBACK_COMPLETE', contents]);
  });
});

describe('refused, and nothing is written:', () => {
  it.each<[string, Properties, string]>([
    [
      'a role that is not listed',
      { RoleName: 'other' },
      "role other exists and has the ARN arn:aws:iam::111122223333:role/other, which the provider's configuration does not permit to adopt (AdoptableRoleArns allows arn:aws:iam::111122223333:role/people/*)",
    ],
    ['a role that does not exist', { RoleName: 'nobody' }, 'NotFound: Adopt: there is no role nobody to adopt'],
    ['without Adopt', { Adopt: 'false' }, 'carries no owner tags'],
    ['with Description', { Description: 'x' }, 'Description: cannot stand beside Adopt'],
    ['with Tags', { Tags: [{ Key: 'a', Value: 'b' }] }, 'Tags: cannot stand beside Adopt'],
    ['with Exclusive', { Exclusive: 'true' }, 'Exclusive: cannot stand beside Adopt'],
  ])('%s', async (_, more, reason) => {
    await lab.iam.call('CreateRole', { RoleName: 'other', AssumeRolePolicyDocument: TRUST });
    const contents = lab.iam.contents();
    lab.iam.forgetCalls();
    const stack = await lab.deploy({ Role: { ...ADOPT, ...more } });
    expect(stack.status).toBe('ROLLBACK_COMPLETE');
    expect(failureOf(stack)).toContain(reason);
    expect([lab.iam.writes.filter(({ outcome }) => outcome === 'OK'), lab.iam.contents()]).toEqual([[], contents]);
  });

  it('a role that another stack manages', async () => {
    await lab.deploy({ Role: ADOPT }, 'first');
    const contents = lab.iam.contents();
    const stack = await lab.deploy({ Role: ADOPT }, 'second');
    expect(failureOf(stack)).toMatch(
      /role analyst exists and belongs to Role of stack .*first\/.*; give another RoleName; it is left untouched/,
    );
    expect([stack.status, lab.iam.contents()]).toEqual(['ROLLBACK_COMPLETE', contents]);
  });

  it.each<[string, Properties, string]>([
    ['an inline policy', { PolicyName: 'SageMakerPersona' }, 'has an inline policy SageMakerPersona already'],
    ['a trust statement', { Sid: 'SageMakerPersonaX' }, 'has a trust statement "SageMakerPersonaX" already'],
  ])('a role that has %s which would be overwritten', async (_, { PolicyName, Sid }, reason) => {
    if (PolicyName !== undefined) await lab.iam.call('PutRolePolicy', { RoleName: 'analyst', PolicyName, PolicyDocument: LISTING });
    const PolicyDocument = TRUST.replace('People', String(Sid));
    if (Sid !== undefined) await lab.iam.call('UpdateAssumeRolePolicy', { RoleName: 'analyst', PolicyDocument });
    const contents = lab.iam.contents();
    const stack = await lab.deploy({ Role: ADOPT });
    expect(failureOf(stack)).toContain(reason);
    expect([stack.status, lab.iam.contents()]).toEqual(['ROLLBACK_COMPLETE', contents]);
  });
});

it("the permissions are packed into what the role's other inline policies leave", async () => {
  const Statement = [{ Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:aws:s3:::${'x'.repeat(9000)}` }];
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await lab.iam.call('PutRolePolicy', { RoleName: 'analyst', PolicyName: 'large', PolicyDocument });
  const contents = lab.iam.contents();
  const stack = await lab.deploy({ Role: ADOPT });
  expect([stack.status, failureOf(stack)]).toEqual(['CREATE_COMPLETE', '']);
  expect(writesOf(lab.iam)).toEqual([
    'PutRolePolicy',
    'TagRole',
    'PutRolePolicy',
    'CreatePolicy',
    'AttachRolePolicy',
    'UpdateAssumeRolePolicy',
  ]);
  await lab.remove();
  expect(lab.iam.contents()).toEqual(contents);
});
