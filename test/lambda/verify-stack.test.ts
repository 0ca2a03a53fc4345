import {
  CloudFormationClient,
  DescribeStackResourceCommand,
  DescribeStacksCommand,
  type StackStatus,
} from '@aws-sdk/client-cloudformation';
import { mockClient } from 'aws-sdk-client-mock';
import { parseRequest } from '../../lambda/request';
import { refusal, verifyStack } from '../../lambda/verify-stack';
import { createEvent, FUNCTION_ARN, LOGICAL_ID, STACK_ID } from './events';
import { recordedLog } from './recorded-log';

const TYPE = 'Custom::SageMakerPersonaRole';

/** Every status that a stack can have and the events that it can send then: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Stack.html */
const STATUSES: Readonly<Record<StackStatus, readonly string[]>> = {
  CREATE_IN_PROGRESS: ['Create', 'Update', 'Delete'],
  CREATE_FAILED: [],
  CREATE_COMPLETE: [],
  ROLLBACK_IN_PROGRESS: ['Delete'],
  ROLLBACK_FAILED: [],
  ROLLBACK_COMPLETE: [],
  DELETE_IN_PROGRESS: ['Delete'],
  DELETE_FAILED: [],
  DELETE_COMPLETE: [],
  UPDATE_IN_PROGRESS: ['Create', 'Update', 'Delete'],
  UPDATE_COMPLETE_CLEANUP_IN_PROGRESS: ['Create', 'Update', 'Delete'],
  UPDATE_COMPLETE: [],
  UPDATE_FAILED: [],
  UPDATE_ROLLBACK_IN_PROGRESS: ['Update', 'Delete'],
  UPDATE_ROLLBACK_FAILED: [],
  UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS: ['Update', 'Delete'],
  UPDATE_ROLLBACK_COMPLETE: [],
  REVIEW_IN_PROGRESS: [],
  IMPORT_IN_PROGRESS: ['Create', 'Update', 'Delete'],
  IMPORT_COMPLETE: [],
  IMPORT_ROLLBACK_IN_PROGRESS: ['Create', 'Update', 'Delete'],
  IMPORT_ROLLBACK_FAILED: [],
  IMPORT_ROLLBACK_COMPLETE: [],
};

describe('whether an event can be genuine', () => {
  it.each(
    Object.entries(STATUSES).flatMap(([stackStatus, served]) =>
      (['Create', 'Update', 'Delete'] as const).map((type) => ({ type, stackStatus, served: served.includes(type) })),
    ),
  )('$type while the stack is $stackStatus: $served', ({ type, stackStatus, served }) => {
    const reason = refusal({ type, resourceType: TYPE }, { stackStatus, resourceType: TYPE });
    expect(reason).toBe(served ? undefined : `the stack is ${stackStatus}: no ${type} of it can be in progress`);
  });

  it.each([
    [TYPE, TYPE, undefined],
    [TYPE, undefined, undefined],
    ['', 'AWS::S3::Bucket', undefined],
    [TYPE, 'AWS::S3::Bucket', `the stack's resource is of type AWS::S3::Bucket, not ${TYPE}`],
    ['AWS::CloudFormation::CustomResource', TYPE, `the stack's resource is of type ${TYPE}, not AWS::CloudFormation::CustomResource`],
  ])('an event of type %p where the resource is of type %p', (resourceType, actual, expected) => {
    expect(refusal({ type: 'Update', resourceType }, { stackStatus: 'UPDATE_IN_PROGRESS', resourceType: actual })).toBe(expected);
  });
});

describe('asking CloudFormation', () => {
  const cloudFormation = mockClient(CloudFormationClient);
  const request = parseRequest(createEvent('127.0.0.1:1'), FUNCTION_ARN);

  beforeEach(() => {
    cloudFormation.reset();
  });

  async function verify(): Promise<{ error: unknown; lines: readonly string[] }> {
    const { log, lines } = recordedLog();
    const error: unknown = await verifyStack(new CloudFormationClient({ region: 'eu-west-1' }), request, log).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    return { error, lines };
  }

  function stack(StackStatus: StackStatus): void {
    cloudFormation
      .on(DescribeStacksCommand, { StackName: STACK_ID })
      .resolves({ Stacks: [{ StackName: 'team', CreationTime: new Date(0), StackStatus }] });
  }

  function resource(ResourceType: string): void {
    cloudFormation.on(DescribeStackResourceCommand, { StackName: STACK_ID, LogicalResourceId: LOGICAL_ID }).resolves({
      StackResourceDetail: {
        LogicalResourceId: LOGICAL_ID,
        ResourceType,
        LastUpdatedTimestamp: new Date(0),
        ResourceStatus: 'CREATE_IN_PROGRESS',
      },
    });
  }

  it('serves an event that it confirms, without a word', async () => {
    stack('CREATE_IN_PROGRESS');
    resource(TYPE);
    expect(await verify()).toEqual({ error: undefined, lines: [] });
    expect(cloudFormation.calls()).toHaveLength(2);
  });

  it('refuses an event that it contradicts by the stack', async () => {
    stack('CREATE_COMPLETE');
    resource(TYPE);
    const { error } = await verify();
    expect(error).toMatchObject({
      code: 'InvalidRequest',
      message: 'InvalidRequest: the event is refused: the stack is CREATE_COMPLETE: no Create of it can be in progress',
    });
  });

  it('refuses an event that it contradicts by the resource', async () => {
    stack('CREATE_IN_PROGRESS');
    resource('AWS::S3::Bucket');
    expect((await verify()).error).toMatchObject({ code: 'InvalidRequest' });
  });

  const denied = Object.assign(new Error('not authorized'), { name: 'AccessDenied' });

  it.each([
    ['may not be asked', denied, 'AccessDenied: not authorized'],
    [
      'knows no such stack',
      Object.assign(new Error('Stack does not exist'), { name: 'ValidationError' }),
      'ValidationError: Stack does not exist',
    ],
    ['cannot be reached', Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }), 'Error: socket hang up'],
  ])('serves the event where CloudFormation %s, and logs it', async (_, error, cause) => {
    cloudFormation.on(DescribeStacksCommand).rejects(error);
    const { error: thrown, lines } = await verify();
    expect(thrown).toBeUndefined();
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      { level: 'WARN', message: 'CloudFormation could not be asked about the stack, or does not know it; the event is served', cause },
    ]);
  });

  it('serves the event where CloudFormation answers nothing, and logs it', async () => {
    cloudFormation.on(DescribeStacksCommand).resolves({ Stacks: [] });
    const { error, lines } = await verify();
    expect(error).toBeUndefined();
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      { level: 'WARN', message: 'CloudFormation says nothing about the stack; the event is served' },
    ]);
  });

  it.each([
    ['may not be asked for', denied, 'AccessDenied: not authorized'],
    [
      'is not known',
      Object.assign(new Error('Resource AnalystRole does not exist for stack team'), { name: 'ValidationError' }),
      'ValidationError: Resource AnalystRole does not exist for stack team',
    ],
  ])('judges by the stack alone where the resource %s, and logs it', async (_, failure, cause) => {
    cloudFormation.on(DescribeStackResourceCommand).rejects(failure);
    stack('CREATE_IN_PROGRESS');
    const { error, lines } = await verify();
    expect(error).toBeUndefined();
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      { level: 'WARN', message: 'CloudFormation could not be asked about the resource, or does not know it; the event is served', cause },
    ]);
    stack('DELETE_IN_PROGRESS');
    expect((await verify()).error).toMatchObject({ code: 'InvalidRequest' });
  });
});
