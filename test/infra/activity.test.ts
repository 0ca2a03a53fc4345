import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { performance } from 'node:perf_hooks';
import { Activity, Persona, PersonaRoleProvider, type SageMakerPersonaRole } from '../../infra/index';
import { catalog } from '../../lambda/catalog';
import { functionName } from '../../scripts/library-code';
import { ACCOUNT, newStack, newStackIn, REGION } from './stacks';

const TYPE = 'Custom::SageMakerPersonaRole';
const KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/11111111-1111-1111-1111-111111111111`;

const roles = (stack: Stack): Record<string, unknown>[] =>
  Object.values(Template.fromStack(stack).findResources(TYPE)).map(
    (resource) => (resource as { Properties: Record<string, unknown> }).Properties,
  );

const training = (stack: Stack): iam.IRole => iam.Role.fromRoleArn(stack, 'Training', `arn:aws:iam::${ACCOUNT}:role/training`);
const network = (stack: Stack): [ec2.ISubnet[], ec2.ISecurityGroup[]] => [
  [ec2.Subnet.fromSubnetId(stack, 'Subnet', 'subnet-01234567')],
  [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-01234567')],
];
const keys = (stack: Stack): kms.IKey[] => [kms.Key.fromKeyArn(stack, 'Key', KEY)];

/** The six activities of a data scientist in Role Manager. */
function dataScientist(stack: Stack): Activity[] {
  const rolesToPass = [training(stack)];
  return [
    Activity.runStudioAppsV2(stack, 'id1', {}),
    Activity.manageJobs(stack, 'id2', { rolesToPass }),
    Activity.manageModels(stack, 'id3', { rolesToPass }),
    Activity.manageExperiments(stack, 'id4', {}),
    Activity.visualizeExperiments(stack, 'id5', {}),
    Activity.accessS3Buckets(stack, 'id6', { s3Buckets: [s3.Bucket.fromBucketName(stack, 'Bucket', 'ml-data')] }),
  ];
}

describe('the functions of Activity and Persona', () => {
  it('are one for each activity and version', () => {
    const expected = [...catalog.activities.values()].map(({ Activity: name, Version }) => functionName(name, Version));
    expect(expected.filter((name) => !(name in Activity))).toEqual([]);
    expect(expected).toEqual(expect.arrayContaining(['manageJobs', 'runStudioApps', 'runStudioAppsV2']));
  });

  it('are one for each persona and version', () => {
    const expected = [...catalog.personas.values()].map(({ Persona: name, Version }) => functionName(name, Version));
    expect(expected.filter((name) => !(name in Persona))).toEqual([]);
    expect(expected).toEqual(expect.arrayContaining(['dataScientist', 'compute']));
  });

  it('write the version', () => {
    const stack = newStack();
    expect(Activity.runStudioAppsV2(stack, 'Studio', {}).activityName).toBe('RunStudioApps@2');
    Persona.dataScientist(stack, 'Persona', { rolesToPass: [training(stack)], s3Buckets: [] }).createRole(stack, 'Role', 'ds');
    expect(() => Template.fromStack(stack)).toThrow('S3Buckets: is required by AccessS3Buckets@1');
  });
});

describe('a persona', () => {
  it('is one resource, however many activities it has', () => {
    const stack = newStackIn(ACCOUNT, REGION);
    const [subnets, securityGroups] = network(stack);
    const key = keys(stack);
    const persona = new Persona(stack, 'Persona', {
      activities: dataScientist(stack),
      subnets,
      securityGroups,
      dataKeys: key,
      volumeKeys: key,
    });
    persona.createRole(stack, 'Role', 'data-scientist', 'For data scientists');
    const RolesToPass = [`arn:aws:iam::${ACCOUNT}:role/training`];
    expect(roles(stack)).toEqual([
      {
        ServiceToken: { 'Fn::GetAtt': ['PersonaRoleProviderFunction', 'Arn'] },
        ServiceTimeout: 1200,
        Activities: [
          'RunStudioApps@2',
          { Activity: 'ManageJobs@1', RolesToPass },
          { Activity: 'ManageModels@1', RolesToPass },
          'ManageExperiments@1',
          'VisualizeExperiments@1',
          { Activity: 'AccessS3Buckets@1', S3Buckets: ['ml-data'] },
        ],
        Vpc: { Subnets: ['subnet-01234567'], SecurityGroups: ['sg-01234567'] },
        Kms: { DataKeys: [KEY], VolumeKeys: [KEY] },
        RoleNameSuffix: 'data-scientist',
        Description: 'For data scientists',
      },
    ]);
  });

  it('of the catalogue is named, and may leave activities out', () => {
    const stack = newStack();
    Persona.dataScientist(stack, 'Persona', {
      rolesToPass: [training(stack)],
      excludeActivities: ['AccessS3Buckets'],
      provider: PersonaRoleProvider.fromExport(stack, 'Provider'),
    }).createRole(stack, 'Role', '');
    expect(roles(stack)).toEqual([
      {
        ServiceToken: { 'Fn::ImportValue': 'sagemaker-persona-role-ServiceToken' },
        ServiceTimeout: 1200,
        Persona: 'DataScientist@1',
        ExcludeActivities: ['AccessS3Buckets'],
        RolesToPass: [`arn:aws:iam::${ACCOUNT}:role/training`],
      },
    ]);
  });

  it('can be limited after it was made', () => {
    const stack = newStackIn(ACCOUNT, REGION);
    const persona = new Persona(stack, 'Persona', { activities: [Activity.manageJobs(stack, 'Jobs', { rolesToPass: [training(stack)] })] });
    persona.customizeVPC(...network(stack));
    const key = keys(stack);
    persona.customizeKMS(key, key);
    persona.customizeVPC();
    persona.createRole(stack, 'Role', 'jobs');
    expect(roles(stack)[0]).toMatchObject({ Vpc: { Subnets: ['subnet-01234567'] }, Kms: { VolumeKeys: [KEY] } });
  });

  it.each([
    ['an empty list of activities', () => [], 'either Persona or Activities is required'],
    [
      'an activity twice',
      (stack: Stack) => [Activity.manageExperiments(stack, 'a', {}), Activity.manageExperiments(stack, 'b', {})],
      'Activities[1].Activity: ManageExperiments is named twice',
    ],
    [
      'a limit that no activity honours',
      (stack: Stack) => [Activity.manageExperiments(stack, 'a', { dataKeys: keys(stack) })],
      'Activities[0].Kms.DataKeys: ManageExperiments@1 cannot honour this limit',
    ],
    [
      'half a network limit',
      (stack: Stack) => [Activity.manageModels(stack, 'a', { rolesToPass: [training(stack)], subnets: network(stack)[0] })],
      'Activities[0].Vpc.SecurityGroups: is required',
    ],
  ])('is refused at synth with %s', (_what, activities, message) => {
    const stack = newStackIn(ACCOUNT, REGION);
    new Persona(stack, 'Persona', { activities: activities(stack) }).createRole(stack, 'Role', 'x');
    expect(() => Template.fromStack(stack)).toThrow(message);
  });
});

describe('an activity', () => {
  it('makes a role of its own', () => {
    const stack = newStackIn(ACCOUNT, REGION);
    const activity = Activity.manageJobs(stack, 'Jobs', { rolesToPass: [training(stack)] });
    activity.customizeVPC(...network(stack));
    activity.createRole(stack, 'Role', 'jobs', 'Jobs alone');
    expect(roles(stack)[0]).toMatchObject({
      Activities: [{ Activity: 'ManageJobs@1', Vpc: { Subnets: ['subnet-01234567'] } }],
      RoleNameSuffix: 'jobs',
      Description: 'Jobs alone',
    });
  });
});

it('an activity alone is made by the provider that it is given; in a persona, by that of the persona', () => {
  const stack = newStackIn(ACCOUNT, REGION);
  const provider = PersonaRoleProvider.fromExport(stack, 'Provider');
  const activity = Activity.manageExperiments(stack, 'Experiments', { provider });
  activity.createRole(stack, 'Role', 'experiments');
  activity.grantPermissionsTo(training(stack));
  new Persona(stack, 'Persona', { activities: [activity], provider }).createRole(stack, 'PersonaRole', 'persona');
  Template.fromStack(stack).resourceCountIs('AWS::Lambda::Function', 0);
  expect(roles(stack).map(({ ServiceToken, Activities }) => [ServiceToken, Activities])).toEqual(
    Array.from({ length: 3 }, () => [{ 'Fn::ImportValue': 'sagemaker-persona-role-ServiceToken' }, ['ManageExperiments@1']]),
  );
});

describe('synth', () => {
  const synthesize = (personas: number): { text: string; seconds: number } => {
    const app = new App();
    const stack = new Stack(app, 'Ml', { analyticsReporting: false });
    const started = performance.now();
    const compute: SageMakerPersonaRole[] = [];
    for (let index = 0; index < personas; index += 1) {
      const scope = new Persona(stack, `Persona${String(index)}`, {
        activities: [Activity.manageJobs(stack, `Jobs${String(index)}`, { rolesToPass: compute.slice(0, 1) })],
      });
      if (compute.length === 0) compute.push(Activity.manageExperiments(stack, 'Experiments', {}).createRole(stack, 'Compute', 'compute'));
      else scope.createRole(stack, `Role${String(index)}`, `team-${String(index)}`, 'For a team');
    }
    const { template } = app.synth().getStackByName('Ml') as { template: unknown };
    return { text: JSON.stringify(template, undefined, 1), seconds: (performance.now() - started) / 1000 };
  };

  it('gives the same bytes twice', () => {
    expect(synthesize(5).text).toBe(synthesize(5).text);
  });

  it('of 200 personas takes less than ten seconds and makes less than a megabyte', () => {
    const { text, seconds } = synthesize(201);
    expect(text.match(/"Type": "Custom::SageMakerPersonaRole"/g)).toHaveLength(201);
    expect(text.length).toBeLessThan(1_000_000);
    expect(seconds).toBeLessThan(10);
  });
});

it('permissions are put on the role of what has one, and others can wait for them', () => {
  const stack = newStackIn(ACCOUNT, REGION);
  const role = new iam.Role(stack, 'FunctionRole', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
  const activity = Activity.manageExperiments(stack, 'Experiments', {});
  const grant = activity.grantPermissionsTo({ grantPrincipal: role });
  activity.grantPermissionsTo(role);
  expect(grant.success).toBe(true);
  const user = new iam.CfnUser(stack, 'Waiting');
  grant.applyBefore(user);
  expect(roles(stack)).toEqual([
    {
      ServiceToken: { 'Fn::GetAtt': ['PersonaRoleProviderFunction', 'Arn'] },
      ServiceTimeout: 1200,
      Activities: ['ManageExperiments@1'],
      GrantTo: stack.resolve(role.roleArn) as unknown,
    },
  ]);
  const template = Template.fromStack(stack);
  const [logicalId] = Object.keys(template.findResources(TYPE));
  expect(Object.values(template.findResources('AWS::IAM::User'))[0]).toMatchObject({ DependsOn: [logicalId] });
  const [code] = Object.values(template.findResources('AWS::Lambda::Function'));
  const { Environment } = (code as { Properties: { Environment: { Variables: Record<string, unknown> } } }).Properties;
  expect(Environment.Variables['GRANTABLE_ROLE_ARNS']).toEqual(stack.resolve(role.roleArn));
});

it('permissions are refused to what has no role', () => {
  const stack = newStack();
  const activity = Activity.manageExperiments(stack, 'Experiments', {});
  expect(() => activity.grantPermissionsTo(new iam.User(stack, 'User'))).toThrow('Ml/Experiments: grantPermissionsTo needs a role');
});
