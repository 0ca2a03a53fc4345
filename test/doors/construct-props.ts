import { Duration, type Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { PersonaRoleActivity, SageMakerPersonaRoleProps, SourceCondition } from '../../infra/index';

/** Properties of the resource, as a template has them. */
export type Properties = Readonly<Record<string, unknown>>;

/** The same properties as users of the CDK write them, with the objects that the CDK has for what they name. */
export function constructProps(stack: Stack, properties: Properties): SageMakerPersonaRoleProps {
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
    grantTo: (value) => iam.Role.fromRoleArn(stack, id(), String(value)),
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
