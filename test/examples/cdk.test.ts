import { app } from '../../examples/cdk/data-scientist';
import type { Statement } from '../../lambda/core/policy';
import { startLocalAws, type LocalAws } from '../../local/local-aws';
import { isAllowed } from '../policy-templates/simulate';

const ARN = 'arn:aws:sagemaker:us-east-1:111122223333';
const KEY = 'arn:aws:kms:us-east-1:111122223333:key/';
const DATA_KEY = `${KEY}11111111-1111-1111-1111-111111111111`;
const VOLUME_KEY = `${KEY}22222222-2222-2222-2222-222222222222`;
const LIMITS = {
  'sagemaker:VpcSubnets': ['subnet-0123456789abcdef0'],
  'sagemaker:VpcSecurityGroupIds': ['sg-0123456789abcdef0'],
  'sagemaker:OutputKmsKeyArn': DATA_KEY,
  'sagemaker:VolumeKmsKeyArn': VOLUME_KEY,
};
const ROLE = 'arn:aws:iam::111122223333:role/';

interface Request {
  readonly Action: string;
  readonly Resource: string;
  readonly Context?: Readonly<Record<string, string | readonly string[]>>;
}

const CASES: readonly (readonly [string, 'allow' | 'deny', Request])[] = [
  [
    'trains in the network with the keys',
    'allow',
    { Action: 'sagemaker:CreateTrainingJob', Resource: `${ARN}:training-job/a`, Context: LIMITS },
  ],
  ['trains without a network', 'deny', { Action: 'sagemaker:CreateTrainingJob', Resource: `${ARN}:training-job/a` }],
  [
    'trains with another key',
    'deny',
    {
      Action: 'sagemaker:CreateTrainingJob',
      Resource: `${ARN}:training-job/a`,
      Context: { ...LIMITS, 'sagemaker:OutputKmsKeyArn': VOLUME_KEY },
    },
  ],
  [
    'passes the compute role',
    'allow',
    { Action: 'iam:PassRole', Resource: `${ROLE}ml-compute`, Context: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
  ],
  [
    'passes another role',
    'deny',
    { Action: 'iam:PassRole', Resource: `${ROLE}admin`, Context: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
  ],
  ['reads the data', 'allow', { Action: 's3:GetObject', Resource: 'arn:aws:s3:::my-ml-data/a.csv' }],
  ['reads other data', 'deny', { Action: 's3:GetObject', Resource: 'arn:aws:s3:::other/a.csv' }],
  ['makes an experiment', 'allow', { Action: 'sagemaker:CreateExperiment', Resource: `${ARN}:experiment/a` }],
];

/** The stack as it is synthesised, but for the provider: the local AWS has one already. */
function templateOf(): string {
  const { Resources } = app.synth().getStackByName('DataScientists').template as {
    Resources: Record<string, { Type: string; Properties: Record<string, unknown> }>;
  };
  const roles = Object.entries(Resources).filter(([, { Type }]) => Type === 'Custom::SageMakerPersonaRole');
  const imported = roles.map(([name, { Type, Properties }]) => [
    name,
    { Type, Properties: { ...Properties, ServiceToken: { 'Fn::ImportValue': 'sagemaker-persona-role-ServiceToken' } } },
  ]);
  return JSON.stringify({ Resources: Object.fromEntries(imported) as object });
}

/** What the role may do: what does not fit into the inline policy is attached. */
async function statementsOf(aws: LocalAws): Promise<Statement[]> {
  const role = aws.iam.role('SageMaker-data-scientist');
  const attached = await Promise.all((role?.attachedPolicyArns ?? []).map((arn) => documentOf(aws, arn)));
  const inline = role?.inlinePolicies.get('SageMakerPersona') ?? '{}';
  return [inline, ...attached].flatMap((text) => (JSON.parse(text) as { Statement: Statement[] }).Statement);
}

/** The text of a managed policy. */
async function documentOf(aws: LocalAws, PolicyArn: string): Promise<string> {
  const { PolicyVersion } = (await aws.iam.call('GetPolicyVersion', { PolicyArn, VersionId: 'v1' })) as {
    PolicyVersion: { Document: string };
  };
  return decodeURIComponent(PolicyVersion.Document);
}

describe("the example of Role Manager's CDK library, with another import", () => {
  let aws: LocalAws;
  let statements: Statement[];

  beforeAll(async () => {
    aws = await startLocalAws({ parameters: { PassableRoleArns: `${ROLE}ml-compute` } });
    const { status, reason } = await aws.cloudFormation.createStack({ name: 'DataScientists', template: templateOf() });
    expect({ status, reason }).toEqual({ status: 'CREATE_COMPLETE', reason: undefined });
    statements = await statementsOf(aws);
  }, 60_000);
  afterAll(async () => {
    await aws.close();
  });

  it('is one resource', () => {
    expect(aws.iam.roles).toHaveLength(1);
  });

  it.each(CASES)('gives a role that %s: %s', async (_what, expected, request) => {
    expect(await isAllowed(statements, request)).toBe(expected === 'allow');
  });

  it('is updated in place, and goes with its stack', async () => {
    const { RoleId } = aws.iam.role('SageMaker-data-scientist') ?? {};
    const template = templateOf().replaceAll('my-ml-data', 'other');
    expect(await aws.cloudFormation.updateStack({ name: 'DataScientists', template })).toMatchObject({ status: 'UPDATE_COMPLETE' });
    expect(aws.iam.role('SageMaker-data-scientist')).toMatchObject({ RoleId });
    const updated = await statementsOf(aws);
    const reads = (bucket: string) => isAllowed(updated, { Action: 's3:GetObject', Resource: `arn:aws:s3:::${bucket}/a.csv` });
    expect([await reads('my-ml-data'), await reads('other')]).toEqual([false, true]);
    expect(await aws.cloudFormation.deleteStack('DataScientists')).toMatchObject({ status: 'DELETE_COMPLETE' });
    expect(aws.iam.roles).toEqual([]);
  }, 60_000);
});
