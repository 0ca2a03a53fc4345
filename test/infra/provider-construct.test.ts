import { App, Aws, CfnParameter, Duration, NestedStack, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sns from 'aws-cdk-lib/aws-sns';
import { readTemplate } from '../../cli/template';
import { mapAt } from '../../cli/template-value';
import { Activity, PersonaRoleProvider, ProviderLogLevel, SageMakerPersonaRole, type PersonaRoleProviderProps } from '../../infra/index';
import { providerTemplate } from '../../infra/provider-template';
import { ACCOUNT, REGION, resolvedIn, resolvedProperties } from './resolved-provider';
import { newStack, newStackIn } from './stacks';

const PREFIX = 'PersonaRoleProvider';

function synthesized(stack: Stack): Record<string, unknown> {
  return Template.fromStack(stack).toJSON();
}

function functionOf(stack: Stack): Record<string, unknown> {
  const [resource] = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Function'));
  return (resource as { Properties: Record<string, unknown> }).Properties;
}

/** The provider's resources in a stack as the deployment would see them, by their names in the provider's own template. */
function deployed(stack: Stack, functionName: string): Map<string, unknown> {
  const template = readTemplate(JSON.stringify(synthesized(stack)), 'synthesized');
  const resources = new Map<string, unknown>(resolvedIn({ template, parameters: {}, functionName, partition: 'aws', prefix: PREFIX }));
  const { Code, ...code } = resources.get('Function') as Record<string, unknown>;
  expect(Code).toMatchObject({ S3Key: expect.stringMatching(/^[0-9a-f]{64}\.zip$/) as string });
  return comparable(resources.set('Function', code));
}

function fromTemplate(parameters: Readonly<Record<string, string>>): Map<string, unknown> {
  const resources = new Map<string, unknown>(resolvedProperties(parameters));
  const { Code, ...code } = resources.get('Function') as Record<string, unknown>;
  expect(Code).toHaveProperty('ZipFile');
  return comparable(resources.set('Function', code));
}

/** Numbers and truth values reach CloudFormation as texts from parameters and as themselves from code. */
function comparable(resources: ReadonlyMap<string, unknown>): Map<string, unknown> {
  const texts = JSON.parse(
    JSON.stringify([...resources], (_key, value: unknown) =>
      typeof value === 'number' || typeof value === 'boolean' ? String(value) : value,
    ),
  ) as [string, unknown][];
  return new Map(texts.sort(([left], [right]) => (left < right ? -1 : 1)));
}

const policyArn = (name: string): string => `arn:aws:iam::${ACCOUNT}:policy/${name}`;

const CASES: readonly {
  readonly what: string;
  readonly props: (stack: Stack) => PersonaRoleProviderProps;
  readonly parameters: Readonly<Record<string, string>>;
}[] = [
  { what: 'its defaults', props: () => ({}), parameters: {} },
  {
    what: 'empty lists',
    props: () => ({ passableRoleArns: [], allowedBuckets: [], deniedActivities: [] }),
    parameters: { PassableRoleArns: '', AllowedBuckets: '', DeniedActivities: '' },
  },
  {
    what: 'everything set',
    props: (stack) => ({
      passableRoleArns: [`arn:aws:iam::${ACCOUNT}:role/a/*`, `arn:aws:iam::${ACCOUNT}:role/b`],
      allowedBuckets: ['ml-*', 'data'],
      allowedManagedPolicyArns: [policyArn('team/*')],
      deniedActivities: ['ManageJobs@1'],
      protectedTagKeys: ['team', 'access-*'],
      allowNoSourceCondition: true,
      rolePath: '/ml/roles/',
      roleNamePrefix: 'Ml-',
      permissionsBoundaries: ['one', 'two'].map((name) => iam.ManagedPolicy.fromManagedPolicyArn(stack, name, policyArn(name))),
      managedPoliciesPerRole: 20,
      propagationDelay: Duration.minutes(1),
      architecture: lambda.Architecture.X86_64,
      reservedConcurrency: 5,
      providerPermissionsBoundary: iam.ManagedPolicy.fromManagedPolicyArn(stack, 'three', policyArn('three')),
      verifyStack: false,
      allowedResponseHosts: ['127.0.0.1:4566'],
      logLevel: ProviderLogLevel.DEBUG,
      logRetention: logs.RetentionDays.ONE_WEEK,
      alarmTopic: sns.Topic.fromTopicArn(stack, 'alarms', `arn:aws:sns:${REGION}:${ACCOUNT}:alarms`),
    }),
    parameters: {
      PassableRoleArns: `arn:aws:iam::${ACCOUNT}:role/a/*,arn:aws:iam::${ACCOUNT}:role/b`,
      AllowedBuckets: 'ml-*,data',
      AllowedManagedPolicyArns: policyArn('team/*'),
      DeniedActivities: 'ManageJobs@1',
      ProtectedTagKeys: 'team,access-*',
      AllowNoSourceCondition: 'true',
      RolePath: '/ml/roles/',
      RoleNamePrefix: 'Ml-',
      PermissionsBoundaries: `${policyArn('one')},${policyArn('two')}`,
      ManagedPoliciesPerRole: '20',
      PropagationDelaySeconds: '60',
      Architecture: 'x86_64',
      ReservedConcurrency: '5',
      ProviderPermissionsBoundary: policyArn('three'),
      VerifyStack: 'false',
      AllowedResponseHosts: '127.0.0.1:4566',
      LogLevel: 'DEBUG',
      LogRetentionDays: '7',
      AlarmTopicArn: `arn:aws:sns:${REGION}:${ACCOUNT}:alarms`,
    },
  },
];

describe('the provider as a construct', () => {
  it.each(CASES)('is what the template is with the same parameters: $what', ({ props, parameters }) => {
    const stack = newStack();
    const functionName = 'ml-roles';
    new PersonaRoleProvider(stack, 'Provider', { functionName, ...props(stack) });
    expect(deployed(stack, functionName)).toEqual(fromTemplate({ FunctionName: functionName, ...parameters }));
  });

  it('has the outputs of the template, and neither its parameters nor its conditions', () => {
    const stack = newStack();
    new PersonaRoleProvider(stack, 'Provider', { functionName: 'ml-roles' });
    const { Outputs, Parameters, Conditions } = synthesized(stack);
    expect(Object.keys(Outputs as object).sort()).toEqual(
      Object.keys(providerTemplate().Outputs)
        .map((name) => `${PREFIX}${name}`)
        .sort(),
    );
    expect(Outputs).toMatchObject({ PersonaRoleProviderServiceToken: { Export: { Name: 'ml-roles-ServiceToken' } } });
    expect({ Parameters, Conditions }).toEqual({});
  });

  it.each(['Provider', 'AnotherName'])('has its logical ids wherever it stands: they never change (%s)', (id) => {
    const stack = newStack();
    const provider = new PersonaRoleProvider(stack, id);
    expect(stack.resolve(provider.serviceToken)).toEqual({ 'Fn::GetAtt': ['PersonaRoleProviderFunction', 'Arn'] });
    expect(Object.keys(mapAt(readTemplate(JSON.stringify(synthesized(stack)), 'synthesized').body, 'Resources')).sort()).toEqual(
      [
        'AsyncInvocation',
        'Ceiling',
        'DroppedEventsAlarm',
        'ErrorsAlarm',
        'Function',
        'LogGroup',
        'ProviderRole',
        'ServiceTokenParameter',
      ].map((name) => `${PREFIX}${name}`),
    );
  });

  it('keeps the ceiling when the stack goes', () => {
    const stack = newStack();
    PersonaRoleProvider.getOrCreate(stack);
    Template.fromStack(stack).hasResource('AWS::IAM::ManagedPolicy', {
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
    });
  });

  it('is made once in a stack, with a name of its own', () => {
    const [stack, other] = [newStack('One'), newStack('Two')];
    const provider = PersonaRoleProvider.getOrCreate(stack);
    expect(PersonaRoleProvider.getOrCreate(stack)).toBe(provider);
    const functionName = (of: Stack): unknown => functionOf(of)['FunctionName'];
    PersonaRoleProvider.getOrCreate(other);
    expect(functionName(stack)).toMatch(/^sagemaker-persona-role-[0-9a-f]{8}$/);
    expect(functionName(other)).not.toBe(functionName(stack));
  });

  it('is found by persona roles, wherever in the stack it was made', () => {
    const stack = newStack();
    const provider = new PersonaRoleProvider(stack, 'Mine');
    expect(PersonaRoleProvider.getOrCreate(new NestedStack(stack, 'Nested'))).toBe(provider);
  });

  it('refuses to be the second one of its stack', () => {
    const stack = newStack();
    PersonaRoleProvider.getOrCreate(stack);
    expect(() => new PersonaRoleProvider(stack, 'Mine')).toThrow('Ml has a provider already: Ml/SageMakerPersonaRoleProvider.');
  });

  it.each([
    [
      { allowedBuckets: Array.from({ length: 100 }, (_, index) => `ml-bucket-of-the-team-with-a-long-name-${String(index)}-*`) },
      'The configuration has',
    ],
    [
      {
        adoptableRoleArns: Array.from(
          { length: 20 },
          (_, index) => `arn:aws:iam::${ACCOUNT}:role/team/a-role-of-the-team-${String(index)}`,
        ),
      },
      "The policy of the provider's role has",
    ],
    [{ reservedConcurrency: 0 }, 'ReservedConcurrency: "0" is not valid. Write -1, or'],
    [{ rolePath: '/ml' }, 'RolePath: "/ml" is not valid. Begin and end with a slash'],
    [{ allowedBuckets: ['ml-*', 'arn:aws:s3:::ml'] }, 'AllowedBuckets: "arn:aws:s3:::ml" is not valid. Write bucket names'],
    [{ propagationDelay: Duration.minutes(3) }, 'PropagationDelaySeconds: "180" is more than 120'],
    [{ functionName: 'a-name-of-more-than-forty-characters-here' }, 'FunctionName: "a-name-of-more-than-forty-characters-here" has more'],
  ])('tells at synth what the template would refuse: %j', (props, message) => {
    const stack = newStack();
    new PersonaRoleProvider(stack, 'Provider', props);
    expect(() => Template.fromStack(stack)).toThrow(message);
  });

  it('has a property for every parameter of the template', () => {
    const stack = newStack();
    const roleArn = `arn:aws:iam::${ACCOUNT}:role/x`;
    const provider = new PersonaRoleProvider(stack, 'Provider', {
      ...CASES[2]?.props(stack),
      functionName: 'ml-roles',
      allowAdditionalStatements: true,
      trustedPrincipals: ['lambda.amazonaws.com'],
      grantableRoleArns: [roleArn],
      adoptableRoleArns: [roleArn],
    });
    const unset = Object.keys(providerTemplate().Parameters).filter((name) => !provider._gives(name));
    expect(unset).toEqual([]);
  });
});

describe('a provider that was deployed elsewhere', () => {
  const serviceToken = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:sagemaker-persona-role`;

  it('is known by its ServiceToken', () => {
    const stack = newStack();
    const provider = PersonaRoleProvider.fromServiceToken(stack, 'Provider', serviceToken);
    new SageMakerPersonaRole(stack, 'Role', { provider, activities: [{ activity: 'ManageExperiments@1' }] });
    const template = Template.fromStack(stack);
    template.hasResourceProperties('Custom::SageMakerPersonaRole', { ServiceToken: serviceToken });
    template.resourceCountIs('AWS::Lambda::Function', 0);
  });

  it.each([
    [undefined, 'sagemaker-persona-role-ServiceToken'],
    ['ml-roles', 'ml-roles-ServiceToken'],
  ])('is known by its export: function %s', (functionName, name) => {
    const stack = newStack();
    const provider = PersonaRoleProvider.fromExport(stack, 'Provider', functionName);
    expect(stack.resolve(provider.serviceToken)).toEqual({ 'Fn::ImportValue': name });
  });

  it.each([
    ['a name', 'sagemaker-persona-role', 'ServiceToken: "sagemaker-persona-role" is not the ARN of a provider\'s function'],
    [
      'of another Region',
      serviceToken.replace(REGION, 'us-west-2'),
      `the stack is of ${REGION} ${ACCOUNT}; this provider serves us-west-2 ${ACCOUNT}`,
    ],
    ['of another account', serviceToken.replace(ACCOUNT, '999999999999'), `this provider serves ${REGION} 999999999999 only`],
  ])('is refused if its ServiceToken is %s', (_, token, message) => {
    const stack = newStackIn(ACCOUNT, REGION);
    const provider = PersonaRoleProvider.fromServiceToken(stack, 'Provider', token);
    new SageMakerPersonaRole(stack, 'Role', { provider, activities: [{ activity: 'ManageExperiments@1' }] });
    expect(() => Template.fromStack(stack)).toThrow(message);
  });

  it('may be anywhere if the stack may, or if a part of its ServiceToken is not known', () => {
    const anywhere = newStack();
    const stack = newStackIn(ACCOUNT, REGION, 'Other');
    const providers = [
      PersonaRoleProvider.fromServiceToken(anywhere, 'Provider', serviceToken),
      PersonaRoleProvider.fromServiceToken(stack, 'Provider', `arn:aws:lambda:${Aws.REGION}:999999999999:function:sagemaker-persona-role`),
    ];
    for (const provider of providers) {
      new SageMakerPersonaRole(Stack.of(provider), 'Role', { provider, activities: [{ activity: 'ManageExperiments@1' }] });
      Template.fromStack(Stack.of(provider)).resourceCountIs('Custom::SageMakerPersonaRole', 1);
    }
  });

  it('is refused as a construct of a stack in another Region', () => {
    const app = new App();
    const provider = new PersonaRoleProvider(newStackIn(ACCOUNT, REGION, 'One', app), 'Provider');
    new SageMakerPersonaRole(newStackIn(ACCOUNT, 'us-west-2', 'Two', app), 'Role', {
      provider,
      activities: [{ activity: 'ManageExperiments@1' }],
    });
    expect(() => app.synth()).toThrow('Each account and Region needs a provider of its own');
  });
});

describe('the roles that the code names', () => {
  const persona = (stack: Stack, ...rolesToPass: iam.IRole[]): SageMakerPersonaRole =>
    Activity.manageJobs(stack, 'Jobs', { rolesToPass }).createRole(stack, 'Role', 'jobs');
  const variables = (stack: Stack): Record<string, unknown> =>
    (functionOf(stack)['Environment'] as { Variables: Record<string, unknown> }).Variables;
  const own = ['arn:', { Ref: 'AWS::Partition' }, ':iam::', { Ref: 'AWS::AccountId' }];

  it('are passable if they are named by their ARN', () => {
    const stack = newStack();
    persona(stack, iam.Role.fromRoleArn(stack, 'Named', `arn:aws:iam::${ACCOUNT}:role/training`));
    expect(variables(stack)['PASSABLE_ROLE_ARNS']).toEqual({
      'Fn::Join': ['', [...own, `:role/sagemaker-persona/*,arn:aws:iam::${ACCOUNT}:role/training`]],
    });
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Sid: 'PassRole',
            Resource: [{ 'Fn::Join': ['', [...own, ':role/sagemaker-persona/*']] }, `arn:aws:iam::${ACCOUNT}:role/training`],
          }),
        ]),
      },
    });
  });

  it('are passable if they are named by their name', () => {
    const stack = newStack();
    persona(stack, iam.Role.fromRoleName(stack, 'Named', 'training'));
    expect(JSON.stringify(variables(stack)['PASSABLE_ROLE_ARNS'])).toContain(':role/training');
  });

  it('are passable if the stack makes them', () => {
    const stack = newStack();
    persona(stack, new iam.Role(stack, 'Compute', { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') }));
    expect(JSON.stringify(variables(stack)['PASSABLE_ROLE_ARNS'])).toContain('{"Fn::GetAtt":["Compute5791E1FA","Arn"]}');
  });

  it('need no entry if they are persona roles: function and role would wait for each other', () => {
    const stack = newStack();
    persona(stack, new SageMakerPersonaRole(stack, 'Compute', { activities: [{ activity: 'ManageExperiments@1' }] }));
    expect(variables(stack)['PASSABLE_ROLE_ARNS']).toEqual({ 'Fn::Join': ['', [...own, ':role/sagemaker-persona/*']] });
  });

  it('need no entry if a pattern covers them', () => {
    const stack = newStack();
    new PersonaRoleProvider(stack, 'Provider', { passableRoleArns: [`arn:aws:iam::${ACCOUNT}:role/training-*`] });
    persona(stack, iam.Role.fromRoleArn(stack, 'Named', `arn:aws:iam::${ACCOUNT}:role/training-a`));
    expect(variables(stack)['PASSABLE_ROLE_ARNS']).toBe(`arn:aws:iam::${ACCOUNT}:role/training-*`);
  });

  it('must be configured if only the deployment knows them', () => {
    const stack = newStack();
    persona(stack, iam.Role.fromRoleArn(stack, 'Named', new CfnParameter(stack, 'RoleArn').valueAsString));
    expect(() => Template.fromStack(stack)).toThrow(
      'Activities[0].RolesToPass[0]: which role this is, is known at deployment only; name it, or a pattern for it, in passableRoleArns',
    );
  });

  it('are not granted to if they are persona roles, unless the configuration lists them', () => {
    const granted = (stack: Stack): Template => {
      const role = new SageMakerPersonaRole(stack, 'Role', { activities: [{ activity: 'ManageExperiments@1' }] });
      Activity.visualizeExperiments(stack, 'Visualize', {}).grantPermissionsTo(role);
      return Template.fromStack(stack);
    };
    expect(() => granted(newStack())).toThrow(
      'GrantTo: which role this is, is known at deployment only; name it, or a pattern for it, in grantableRoleArns',
    );
    const stack = newStack();
    new PersonaRoleProvider(stack, 'Provider', { grantableRoleArns: [`arn:aws:iam::${ACCOUNT}:role/sagemaker-persona/*`] });
    granted(stack).resourceCountIs('Custom::SageMakerPersonaRole', 2);
  });

  it.each([
    ['of another account', 'arn:aws:iam::999999999999:role/worker', 'is of account 999999999999'],
    ['that a service alone may change', `arn:aws:iam::${ACCOUNT}:role/aws-service-role/x.amazonaws.com/X`, 'is linked to a service'],
  ])('are not granted to if they are %s', (_, arn, message) => {
    const stack = newStackIn(ACCOUNT, REGION);
    Activity.manageExperiments(stack, 'Experiments', {}).grantPermissionsTo(iam.Role.fromRoleArn(stack, 'Worker', arn));
    expect(() => Template.fromStack(stack)).toThrow(`GrantTo: "${arn}" ${message}`);
  });

  it('may be configured where only the deployment knows them', () => {
    const stack = newStack();
    new PersonaRoleProvider(stack, 'Provider', { passableRoleArns: [`arn:aws:iam::${ACCOUNT}:role/training-*`] });
    persona(stack, iam.Role.fromRoleArn(stack, 'Named', new CfnParameter(stack, 'RoleArn').valueAsString));
    expect(variables(stack)['PASSABLE_ROLE_ARNS']).toBe(`arn:aws:iam::${ACCOUNT}:role/training-*`);
  });

  it('of another stack with the same names are not mistaken for those of this one', () => {
    const app = new App();
    const [stack, other] = ['One', 'Two'].map((name) => new Stack(app, name, { analyticsReporting: false }));
    if (stack === undefined || other === undefined) throw new Error('there are no stacks');
    const roles = [stack, other].map(
      (scope) => new iam.Role(scope, 'Compute', { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') }),
    );
    persona(stack, ...roles.slice(1));
    expect(() => app.synth()).toThrow('Activities[0].RolesToPass[0]: which role this is, is known at deployment only');
  });
});

it('a persona role waits for the function, and the function for its role and its log', () => {
  const stack = newStack();
  new SageMakerPersonaRole(stack, 'Role', { activities: [{ activity: 'ManageExperiments@1' }] });
  const { Resources } = synthesized(stack) as { Resources: Record<string, unknown> };
  const needs = (logicalId: string): string[] => {
    const text = JSON.stringify(Resources[logicalId]);
    const direct = Object.keys(Resources).filter((name) => name !== logicalId && text.includes(`"${name}"`));
    return [...direct, ...direct.flatMap(needs)];
  };
  const role = Object.keys(Template.fromStack(stack).findResources('Custom::SageMakerPersonaRole'))[0] ?? '';
  expect(needs(role)).toEqual(
    expect.arrayContaining(['PersonaRoleProviderFunction', 'PersonaRoleProviderProviderRole', 'PersonaRoleProviderLogGroup']),
  );
});
