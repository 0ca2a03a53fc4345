import { catalog } from '../../lambda/catalog';
import { parseConfiguration } from '../../lambda/core/configuration';
import type { Surroundings } from '../../lambda/core/desired';
import { limitsOf } from './limits-of';
import { ACCOUNT, REGION, SCOPE } from './scope';
import type { Variant } from './variant';

export const SURROUNDINGS: Surroundings = {
  catalog,
  configuration: parseConfiguration({ DeniedActivities: [] }),
  scope: SCOPE,
};

/** The activities that Role Manager's CDK library offers. */
export const CLASSIC: readonly string[] = [
  'AccessAwsServices@1',
  'AccessS3AllResources@2',
  'AccessS3Buckets@1',
  'ManageEndpoints@1',
  'ManageExperiments@1',
  'ManageGlueTables@1',
  'ManageJobs@1',
  'ManageModels@1',
  'ManagePipelines@1',
  'MonitorModels@1',
  'QueryAthenaGroups@1',
  'RunStudioApps@2',
  'VisualizeExperiments@1',
];

/** What a data scientist does, six of them. */
export const DATA_SCIENTIST: readonly string[] = [
  'RunStudioApps@2',
  'ManageJobs@1',
  'ManageModels@1',
  'ManageExperiments@1',
  'VisualizeExperiments@1',
  'AccessS3Buckets@1',
];

/** How many values every list has: as in a usual template, and as in a large one. */
export const SIZES = {
  typical: { buckets: 2, roles: 1, repositories: 1, subnets: 2, securityGroups: 1, keys: 1, workgroups: 1, databases: 1 },
  large: { buckets: 10, roles: 10, repositories: 5, subnets: 6, securityGroups: 5, keys: 3, workgroups: 5, databases: 5 },
} as const;

export type Size = keyof typeof SIZES;

const each = (count: number, value: (index: string) => string): string[] =>
  Array.from({ length: count }, (_, index) => value(String(index).padStart(2, '0')));

/** Values of every parameter that the classic activities know. */
export function parameters(size: Size): Readonly<Record<string, readonly string[]>> {
  const counts = SIZES[size];
  return {
    S3Buckets: each(counts.buckets, (index) => `my-ml-data-bucket-${ACCOUNT}-${index}`),
    RolesToPass: each(counts.roles, (index) => `arn:aws:iam::${ACCOUNT}:role/sagemaker-persona/SageMaker-Compute${index}`),
    EcrRepositories: each(counts.repositories, (index) => `arn:aws:ecr:${REGION}:${ACCOUNT}:repository/team/training-${index}`),
    AthenaWorkgroupNames: each(counts.workgroups, (index) => `workgroup-${index}`),
    GlueDatabaseNames: each(counts.databases, (index) => `ml_features_${index}`),
  };
}

export function limits(size: Size): { readonly Vpc: object; readonly Kms: object } {
  const counts = SIZES[size];
  const keys = (family: string): string[] =>
    each(counts.keys, (index) => `arn:aws:kms:${REGION}:${ACCOUNT}:key/${family.repeat(8)}-1111-1111-1111-1111111111${index}`);
  return {
    Vpc: {
      Subnets: each(counts.subnets, (index) => `subnet-0123456789abcde${index}`),
      SecurityGroups: each(counts.securityGroups, (index) => `sg-0123456789abcde${index}`),
    },
    Kms: { DataKeys: keys('1'), VolumeKeys: keys('2') },
  };
}

/** ResourceProperties of a role with these activities; of the variant's limits, those that some activity can honour. */
export function properties(activities: readonly string[], variant: Variant, size: Size): Readonly<Record<string, unknown>> {
  const templates = activities.flatMap((name) => catalog.activities.get(name) ?? []);
  const declared = new Set(templates.flatMap(({ Parameters }) => Object.keys(Parameters)));
  return {
    Activities: activities,
    ...Object.fromEntries(Object.entries(parameters(size)).filter(([name]) => declared.has(name))),
    ...limitsOf(templates, variant, limits(size)),
  };
}
