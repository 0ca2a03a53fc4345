import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { DescribeStackResourceCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { isGivenUp } from '../../lambda/verify-stack';
import { startAnswerServer, type AnswerServer } from './answer-server';
import { createEvent } from './events';
import { iamError } from './iam-error';
import { invoke, stageWith, type Stage } from './invoke';

let server: AnswerServer;
let stage: Stage;

beforeAll(async () => {
  server = await startAnswerServer();
});
beforeEach(() => {
  server.clear();
  stage = stageWith(server);
});
afterAll(async () => {
  await server.close();
});

/** What CloudFormation says from now on. */
function stackIs(StackStatus: string, ResourceStatus: string): void {
  const { mock } = stage.cloudFormation;
  mock
    .on(DescribeStacksCommand)
    .resolves({ Stacks: [{ StackName: 'team', CreationTime: new Date(0), StackStatus: StackStatus as 'CREATE_COMPLETE' }] });
  mock.on(DescribeStackResourceCommand).resolves({
    StackResourceDetail: {
      ResourceType: 'Custom::SageMakerPersonaRole',
      LogicalResourceId: 'AnalystRole',
      ResourceStatus: ResourceStatus as 'CREATE_COMPLETE',
      LastUpdatedTimestamp: new Date(0),
    },
  });
}

/** A second delivery of a Create, which finds the role made by the first when it comes to make it; meanwhile the stack is as said. */
async function slowSecondDelivery(stack: string, resource: string): Promise<string> {
  await invoke(stage, createEvent(server.host));
  stackIs('CREATE_IN_PROGRESS', 'CREATE_IN_PROGRESS');
  const role = stage.iam.roles.get('analyst');
  if (role === undefined) throw new Error('the first delivery made no role');
  stage.iam.roles.delete('analyst');
  stage.iam.mock.on(CreateRoleCommand).callsFake(() => {
    stage.iam.roles.set('analyst', role);
    stackIs(stack, resource);
    throw iamError('EntityAlreadyExists', 'Role with name analyst already exists.', 409);
  });
  const { answers } = await invoke(stage, createEvent(server.host), { environment: { VERIFY_STACK: 'true' } });
  return `${answers[0]?.Status ?? 'none'}, ${stage.iam.roles.has('analyst') ? 'the role is there' : 'no role'}`;
}

describe('a Create that comes to its end late', () => {
  it.each([
    ['CREATE_COMPLETE', 'CREATE_COMPLETE'],
    ['UPDATE_COMPLETE', 'UPDATE_COMPLETE'],
    ['UPDATE_ROLLBACK_COMPLETE', 'CREATE_COMPLETE'],
    ['CREATE_IN_PROGRESS', 'CREATE_COMPLETE'],
  ])('keeps the role of a stack that is %s, where another delivery made the resource %s', async (stack, resource) => {
    expect(await slowSecondDelivery(stack, resource)).toBe('SUCCESS, the role is there');
  });

  it.each([
    ['ROLLBACK_IN_PROGRESS', 'CREATE_FAILED'],
    ['ROLLBACK_COMPLETE', 'DELETE_COMPLETE'],
    ['DELETE_IN_PROGRESS', 'DELETE_COMPLETE'],
    ['UPDATE_ROLLBACK_IN_PROGRESS', 'CREATE_FAILED'],
  ])('takes back what it made for a stack that is %s and a resource that is %s', async (stack, resource) => {
    expect(await slowSecondDelivery(stack, resource)).toBe('FAILED, no role');
  });
});

it.each([
  ['UPDATE_ROLLBACK_IN_PROGRESS', 'UPDATE_FAILED', false],
  ['UPDATE_COMPLETE', 'UPDATE_COMPLETE', false],
  ['DELETE_IN_PROGRESS', 'DELETE_COMPLETE', true],
])('an Update of a stack that is %s and a resource that is %s: given up is %p', (stackStatus, resourceStatus, expected) => {
  expect(isGivenUp({ type: 'Update' }, { stackStatus, resourceType: undefined, resourceStatus })).toBe(expected);
});
