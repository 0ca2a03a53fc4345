import { CloudFormationClient, DescribeStackResourceCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import type { LocalCloudFormation } from '../../local/cloudformation';
import { startCloudFormationServer, type CloudFormationServer } from '../../local/cloudformation-server';
import { put, startToys, toys } from './cloudformation-toy';

let cloudFormation: LocalCloudFormation;
let server: CloudFormationServer;
let client: CloudFormationClient;

beforeEach(async () => {
  cloudFormation = await startToys();
  server = await startCloudFormationServer(cloudFormation, { denied: [] });
  client = clientOf(server);
});

afterEach(async () => {
  client.destroy();
  await cloudFormation.settled();
  await Promise.all([server.close(), cloudFormation.close()]);
});

function clientOf({ endpoint }: CloudFormationServer): CloudFormationClient {
  return new CloudFormationClient({
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
    maxAttempts: 1,
  });
}

describe('asking about a stack', () => {
  test('tells the states of stack and resource while an operation runs, and after it', async () => {
    const template = toys({ A: { Silent: 'Create' } }, { Outputs: { O: { Value: { 'Fn::Sub': '${A}<&>' } } } });
    const running = cloudFormation.createStack({ name: 's', template });
    const during = await client.send(new DescribeStackResourceCommand({ StackName: 's', LogicalResourceId: 'A' }));
    expect(during.StackResourceDetail).toMatchObject({ ResourceType: 'Custom::Toy', ResourceStatus: 'CREATE_IN_PROGRESS', StackName: 's' });
    expect(during.StackResourceDetail?.PhysicalResourceId).toBeUndefined();
    expect((await client.send(new DescribeStacksCommand({ StackName: 's' }))).Stacks?.[0]?.StackStatus).toBe('CREATE_IN_PROGRESS');

    const [sent] = cloudFormation.requests;
    const { StackId, RequestId, LogicalResourceId } = sent ?? {};
    const body = JSON.stringify({ Status: 'SUCCESS', PhysicalResourceId: 'A-id', StackId, RequestId, LogicalResourceId });
    expect(await put(sent?.ResponseURL ?? '', body)).toBe(200);
    const { id } = await running;
    const after = await client.send(new DescribeStackResourceCommand({ StackName: id, LogicalResourceId: 'A' }));
    expect(after.StackResourceDetail).toMatchObject({ ResourceStatus: 'CREATE_COMPLETE', PhysicalResourceId: 'A-id', StackId: id });
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: id }));
    expect(Stacks).toMatchObject([
      { StackId: id, StackName: 's', StackStatus: 'CREATE_COMPLETE', Outputs: [{ OutputKey: 'O', OutputValue: 'A-id<&>' }] },
    ]);
    expect(Stacks[0]?.CreationTime).toBeInstanceOf(Date);
  });

  test('a deleted stack is known by its id only', async () => {
    const { id } = await cloudFormation.createStack({ name: 's', template: toys({ A: {} }) });
    await cloudFormation.deleteStack('s');
    expect((await client.send(new DescribeStacksCommand({ StackName: id }))).Stacks?.[0]?.StackStatus).toBe('DELETE_COMPLETE');
    await expect(client.send(new DescribeStacksCommand({ StackName: 's' }))).rejects.toMatchObject({
      name: 'ValidationError',
      message: 'Stack with id s does not exist',
    });
  });

  test('a resource that the stack does not have is a ValidationError', async () => {
    await cloudFormation.createStack({ name: 's', template: toys({ A: {} }) });
    const command = new DescribeStackResourceCommand({ StackName: 's', LogicalResourceId: 'B' });
    await expect(client.send(command)).rejects.toMatchObject({ name: 'ValidationError', message: 'Resource B does not exist for stack s' });
  });

  test('a denied action is AccessDenied with 403', async () => {
    const denying = await startCloudFormationServer(cloudFormation, { denied: ['DescribeStacks'] });
    const denied = clientOf(denying);
    await expect(denied.send(new DescribeStacksCommand({ StackName: 's' }))).rejects.toMatchObject({
      name: 'AccessDenied',
      $metadata: { httpStatusCode: 403 },
    });
    denied.destroy();
    await denying.close();
  });
});
