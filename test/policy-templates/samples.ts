import { parameterType, type ParameterTypeName } from '../../lambda/core/parameter-types';
import type { ResolvedActivity } from '../../lambda/core/resolve';
import { parseStackId, PARTITIONS, type Scope } from '../../lambda/core/scope';
import { LIMIT_LISTS, type Limit } from '../../lambda/core/limit';
import { honouredLimits } from '../../lambda/core/limit-reach';
import type { ActivityTemplate } from '../../lambda/core/template';
import { catalog } from './policy-files';

export const ACCOUNT = '111122223333';

/** One Region of each partition. Source: botocore `endpoints.json`. */
const REGIONS: Readonly<Record<string, string>> = {
  aws: 'us-east-1',
  'aws-cn': 'cn-north-1',
  'aws-us-gov': 'us-gov-west-1',
  'aws-iso': 'us-iso-east-1',
  'aws-iso-b': 'us-isob-east-1',
  'aws-iso-e': 'eu-isoe-west-1',
  'aws-iso-f': 'us-isof-south-1',
  'aws-eusc': 'eusc-de-east-1',
};

/** A stack in each partition that the project knows. */
export const SCOPES: readonly Scope[] = PARTITIONS.map(scopeIn);

/** The stack in which the access cases are asked. */
export const SCOPE = scopeIn('aws');

function scopeIn(partition: string): Scope {
  const stackId = `arn:${partition}:cloudformation:${REGIONS[partition] ?? ''}:${ACCOUNT}:stack/ml/0a1b2c3d`;
  const stack = parseStackId(stackId);
  if (stack === undefined) throw new Error(`no Region is known for partition ${partition}`);
  return { partition, region: stack.region, accountId: ACCOUNT, stackId, logicalResourceId: 'Role' };
}

/** The combinations of limits that every file is tested with. */
export const VARIANTS: readonly (readonly Limit[])[] = [
  [],
  ['Vpc'],
  ['Kms.DataKeys'],
  ['Kms.VolumeKeys'],
  ['Vpc', 'Kms.DataKeys', 'Kms.VolumeKeys'],
];

/** Those combinations of limits that make a difference to an activity. */
export function variantsOf(template: ActivityTemplate): (readonly Limit[])[] {
  const supported = honouredLimits(template, catalog.limits);
  const honoured = VARIANTS.map((limits) => limits.filter((limit) => supported.includes(limit)));
  return [...new Map(honoured.map((limits) => [variantName(limits), limits])).values()];
}

export function variantName(limits: readonly Limit[]): string {
  return limits.length === 0 ? 'no limit' : limits.join(' and ');
}

/** Sample values of every parameter and of the lists of every limit. */
export function sampleLists({ partition, region }: Scope): Readonly<Record<string, readonly string[]>> {
  return {
    S3Buckets: ['ml-data-bucket', 'ml-out-bucket'],
    EcrRepositories: [`arn:${partition}:ecr:${region}:${ACCOUNT}:repository/team/training`],
    RolesToPass: [`arn:${partition}:iam::${ACCOUNT}:role/sagemaker-persona/compute`],
    AthenaWorkgroupNames: ['primary'],
    AthenaDataCatalogNames: ['AwsDataCatalog'],
    GlueDatabaseNames: ['ml_features'],
    CanvasBuckets: [`sagemaker-${region}-${ACCOUNT}`],
    CanvasEmrRoles: [`arn:${partition}:iam::${ACCOUNT}:role/service-role/AmazonSageMakerCanvasEMRSExecutionAccess-1`],
    BedrockModelIds: ['anthropic.claude-3-haiku-20240307-v1:0', 'amazon.titan-text-lite-v1'],
    BedrockRoles: [`arn:${partition}:iam::${ACCOUNT}:role/sagemaker-persona/bedrock`],
    KendraIndexIds: ['0a1b2c3d-0000-1111-2222-333344445555'],
    MlflowTrackingServerNames: ['team-a'],
    MlflowServerRoles: [`arn:${partition}:iam::${ACCOUNT}:role/sagemaker-persona/mlflow`],
    ArtifactBuckets: ['mlflow-artifacts-bucket'],
    SecretArns: [`arn:${partition}:secretsmanager:${region}:${ACCOUNT}:secret:AmazonSageMaker-mlflow-a1B2c3`],
    EmrServerlessRuntimeRoles: [`arn:${partition}:iam::${ACCOUNT}:role/sagemaker-persona/emr-runtime`],
    DomainIds: ['d-abc123'],
    'Vpc.Subnets': ['subnet-0aaaaaaaaaaaaaaaa', 'subnet-0bbbbbbbbbbbbbbbb'],
    'Vpc.SecurityGroups': ['sg-0aaaaaaaaaaaaaaaa'],
    'Kms.DataKeys': [`arn:${partition}:kms:${region}:${ACCOUNT}:key/11111111-1111-1111-1111-111111111111`],
    'Kms.VolumeKeys': [`arn:${partition}:kms:${region}:${ACCOUNT}:key/22222222-2222-2222-2222-222222222222`],
    AllowedInstanceTypes: ['ml.m5.large', 'ml.t3.medium'],
    RequireInterContainerEncryption: ['true'],
    RequireNetworkIsolation: ['true'],
    ResourceNamePrefix: ['Team-'],
    ResourceTags: ['project=x', 'team=a'],
  };
}

/** An activity with sample values for its parameters and for those of the limits that it supports. */
export function resolvedSample(template: ActivityTemplate, limits: readonly Limit[], scope: Scope): ResolvedActivity {
  const samples = sampleLists(scope);
  const limitLists = limits
    .filter((limit) => honouredLimits(template, catalog.limits).includes(limit))
    .flatMap((limit) => Object.keys(LIMIT_LISTS[limit]));
  const parameters = Object.entries(template.Parameters).map(([name, { Type }]) => [name, samples[name] ?? [exampleOf(Type, scope)]]);
  return { template, lists: Object.fromEntries([...parameters, ...limitLists.map((name) => [name, samples[name] ?? []])]) as Lists };
}

type Lists = Readonly<Record<string, readonly string[]>>;

/** The example of a type, moved to the stack's partition and Region. */
function exampleOf(type: ParameterTypeName, { partition, region }: Scope): string {
  return parameterType(type)
    .example.replace(/^arn:aws:/, `arn:${partition}:`)
    .replace('us-east-1', region);
}
