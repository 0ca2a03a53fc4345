import { CfnParameter, Duration, Fn, type Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import {
  PersonaRoleProvider,
  SageMakerPersonaRole,
  type PersonaRoleProviderProps,
  type SageMakerPersonaRoleProps,
} from '../../infra/index';
import { ACCOUNT, REGION, newStackIn } from './stacks';

const newStack = (): Stack => newStackIn(ACCOUNT, REGION);
const text = (stack: Stack, name: string): string => new CfnParameter(stack, name).valueAsString;
const number = (stack: Stack, name: string): number => new CfnParameter(stack, name, { type: 'Number' }).valueAsNumber;
const list = (stack: Stack, name: string): string[] => new CfnParameter(stack, name, { type: 'CommaDelimitedList' }).valueAsList;
const policy = (stack: Stack, arn: string): iam.IManagedPolicy => iam.ManagedPolicy.fromManagedPolicyArn(stack, `Policy${arn}`, arn);

const BUCKET = { activities: [{ activity: 'AccessS3Buckets@1' }] };
const EXPERIMENTS = { activities: [{ activity: 'ManageExperiments@1' }] };

function variablesOf(stack: Stack): unknown {
  const [resource] = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Function'));
  return (resource as { Properties: { Environment: { Variables: unknown } } }).Properties.Environment.Variables;
}

describe('what of the configuration only the deployment knows', () => {
  it('goes into the function as it is', () => {
    const stack = newStack();
    new PersonaRoleProvider(stack, 'Provider', {
      allowedBuckets: ['ml-*', text(stack, 'Bucket')],
      permissionsBoundaries: [policy(stack, text(stack, 'Boundary'))],
      managedPoliciesPerRole: number(stack, 'Quota'),
      propagationDelay: Duration.seconds(number(stack, 'Delay')),
      roleNamePrefix: text(stack, 'Prefix'),
    });
    new SageMakerPersonaRole(stack, 'Role', EXPERIMENTS);
    expect(variablesOf(stack)).toMatchObject({
      ALLOWED_BUCKETS: { 'Fn::Join': ['', ['ml-*,', { Ref: 'Bucket' }]] },
      PERMISSIONS_BOUNDARIES: { Ref: 'Boundary' },
      MANAGED_POLICIES_PER_ROLE: { Ref: 'Quota' },
      PROPAGATION_DELAY_SECONDS: { Ref: 'Delay' },
      ROLE_NAME_PREFIX: { Ref: 'Prefix' },
    });
  });

  it('goes into the permissions of the provider', () => {
    const stack = newStack();
    new PersonaRoleProvider(stack, 'Provider', {
      permissionsBoundaries: [policy(stack, text(stack, 'Boundary'))],
      adoptableRoleArns: [text(stack, 'Adoptable')],
    });
    const template = Template.fromStack(stack);
    const statements = JSON.stringify(Object.values(template.findResources('AWS::IAM::Role')));
    expect(statements).toContain('"iam:PermissionsBoundary":[{"Ref":"Boundary"}]');
    expect(statements).toContain('"Resource":[{"Ref":"Adoptable"}]');
  });

  it('counts as given', () => {
    const stack = newStack();
    new PersonaRoleProvider(stack, 'Provider', {
      providerPermissionsBoundary: policy(stack, text(stack, 'Boundary')),
      reservedConcurrency: number(stack, 'Concurrency'),
      alarmTopic: sns.Topic.fromTopicArn(stack, 'Alarms', `arn:aws:sns:${REGION}:${ACCOUNT}:${text(stack, 'Topic')}`),
    });
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::IAM::Role', { PermissionsBoundary: { Ref: 'Boundary' } });
    template.hasResourceProperties('AWS::Lambda::Function', { ReservedConcurrentExecutions: { Ref: 'Concurrency' } });
    template.allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: Match.anyValue() });
  });

  it('takes no part in the size of the environment', () => {
    const stack = newStack();
    const allowedBuckets = Array.from({ length: 100 }, (_, index) => text(stack, `Bucket${String(index)}`));
    new PersonaRoleProvider(stack, 'Provider', { allowedBuckets });
    expect(Object.keys(variablesOf(stack) as object)).toContain('ALLOWED_BUCKETS');
  });

  it.each<[string, (stack: Stack) => PersonaRoleProviderProps, (stack: Stack) => SageMakerPersonaRoleProps]>([
    [
      'a bucket',
      (stack) => ({ allowedBuckets: [text(stack, 'Allowed')] }),
      (stack) => ({ ...BUCKET, s3Buckets: [s3.Bucket.fromBucketName(stack, 'Bucket', 'ml-data')] }),
    ],
    [
      'a managed policy',
      (stack) => ({ allowedManagedPolicyArns: [text(stack, 'Allowed')] }),
      (stack) => ({ ...EXPERIMENTS, managedPolicies: [policy(stack, 'arn:aws:iam::aws:policy/ReadOnlyAccess')] }),
    ],
    [
      'a boundary',
      (stack) => ({ permissionsBoundaries: [policy(stack, text(stack, 'Allowed'))] }),
      (stack) => ({ ...EXPERIMENTS, permissionsBoundary: policy(stack, `arn:aws:iam::${ACCOUNT}:policy/b`) }),
    ],
    [
      'a boundary that the stack makes',
      (stack) => ({
        permissionsBoundaries: [
          new iam.ManagedPolicy(stack, 'Allowed', {
            statements: [new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] })],
          }),
        ],
      }),
      () => EXPERIMENTS,
    ],
    [
      'a principal',
      (stack) => ({ trustedPrincipals: [text(stack, 'Allowed')] }),
      () => ({ ...EXPERIMENTS, trustedPrincipals: [{ service: 'lambda.amazonaws.com' }] }),
    ],
  ])('may allow %s: whether it does is left to the deployment', (_, configuration, props) => {
    const stack = newStack();
    new PersonaRoleProvider(stack, 'Provider', configuration(stack));
    new SageMakerPersonaRole(stack, 'Role', props(stack));
    expect(() => Template.fromStack(stack)).not.toThrow();
  });

  it('does not hide what is forbidden already', () => {
    const stack = newStack();
    new PersonaRoleProvider(stack, 'Provider', {
      deniedActivities: ['ManageExperiments', text(stack, 'Denied')],
      protectedTagKeys: ['team', text(stack, 'Key')],
    });
    new SageMakerPersonaRole(stack, 'Role', { ...EXPERIMENTS, tags: { team: 'a' } });
    expect(() => Template.fromStack(stack)).toThrow(/ManageExperiments@1 is not permitted[^]*"team" is not permitted/);
  });

  it.each([
    ['allowedBuckets', (stack: Stack) => list(stack, 'List')],
    ['passableRoleArns', (stack: Stack) => [`arn:aws:iam::${ACCOUNT}:role/a`, ...list(stack, 'List')]],
    ['grantableRoleArns', () => Fn.split(',', Fn.importValue('Roles'))],
  ])('is not how many elements a list has: %s', (name, value) => {
    const stack = newStack();
    expect(() => new PersonaRoleProvider(stack, 'Provider', { [name]: value(stack) })).toThrow(`${name}: a list must be written down`);
  });

  it('may be each element of a list', () => {
    const stack = newStack();
    new PersonaRoleProvider(stack, 'Provider', { allowedBuckets: [Fn.select(0, list(stack, 'List'))] });
    expect(variablesOf(stack)).toMatchObject({ ALLOWED_BUCKETS: { 'Fn::Select': [0, { Ref: 'List' }] } });
  });
});
