import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { render } from '../../cli/render';
import type { RenderedRole } from '../../lambda/core/rendered-role';
import { roleState } from '../../local/role-report';
import { COMPUTE, DATA_SCIENTIST, failureOf, KMS, physicalId, startLab, VPC, writesOf, type Lab, type Properties } from './harness';

let lab: Lab;
beforeEach(async () => {
  lab = await startLab();
});
afterEach(async () => {
  expect(lab.cloudFormation.violations).toEqual([]);
  expect(lab.log.join('\n')).not.toContain('X-Amz-Signature');
  await lab.close();
});

/** What the command line prints for the same properties in the same stack. */
function rendered(properties: Properties, stackId: string): RenderedRole {
  const file = join(mkdtempSync(join(tmpdir(), 'persona-role-')), 'properties.json');
  writeFileSync(file, JSON.stringify(properties));
  return JSON.parse(
    render(file, { partition: 'aws', region: 'us-east-1', account: '111122223333', stackId, logicalId: 'Role' }),
  ) as RenderedRole;
}

const VARIANTS: readonly [string, Properties][] = [
  ['compute role', COMPUTE],
  ['compute role with Vpc and Kms', { ...COMPUTE, Vpc: VPC, Kms: KMS }],
  ['data scientist', DATA_SCIENTIST],
  ['data scientist with Vpc', { ...DATA_SCIENTIST, Vpc: VPC }],
  ['data scientist with keys for data alone', { ...DATA_SCIENTIST, Kms: { DataKeys: KMS.DataKeys } }],
  ['data scientist with Vpc and Kms', { ...DATA_SCIENTIST, Vpc: VPC, Kms: KMS }],
  [
    'role with settings of its own',
    {
      ...COMPUTE,
      RoleNameSuffix: 'team',
      Description: 'Compute',
      MaxSessionDuration: '7200',
      Tags: [{ Key: 'team', Value: 'ml' }],
      SourceCondition: 'arn',
    },
  ],
];

it.each(VARIANTS)('a %s is deployed exactly as render prints it, and goes without a trace', async (_, properties) => {
  const stack = await lab.deploy({ Role: properties });
  expect([stack.status, failureOf(stack)]).toEqual(['CREATE_COMPLETE', '']);
  const expected = rendered(properties, stack.id);
  const role = roleState(lab.iam, physicalId(stack));
  expect(role.name).toBe(expected.RoleName);
  expect(JSON.parse(role.trustPolicy)).toEqual(expected.AssumeRolePolicyDocument);
  expect(role.boundary).toBe(expected.PermissionsBoundary);
  expect(role.inline).toEqual(Object.fromEntries(expected.Policies.map(({ PolicyName, PolicyDocument }) => [PolicyName, PolicyDocument])));
  expect(role.managed).toEqual(
    Object.fromEntries(expected.ManagedPolicies.map(({ ManagedPolicyName, PolicyDocument }) => [ManagedPolicyName, PolicyDocument])),
  );
  expect((await lab.remove()).status).toBe('DELETE_COMPLETE');
  expect(lab.iam.roles).toEqual([]);
  expect(lab.iam.policies.map(({ PolicyName }) => PolicyName)).toEqual(['sagemaker-persona-role-boundary-us-east-1']);
});

it('an ordinary role takes two writing calls', async () => {
  await lab.deploy({ Role: DATA_SCIENTIST });
  expect(writesOf(lab.iam)).toEqual(['CreateRole', 'PutRolePolicy']);
});

it('every attribute that the contract names is there, and Ref is the role name', async () => {
  const stack = await lab.deploy({ Role: DATA_SCIENTIST });
  const resource = stack.resources.find(({ logicalId }) => logicalId === 'Role');
  const role = lab.iam.role(physicalId(stack));
  expect(resource?.data).toEqual({
    Arn: role?.Arn,
    RoleName: resource?.physicalId,
    RoleId: role?.RoleId,
    Persona: 'DataScientist@1',
    Activities: 'AccessS3Buckets@1,ManageExperiments@1,ManageJobs@1,ManageModels@1,RunStudioApps@1,VisualizeExperiments@1',
    PolicyDigest: rendered(DATA_SCIENTIST, stack.id).PolicyDigest,
    CatalogVersion: expect.stringMatching(/^[0-9a-f]{12}$/) as string,
  });
});

it('the role says whose it is and has its boundary before it has a permission', async () => {
  const seen: unknown[] = [];
  const run = (): void => void seen.push(...lab.iam.roles);
  lab.iam.faults.at({ operation: 'PutRolePolicy', occurrence: 1 }, { kind: 'hook', when: 'before', run });
  const stack = await lab.deploy({ Role: COMPUTE });
  expect(seen).toEqual([
    expect.objectContaining({
      PermissionsBoundary: 'arn:aws:iam::111122223333:policy/sagemaker-persona-role-boundary-us-east-1',
      Tags: expect.arrayContaining([
        { Key: 'sagemaker-persona:provider', Value: 'us-east-1/sagemaker-persona-role' },
        { Key: 'sagemaker-persona:stack-id', Value: stack.id },
        { Key: 'sagemaker-persona:logical-id', Value: 'Role' },
      ]) as unknown,
    }),
  ]);
});

it('wrong input is refused before any call to IAM, with every fault at once', async () => {
  const stack = await lab.deploy({
    Role: {
      Persona: 'DataScientits',
      Activities: ['ManageJob', { Activity: 'ManageJobs@1', RolesToPass: ['*'] }],
      S3Bucket: 'x',
      Vpc: { Subnets: [] },
      MaxSessionDuration: 5,
    },
  });
  expect(stack.status).toBe('ROLLBACK_COMPLETE');
  const reason = failureOf(stack);
  for (const fault of [
    'Persona: unknown persona "DataScientits", did you mean "DataScientist"?',
    'Activities[0].Activity: unknown activity "ManageJob", did you mean "ManageJobs"?',
    'Activities[1].RolesToPass[0]: "*" contains "*"',
    'S3Bucket: unknown property "S3Bucket", did you mean "S3Buckets"?',
    'Vpc.Subnets: is required',
    'Vpc.SecurityGroups: is required',
    'MaxSessionDuration: must be at least 3600',
  ]) {
    expect(reason).toContain(fault);
  }
  // Those of the Delete, which looks for what a Create may have made.
  expect(new Set(lab.iam.calls.map(({ operation }) => operation))).toEqual(
    new Set(['GetRole', 'ListRolePolicies', 'ListAttachedRolePolicies', 'ListInstanceProfilesForRole', 'ListPolicies']),
  );
});

it.each([
  [
    'of another stack',
    [
      { Key: 'sagemaker-persona:stack-id', Value: 'arn:aws:cloudformation:us-east-1:111122223333:stack/other/1' },
      { Key: 'sagemaker-persona:logical-id', Value: 'Role' },
    ],
  ],
  ['that nobody tagged', []],
])('a role of the same name %s is refused and stays untouched, also by the Delete that follows', async (_, Tags) => {
  const trust = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  });
  await lab.iam.call('CreateRole', { RoleName: 'ADMIN', Path: '/', AssumeRolePolicyDocument: trust, Tags });
  const before = lab.iam.contents();
  lab.iam.forgetCalls();
  const stack = await lab.deploy({ Role: { ...COMPUTE, RoleName: 'admin' } });
  expect(stack.status).toBe('ROLLBACK_COMPLETE');
  expect(failureOf(stack)).toMatch(/AlreadyExists: role admin exists and .*it is left untouched/);
  // IAM refuses it.
  expect(writesOf(lab.iam)).toEqual(['CreateRole']);
  expect(lab.iam.contents()).toEqual(before);
  expect(lab.cloudFormation.requests.at(-1)).toMatchObject({ RequestType: 'Delete', PhysicalResourceId: 'unowned:admin' });
});

it('a Create that CloudFormation cancels, since a sibling failed, leaves no role behind', async () => {
  const stack = await lab.deploy({ Role: COMPUTE, Sibling: { Fail: 'Create' } });
  expect(stack.status).toBe('ROLLBACK_COMPLETE');
  expect(lab.iam.roles).toEqual([]);
});

it('what IAM shows late is waited for, and no unique id is ever taken for an ARN', async () => {
  lab.iam.lag = { ticks: 9, arnTicks: 7, writes: 'find what is visible' };
  const stack = await lab.deploy({ Role: { ...DATA_SCIENTIST, Vpc: VPC, Kms: KMS } });
  expect([stack.status, failureOf(stack)]).toEqual(['CREATE_COMPLETE', '']);
  expect(stack.resources[0]?.data['Arn']).toBe(`arn:aws:iam::111122223333:role/sagemaker-persona/${physicalId(stack)}`);
});
