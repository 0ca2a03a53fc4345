import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { DescribeStackResourceCommand, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';
import { isGivenUp, isReplacementGivenUp } from '../../lambda/verify-stack';
import { stageOfEachTest } from '../support/stage-of-each-test';
import { createEvent, PROPERTIES, updateEvent } from './events';
import { iamError } from './iam-error';
import { invoke } from './invoke';

const stage = stageOfEachTest();

function described(status: string): Stack {
  return { StackName: 'team', CreationTime: new Date(0), StackStatus: status as 'CREATE_COMPLETE' };
}

/** What CloudFormation says from now on. */
function stackIs(StackStatus: string, ResourceStatus: string, PhysicalResourceId = 'analyst'): void {
  const { mock } = stage.cloudFormation;
  mock.on(DescribeStacksCommand).resolves({ Stacks: [described(StackStatus)] });
  mock.on(DescribeStackResourceCommand).resolves({
    StackResourceDetail: {
      ResourceType: 'Custom::SageMakerPersonaRole',
      LogicalResourceId: 'AnalystRole',
      PhysicalResourceId,
      ResourceStatus: ResourceStatus as 'CREATE_COMPLETE',
      LastUpdatedTimestamp: new Date(0),
    },
  });
}

/** A second delivery of a Create, which finds the role made by the first when it comes to make it; meanwhile the stack is as said. */
async function slowSecondDelivery(stack: string, resource: string): Promise<string> {
  await invoke(stage, createEvent(stage.server.host));
  stackIs('CREATE_IN_PROGRESS', 'CREATE_IN_PROGRESS');
  const role = stage.iam.roles.get('analyst');
  if (role === undefined) throw new Error('the first delivery made no role');
  stage.iam.roles.delete('analyst');
  stage.iam.mock.on(CreateRoleCommand).callsFake(() => {
    stage.iam.roles.set('analyst', role);
    stackIs(stack, resource);
    throw iamError('EntityAlreadyExists', 'Role with name analyst already exists.', 409);
  });
  const { answers } = await invoke(stage, createEvent(stage.server.host), { environment: { VERIFY_STACK: 'true' } });
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

/** An Update that makes another role, of whose stack CloudFormation says meanwhile what is given. */
async function replacement(stack: string, resource: string, physicalId: string): Promise<string> {
  await invoke(stage, createEvent(stage.server.host));
  stackIs(stack, resource, physicalId);
  stage.cloudFormation.mock
    .on(DescribeStacksCommand)
    .resolvesOnce({ Stacks: [described('UPDATE_IN_PROGRESS')] })
    .resolves({ Stacks: [described(stack)] });
  const event = updateEvent(stage.server.host, { ResourceProperties: { ...PROPERTIES, RoleName: 'another' } });
  const { answers } = await invoke(stage, event, { environment: { VERIFY_STACK: 'true' } });
  return `${answers[0]?.Status ?? 'none'}, ${[...stage.iam.roles.keys()].join(' and ')}`;
}

describe('an Update that makes another role', () => {
  it.each([
    ['UPDATE_IN_PROGRESS', 'UPDATE_IN_PROGRESS', 'analyst', 'SUCCESS, analyst and another'],
    ['UPDATE_ROLLBACK_IN_PROGRESS', 'UPDATE_COMPLETE', 'another', 'SUCCESS, analyst and another'],
    ['UPDATE_ROLLBACK_IN_PROGRESS', 'UPDATE_FAILED', 'analyst', 'FAILED, analyst'],
    ['UPDATE_ROLLBACK_COMPLETE', 'UPDATE_COMPLETE', 'analyst', 'FAILED, analyst'],
    ['DELETE_IN_PROGRESS', 'DELETE_COMPLETE', 'analyst', 'FAILED, analyst'],
  ])('and ends when the stack is %s and its resource %s and the role %s: %s', async (stack, resource, physicalId, expected) => {
    expect(await replacement(stack, resource, physicalId)).toBe(expected);
  });
});

it.each([
  ['UPDATE_ROLLBACK_IN_PROGRESS', 'UPDATE_FAILED', false],
  ['UPDATE_COMPLETE', 'UPDATE_COMPLETE', false],
  ['DELETE_IN_PROGRESS', 'DELETE_COMPLETE', true],
])('an Update of a stack that is %s and a resource that is %s: given up is %p', (stackStatus, resourceStatus, expected) => {
  expect(isGivenUp({ type: 'Update' }, { stackStatus, resourceType: undefined, resourceStatus })).toBe(expected);
});

it.each([
  ['UPDATE_IN_PROGRESS', 'UPDATE_ROLLBACK_IN_PROGRESS', 'old', true],
  ['UPDATE_IN_PROGRESS', 'UPDATE_ROLLBACK_COMPLETE', 'old', true],
  ['UPDATE_IN_PROGRESS', 'UPDATE_ROLLBACK_IN_PROGRESS', 'new', false],
  ['UPDATE_IN_PROGRESS', 'UPDATE_ROLLBACK_IN_PROGRESS', undefined, false],
  ['UPDATE_IN_PROGRESS', 'UPDATE_IN_PROGRESS', 'old', false],
  ['UPDATE_ROLLBACK_IN_PROGRESS', 'UPDATE_ROLLBACK_IN_PROGRESS', 'old', false],
  [undefined, 'UPDATE_ROLLBACK_IN_PROGRESS', 'old', false],
])(
  'a new role that an Update made, which came in %s and ends in %s of a stack whose resource is the %s one: given up is %p',
  (before, stackStatus, physicalResourceId, expected) => {
    expect(isReplacementGivenUp(before, 'new', { stackStatus, resourceType: undefined, physicalResourceId })).toBe(expected);
  },
);
