import { guardStatements } from '../../lambda/core/guard';
import type { Conditions, Statement } from '../../lambda/core/policy';
import { catalog, desired, keyArn, KMS, ROLE_TO_PASS, subnetId, VPC } from './samples';

/** What a request says of itself, by condition key. */
type RequestContext = Readonly<Record<string, readonly string[]>>;

/**
 * Whether a Deny matches a request. Knows the operators that guards use, by the rules of
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html:
 * all operators and keys must match; a negated one matches where no value of the policy equals the request's, and, on a key with a single
 * value, where the key is absent; ForAnyValue needs a value of the request that matches, so it does not match an absent key.
 */
function matches(statement: Statement, action: string, context: RequestContext): boolean {
  return statement.Action.includes(action) && holds(statement.Condition ?? {}, context);
}

function holds(conditions: Conditions, context: RequestContext): boolean {
  return Object.entries(conditions).every(([operator, keys]) =>
    Object.entries(keys).every(([key, values]) => operatorHolds(operator, values, context[key])),
  );
}

function operatorHolds(operator: string, values: readonly string[], given: readonly string[] | undefined): boolean {
  switch (operator) {
    case 'Null':
      return values.includes(String(given === undefined));
    case 'ArnNotEquals':
      return given === undefined || !given.some((value) => values.includes(value));
    case 'ForAnyValue:StringNotEquals':
      return given?.some((value) => !values.includes(value)) ?? false;
    default:
      throw new Error(`guards are not expected to use ${operator}`);
  }
}

function isDenied(guards: readonly Statement[], action: string, context: RequestContext): boolean {
  return guards.some((statement) => matches(statement, action, context));
}

const SUBNETS = 'sagemaker:VpcSubnets';
const GROUPS = 'sagemaker:VpcSecurityGroupIds';
const OUTPUT_KEY = 'sagemaker:OutputKmsKeyArn';
const VOLUME_KEY = 'sagemaker:VolumeKmsKeyArn';
const [subnet = '', otherSubnet = ''] = VPC.Subnets;
const [group = ''] = VPC.SecurityGroups;
const vpcGuards = guardStatements({ limitLists: { 'Vpc.Subnets': VPC.Subnets, 'Vpc.SecurityGroups': VPC.SecurityGroups } }, catalog);

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
  const guards = guardStatements({ limitLists: { 'Kms.DataKeys': KMS.DataKeys, 'Kms.VolumeKeys': KMS.VolumeKeys } }, catalog);
  const right = { [OUTPUT_KEY]: KMS.DataKeys, [VOLUME_KEY]: KMS.VolumeKeys };

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
  ])('$action with $what: denied $denied', ({ denied, action, context }) => {
    expect(isDenied(guards, `sagemaker:${action}`, context)).toBe(denied);
  });

  it('of one list alone limit that kind only', () => {
    const dataOnly = guardStatements({ limitLists: { 'Kms.DataKeys': KMS.DataKeys } }, catalog);
    expect(isDenied(dataOnly, 'sagemaker:CreateTrainingJob', { [OUTPUT_KEY]: KMS.DataKeys })).toBe(false);
    expect(isDenied(dataOnly, 'sagemaker:CreateTrainingJob', { [OUTPUT_KEY]: [keyArn('9')] })).toBe(true);
  });
});

describe('guards', () => {
  it('are none without a limit', () => {
    expect(guardStatements({ limitLists: {} }, catalog)).toEqual([]);
  });

  it('deny, on every resource, with a condition, and are called apart', () => {
    expect(vpcGuards.map(({ Sid }) => Sid)).toEqual([
      'GuardVpcSubnets',
      'GuardVpcSubnetsMissing',
      'GuardVpcSecurityGroups',
      'GuardVpcSecurityGroupsMissing',
    ]);
    for (const { Effect, Resource, Condition, Action } of vpcGuards) {
      expect([Effect, Resource]).toEqual(['Deny', ['*']]);
      expect(Object.keys(Condition ?? {})).toHaveLength(1);
      expect([...Action].sort()).toEqual(Action);
    }
  });

  it('that would deny no action are left out', () => {
    const sids = guardStatements({ limitLists: { 'Kms.DataKeys': KMS.DataKeys } }, catalog).map(({ Sid }) => Sid);
    expect(sids).toEqual(['GuardDataKeys']);
  });

  it('with an optional action have a statement that spares requests without the key', () => {
    const [limit] = catalog.limits.filter(({ Limit }) => Limit === 'Kms.VolumeKeys');
    if (limit === undefined) throw new Error('the catalogue does not guard volume keys');
    const guard = {
      ...limit.Guards[0],
      Sid: 'G',
      Key: 'k',
      List: 'Kms.VolumeKeys',
      Type: 'arns' as const,
      Actions: ['a:Always'],
      ActionsIfPresent: { 'a:Sometimes': 'x' },
    };
    const guards = guardStatements({ limitLists: { 'Kms.VolumeKeys': ['key'] } }, { ...catalog, limits: [{ ...limit, Guards: [guard] }] });
    const denied = ['a:Always', 'a:Sometimes'].map((action) =>
      [{ k: ['key'] }, { k: ['other'] }, {}].map((context) => isDenied(guards, action, context)),
    );
    expect(denied).toEqual([
      [false, true, true],
      [false, true, false],
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
