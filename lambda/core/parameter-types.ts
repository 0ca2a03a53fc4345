import { fits, wildcards } from './pattern';
import { arnFault, patternFault, type Account, type ArnRule, type ValueRule } from './value-rule';

/** What a value of a parameter must be. */
export interface ParameterType {
  /** For help texts and the JSON Schema. */
  readonly description: string;
  readonly example: string;
  /** Which list of the provider's configuration must also allow the value. */
  readonly allowedBy?: 'PassableRoleArns' | 'AllowedBuckets';
  readonly fault: ValueRule;
}

/**
 * Naming rules of general purpose buckets.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
const BUCKET_NAME =
  /^(?!xn--|sthree-|amzn-s3-demo-)(?!.*(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$)(?!\d{1,3}(\.\d{1,3}){3}$)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** A type whose values are ARNs. */
function arnType({ description, allowedBy, ...rule }: ArnRule & Pick<ParameterType, 'description' | 'allowedBy'>): ParameterType {
  return { description, example: rule.example, ...(allowedBy === undefined ? {} : { allowedBy }), fault: arnFault(rule) };
}

/** Every type that an activity file may declare. */
export const PARAMETER_TYPES = {
  BucketName: {
    description: 'name of an S3 bucket (no ARN, no path)',
    example: 'ml-data-bucket',
    allowedBy: 'AllowedBuckets',
    fault: patternFault(BUCKET_NAME, 'the name of a general purpose bucket (3 to 63 of a-z, 0-9, "." and "-"; no ARN, no path)'),
  },
  RoleArnToPass: arnType({
    description: 'ARN of an IAM role of this account that may be passed to the service',
    example: 'arn:aws:iam::111122223333:role/sagemaker-persona/compute',
    allowedBy: 'PassableRoleArns',
    service: 'iam',
    // Path and name have at most 512 and 64 characters: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
    resource: /^role\/(?=.{1,575}$)([\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/,
    resourceWords: 'an IAM role',
    region: 'none',
    account: 'same',
  }),
  EcrRepositoryArn: arnType({
    description:
      'ARN of an ECR repository of this Region; other accounts are allowed, since AWS publishes its images from accounts of its own',
    example: 'arn:aws:ecr:us-east-1:111122223333:repository/training',
    service: 'ecr',
    resource: /^repository\/(?=.{2,256}$)[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$/,
    resourceWords: 'an ECR repository',
    region: 'same',
    account: 'any',
  }),
  KeyArn: arnType({
    description: 'ARN of a KMS key of this Region (no id, no alias); keys of other accounts are allowed',
    example: 'arn:aws:kms:us-east-1:111122223333:key/11111111-1111-1111-1111-111111111111',
    service: 'kms',
    resource: /^key\/(mrk-[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/,
    resourceWords: 'a KMS key (an alias is not enough: condition keys carry the key ARN)',
    region: 'same',
    account: 'any',
  }),
  SubnetId: {
    description: 'id of a subnet',
    example: 'subnet-0123456789abcdef0',
    fault: patternFault(/^subnet-([0-9a-f]{8}|[0-9a-f]{17})$/, 'a subnet id (subnet- and 8 or 17 hexadecimal digits)'),
  },
  SecurityGroupId: {
    description: 'id of a security group',
    example: 'sg-0123456789abcdef0',
    fault: patternFault(/^sg-([0-9a-f]{8}|[0-9a-f]{17})$/, 'a security group id (sg- and 8 or 17 hexadecimal digits)'),
  },
  AthenaWorkgroupName: {
    description: 'name of an Athena workgroup',
    example: 'primary',
    // https://docs.aws.amazon.com/athena/latest/APIReference/API_CreateWorkGroup.html
    fault: patternFault(
      /^[a-zA-Z0-9._-]{1,128}$/,
      'the name of an Athena workgroup (1 to 128 of letters, digits, ".", "_" and "-"; no ARN)',
    ),
  },
  AthenaDataCatalogName: {
    description: 'name of an Athena data catalog',
    example: 'AwsDataCatalog',
    // The characters that AWS names, not the wider pattern: https://docs.aws.amazon.com/athena/latest/APIReference/API_CreateDataCatalog.html
    fault: patternFault(
      /^[a-zA-Z0-9_@-]{1,127}$/,
      'the name of an Athena data catalog (1 to 127 of letters, digits, "_", "@" and "-"; no ARN)',
    ),
  },
  GlueDatabaseName: {
    description: 'name of an AWS Glue database',
    example: 'ml_features',
    // AWS takes nearly any character and stores small letters: https://docs.aws.amazon.com/glue/latest/webapi/API_DatabaseInput.html
    // A slash would name other resources in an ARN; a capital would never match.
    fault: patternFault(
      /^[a-z0-9._-]{1,255}$/,
      'the name of a Glue database (1 to 255 of a-z, 0-9, ".", "_" and "-", which Glue stores in small letters)',
    ),
  },
  KendraIndexId: {
    description: 'id of an Amazon Kendra index',
    example: '0a1b2c3d-0000-1111-2222-333344445555',
    // https://docs.aws.amazon.com/kendra/latest/APIReference/API_DescribeIndex.html
    fault: patternFault(/^[a-zA-Z0-9][a-zA-Z0-9-]{35}$/, 'the id of a Kendra index (36 letters, digits and "-"; not its name)'),
  },
  MlflowTrackingServerName: {
    description: 'name of an MLflow tracking server',
    example: 'team-a',
    // https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateMlflowTrackingServer.html
    fault: patternFault(
      /^(?=.{1,256}$)[a-zA-Z0-9](-*[a-zA-Z0-9])*$/,
      'the name of an MLflow tracking server (1 to 256 letters, digits and "-" between them; no ARN)',
    ),
  },
  BedrockModelId: {
    description: 'id of a foundation model of Amazon Bedrock (not of an inference profile)',
    example: 'anthropic.claude-3-haiku-20240307-v1:0',
    // The pattern of the ARN: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_FoundationModelSummary.html
    // Inference profiles have ids of this form behind a geography: https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html
    fault: patternFault(
      /^(?!(us|us-gov|eu|apac|au|jp|ca|global)\.)(?=.{1,140}$)[a-z0-9-]{1,63}\.([a-z0-9-]{1,63}\.){0,2}[a-z0-9-]{1,63}(:[a-z0-9-]{1,63}){0,2}$/,
      'the id of a foundation model (such as anthropic.claude-3-haiku-20240307-v1:0; no ARN, no inference profile)',
    ),
  },
  SecretArn: arnType({
    description: 'whole ARN of a secret of this account and Region, with the six characters at its end',
    example: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:AmazonSageMaker-mlflow-a1B2c3',
    service: 'secretsmanager',
    // https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html
    resource: /^secret:[\w/+=.@-]{1,512}-[a-zA-Z0-9]{6}$/,
    resourceWords: 'a secret with the six characters at the end of its ARN',
    region: 'same',
    account: 'same',
  }),
  DomainId: {
    description: 'id of a SageMaker domain',
    example: 'd-abc123example',
    // https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeDomain.html
    fault: patternFault(
      /^(?=.{3,63}$)d-(-*[a-z0-9])+$/,
      'the id of a SageMaker domain (d- and small letters, digits and "-", 63 characters at most)',
    ),
  },
  InstanceType: {
    description: 'instance type of SageMaker, ml. and all',
    example: 'ml.m5.large',
    // https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ResourceConfig.html
    fault: patternFault(/^ml\.[a-z0-9-]{2,20}\.[a-z0-9-]{2,20}$/, 'an instance type of SageMaker (such as ml.m5.large)'),
  },
  Requirement: { description: 'requirement, which is set', example: 'true', fault: patternFault(/^true$/, 'true') },
  ResourceNamePrefix: {
    description: 'beginning of the names of SageMaker resources',
    example: 'team-a-',
    // Names of most resources: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTrainingJob.html
    fault: patternFault(/^[a-zA-Z0-9][a-zA-Z0-9-]{0,62}$/, 'how a name can begin (at most 63 letters, digits and "-", no "-" first)'),
  },
  ResourceTag: {
    description: 'key of a tag and its value, with "=" between them',
    example: 'team=blue',
    // https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Tag.html
    fault: patternFault(
      /^(?!aws:)[a-zA-Z0-9_.:/+@-]{1,128}=[a-zA-Z0-9_.:/=+@-]{0,256}$/,
      'a tag (a key of 1 to 128 letters, digits and _.:/+-@ that does not begin with "aws:", and a value of 256 such characters or "=")',
    ),
  },
} as const satisfies Record<string, ParameterType>;

export type ParameterTypeName = keyof typeof PARAMETER_TYPES;

/** The type by its name, with the optional fields that `as const` hides. */
export function parameterType(typeName: ParameterTypeName): ParameterType {
  return PARAMETER_TYPES[typeName];
}

/** What a value is, without the remarks on it: `name of an S3 bucket`. */
export function briefly(typeName: ParameterTypeName): string {
  return parameterType(typeName).description.replace(/( \(|[,;]| that ).*$/s, '');
}

/** Characters that never belong into a value, whatever its type: wildcards, policy variables, quotes, control characters. */
const FORBIDDEN = /[*?"'`\\<>{}$\u0000-\u001f\u007f-\uffff]/;

/** What is wrong with a value, or `undefined`. The first check is the same for all types, so that no type can forget it. */
export function valueFault(typeName: ParameterTypeName, value: string, scope: Account): string | undefined {
  return forbiddenFault(typeName, value) ?? parameterType(typeName).fault(value, scope);
}

/** The part of that check which is the same for all types. */
export function forbiddenFault(typeName: ParameterTypeName, value: string): string | undefined {
  const found = FORBIDDEN.exec(value);
  if (found === null) return undefined;
  const character = String.fromCodePoint(value.codePointAt(found.index) ?? 0);
  const { example } = parameterType(typeName);
  return `contains ${JSON.stringify(character)}, which cannot stand in the ${briefly(typeName)}; write it out, like ${example}`;
}

/**
 * Whether an ARN or a name matches a configured pattern, in which `*` stands for any run of characters and `?` for any one. A value that
 * is a pattern itself, with `*` at its end, matches one that has it there too, and so takes in all that the value does.
 */
export function matchesPattern(value: string, pattern: string): boolean {
  const isPattern = value.endsWith('*');
  if (isPattern && !pattern.endsWith('*')) return false;
  const literal = isPattern ? value.slice(0, -1) : value;
  // Most patterns are a beginning with `*` behind it.
  if (pattern.search(/[*?]/) === pattern.length - 1 && pattern.endsWith('*')) return literal.startsWith(pattern.slice(0, -1));
  return fits(literal, wildcards(pattern));
}
