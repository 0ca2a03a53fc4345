import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parameterValues } from '../../cli/template-parameters';
import { mapAt } from '../../cli/template-value';
import { functionFolder } from '../../infra/provider-template';
import { environmentName, readConfiguration } from '../../lambda/configuration';
import { catalog } from '../../lambda/catalog';
import { CONFIGURATION_NAMES } from '../../lambda/core/configuration';
import cases from './cases/provider-parameters.json';
import { ACCOUNT, REGION, builtTemplate, environmentOf, resolvedProperties } from './resolved-provider';

const resource = (logicalId: string, parameters: Readonly<Record<string, string>> = {}): unknown =>
  resolvedProperties(parameters).get(logicalId);

describe('the function of the provider stack', () => {
  it('is the built one, inline, on a current runtime, with time for the retries of IAM', () => {
    expect(resource('Function')).toMatchObject({
      FunctionName: 'sagemaker-persona-role',
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      Code: { ZipFile: readFileSync(join(functionFolder(), 'index.js'), 'utf8') },
      MemorySize: 256,
      Timeout: 300,
    });
  });

  it('reserves concurrency only where it is asked to', () => {
    expect(resource('Function')).not.toHaveProperty('ReservedConcurrentExecutions');
    expect(resource('Function', { ReservedConcurrency: '5' })).toMatchObject({ ReservedConcurrentExecutions: '5' });
  });

  it('is retried twice, never with an event older than the examples let CloudFormation wait, and stores events nowhere', () => {
    expect(resource('AsyncInvocation')).toEqual({
      FunctionName: 'Function',
      Qualifier: '$LATEST',
      MaximumRetryAttempts: 2,
      MaximumEventAgeInSeconds: 1200,
    });
    expect(resource('Function')).not.toHaveProperty('DeadLetterConfig');
  });

  it('logs into a group that this stack makes, and that expires', () => {
    expect(resource('LogGroup')).toEqual({ LogGroupName: '/aws/lambda/sagemaker-persona-role', RetentionInDays: '365' });
    expect(resource('Function')).toMatchObject({ LoggingConfig: { LogGroup: 'LogGroup' } });
  });

  it.each([
    ['ErrorsAlarm', 'Errors'],
    ['DroppedEventsAlarm', 'AsyncEventsDropped'],
  ])('raises %s on a single one', (logicalId, metric) => {
    expect(resource(logicalId)).toMatchObject({
      Namespace: 'AWS/Lambda',
      MetricName: metric,
      Dimensions: [{ Name: 'FunctionName', Value: 'Function' }],
      Statistic: 'Sum',
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
    });
    expect(resource(logicalId)).not.toHaveProperty('AlarmActions');
    const topic = `arn:aws:sns:${REGION}:${ACCOUNT}:alarms`;
    expect(resource(logicalId, { AlarmTopicArn: topic })).toMatchObject({ AlarmActions: [topic] });
  });

  it('is found by an export and by an SSM parameter, both named after it', () => {
    expect(mapAt(mapAt(builtTemplate().body, 'Outputs'), 'ServiceToken')).toMatchObject({
      Value: { 'Fn::GetAtt': ['Function', 'Arn'] },
      Export: { Name: { 'Fn::Sub': '${FunctionName}-ServiceToken' } },
    });
    expect(resource('ServiceTokenParameter')).toMatchObject({
      Name: '/sagemaker-persona-role/sagemaker-persona-role/service-token',
      Type: 'String',
      Value: 'Function.Arn',
    });
  });
});

describe('the configuration in the provider stack', () => {
  it('has a parameter and an environment variable for every setting, and no other variable', () => {
    expect(Object.keys(mapAt(builtTemplate().body, 'Parameters'))).toEqual(expect.arrayContaining([...CONFIGURATION_NAMES]));
    expect(Object.keys(environmentOf()).sort()).toEqual(CONFIGURATION_NAMES.map(environmentName).sort());
  });

  it("is the function's own default where nothing is given", () => {
    const { PermissionsBoundaries, PassableRoleArns, ...rest } = readConfiguration(environmentOf());
    expect(rest).toEqual(readConfiguration({}));
    expect(PermissionsBoundaries).toEqual([`arn:aws:iam::${ACCOUNT}:policy/sagemaker-persona-role-boundary-${REGION}`]);
    expect(PassableRoleArns).toEqual([`arn:aws:iam::${ACCOUNT}:role/sagemaker-persona/*`]);
  });

  it('passes an empty list on as an empty list', () => {
    const empty = { PassableRoleArns: '', AllowedBuckets: '', DeniedActivities: '' };
    expect(readConfiguration(environmentOf(empty))).toMatchObject({ PassableRoleArns: [], AllowedBuckets: [], DeniedActivities: [] });
  });

  it("fits into Lambda's 4 KB with room for long lists", () => {
    expect(JSON.stringify(environmentOf()).length).toBeLessThan(1024);
  });

  it('shows every parameter in a group of the console', () => {
    const { Metadata, Parameters = {} } = builtTemplate().body as {
      Metadata: { 'AWS::CloudFormation::Interface': { ParameterGroups: { Parameters: string[] }[] } };
      Parameters?: Record<string, unknown>;
    };
    const shown = Metadata['AWS::CloudFormation::Interface'].ParameterGroups.flatMap((group) => group.Parameters);
    expect(shown.sort()).toEqual(Object.keys(Parameters).sort());
  });

  it.each(cases.accepted)('accepts $Parameter "$Value"', ({ Parameter, Value }) => {
    expect(parameterValues(builtTemplate(), { values: { [Parameter]: Value } }).get(Parameter)).toBe(Value);
  });

  it.each(cases.refused)('refuses $Parameter "$Value": $Why', ({ Parameter, Value }) => {
    expect(() => parameterValues(builtTemplate(), { values: { [Parameter]: Value } })).toThrow(Parameter);
  });
});

describe('the resources of the provider stack', () => {
  const statements = [...catalog.activities.values()].flatMap(({ Statements }) => Statements);
  const passedTo = statements.flatMap(({ Condition }) => Condition?.['StringEquals']?.['iam:PassedToService'] ?? []);

  it('name no partition, Region or account', () => {
    const text = JSON.stringify(mapAt(builtTemplate().body, 'Resources'), (key, value: unknown) => (key === 'ZipFile' ? '' : value));
    expect(text).not.toMatch(/arn:aws|\d{12}|[a-z]{2}-[a-z]+-\d/);
    const services = [...new Set(text.match(/[a-z.-]*amazonaws[a-z.]*/g))].filter((service) => !passedTo.includes(service));
    expect(services).toEqual(['lambda.amazonaws.com']);
  });

  it('keep the ceiling when the stack goes: roles may still carry it', () => {
    expect(mapAt(mapAt(builtTemplate().body, 'Resources'), 'Ceiling')).toMatchObject({
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
    });
  });
});
