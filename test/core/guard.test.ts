import { guardStatements } from '../../lambda/core/guard';
import { explain } from '../../lambda/core/explain';
import { readPolicy } from '../../lambda/core/foreign-policy';
import type { AnyStatement } from '../../lambda/core/policy';
import type { RequestContext } from '../../lambda/core/request-context';
import { catalog, desired, keyArn, KMS, ROLE_TO_PASS, SCOPE, subnetId, VPC } from './samples';

/** Whether Denies match a request that everything else allows. */
function isDenied(guards: readonly AnyStatement[], action: string, context: RequestContext, resource = 'arn:aws:x:::y'): boolean {
  const statements = readPolicy('guards', { Statement: [...guards, { Effect: 'Allow', Action: '*', Resource: '*' }] });
  return explain({ action, resource, context }, { identity: statements }).decision === 'explicitlyDenied';
}

const SUBNETS = 'sagemaker:VpcSubnets';
const GROUPS = 'sagemaker:VpcSecurityGroupIds';
const OUTPUT_KEY = 'sagemaker:OutputKmsKeyArn';
const VOLUME_KEY = 'sagemaker:VolumeKmsKeyArn';
const [subnet = '', otherSubnet = ''] = VPC.Subnets;
const [group = ''] = VPC.SecurityGroups;
const vpcGuards = guardStatements({ limitLists: { 'Vpc.Subnets': VPC.Subnets, 'Vpc.SecurityGroups': VPC.SecurityGroups } }, catalog, SCOPE);

describe('the guards of Vpc', () => {
  it.each([
    {
      denied: false,
      what: 'one of the subnets and the group',
      action: 'CreateTrainingJob',
      context: { [SUBNETS]: [subnet], [GROUPS]: [group] },
    },
    { denied: false, what: 'all of the subnets', action: 'CreateModel', context: { [SUBNETS]: [otherSubnet, subnet], [GROUPS]: [group] } },
    { denied: true, what: 'a foreign subnet', action: 'CreateTrainingJob', context: { [SUBNETS]: ['subnet-f'], [GROUPS]: [group] } },
    {
      denied: true,
      what: 'a foreign subnet among right ones',
      action: 'CreateTrainingJob',
      context: { [SUBNETS]: [subnet, 'subnet-f'], [GROUPS]: [group] },
    },
    { denied: true, what: 'a foreign group', action: 'CreateModel', context: { [SUBNETS]: [subnet], [GROUPS]: ['sg-f'] } },
    { denied: true, what: 'no network at all', action: 'CreateTrainingJob', context: {} },
    { denied: true, what: 'subnets without groups', action: 'CreateTrainingJob', context: { [SUBNETS]: [subnet] } },
    { denied: true, what: 'groups without subnets', action: 'CreateNotebookInstance', context: { [GROUPS]: [group] } },
    { denied: false, what: 'no network, where that leaves it as it is', action: 'UpdateDomain', context: {} },
    { denied: true, what: 'a foreign subnet even there', action: 'UpdateDomain', context: { [SUBNETS]: ['subnet-f'] } },
    { denied: true, what: 'a foreign group even there', action: 'CreateUserProfile', context: { [GROUPS]: ['sg-f'] } },
    { denied: false, what: 'nothing, on an action that sends no network', action: 'CreateTransformJob', context: {} },
    { denied: false, what: 'nothing, on a reading action', action: 'DescribeTrainingJob', context: {} },
  ])('$action with $what: denied $denied', ({ denied, action, context }) => {
    expect(isDenied(vpcGuards, `sagemaker:${action}`, context)).toBe(denied);
  });
});

describe('the guards of Kms', () => {
  const guards = guardStatements({ limitLists: { 'Kms.DataKeys': KMS.DataKeys, 'Kms.VolumeKeys': KMS.VolumeKeys } }, catalog, SCOPE);
  const right = { [OUTPUT_KEY]: KMS.DataKeys, [VOLUME_KEY]: KMS.VolumeKeys };
  const ONLINE_STORE = 'sagemaker:FeatureGroupEnableOnlineStore';
  const ONLINE = { [ONLINE_STORE]: 'true' };
  const OFFLINE = { 'sagemaker:FeatureGroupOfflineStoreConfig': 'true' };
  const ONLINE_KEY = { 'sagemaker:FeatureGroupOnlineStoreKmsKeyArn': KMS.DataKeys };
  const OFFLINE_KEY = { 'sagemaker:FeatureGroupOfflineStoreKmsKeyArn': KMS.DataKeys };

  it.each([
    { denied: false, what: 'both keys', action: 'CreateTrainingJob', context: right },
    { denied: true, what: 'a foreign output key', action: 'CreateTrainingJob', context: { ...right, [OUTPUT_KEY]: [keyArn('9')] } },
    { denied: true, what: 'a foreign volume key', action: 'CreateTrainingJob', context: { ...right, [VOLUME_KEY]: [keyArn('9')] } },
    {
      denied: true,
      what: 'the volume key as output key',
      action: 'CreateTrainingJob',
      context: { ...right, [OUTPUT_KEY]: KMS.VolumeKeys },
    },
    { denied: true, what: 'no output key', action: 'CreateTrainingJob', context: { [VOLUME_KEY]: KMS.VolumeKeys } },
    { denied: true, what: 'no volume key', action: 'CreateTrainingJob', context: { [OUTPUT_KEY]: KMS.DataKeys } },
    {
      denied: false,
      what: 'its volume key alone, having no output',
      action: 'CreateNotebookInstance',
      context: { [VOLUME_KEY]: KMS.VolumeKeys },
    },
    { denied: false, what: 'nothing, on an action that sends no key', action: 'CreateModel', context: {} },
    { denied: false, what: 'a key for each store', action: 'CreateFeatureGroup', context: { ...ONLINE_KEY, ...OFFLINE, ...OFFLINE_KEY } },
    { denied: false, what: 'an online store alone', action: 'CreateFeatureGroup', context: { ...ONLINE, ...ONLINE_KEY } },
    {
      denied: false,
      what: 'an offline store alone',
      action: 'CreateFeatureGroup',
      context: { [ONLINE_STORE]: 'false', ...OFFLINE, ...OFFLINE_KEY },
    },
    { denied: true, what: 'an online store without a key', action: 'CreateFeatureGroup', context: ONLINE },
    { denied: true, what: 'no word on an online store', action: 'CreateFeatureGroup', context: { ...OFFLINE, ...OFFLINE_KEY } },
    {
      denied: true,
      what: 'an offline store without a key',
      action: 'CreateFeatureGroup',
      context: { ...ONLINE, ...ONLINE_KEY, ...OFFLINE },
    },
  ])('$action with $what: denied $denied', ({ denied, action, context }) => {
    expect(isDenied(guards, `sagemaker:${action}`, context)).toBe(denied);
  });

  it('of one list alone limit that kind only', () => {
    const dataOnly = guardStatements({ limitLists: { 'Kms.DataKeys': KMS.DataKeys } }, catalog, SCOPE);
    expect(isDenied(dataOnly, 'sagemaker:CreateTrainingJob', { [OUTPUT_KEY]: KMS.DataKeys })).toBe(false);
    expect(isDenied(dataOnly, 'sagemaker:CreateTrainingJob', { [OUTPUT_KEY]: [keyArn('9')] })).toBe(true);
  });
});

describe('guards', () => {
  it('are none without a limit', () => {
    expect(guardStatements({ limitLists: {} }, catalog, SCOPE)).toEqual([]);
  });

  it('deny, on every resource, with a condition, and are called apart', () => {
    expect(vpcGuards.map(({ Sid }) => Sid)).toEqual([
      'GuardVpcSubnets',
      'GuardVpcSubnetsMissing',
      'GuardVpcSecurityGroups',
      'GuardVpcSecurityGroupsMissing',
    ]);
    for (const guard of vpcGuards) {
      expect(guard).toMatchObject({ Effect: 'Deny', Resource: ['*'] });
      expect(Object.keys(guard.Condition ?? {})).toHaveLength(1);
    }
  });

  it('that would deny no action are left out', () => {
    const sids = guardStatements({ limitLists: { 'Kms.DataKeys': KMS.DataKeys } }, catalog, SCOPE).map(({ Sid }) => Sid);
    expect(sids).toEqual(['GuardDataKeys', 'GuardOnlineStoreKeys', 'GuardOfflineStoreKeys']);
  });

  it('with an optional action have a statement that spares requests without the key', () => {
    const common = { Sid: 'G', Actions: ['a:Always'], ActionsIfPresent: { 'a:Sometimes': 'x' } };
    const limit = { Limit: 'Kms.VolumeKeys' as const, Kind: 'keys' as const, Source: [], Remarks: [] };
    const denied = (['arns', 'truth'] as const).map((Type) => {
      const template = { ...limit, Guards: [{ ...common, Key: 'k', List: 'Kms.VolumeKeys', Type }] };
      const [right, wrong] = Type === 'arns' ? ([keyArn('1'), keyArn('9')] as const) : (['true', 'false'] as const);
      const guards = guardStatements({ limitLists: { 'Kms.VolumeKeys': [right] } }, { limits: [template] }, SCOPE);
      return ['a:Always', 'a:Sometimes'].map((action) =>
        [{ k: right }, { k: wrong }, {}].map((context) => isDenied(guards, action, context)),
      );
    });
    const expected = [
      [false, true, true],
      [false, true, false],
    ];
    expect(denied).toEqual([expected, expected]);
  });

  it('of a part that a request need not have spare requests without the part', () => {
    const Guards = [
      { Sid: 'G', Actions: ['a:Always'], ActionsIfPresent: { 'a:Sometimes': 'x' }, Key: 'k', List: 'Kms.DataKeys', Type: 'arns' as const },
    ].map((one) => ({ ...one, Part: { Null: { part: ['false'] } } }));
    const limit = { Limit: 'Kms.DataKeys' as const, Kind: 'keys' as const, Source: [], Remarks: [], Guards };
    const guards = guardStatements({ limitLists: { 'Kms.DataKeys': [keyArn('1')] } }, { limits: [limit] }, SCOPE);
    const denied = ['a:Always', 'a:Sometimes'].map((action) =>
      [{}, { part: 'true' }, { part: 'true', k: keyArn('9') }, { k: keyArn('9') }].map((context) => isDenied(guards, action, context)),
    );
    expect(denied).toEqual([
      [false, true, true, false],
      [false, false, true, false],
    ]);
  });

  it('stand on the role even if only one of its activities is limited, and admit what any of them may use', () => {
    const role = desired({
      Activities: [
        { Activity: 'ManageJobs', Vpc: { Subnets: [subnetId(1)], SecurityGroups: [group] } },
        { Activity: 'ManageModels', Vpc: { Subnets: [subnetId(2)], SecurityGroups: [group] } },
      ],
      RolesToPass: [ROLE_TO_PASS],
    });
    const guards = role.inlinePolicy.PolicyDocument.Statement.filter(({ Effect }) => Effect === 'Deny');
    const denied = [1, 2, 3].map((number) =>
      isDenied(guards, 'sagemaker:CreateNotebookInstance', { [SUBNETS]: [subnetId(number)], [GROUPS]: [group] }),
    );
    expect(denied).toEqual([false, false, true]);
  });
});
