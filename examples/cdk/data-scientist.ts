/*
 * A data scientist's role with network and encryption limits, in the interface of Role Manager's CDK library: an app that was written for
 * that library changes its import, and nothing else. The stack has a provider of its own.
 *
 * Run it with: npx cdk deploy --app 'npx tsx data-scientist.ts'
 */
import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Activity, Persona } from 'sagemaker-persona-role';

export const app = new App();
const stack = new Stack(app, 'DataScientists');

const rolesToPass = [iam.Role.fromRoleName(stack, 'Compute', 'ml-compute')];
const s3Buckets = [s3.Bucket.fromBucketName(stack, 'Data', 'my-ml-data')];

const persona = new Persona(stack, 'Persona', {
  activities: [
    Activity.runStudioAppsV2(stack, 'RunStudioApps', {}),
    Activity.manageJobs(stack, 'ManageJobs', { rolesToPass }),
    Activity.manageModels(stack, 'ManageModels', { rolesToPass }),
    Activity.manageExperiments(stack, 'ManageExperiments', {}),
    Activity.visualizeExperiments(stack, 'VisualizeExperiments', {}),
    Activity.accessS3Buckets(stack, 'AccessS3Buckets', { s3Buckets }),
  ],
  subnets: [ec2.Subnet.fromSubnetId(stack, 'Subnet', 'subnet-0123456789abcdef0')],
  securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'SecurityGroup', 'sg-0123456789abcdef0')],
  dataKeys: [kms.Key.fromKeyArn(stack, 'DataKey', 'arn:aws:kms:us-east-1:111122223333:key/11111111-1111-1111-1111-111111111111')],
  volumeKeys: [kms.Key.fromKeyArn(stack, 'VolumeKey', 'arn:aws:kms:us-east-1:111122223333:key/22222222-2222-2222-2222-222222222222')],
});

persona.createRole(stack, 'Role', 'data-scientist', 'For the data scientists of the team');
