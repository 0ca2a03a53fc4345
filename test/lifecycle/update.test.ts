import {
  COMPUTE,
  DATA_SCIENTIST,
  failureOf,
  KMS,
  PASSED_ROLE,
  physicalId,
  startLab,
  VPC,
  writesOf,
  type Lab,
  type Properties,
} from './harness';

let lab: Lab;
beforeEach(async () => {
  lab = await startLab();
});
afterEach(async () => {
  expect(lab.cloudFormation.violations).toEqual([]);
  await lab.close();
});

async function deployed(properties: Properties): Promise<string> {
  const stack = await lab.deploy({ Role: properties });
  expect([stack.status, failureOf(stack)]).toEqual(['CREATE_COMPLETE', '']);
  lab.iam.forgetCalls();
  return physicalId(stack);
}

const OTHER_BUCKET = { S3Buckets: ['another-bucket'] };

interface Case {
  readonly name: string;
  readonly before: Properties;
  readonly after: Properties;
  readonly writes: readonly string[];
}

const CASES: readonly Case[] = [
  { name: 'nothing differs but Revision', before: COMPUTE, after: { ...COMPUTE, Revision: '2' }, writes: [] },
  {
    name: 'the order of lists differs',
    before: { ...COMPUTE, S3Buckets: ['bucket-a', 'bucket-b'] },
    after: { ...COMPUTE, S3Buckets: ['bucket-b', 'bucket-a'] },
    writes: [],
  },
  { name: 'a bucket differs', before: COMPUTE, after: { ...COMPUTE, ...OTHER_BUCKET }, writes: ['PutRolePolicy'] },
  {
    name: 'an activity more',
    before: COMPUTE,
    after: { ...COMPUTE, Activities: ['AccessAwsServices@1', 'AccessS3Buckets@1'] },
    writes: ['PutRolePolicy'],
  },
  { name: 'a tag more', before: COMPUTE, after: { ...COMPUTE, Tags: [{ Key: 'team', Value: 'ml' }] }, writes: ['TagRole'] },
  { name: 'a tag less', before: { ...COMPUTE, Tags: [{ Key: 'team', Value: 'ml' }] }, after: COMPUTE, writes: ['UntagRole'] },
  {
    name: 'a tag key spelt otherwise',
    before: { ...COMPUTE, Tags: [{ Key: 'team', Value: 'ml' }] },
    after: { ...COMPUTE, Tags: [{ Key: 'Team', Value: 'ml' }] },
    writes: ['UntagRole', 'TagRole'],
  },
  { name: 'the description differs', before: COMPUTE, after: { ...COMPUTE, Description: 'Jobs of the team' }, writes: ['UpdateRole'] },
  { name: 'the trust differs', before: COMPUTE, after: { ...COMPUTE, SourceCondition: 'arn' }, writes: ['UpdateAssumeRolePolicy'] },
  {
    name: 'limits that overflow are set',
    before: DATA_SCIENTIST,
    after: { ...DATA_SCIENTIST, Vpc: VPC },
    writes: ['CreatePolicy', 'CreatePolicy', 'AttachRolePolicy', 'AttachRolePolicy', 'PutRolePolicy', 'DetachRolePolicy', 'DeletePolicy'],
  },
  {
    name: 'limits that overflowed are taken off',
    before: { ...DATA_SCIENTIST, Vpc: VPC },
    after: DATA_SCIENTIST,
    writes: ['CreatePolicy', 'AttachRolePolicy', 'PutRolePolicy', 'DetachRolePolicy', 'DeletePolicy', 'DetachRolePolicy', 'DeletePolicy'],
  },
];

it.each(CASES)('where $name, exactly what differs is written', async ({ before, after, writes }) => {
  const name = await deployed(before);
  const stack = await lab.deploy({ Role: after });
  expect([stack.status, failureOf(stack)]).toEqual(['UPDATE_COMPLETE', '']);
  expect(writesOf(lab.iam)).toEqual(writes);
  expect(physicalId(stack)).toBe(name);
  const untouched = await lab.deploy({ Role: { ...after, Revision: 'again' } });
  expect(untouched.status).toBe('UPDATE_COMPLETE');
  expect(writesOf(lab.iam)).toEqual(writes);
  await lab.remove();
  expect(lab.iam.roles).toEqual([]);
  expect(lab.iam.policies).toHaveLength(1);
});

it('a tag that goes is none of a role that lacks it, even one named like what every object of JavaScript has', async () => {
  const name = await deployed({ ...COMPUTE, Tags: [{ Key: 'constructor', Value: 'a' }] });
  await lab.iam.call('UntagRole', { RoleName: name, TagKeys: ['constructor'] });
  lab.iam.forgetCalls();
  expect((await lab.deploy({ Role: COMPUTE })).status).toBe('UPDATE_COMPLETE');
  expect(writesOf(lab.iam)).toEqual([]);
});

it('a Revision repairs what someone changed by hand', async () => {
  const name = await deployed({ ...COMPUTE, Tags: [{ Key: 'team', Value: 'ml' }] });
  const intended = lab.iam.contents();
  const everything = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] });
  await lab.iam.call('PutRolePolicy', { RoleName: name, PolicyName: 'SageMakerPersona', PolicyDocument: everything });
  await lab.iam.call('DeleteRolePermissionsBoundary', { RoleName: name });
  await lab.iam.call('TagRole', { RoleName: name, Tags: [{ Key: 'team', Value: 'other' }] });
  await lab.iam.call('UpdateRole', { RoleName: name, Description: 'changed', MaxSessionDuration: 43200 });
  lab.iam.forgetCalls();
  expect((await lab.deploy({ Role: { ...COMPUTE, Tags: [{ Key: 'team', Value: 'ml' }], Revision: '2' } })).status).toBe('UPDATE_COMPLETE');
  expect(lab.iam.contents()).toEqual(intended);
  expect(writesOf(lab.iam)).toEqual(['PutRolePermissionsBoundary', 'PutRolePolicy', 'UpdateRole', 'TagRole']);
  const drift = lab.log.find((line) => line.includes('is not what the old properties ask for')) ?? '';
  for (const what of ['boundary', 'permissions', 'tags', 'description', 'session duration']) expect(drift).toContain(`"of":"${what}"`);
  expect(drift).toContain('"has Allow * on * in addition"');
});

it('an update of a role that is as it should be says nothing of drift', async () => {
  await deployed({ ...DATA_SCIENTIST, Vpc: VPC });
  await lab.deploy({ Role: { ...DATA_SCIENTIST, Vpc: VPC, S3Buckets: ['another-bucket'] } });
  expect(lab.log.filter((line) => line.includes('old properties'))).toEqual([]);
});

describe('policies that someone else put on the role', () => {
  const nothing = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 's3:GetObject', Resource: '*' }] });
  beforeEach(async () => {
    const name = await deployed(COMPUTE);
    await lab.iam.call('PutRolePolicy', { RoleName: name, PolicyName: 'by-hand', PolicyDocument: nothing });
    await lab.iam.call('AttachRolePolicy', { RoleName: name, PolicyArn: 'arn:aws:iam::aws:policy/AmazonSageMakerReadOnly' });
    lab.iam.forgetCalls();
  });

  it('stay, and are named in the log', async () => {
    await lab.deploy({ Role: { ...COMPUTE, Revision: '2' } });
    expect(writesOf(lab.iam)).toEqual([]);
    expect(lab.log.join('\n')).toMatch(/"by-hand".*AmazonSageMakerReadOnly/);
  });

  it('go where Exclusive is true', async () => {
    await lab.deploy({ Role: { ...COMPUTE, Exclusive: 'true' } });
    expect(writesOf(lab.iam).sort()).toEqual(['DeleteRolePolicy', 'DetachRolePolicy']);
  });

  it('stay also then, where their names say that a stack put them there', async () => {
    const RoleName = lab.iam.roles[0]?.RoleName ?? '';
    const own = { RoleName, PolicyName: 'SageMakerPersonaGrants-TeamRole1A2B3C4D', PolicyDocument: nothing };
    await lab.iam.call('PutRolePolicy', own);
    lab.iam.forgetCalls();
    await lab.deploy({ Role: { ...COMPUTE, Exclusive: 'true' } });
    expect([...(lab.iam.role(RoleName)?.inlinePolicies.keys() ?? [])].sort()).toEqual(['SageMakerPersona', own.PolicyName]);
    expect(lab.log.join('\n')).not.toContain(own.PolicyName);
  });
});

it('a refused update writes nothing, and the role is as it was', async () => {
  await deployed(COMPUTE);
  const before = lab.iam.contents();
  const stack = await lab.deploy({ Role: { ...COMPUTE, S3Buckets: ['*'] } });
  expect(stack.status).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(failureOf(stack)).toContain('S3Buckets[0]: "*" contains "*", which cannot stand in the name of an S3 bucket');
  expect(writesOf(lab.iam)).toEqual([]);
  expect(lab.iam.contents()).toEqual(before);
});

describe('what the configuration no longer permits', () => {
  const passes = (...roles: string[]): Properties => ({ Activities: [{ Activity: 'ManageModels@1', RolesToPass: roles }] });
  beforeEach(async () => {
    await deployed(passes(PASSED_ROLE));
    lab.environment['PASSABLE_ROLE_ARNS'] = 'arn:aws:iam::111122223333:role/other/*';
  });

  it('stays in a role that has it, so that no rollback gets stuck', async () => {
    const stack = await lab.deploy({ Role: passes(PASSED_ROLE, 'arn:aws:iam::111122223333:role/other/a') });
    expect(stack.status).toBe('UPDATE_COMPLETE');
  });

  it('cannot be given anew', async () => {
    const stack = await lab.deploy({ Role: passes(PASSED_ROLE, `${PASSED_ROLE}-2`) });
    expect(stack.status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(failureOf(stack)).toContain(
      `"${PASSED_ROLE}-2" is not permitted by the provider's configuration (PassableRoleArns), which allows arn:aws:iam::111122223333:role/other/*`,
    );
    expect(writesOf(lab.iam)).toEqual([]);
  });
});

describe('replacement', () => {
  const named = (RoleName: string, more: Properties = {}): Properties => ({ ...COMPUTE, RoleName, ...more });

  it('happens on another name: the new role first, then the old one goes', async () => {
    await deployed(named('first'));
    const stack = await lab.deploy({ Role: named('second') });
    expect([stack.status, physicalId(stack)]).toEqual(['UPDATE_COMPLETE', 'second']);
    expect(lab.iam.roles.map(({ RoleName }) => RoleName)).toEqual(['second']);
    expect(writesOf(lab.iam)).toEqual(['CreateRole', 'PutRolePolicy', 'DeleteRolePolicy', 'DeleteRole']);
  });

  it('does not happen where only the letter case of the name differs: that is refused', async () => {
    await deployed(named('first'));
    const stack = await lab.deploy({ Role: named('First') });
    expect(stack.status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(failureOf(stack)).toContain('NotUpdatable: RoleName: role names differ in more than case: "first" cannot become "First"');
    expect(writesOf(lab.iam)).toEqual([]);
  });

  it('does not happen where another property gives the same name', async () => {
    await deployed({ ...COMPUTE, RoleNameSuffix: 'team' });
    const stack = await lab.deploy({ Role: named('SageMaker-team') });
    expect([stack.status, physicalId(stack)]).toEqual(['UPDATE_COMPLETE', 'SageMaker-team']);
    expect(writesOf(lab.iam)).toEqual([]);
  });

  it("does not happen where the provider's prefix has changed: the role of the physical id stays", async () => {
    await deployed({ ...COMPUTE, RoleNameSuffix: 'team' });
    lab.environment['ROLE_NAME_PREFIX'] = 'ML-';
    const stack = await lab.deploy({ Role: { ...COMPUTE, RoleNameSuffix: 'team', ...OTHER_BUCKET } });
    expect([stack.status, physicalId(stack)]).toEqual(['UPDATE_COMPLETE', 'SageMaker-team']);
    expect((await lab.remove()).status).toBe('DELETE_COMPLETE');
    expect(lab.iam.roles).toEqual([]);
  });

  describe("that fails after the provider's prefix has changed leaves the role of the physical id:", () => {
    const suffixed = (RoleNameSuffix: string, more: Properties = {}): Properties => ({ ...COMPUTE, RoleNameSuffix, ...more });

    it.each<[string, Properties]>([
      ['another suffix', suffixed('t', { Oops: 'x' })],
      ['a suffix that ends the same', suffixed('am', { Oops: 'x' })],
      ['a longer suffix', suffixed('my-team', { Oops: 'x' })],
      ['a suffix in other letters', suffixed('TEAM', { Oops: 'x' })],
      ['a name', named('team', { Oops: 'x' })],
      ['no name', { ...COMPUTE, Oops: 'x' }],
    ])('%s', async (_, after) => {
      await deployed(suffixed('team'));
      const before = lab.iam.contents();
      lab.environment['ROLE_NAME_PREFIX'] = 'ML-';
      const stack = await lab.deploy({ Role: after });
      expect([stack.status, physicalId(stack)]).toEqual(['UPDATE_ROLLBACK_COMPLETE', 'SageMaker-team']);
      expect(lab.iam.contents()).toEqual(before);
    });
  });

  it('happens where the new suffix ends the old name', async () => {
    await deployed({ ...COMPUTE, RoleNameSuffix: 'team' });
    const stack = await lab.deploy({ Role: { ...COMPUTE, RoleNameSuffix: 'am' } });
    expect([stack.status, physicalId(stack)]).toEqual(['UPDATE_COMPLETE', 'SageMaker-am']);
    lab.environment['ROLE_NAME_PREFIX'] = 'ML-';
    const again = await lab.deploy({ Role: { ...COMPUTE, RoleNameSuffix: 'm' } });
    expect([again.status, physicalId(again)]).toEqual(['UPDATE_COMPLETE', 'ML-m']);
  });

  it('happens where the new suffix begins as the prefix ends', async () => {
    await deployed({ ...COMPUTE, RoleNameSuffix: 'team' });
    const stack = await lab.deploy({ Role: { ...COMPUTE, RoleNameSuffix: 'Maker-team' } });
    expect([stack.status, physicalId(stack)]).toEqual(['UPDATE_COMPLETE', 'SageMaker-Maker-team']);
    expect(lab.iam.roles.map(({ RoleName }) => RoleName)).toEqual(['SageMaker-Maker-team']);
  });

  it('that is rolled back takes no tag off that the old role has from elsewhere', async () => {
    await deployed(named('first'));
    await lab.iam.call('TagRole', { RoleName: 'first', Tags: [{ Key: 'by-hand', Value: 'x' }] });
    const before = lab.iam.contents();
    const stack = await lab.deploy({
      Role: named('second', { Tags: [{ Key: 'by-hand', Value: 'x' }] }),
      Sibling: { DependsOn: 'Role', Fail: 'Create' },
    });
    expect([stack.status, lab.iam.contents()]).toEqual(['UPDATE_ROLLBACK_COMPLETE', before]);
  });

  it('is rolled back to the very same old role, if a sibling fails', async () => {
    const stack = await lab.deploy({ Role: named('first'), Sibling: {} });
    const before = lab.iam.contents();
    const rolledBack = await lab.deploy({ Role: named('second'), Sibling: { DependsOn: 'Role', Fail: 'Update' } });
    expect([stack.status, rolledBack.status, physicalId(rolledBack)]).toEqual(['CREATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE', 'first']);
    expect(lab.iam.contents()).toEqual(before);
  });

  it('that fails midway leaves the old role as it was and the new one gone', async () => {
    await deployed(named('first'));
    const before = lab.iam.contents();
    lab.iam.faults.at({ operation: 'PutRolePolicy', occurrence: 1 }, { kind: 'answer', when: 'before', code: 'LimitExceeded' });
    const stack = await lab.deploy({ Role: named('second') });
    expect([stack.status, physicalId(stack)]).toEqual(['UPDATE_ROLLBACK_COMPLETE', 'first']);
    expect(failureOf(stack)).toContain('ServiceLimitExceeded: PutRolePolicy SageMakerPersona: LimitExceeded');
    expect(lab.iam.contents()).toEqual(before);
  });
});

it('a role that was deleted by hand is made again under its name', async () => {
  const name = await deployed(COMPUTE);
  await lab.iam.call('DeleteRolePolicy', { RoleName: name, PolicyName: 'SageMakerPersona' });
  await lab.iam.call('DeleteRole', { RoleName: name });
  const stack = await lab.deploy({ Role: { ...COMPUTE, Revision: '2' } });
  expect([stack.status, physicalId(stack)]).toEqual(['UPDATE_COMPLETE', name]);
  expect(lab.iam.role(name)?.inlinePolicies.size).toBe(1);
});

it('a role whose owner tags someone removed is not written, and the message says how to go on', async () => {
  const name = await deployed(COMPUTE);
  await lab.iam.call('UntagRole', { RoleName: name, TagKeys: ['sagemaker-persona:stack-id', 'sagemaker-persona:logical-id'] });
  lab.iam.forgetCalls();
  const stack = await lab.deploy({ Role: { ...COMPUTE, ...OTHER_BUCKET } });
  expect(stack.status).toBe('UPDATE_ROLLBACK_FAILED');
  expect(failureOf(stack)).toContain('carries no owner tags: it was not made by this resource, or someone removed its tags');
  expect(writesOf(lab.iam)).toEqual([]);
});

it('limits on a role can change with Vpc and Kms at once', async () => {
  await deployed({ ...DATA_SCIENTIST, Vpc: VPC, Kms: KMS });
  const other = { ...VPC, Subnets: ['subnet-0123456789abcdef1'] };
  const stack = await lab.deploy({ Role: { ...DATA_SCIENTIST, Vpc: other, Kms: KMS } });
  expect([stack.status, failureOf(stack)]).toEqual(['UPDATE_COMPLETE', '']);
});

it('all tags are replaced by as many others, though IAM does not hold both at once', async () => {
  const tagged = (letter: string): Properties => ({
    ...COMPUTE,
    Tags: Array.from({ length: 45 }, (_, index) => ({ Key: `${letter}${String(index)}`, Value: 'x' })),
  });
  const name = await deployed(tagged('old'));
  const stack = await lab.deploy({ Role: tagged('new') });
  expect([stack.status, failureOf(stack), writesOf(lab.iam)]).toEqual(['UPDATE_COMPLETE', '', ['UntagRole', 'TagRole']]);
  const keys = (lab.iam.role(name)?.Tags ?? []).map(({ Key }) => Key).filter((key) => !key.startsWith('sagemaker-persona:'));
  expect(keys.filter((key) => !key.startsWith('new'))).toEqual([]);
  expect(keys).toHaveLength(45);
});
