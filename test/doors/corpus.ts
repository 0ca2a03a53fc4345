import { Duration, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import {
  PersonaRoleProvider,
  SageMakerPersonaRole,
  type PersonaRoleActivity,
  type SageMakerPersonaRoleProps,
  type SourceCondition,
} from '../../infra/index';
import { newStackIn } from '../infra/stacks';
import corpus from './corpus.json';

/** Properties of the resource, as a template has them. */
export type Properties = Readonly<Record<string, unknown>>;

export const CORPUS: readonly { readonly name: string; readonly properties: Properties }[] = corpus;

const TYPE = 'Custom::SageMakerPersonaRole';
const EXPORT = 'sagemaker-persona-role-ServiceToken';

/** Every door names the role alike, since the name would be derived from a logical id otherwise. */
const named = (properties: Properties): Properties => ({ ...properties, RoleName: 'same-name' });

/** A raw template with the one role. */
export function rawTemplate(properties: Properties): string {
  const Properties = { ServiceToken: { 'Fn::ImportValue': EXPORT }, ServiceTimeout: 20, ...named(properties) };
  return JSON.stringify({ Resources: { Role: { Type: TYPE, Properties } }, Outputs: OUTPUTS('Role') });
}

/** The same as SAM takes it. */
export function samTemplate(properties: Properties): string {
  return JSON.stringify({ Transform: 'AWS::Serverless-2016-10-31', ...(JSON.parse(rawTemplate(properties)) as object) });
}

/** The template that the construct library makes of the same properties, each given as CDK users give it. */
export function cdkTemplate(properties: Properties, account: string, region: string): string {
  const stack = newStackIn(account, region);
  const provider = PersonaRoleProvider.fromExport(stack, 'Provider');
  const props = propsOf(stack, named(properties));
  new SageMakerPersonaRole(stack, 'Role', { ...props, provider, serviceTimeout: Duration.seconds(20) });
  const template = Template.fromStack(stack).toJSON() as { Resources: Record<string, unknown> };
  const [logicalId = ''] = Object.keys(template.Resources);
  return JSON.stringify({ ...template, Outputs: OUTPUTS(logicalId) });
}

const OUTPUTS = (logicalId: string): object => ({
  Arn: { Value: { 'Fn::GetAtt': [logicalId, 'Arn'] } },
  Digest: { Value: { 'Fn::GetAtt': [logicalId, 'PolicyDigest'] } },
});

function propsOf(stack: Stack, properties: Properties): SageMakerPersonaRoleProps {
  const imported = importing(stack);
  const own = Object.entries(properties).map(([name, value]) => [name.charAt(0).toLowerCase() + name.slice(1), value] as const);
  const { tags, activities, maxSessionDuration, propagationDelaySeconds, sourceCondition, ...rest } = Object.fromEntries(own);
  return {
    ...imported(rest),
    ...(activities === undefined
      ? {}
      : { activities: (activities as (string | Properties)[]).map((entry) => activityOf(entry, imported)) }),
    ...(tags === undefined
      ? {}
      : { tags: Object.fromEntries((tags as { Key: string; Value: string }[]).map(({ Key, Value }) => [Key, Value])) }),
    ...(maxSessionDuration === undefined ? {} : { maxSessionDuration: Duration.seconds(Number(maxSessionDuration)) }),
    ...(propagationDelaySeconds === undefined ? {} : { propagationDelay: Duration.seconds(Number(propagationDelaySeconds)) }),
    ...(sourceCondition === undefined ? {} : { sourceCondition: sourceCondition as SourceCondition }),
  };
}

function activityOf(entry: string | Properties, imported: (properties: Properties) => object): PersonaRoleActivity {
  if (typeof entry === 'string') return { activity: entry };
  const { Activity, ...own } = entry;
  const parameters = Object.entries(own).map(([name, value]) => [name.charAt(0).toLowerCase() + name.slice(1), value] as const);
  return { activity: String(Activity), ...imported(Object.fromEntries(parameters)) };
}

/** Values as the objects that the CDK has for them. */
function importing(stack: Stack): (properties: Properties) => object {
  let count = 0;
  const id = (): string => `Imported${String((count += 1))}`;
  const list = (value: unknown): string[] => value as string[];
  const known: Readonly<Record<string, (value: unknown) => unknown>> = {
    rolesToPass: (value) => list(value).map((arn) => iam.Role.fromRoleArn(stack, id(), arn)),
    s3Buckets: (value) => list(value).map((name) => s3.Bucket.fromBucketName(stack, id(), name)),
    ecrRepositories: (value) => list(value).map((arn) => ecr.Repository.fromRepositoryArn(stack, id(), arn)),
    vpc: (value) => {
      const { Subnets, SecurityGroups } = value as { Subnets: string[]; SecurityGroups: string[] };
      return {
        subnets: Subnets.map((subnet) => ec2.Subnet.fromSubnetId(stack, id(), subnet)),
        securityGroups: SecurityGroups.map((group) => ec2.SecurityGroup.fromSecurityGroupId(stack, id(), group)),
      };
    },
    kms: (value) => ({ dataKeys: (value as { DataKeys: string[] }).DataKeys.map((arn) => kms.Key.fromKeyArn(stack, id(), arn)) }),
  };
  return (properties) => Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, known[name]?.(value) ?? value]));
}
