import { parseConfiguration } from '../../lambda/core/configuration';
import { desiredRole, type DesiredRole, type Surroundings } from '../../lambda/core/desired';
import { issueText, PersonaRoleError, type Issue } from '../../lambda/core/errors';
import type { Scope } from '../../lambda/core/scope';
import { buildCatalog } from '../../lambda/core/template';
import { policyFiles } from '../../lambda/policy-files';

const PERSON = [
  'AccessS3Buckets.v1',
  'ManageExperiments.v1',
  'ManageJobs.v1',
  'ManageModels.v1',
  'RunStudioApps.v1',
  'VisualizeExperiments.v1',
];
const FILES = [
  ...[...PERSON, 'AccessAwsServices.v1', 'RunStudioApps.v2'].map((name) => `activities/${name}.json`),
  ...['Compute.v1', 'DataScientist.v1'].map((name) => `personas/${name}.json`),
  'limits.json',
];

/** Published files that the core is tested with. They never change in what they grant, so the tests hold while the catalogue grows. */
export const catalog = buildCatalog(policyFiles().filter(({ path }) => FILES.includes(path)));

export const ACCOUNT = '111122223333';

export const SCOPE: Scope = {
  partition: 'aws',
  region: 'us-east-1',
  accountId: ACCOUNT,
  stackId: `arn:aws:cloudformation:us-east-1:${ACCOUNT}:stack/ml/0a1b2c3d-1111-2222-3333-444455556666`,
  logicalResourceId: 'Role',
};

/** That catalogue and a provider with default configuration. */
export const SURROUNDINGS: Surroundings = { catalog, configuration: parseConfiguration({}), scope: SCOPE };

export const ROLE_TO_PASS = `arn:aws:iam::${ACCOUNT}:role/sagemaker-persona/compute`;
export const REPOSITORY = `arn:aws:ecr:us-east-1:${ACCOUNT}:repository/team/training`;
export const VPC = { Subnets: ['subnet-0aaaaaaaaaaaaaaaa', 'subnet-0bbbbbbbbbbbbbbbb'], SecurityGroups: ['sg-0aaaaaaaaaaaaaaaa'] };
export const KMS = { DataKeys: [keyArn('1')], VolumeKeys: [keyArn('2')] };

/** A key whose id consists of one hexadecimal digit. */
export function keyArn(digit: string): string {
  return `arn:aws:kms:us-east-1:${ACCOUNT}:key/${[8, 4, 4, 4, 12].map((length) => digit.repeat(length)).join('-')}`;
}

/** A subnet by its number. */
export function subnetId(number: number): string {
  return `subnet-${number.toString(16).padStart(17, '0')}`;
}

/** Valid properties to vary: the smallest for each kind of role. */
export const BASES = {
  DataScientist: { Persona: 'DataScientist@1', RolesToPass: [ROLE_TO_PASS], S3Buckets: ['ml-data-bucket'] },
  Compute: { Persona: 'Compute@1', S3Buckets: ['ml-data-bucket'], EcrRepositories: [REPOSITORY] },
  Experiments: { Activities: ['ManageExperiments@1'] },
  Nothing: {},
} as const satisfies Record<string, Readonly<Record<string, unknown>>>;

export function desired(properties: unknown, surroundings: Partial<Surroundings> = {}): DesiredRole {
  return desiredRole(properties, { ...SURROUNDINGS, ...surroundings });
}

/** Every fault of the properties; `[]` where they are accepted. */
export function faultsOf(properties: unknown, surroundings: Partial<Surroundings> = {}): readonly Issue[] {
  try {
    desired(properties, surroundings);
    return [];
  } catch (error) {
    if (error instanceof PersonaRoleError && error.code === 'InvalidRequest') return error.issues;
    throw error;
  }
}

/** The same as lines of text. */
export function faultLines(properties: unknown, surroundings: Partial<Surroundings> = {}): string[] {
  return faultsOf(properties, surroundings).map(issueText);
}
