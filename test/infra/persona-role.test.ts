import { App, CfnParameter, Duration, Fn, RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { PersonaRoleProvider, SageMakerPersonaRole, SourceCondition, type SageMakerPersonaRoleProps } from '../../infra/index';
import { parameterLists } from '../../infra/activity-parameters';
import { resourceProperties } from '../../infra/persona-role-properties';
import { catalog } from '../../lambda/catalog';
import { parseConfiguration } from '../../lambda/core/configuration';
import { desiredRole } from '../../lambda/core/desired';
import { propertiesJsonSchema } from '../../lambda/core/json-schema';
import { GRANTS_POLICY_PREFIX } from '../../lambda/core/names';
import { parameterNames } from '../../lambda/core/catalog';
import { ACCOUNT, newStackIn, REGION } from './stacks';

const TYPE = 'Custom::SageMakerPersonaRole';
const KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/11111111-1111-1111-1111-111111111111`;

const newStack = (): Stack => newStackIn(ACCOUNT, REGION);

const EXPERIMENTS = { activities: [{ activity: 'ManageExperiments@1' }] };

function properties(stack: Stack): Record<string, unknown> {
  const [resource] = Object.values(Template.fromStack(stack).findResources(TYPE));
  return (resource?.['Properties'] ?? {}) as Record<string, unknown>;
}

/** Every property of the construct, each with a value. The compiler finds the one that is missing here. */
function everything(stack: Stack): Required<SageMakerPersonaRoleProps> {
  const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'ml-data');
  const role = iam.Role.fromRoleArn(stack, 'Named', `arn:aws:iam::${ACCOUNT}:role/training`);
  const keys = [kms.Key.fromKeyArn(stack, 'Key', KEY)];
  const vpc = {
    subnets: [ec2.Subnet.fromSubnetId(stack, 'Subnet', 'subnet-01234567')],
    securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-01234567')],
  };
  const lists = Object.fromEntries(parameterNames(catalog).map((name) => [name.charAt(0).toLowerCase() + name.slice(1), []]));
  return {
    ...(lists as unknown as Required<SageMakerPersonaRoleProps>),
    provider: PersonaRoleProvider.fromExport(stack, 'Provider'),
    persona: 'Compute@1',
    activities: [{ activity: 'ManageJobs@1', rolesToPass: [role], vpc, kms: { dataKeys: keys } }],
    excludeActivities: ['ManageJobs'],
    rolesToPass: [role],
    s3Buckets: [bucket],
    ecrRepositories: [ecr.Repository.fromRepositoryArn(stack, 'Images', `arn:aws:ecr:${REGION}:${ACCOUNT}:repository/training`)],
    vpc,
    kms: { dataKeys: keys, volumeKeys: keys },
    allowedInstanceTypes: ['ml.m5.large'],
    requireInterContainerEncryption: true,
    requireNetworkIsolation: true,
    resourceNamePrefix: 'team-',
    resourceTags: { team: 'a' },
    roleName: 'name',
    roleNameSuffix: 'suffix',
    description: 'words',
    maxSessionDuration: Duration.hours(2),
    tags: { team: 'a' },
    managedPolicies: [],
    permissionsBoundary: iam.ManagedPolicy.fromManagedPolicyArn(stack, 'Boundary', `arn:aws:iam::${ACCOUNT}:policy/boundary`),
    sourceCondition: SourceCondition.ACCOUNT,
    trustedPrincipals: [{ service: 'lambda.amazonaws.com', actions: ['sts:AssumeRole'] }],
    sourceIdentity: true,
    additionalStatements: [new iam.PolicyStatement({ actions: ['s3:ListBucket'], resources: ['arn:aws:s3:::x'] })],
    grantTo: role,
    adopt: true,
    allowWildcards: true,
    exclusive: true,
    forceDetach: false,
    propagationDelay: Duration.seconds(5),
    revision: '1',
    serviceTimeout: Duration.minutes(5),
    removalPolicy: RemovalPolicy.RETAIN,
  };
}

describe('the properties of the resource', () => {
  it('each have one of the construct', () => {
    const stack = newStack();
    const given = stack.resolve(resourceProperties(everything(stack), 'token')) as Record<string, unknown>;
    const schema = propertiesJsonSchema(catalog)['properties'] as Record<string, unknown>;
    // These two grow after the construct is made.
    const names = [...Object.keys(given), ...parameterNames(catalog), 'Tags', 'ManagedPolicyArns'];
    expect(Object.keys(schema).filter((name) => !names.includes(name))).toEqual([]);
  });

  it('are what each of the construct becomes, under its own name or that of what it names', () => {
    const stack = newStack();
    const props = everything(stack);
    // These are no properties, and these grow after the construct is made.
    const others = ['provider', 'removalPolicy', 'tags', 'managedPolicies'];
    const names = Object.keys(props).filter((name) => !others.includes(name));
    const schema = propertiesJsonSchema(catalog)['properties'] as Record<string, unknown>;
    const renamed = { propagationDelay: 'PropagationDelaySeconds' };
    const pascal = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
    const expected = { ...Object.fromEntries(names.map((name) => [name, pascal(name)])), ...renamed };
    const become = names.map((name) => {
      const only = { [name]: props[name as keyof typeof props] };
      const none = resourceProperties({}, 'token') as Record<string, unknown>;
      const given = resourceProperties(only, 'token') as Record<string, unknown>;
      const different = Object.keys(given).filter((key) => JSON.stringify(given[key]) !== JSON.stringify(none[key]));
      return [name, different.filter((key) => key in schema).join()];
    });
    expect(Object.fromEntries(become)).toEqual(expected);
  });

  it('have every parameter of the catalogue', () => {
    expect(Object.keys(parameterLists({}))).toEqual(parameterNames(catalog));
  });

  it('hold ARNs where IAM needs ARNs, and names of buckets', () => {
    const stack = newStack();
    expect(stack.resolve(resourceProperties(everything(stack), 'token'))).toMatchObject({
      ServiceToken: 'token',
      ServiceTimeout: 300,
      Activities: [
        {
          Activity: 'ManageJobs@1',
          RolesToPass: [`arn:aws:iam::${ACCOUNT}:role/training`],
          Vpc: { Subnets: ['subnet-01234567'], SecurityGroups: ['sg-01234567'] },
          Kms: { DataKeys: [KEY] },
        },
      ],
      RolesToPass: [`arn:aws:iam::${ACCOUNT}:role/training`],
      S3Buckets: ['ml-data'],
      EcrRepositories: [`arn:aws:ecr:${REGION}:${ACCOUNT}:repository/training`],
      Kms: { DataKeys: [KEY], VolumeKeys: [KEY] },
      MaxSessionDuration: 7200,
      PermissionsBoundary: `arn:aws:iam::${ACCOUNT}:policy/boundary`,
      GrantTo: `arn:aws:iam::${ACCOUNT}:role/training`,
      TrustedPrincipals: [{ Service: 'lambda.amazonaws.com', Actions: ['sts:AssumeRole'] }],
      AdditionalStatements: [{ Effect: 'Allow', Action: 's3:ListBucket', Resource: 'arn:aws:s3:::x' }],
      PropagationDelaySeconds: 5,
      ForceDetach: false,
    });
  });

  it('are left out where the construct has none, but for the timeout: twenty minutes', () => {
    const stack = newStack();
    new SageMakerPersonaRole(stack, 'Role', EXPERIMENTS);
    expect(properties(stack)).toEqual({
      ServiceToken: { 'Fn::GetAtt': ['PersonaRoleProviderFunction', 'Arn'] },
      ServiceTimeout: 1200,
      Activities: ['ManageExperiments@1'],
    });
  });
});

describe('a persona role as a role', () => {
  it('has the ARN, the name and the other attributes of the resource', () => {
    const stack = newStack();
    const role = new SageMakerPersonaRole(stack, 'Role', EXPERIMENTS);
    const { roleArn, roleName, roleId, personaName, activityNames, policyDigest, catalogVersion } = role;
    const [logicalId] = Object.keys(Template.fromStack(stack).findResources(TYPE));
    expect(stack.resolve({ roleArn, roleName, roleId, personaName, activityNames, policyDigest, catalogVersion })).toEqual({
      roleArn: { 'Fn::GetAtt': [logicalId, 'Arn'] },
      roleName: { Ref: logicalId },
      roleId: { 'Fn::GetAtt': [logicalId, 'RoleId'] },
      personaName: { 'Fn::GetAtt': [logicalId, 'Persona'] },
      activityNames: { 'Fn::GetAtt': [logicalId, 'Activities'] },
      policyDigest: { 'Fn::GetAtt': [logicalId, 'PolicyDigest'] },
      catalogVersion: { 'Fn::GetAtt': [logicalId, 'CatalogVersion'] },
    });
    expect(role.roleRef).toEqual({ roleArn, roleName });
  });

  it('is taken where the CDK wants a role', () => {
    const stack = newStack();
    const role = new SageMakerPersonaRole(stack, 'Role', EXPERIMENTS);
    new lambda.Function(stack, 'Function', {
      role,
      runtime: lambda.Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: lambda.Code.fromInline('exports.handler = async () => {}'),
    });
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', {
      Handler: 'index.handler',
      Runtime: 'nodejs22.x',
      Role: stack.resolve(role.roleArn) as unknown,
    });
  });

  it.each([
    ['grantPassRole', 'iam:PassRole'],
    ['grantAssumeRole', 'sts:AssumeRole'],
  ] as const)('can be granted: %s', (grant, action) => {
    const stack = newStack();
    const role = new SageMakerPersonaRole(stack, 'Role', EXPERIMENTS);
    const user = new iam.User(stack, 'User');
    role[grant](user);
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: [{ Action: action, Effect: 'Allow', Resource: stack.resolve(role.roleArn) as unknown }] },
      Users: [stack.resolve(user.userName) as unknown],
    });
  });

  it('takes further permissions by a policy of the stack, not by the resource', () => {
    const stack = newStack();
    const role = new SageMakerPersonaRole(stack, 'Role', EXPERIMENTS);
    const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'ml-data');
    bucket.grantRead(role);
    bucket.grantPut(role);
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::IAM::Policy', 1);
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: Match.arrayWith(['s3:PutObject']) })]) },
      Roles: [stack.resolve(role.roleName) as unknown],
      PolicyName: Match.stringLikeRegexp(`^${GRANTS_POLICY_PREFIX}MlRole[0-9A-F]{8}$`),
    });
    expect(Object.keys(properties(stack))).toEqual(['ServiceToken', 'ServiceTimeout', 'Activities']);
  });

  it('takes managed policies by the resource, as far as the provider allows them', () => {
    const stack = newStack();
    new PersonaRoleProvider(stack, 'Provider', { allowedManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonSageMaker*'] });
    const role = new SageMakerPersonaRole(stack, 'Role', EXPERIMENTS);
    role.addManagedPolicy(iam.ManagedPolicy.fromManagedPolicyArn(stack, 'A', 'arn:aws:iam::aws:policy/AmazonSageMakerReadOnly'));
    expect(properties(stack)['ManagedPolicyArns']).toEqual(['arn:aws:iam::aws:policy/AmazonSageMakerReadOnly']);
  });

  it('takes no managed policy that the provider does not allow', () => {
    const stack = newStack();
    const role = new SageMakerPersonaRole(stack, 'Role', EXPERIMENTS);
    role.addManagedPolicy(iam.ManagedPolicy.fromManagedPolicyArn(stack, 'A', 'arn:aws:iam::aws:policy/AdministratorAccess'));
    expect(() => properties(stack)).toThrow(
      `ManagedPolicyArns[0]: "arn:aws:iam::aws:policy/AdministratorAccess" is not permitted by the provider's configuration`,
    );
  });

  it('has the tags of the stack, of Tags.of() and its own', () => {
    const app = new App();
    const stack = new Stack(app, 'Ml', { analyticsReporting: false, tags: { owner: 'stack', team: 'stack' } });
    const role = new SageMakerPersonaRole(stack, 'Role', { ...EXPERIMENTS, tags: { team: 'own', stage: 'own' } });
    Tags.of(role).add('stage', 'aspect');
    Tags.of(role).add('other', 'aspect', { includeResourceTypes: ['AWS::S3::Bucket'] });
    expect(properties(stack)['Tags']).toEqual([
      { Key: 'owner', Value: 'stack' },
      { Key: 'stage', Value: 'aspect' },
      { Key: 'team', Value: 'own' },
    ]);
  });

  it('stays when the stack goes, if that is wanted', () => {
    const stack = newStack();
    new SageMakerPersonaRole(stack, 'Role', { ...EXPERIMENTS, removalPolicy: RemovalPolicy.RETAIN });
    Template.fromStack(stack).hasResource(TYPE, { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });
});

const FAULTY: readonly (readonly [string, (stack: Stack) => SageMakerPersonaRoleProps])[] = [
  ['an activity twice', () => ({ activities: [{ activity: 'ManageExperiments@1' }, { activity: 'ManageExperiments' }] })],
  ['no activity', () => ({ activities: [] })],
  ['an unknown activity', () => ({ activities: [{ activity: 'ManageJob' }] })],
  ['a missing parameter', () => ({ activities: [{ activity: 'ManageJobs@1' }] })],
  ['a parameter that nothing uses', (stack) => ({ ...EXPERIMENTS, s3Buckets: [s3.Bucket.fromBucketName(stack, 'Bucket', 'ml-data')] })],
  ['a limit that cannot be honoured', (stack) => ({ ...EXPERIMENTS, kms: { dataKeys: [kms.Key.fromKeyArn(stack, 'Key', KEY)] } })],
  [
    'half a network limit',
    (stack) => ({
      activities: [{ activity: 'ManageModels@1' }],
      rolesToPass: [iam.Role.fromRoleArn(stack, 'Named', `arn:aws:iam::${ACCOUNT}:role/sagemaker-persona/x`)],
      vpc: { subnets: [ec2.Subnet.fromSubnetId(stack, 'Subnet', 'subnet-01234567')], securityGroups: [] },
    }),
  ],
  [
    'a role of another account',
    (stack) => ({
      activities: [{ activity: 'ManageJobs@1' }],
      rolesToPass: [iam.Role.fromRoleArn(stack, 'Named', 'arn:aws:iam::999999999999:role/x')],
    }),
  ],
  [
    'text that would make another statement',
    (stack) => ({
      activities: [{ activity: 'ManageJobs@1' }],
      rolesToPass: [iam.Role.fromRoleName(stack, 'Named', 'x"]},{"Effect":"Allow","Action":"*","Resource":"*"},{')],
    }),
  ],
  ['a name that is too long', () => ({ ...EXPERIMENTS, roleNameSuffix: 'x'.repeat(60) })],
  ['several at once', () => ({ persona: 'DataScientist@1', description: '“quoted”', propagationDelay: Duration.minutes(5) })],
];

describe('faults', () => {
  it.each(FAULTY)('are told at synth in the words of the deployment: %s', (_what, props) => {
    const stack = newStack();
    const provider = PersonaRoleProvider.fromExport(stack, 'Provider');
    const given = props(stack);
    new SageMakerPersonaRole(stack, 'Role', { ...given, provider });
    const scope = {
      partition: 'aws',
      region: REGION,
      accountId: ACCOUNT,
      stackId: `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/Ml/0`,
      logicalResourceId: 'Role',
    };
    const raw = JSON.parse(
      JSON.stringify(stack.resolve(resourceProperties(given, 'token'))).replaceAll('{"Ref":"AWS::Partition"}', '"aws"'),
      // The CDK joins the parts of an ARN at deployment.
      (_key, value: unknown) => joined(value),
    ) as unknown;
    let message = '';
    try {
      desiredRole(raw, { catalog, configuration: parseConfiguration({}), scope });
    } catch (error) {
      message = error instanceof Error ? error.message : '';
    }
    const faults = message.replace(/^\w+: /, '').split('; ');
    expect(faults[0]).not.toBe('');
    let told = '';
    try {
      Template.fromStack(stack);
    } catch (error) {
      told = error instanceof Error ? error.message : '';
    }
    expect(faults.filter((fault) => !told.includes(fault))).toEqual([]);
  });

  it("of what the stack's own provider does not allow are told at synth", () => {
    const stack = newStack();
    new PersonaRoleProvider(stack, 'Provider', { allowedBuckets: ['ml-*'] });
    new SageMakerPersonaRole(stack, 'Role', {
      activities: [{ activity: 'AccessS3Buckets@1' }],
      s3Buckets: [s3.Bucket.fromBucketName(stack, 'Bucket', 'other')],
    });
    expect(() => Template.fromStack(stack)).toThrow(
      `S3Buckets[0]: "other" is not permitted by the provider's configuration (AllowedBuckets), which allows ml-*`,
    );
  });

  it('of what a provider elsewhere does not allow are left to the deployment', () => {
    const stack = newStack();
    new SageMakerPersonaRole(stack, 'Role', {
      provider: PersonaRoleProvider.fromExport(stack, 'Provider'),
      ...EXPERIMENTS,
      sourceCondition: SourceCondition.NONE,
    });
    expect(properties(stack)['SourceCondition']).toBe('none');
  });
});

describe('what only the deployment knows', () => {
  const parameter = (stack: Stack, name: string): string => new CfnParameter(stack, name).valueAsString;

  it('is left to it', () => {
    const stack = new Stack(new App(), 'Anywhere', { analyticsReporting: false });
    new SageMakerPersonaRole(stack, 'Role', {
      provider: PersonaRoleProvider.fromServiceToken(stack, 'Provider', parameter(stack, 'ServiceToken')),
      persona: 'DataScientist@1',
      rolesToPass: [iam.Role.fromRoleArn(stack, 'Named', parameter(stack, 'RoleArn'))],
      s3Buckets: [s3.Bucket.fromBucketName(stack, 'Bucket', parameter(stack, 'BucketName'))],
      kms: { dataKeys: [kms.Key.fromKeyArn(stack, 'Key', Fn.importValue('KeyArn'))] },
      roleName: parameter(stack, 'Name'),
      description: parameter(stack, 'Words'),
    });
    expect(properties(stack)).toMatchObject({ S3Buckets: [{ Ref: 'BucketName' }], RoleName: { Ref: 'Name' } });
  });

  it('does not hide what is wrong already', () => {
    const stack = newStack();
    new SageMakerPersonaRole(stack, 'Role', {
      provider: PersonaRoleProvider.fromExport(stack, 'Provider'),
      activities: [{ activity: 'ManageJobs@1' }],
      rolesToPass: [
        iam.Role.fromRoleArn(stack, 'Named', parameter(stack, 'RoleArn')),
        iam.Role.fromRoleArn(stack, 'Faulty', 'arn:aws:iam::999999999999:role/x'),
      ],
    });
    expect(() => Template.fromStack(stack)).toThrow('RolesToPass[1]: "arn:aws:iam::999999999999:role/x" is of account 999999999999');
  });

  it('may be the persona itself', () => {
    const stack = newStack();
    new SageMakerPersonaRole(stack, 'Role', {
      provider: PersonaRoleProvider.fromExport(stack, 'Provider'),
      persona: parameter(stack, 'Persona'),
    });
    expect(properties(stack)['Persona']).toEqual({ Ref: 'Persona' });
  });

  it('is where the stack goes: ARNs of one account and Region are right in any', () => {
    const stack = new Stack(new App(), 'Anywhere', { analyticsReporting: false });
    new SageMakerPersonaRole(stack, 'Role', {
      provider: PersonaRoleProvider.fromExport(stack, 'Provider'),
      activities: [{ activity: 'ManageJobs@1' }],
      rolesToPass: [iam.Role.fromRoleArn(stack, 'Named', 'arn:aws-cn:iam::999999999999:role/x')],
      kms: { dataKeys: [kms.Key.fromKeyArn(stack, 'Key', KEY.replace('arn:aws:', 'arn:aws-cn:').replace(REGION, 'cn-north-1'))] },
    });
    expect(properties(stack)['RolesToPass']).toEqual(['arn:aws-cn:iam::999999999999:role/x']);
  });
});

function joined(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('Fn::Join' in value)) return value;
  const [delimiter, parts] = value['Fn::Join'] as [string, string[]];
  return parts.join(delimiter);
}
