import { COMPUTE, DATA_SCIENTIST, failureOf, KMS, physicalId, startLab, VPC, writesOf, type Lab, type Properties } from './harness';

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

const DENY = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 's3:GetObject', Resource: '*' }] });
const READ_ONLY = 'arn:aws:iam::aws:policy/AmazonSageMakerReadOnly';

it('a role is emptied first, Denies last, then deleted', async () => {
  await deployed({ ...DATA_SCIENTIST, Vpc: VPC });
  expect((await lab.remove()).status).toBe('DELETE_COMPLETE');
  expect(writesOf(lab.iam)).toEqual(['DetachRolePolicy', 'DeletePolicy', 'DeleteRolePolicy', 'DeleteRole']);
});

it('a role that is gone already counts as deleted', async () => {
  const name = await deployed(COMPUTE);
  await lab.iam.call('DeleteRolePolicy', { RoleName: name, PolicyName: 'SageMakerPersona' });
  await lab.iam.call('DeleteRole', { RoleName: name });
  lab.iam.forgetCalls();
  expect((await lab.remove()).status).toBe('DELETE_COMPLETE');
  expect(writesOf(lab.iam)).toEqual([]);
});

it('overflow policies of a role that was deleted by hand go too', async () => {
  const name = await deployed({ ...DATA_SCIENTIST, Vpc: VPC, Kms: KMS });
  for (const PolicyArn of lab.iam.role(name)?.attachedPolicyArns ?? [])
    await lab.iam.call('DetachRolePolicy', { RoleName: name, PolicyArn });
  await lab.iam.call('DeleteRolePolicy', { RoleName: name, PolicyName: 'SageMakerPersona' });
  await lab.iam.call('DeleteRole', { RoleName: name });
  expect((await lab.remove()).status).toBe('DELETE_COMPLETE');
  expect(lab.iam.policies).toHaveLength(1);
});

it('overflow policies go with the role, also one that it does not carry and versions that someone added, and no document is read', async () => {
  const name = await deployed({ ...DATA_SCIENTIST, Vpc: VPC });
  const [PolicyArn = ''] = lab.iam.role(name)?.attachedPolicyArns ?? [];
  const [carried] = lab.iam.policies.filter(({ Arn }) => Arn === PolicyArn);
  await lab.iam.call('CreatePolicyVersion', { PolicyArn, PolicyDocument: DENY, SetAsDefault: true });
  await lab.iam.call('CreatePolicy', { PolicyName: 'left-over', PolicyDocument: DENY, Path: carried?.Path, Tags: carried?.Tags });
  lab.iam.forgetCalls();
  expect((await lab.remove()).status).toBe('DELETE_COMPLETE');
  expect(lab.iam.roles).toEqual([]);
  expect(lab.iam.policies).toHaveLength(1);
  expect(lab.iam.calls.filter(({ operation }) => /^Get(RolePolicy|PolicyVersion)$/.test(operation))).toEqual([]);
});

it('what someone else put on the role goes with it, over all pages of every list', async () => {
  await lab.close();
  lab = await startLab({ iam: { pageSize: 3 } });
  const name = await deployed(COMPUTE);
  for (let index = 0; index < 7; index += 1)
    await lab.iam.call('PutRolePolicy', { RoleName: name, PolicyName: `by-hand-${String(index)}`, PolicyDocument: DENY });
  for (let index = 0; index < 7; index += 1) {
    await lab.iam.call('CreatePolicy', { PolicyName: `other-${String(index)}`, PolicyDocument: DENY });
    await lab.iam.call('AttachRolePolicy', { RoleName: name, PolicyArn: `arn:aws:iam::111122223333:policy/other-${String(index)}` });
  }
  expect((await lab.remove()).status).toBe('DELETE_COMPLETE');
  expect(lab.iam.roles).toEqual([]);
  // Detached, not deleted: they are someone else's.
  expect(lab.iam.policies).toHaveLength(8);
});

it('ForceDetach false keeps a role that carries policies of someone else, and names them', async () => {
  const name = await deployed({ ...COMPUTE, ForceDetach: 'false' });
  await lab.iam.call('PutRolePolicy', { RoleName: name, PolicyName: 'by-hand', PolicyDocument: DENY });
  await lab.iam.call('AttachRolePolicy', { RoleName: name, PolicyArn: READ_ONLY });
  lab.iam.forgetCalls();
  const stack = await lab.remove();
  expect(stack.status).toBe('DELETE_FAILED');
  expect(failureOf(stack)).toContain(`carries policies that someone else put on it: by-hand, ${READ_ONLY}`);
  expect(writesOf(lab.iam)).toEqual([]);
});

it('a role in an instance profile is kept whole, and the profile named', async () => {
  const name = await deployed(COMPUTE);
  await lab.iam.call('CreateInstanceProfile', { InstanceProfileName: 'notebooks' });
  await lab.iam.call('AddRoleToInstanceProfile', { InstanceProfileName: 'notebooks', RoleName: name });
  lab.iam.forgetCalls();
  const stack = await lab.remove();
  expect(stack.status).toBe('DELETE_FAILED');
  expect(failureOf(stack)).toContain('is in the instance profile notebooks');
  expect(writesOf(lab.iam)).toEqual([]);
});

it('a policy that someone attaches while the role is being deleted does not stop it', async () => {
  const name = await deployed(COMPUTE);
  const run = async (): Promise<void> => {
    await lab.iam.call('AttachRolePolicy', { RoleName: name, PolicyArn: READ_ONLY });
  };
  lab.iam.faults.at({ operation: 'DeleteRole', occurrence: 1 }, { kind: 'hook', when: 'before', run });
  expect((await lab.remove()).status).toBe('DELETE_COMPLETE');
  expect(lab.iam.roles).toEqual([]);
});

it("a role that is no longer this resource's by its tags is left, with a warning that names it", async () => {
  const name = await deployed(COMPUTE);
  await lab.iam.call('TagRole', { RoleName: name, Tags: [{ Key: 'sagemaker-persona:logical-id', Value: 'Other' }] });
  lab.iam.forgetCalls();
  expect((await lab.remove()).status).toBe('DELETE_COMPLETE');
  expect(writesOf(lab.iam)).toEqual([]);
  expect(lab.log.filter((line) => line.includes('"WARN"') && line.includes(name))).not.toEqual([]);
});

it('a role of tags that this provider does not know stops the deletion, and says what to do', async () => {
  const name = await deployed(COMPUTE);
  await lab.iam.call('TagRole', { RoleName: name, Tags: [{ Key: 'sagemaker-persona:schema', Value: '2' }] });
  lab.iam.forgetCalls();
  const stack = await lab.remove();
  expect(stack.status).toBe('DELETE_FAILED');
  expect(failureOf(stack)).toContain('owner tags of schema 2, this provider knows 1; deploy the provider version that wrote it');
  expect(writesOf(lab.iam)).toEqual([]);
});

it('DeletionPolicy Retain leaves the role alone', async () => {
  await deployed({ ...COMPUTE, DeletionPolicy: 'Retain' });
  expect((await lab.remove()).status).toBe('DELETE_COMPLETE');
  expect(lab.iam.roles).toHaveLength(1);
});
