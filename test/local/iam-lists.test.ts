import { LocalIam } from '../../local/iam';
import type { Output, Parameters } from '../../local/iam-operation';
import { ACCOUNT_ID, policy, policyArn, READ_BUCKET, trust } from './iam-documents';

const KEYS = Array.from({ length: 7 }, (_, index) => `K${String(index)}`);
const R = { RoleName: 'R' };
const P = { PolicyArn: policyArn('K0') };

/** An account with seven of everything that is listed. */
async function account(pageSize?: number): Promise<LocalIam> {
  const quotas = { versionsPerPolicy: 7 };
  const iam = new LocalIam(pageSize === undefined ? { accountId: ACCOUNT_ID, quotas } : { accountId: ACCOUNT_ID, quotas, pageSize });
  const Tags = KEYS.map((Key) => ({ Key, Value: '' }));
  await iam.call('CreateRole', { ...R, AssumeRolePolicyDocument: trust(), Tags });
  for (const name of [...KEYS].reverse()) {
    await iam.call('CreatePolicy', { PolicyName: name, PolicyDocument: policy(READ_BUCKET), Tags });
    await iam.call('CreateRole', { RoleName: name, Path: '/listed/', AssumeRolePolicyDocument: trust() });
    await iam.call('PutRolePolicy', { ...R, PolicyName: name, PolicyDocument: policy(READ_BUCKET) });
    await iam.call('AttachRolePolicy', { ...R, PolicyArn: policyArn(name) });
    await iam.call('AttachRolePolicy', { RoleName: name, ...P }).catch(() => undefined);
    await iam.call('CreateInstanceProfile', { InstanceProfileName: name });
    await iam.call('AddRoleToInstanceProfile', { ...R, InstanceProfileName: name });
  }
  for (const name of KEYS) await iam.call('AttachRolePolicy', { RoleName: name, ...P });
  for (let version = 2; version <= 7; version += 1) await iam.call('CreatePolicyVersion', { ...P, PolicyDocument: policy(READ_BUCKET) });
  return iam;
}

async function pages(iam: LocalIam, operation: string, parameters: Parameters, member: string): Promise<readonly (readonly unknown[])[]> {
  const list: (readonly unknown[])[] = [];
  let Marker: unknown;
  do {
    const output: Output = await iam.call(operation, { ...parameters, Marker });
    list.push(output[member] as readonly unknown[]);
    Marker = output['Marker'];
    expect(output['IsTruncated']).toBe(Marker !== undefined);
  } while (Marker !== undefined);
  return list;
}

const LISTS: readonly { operation: string; parameters: Parameters; member: string; count: number }[] = [
  { operation: 'ListRoles', parameters: { PathPrefix: '/listed/' }, member: 'Roles', count: 7 },
  { operation: 'ListRoleTags', parameters: R, member: 'Tags', count: 7 },
  { operation: 'ListRolePolicies', parameters: R, member: 'PolicyNames', count: 7 },
  { operation: 'ListAttachedRolePolicies', parameters: R, member: 'AttachedPolicies', count: 7 },
  { operation: 'ListInstanceProfilesForRole', parameters: R, member: 'InstanceProfiles', count: 7 },
  { operation: 'ListInstanceProfiles', parameters: {}, member: 'InstanceProfiles', count: 7 },
  { operation: 'ListPolicies', parameters: { Scope: 'Local' }, member: 'Policies', count: 7 },
  { operation: 'ListPolicyVersions', parameters: P, member: 'Versions', count: 7 },
  { operation: 'ListPolicyTags', parameters: P, member: 'Tags', count: 7 },
  { operation: 'ListEntitiesForPolicy', parameters: P, member: 'PolicyRoles', count: 8 },
];

describe.each(LISTS)('$operation', ({ operation, parameters, member, count }) => {
  it('gives everything on one page unless asked for less', async () => {
    expect((await pages(await account(), operation, parameters, member)).map((page) => page.length)).toEqual([count]);
  });

  it('gives pages of MaxItems, each item once', async () => {
    const list = await pages(await account(), operation, { ...parameters, MaxItems: 3 }, member);
    expect(list.map((page) => page.length)).toEqual([3, 3, count - 6]);
    expect(new Set(list.flat().map((item) => JSON.stringify(item))).size).toBe(count);
  });

  it('may give fewer items than asked for', async () => {
    expect((await pages(await account(4), operation, { ...parameters, MaxItems: 100 }, member)).map((page) => page.length)).toEqual([
      4,
      count - 4,
    ]);
  });

  it.each([0, 1001])('refuses MaxItems %d', async (MaxItems) => {
    await expect((await account()).call(operation, { ...parameters, MaxItems })).rejects.toMatchObject({ code: 'ValidationError' });
  });
});

describe('paging', () => {
  it('loses nothing when what was listed is deleted between two pages', async () => {
    const iam = await account();
    const { Marker } = await iam.call('ListRolePolicies', { ...R, MaxItems: 3 });
    await iam.call('DeleteRolePolicy', { ...R, PolicyName: 'K0' });
    expect(await iam.call('ListRolePolicies', { ...R, MaxItems: 2, Marker })).toMatchObject({
      PolicyNames: ['K3', 'K4'],
      IsTruncated: true,
    });
  });

  it('refuses a marker that it has not given', async () => {
    await expect((await account()).call('ListRolePolicies', { ...R, Marker: '?' })).rejects.toMatchObject({ code: 'ValidationError' });
  });

  it('gives 100 items where the caller does not say', async () => {
    const iam = new LocalIam({ accountId: ACCOUNT_ID });
    for (let index = 0; index < 101; index += 1)
      await iam.call('CreateRole', { RoleName: `R${String(index)}`, AssumeRolePolicyDocument: trust() });
    expect((await pages(iam, 'ListRoles', {}, 'Roles')).map((page) => page.length)).toEqual([100, 1]);
  });
});

describe('ListPolicies', () => {
  it.each([
    [{}, 10],
    [{ Scope: 'AWS' }, 3],
    [{ Scope: 'Local' }, 7],
    [{ Scope: 'AWS', PathPrefix: '/service-role/' }, 1],
    [{ Scope: 'AWS', OnlyAttached: true }, 0],
    [{ Scope: 'Local', PolicyUsageFilter: 'PermissionsBoundary' }, 0],
  ])('with %j finds %d', async (parameters, count) => {
    expect((await (await account()).call('ListPolicies', parameters))['Policies']).toHaveLength(count);
  });

  it('shows neither tags nor descriptions, which GetPolicy shows', async () => {
    const iam = await account();
    const [listed] = (await iam.call('ListPolicies', { Scope: 'Local' }))['Policies'] as readonly object[];
    expect(listed).not.toHaveProperty('Tags');
    expect((await iam.call('GetPolicy', P))['Policy']).toHaveProperty('Tags');
  });
});

describe('ListRoles', () => {
  it('shows neither tags nor boundary, which GetRole shows', async () => {
    const iam = await account();
    const [listed] = ((await iam.call('ListRoles', { PathPrefix: '/' }))['Roles'] as readonly { RoleName: string }[]).filter(
      ({ RoleName }) => RoleName === 'R',
    );
    expect(listed).not.toHaveProperty('Tags');
    expect((await iam.call('GetRole', R))['Role']).toHaveProperty('Tags');
  });
});
