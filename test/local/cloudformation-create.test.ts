import type { LocalCloudFormation } from '../../local/cloudformation';
import { eventLines, requestLines, startToys, TOKEN, toys } from './cloudformation-toy';

let cloudFormation: LocalCloudFormation;

beforeEach(async () => {
  cloudFormation = await startToys();
});

afterEach(async () => {
  await cloudFormation.settled();
  await cloudFormation.close();
});

describe('creating and deleting a stack', () => {
  test('a Create carries the documented fields, all scalars as strings', async () => {
    const template = toys({ Role: { Properties: { Flag: true, Count: 3600, Deep: { List: [80, '443', false] }, ServiceTimeout: 20 } } });
    const { id } = await cloudFormation.createStack({ name: 's', template });
    const [request] = cloudFormation.requests;
    expect(request).toEqual({
      RequestType: 'Create',
      ServiceToken: TOKEN,
      ResponseURL: expect.any(String) as string,
      StackId: id,
      RequestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      ResourceType: 'Custom::Toy',
      LogicalResourceId: 'Role',
      ResourceProperties: {
        ServiceToken: TOKEN,
        Flag: 'true',
        Count: '3600',
        Deep: { List: ['80', '443', 'false'] },
        ServiceTimeout: '20',
      },
    });
    expect(id).toMatch(/^arn:aws:cloudformation:eu-west-1:111122223333:stack\/s\/[0-9a-f-]{36}$/);
    const key = [id, 'Role', request?.RequestId ?? ''].map(encodeURIComponent).join('%7C');
    expect(
      request?.ResponseURL.startsWith(`http://${cloudFormation.responses.host}/${key}?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=20`),
    ).toBe(true);
    expect(request?.ResponseURL).toMatch(/&X-Amz-Expires=7200&.*X-Amz-Signature=[0-9a-f]{64}$/);
  });

  test('references bring resources in order, and deletion goes the other way', async () => {
    const template = toys({
      C: { Properties: { V: { 'Fn::Sub': '${B.Arn}' } } },
      B: { Properties: { V: { Ref: 'A' } } },
      A: { V: '1' },
      D: { DependsOn: 'C', Properties: {} },
    });
    const stack = await cloudFormation.createStack({ name: 's', template });
    expect(stack.status).toBe('CREATE_COMPLETE');
    expect(requestLines(cloudFormation)).toEqual(['Create A - 1', 'Create B - A-id', 'Create C - arn:B-id', 'Create D -']);
    expect((await cloudFormation.deleteStack('s')).status).toBe('DELETE_COMPLETE');
    expect(requestLines(cloudFormation).slice(4)).toEqual([
      'Delete D D-id',
      'Delete C C-id arn:B-id',
      'Delete B B-id A-id',
      'Delete A A-id 1',
    ]);
    expect(() => cloudFormation.describe('s')).toThrow('Stack with id s does not exist');
    expect(cloudFormation.describe(stack.id).status).toBe('DELETE_COMPLETE');
  });

  test('independent resources are created side by side', async () => {
    const begin = Date.now();
    const resources = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`R${String(index)}`, { DelayMs: '100' }]));
    await cloudFormation.createStack({ name: 's', template: toys(resources) });
    expect(Date.now() - begin).toBeLessThan(600);
  });

  test('outputs, conditions, parameters and NoValue resolve', async () => {
    const template = toys(
      {
        A: { Properties: { V: { 'Fn::If': ['Off', 'x', { Ref: 'AWS::NoValue' }] }, List: ['a', { Ref: 'AWS::NoValue' }, { Ref: 'P' }] } },
        Left: { Condition: 'Off', Properties: {} },
      },
      {
        Parameters: { P: { Type: 'String' } },
        Conditions: { Off: { 'Fn::Equals': [{ Ref: 'P' }, 'off'] } },
        Outputs: { Id: { Value: { Ref: 'A' } }, Arn: { Value: { 'Fn::GetAtt': ['A', 'Arn'] } }, No: { Condition: 'Off', Value: 'x' } },
      },
    );
    const stack = await cloudFormation.createStack({ name: 's', template, parameters: { P: 'on' } });
    expect(cloudFormation.requests.map(({ ResourceProperties }) => ResourceProperties)).toEqual([
      { ServiceToken: TOKEN, List: ['a', 'on'] },
    ]);
    expect(stack.outputs).toEqual({ Id: 'A-id', Arn: 'arn:A-id' });
  });

  test("a Create that fails is deleted with its answer's physical id", async () => {
    const stack = await cloudFormation.createStack({ name: 's', template: toys({ A: { Id: 'half-made', Fail: 'Create' } }) });
    expect(stack.status).toBe('ROLLBACK_COMPLETE');
    expect(requestLines(cloudFormation)).toEqual(['Create A -', 'Delete A half-made']);
    const [failure] = cloudFormation.events.filter(({ status }) => status === 'CREATE_FAILED');
    const requestId = cloudFormation.requests[0]?.RequestId ?? '';
    expect(failure?.reason).toBe(
      `Received response status [FAILED] from custom resource. Message returned: no Create today (RequestId: ${requestId})`,
    );
    expect(cloudFormation.events.find(({ status }) => status === 'ROLLBACK_IN_PROGRESS')?.reason).toBe(
      'The following resource(s) failed to create: [A]. Rollback requested by user.',
    );
  });

  test('when a sibling fails, a running Create is cancelled and deleted with an invented id, and its late answer ignored', async () => {
    const template = toys({
      Slow: { DelayMs: '150', V: '1' },
      Bad: { Fail: 'Create', DelayMs: '30' },
      After: { DependsOn: 'Slow', Properties: {} },
    });
    const stack = await cloudFormation.createStack({ name: 's', template });
    await cloudFormation.settled();
    expect(stack.status).toBe('ROLLBACK_COMPLETE');
    expect(requestLines(cloudFormation)).toEqual([
      'Create Slow - 1',
      'Create Bad -',
      expect.stringMatching(/^Delete Slow s-Slow-[0-9A-F]{12} 1$/) as string,
      'Delete Bad Bad-id',
    ]);
    expect(cloudFormation.events.find(({ logicalId, status }) => logicalId === 'Slow' && status === 'CREATE_FAILED')?.reason).toBe(
      'Resource creation cancelled',
    );
    expect(cloudFormation.answers.filter(({ logicalId }) => logicalId === 'Slow').map(({ counted }) => counted)).toEqual([false, true]);
    expect(cloudFormation.violations).toEqual([]);
  });

  test('what was created before a failure is rolled back, dependents first', async () => {
    const template = toys({ A: { V: '1' }, B: { DependsOn: 'A', Properties: {} }, C: { DependsOn: 'B', Properties: { Fail: 'Create' } } });
    await cloudFormation.createStack({ name: 's', template });
    expect(requestLines(cloudFormation).slice(3)).toEqual(['Delete C C-id', 'Delete B B-id', 'Delete A A-id 1']);
    expect(eventLines(cloudFormation).at(-1)).toBe('s ROLLBACK_COMPLETE');
  });

  test('a Delete that fails in a rollback leaves ROLLBACK_FAILED', async () => {
    const stack = await cloudFormation.createStack({ name: 's', template: toys({ A: { Fail: 'Create,Delete' } }) });
    expect(stack.status).toBe('ROLLBACK_FAILED');
  });

  test('an attribute that the answer lacks fails the resource that asks for it, before anything is sent for it', async () => {
    const template = toys({ A: { V: '1' }, B: { Properties: { V: { 'Fn::GetAtt': ['A', 'Nope'] } } } });
    const stack = await cloudFormation.createStack({ name: 's', template });
    expect(stack.status).toBe('ROLLBACK_COMPLETE');
    expect(requestLines(cloudFormation)).toEqual(['Create A - 1', 'Delete A A-id 1']);
    const failure = cloudFormation.events.find(({ status }) => status === 'CREATE_FAILED');
    expect(failure?.reason).toBe(
      `CustomResource attribute error: Vendor response doesn't contain Nope attribute in object ${stack.id}|A|${cloudFormation.requests[0]?.RequestId ?? ''}`,
    );
  });

  test('an output that cannot be had rolls the stack back', async () => {
    const stack = await cloudFormation.createStack({
      name: 's',
      template: toys({ A: {} }, { Outputs: { X: { Value: { 'Fn::GetAtt': ['A', 'Nope'] } } } }),
    });
    expect(stack.status).toBe('ROLLBACK_COMPLETE');
  });

  test('a Delete that fails leaves DELETE_FAILED; the resource is tried again, or retained', async () => {
    await cloudFormation.createStack({ name: 's', template: toys({ A: { Fail: 'Delete' }, B: { DependsOn: 'A', Properties: {} } }) });
    await expect(cloudFormation.deleteStack('s', { retain: ['A'] })).rejects.toThrow('can be retained only by a stack in DELETE_FAILED');
    const failed = await cloudFormation.deleteStack('s');
    expect(failed).toMatchObject({ status: 'DELETE_FAILED', reason: 'The following resource(s) failed to delete: [A]. ' });
    expect((await cloudFormation.deleteStack('s')).status).toBe('DELETE_FAILED');
    expect((await cloudFormation.deleteStack('s', { retain: ['A'] })).status).toBe('DELETE_COMPLETE');
    expect(requestLines(cloudFormation).slice(2)).toEqual(['Delete B B-id', 'Delete A A-id', 'Delete A A-id']);
  });

  test.each([
    { policy: 'Delete', rolledBack: ['Delete A A-id'], deleted: ['Delete A A-id'] },
    { policy: 'Retain', rolledBack: [], deleted: [] },
    { policy: 'RetainExceptOnCreate', rolledBack: ['Delete A A-id'], deleted: [] },
  ])('DeletionPolicy $policy', async ({ policy, rolledBack, deleted }) => {
    const resources = { A: { DeletionPolicy: policy, Properties: {} } };
    await cloudFormation.createStack({
      name: 'bad',
      template: toys({ ...resources, B: { DependsOn: 'A', Properties: { Fail: 'Create' } } }),
    });
    expect(requestLines(cloudFormation).filter((line) => line.startsWith('Delete A'))).toEqual(rolledBack);
    const before = cloudFormation.requests.length;
    await cloudFormation.createStack({ name: 'good', template: toys(resources) });
    await cloudFormation.deleteStack('good');
    expect(requestLines(cloudFormation).slice(before + 1)).toEqual(deleted);
  });

  test('two runs of the same operations send the same requests', async () => {
    const run = async (): Promise<unknown> => {
      const other = await startToys();
      await other.createStack({ name: 's', template: toys({ A: {}, B: { Properties: { V: { Ref: 'A' } } } }) });
      await other.close();
      return other.requests.map(({ ResponseURL: _, ...request }) => request);
    };
    expect(await run()).toEqual(await run());
  });
});

describe('a call that is refused', () => {
  test.each([
    {
      fault: 'a type that is no custom resource',
      template: '{ "Resources": { "B": { "Type": "AWS::S3::Bucket" } } }',
      message: 'no resource type "AWS::S3::Bucket" (resource B)',
    },
    {
      fault: 'a reference to nothing',
      template: toys({ A: { Properties: { V: { Ref: 'Nowhere' } } } }),
      message: 'Unresolved resource dependencies [Nowhere]',
    },
    {
      fault: 'a reference to a resource that is left out',
      template: toys(
        { A: { Condition: 'No', Properties: {} }, B: { Properties: { V: { Ref: 'A' } } } },
        { Conditions: { No: { 'Fn::Equals': ['a', 'b'] } } },
      ),
      message: 'Unresolved resource dependencies [A]',
    },
    {
      fault: 'a circle',
      template: toys({ A: { Properties: { V: { Ref: 'B' } } }, B: { DependsOn: 'A', Properties: {} } }),
      message: 'Circular dependency between resources: [A, B]',
    },
    { fault: 'no ServiceToken', template: '{ "Resources": { "A": { "Type": "Custom::X" } } }', message: 'Missing property ServiceToken' },
    {
      fault: 'a transform',
      template: toys({ A: {} }, { Transform: 'AWS::Serverless-2016-10-31' }),
      message: 'Transform: this section is not supported',
    },
    { fault: 'no resources', template: '{ "Resources": {} }', message: 'At least one Resources member must be defined.' },
    {
      fault: 'a policy that does not exist',
      template: toys({ A: { DeletionPolicy: 'Keep', Properties: {} } }),
      message: '"Keep" is none of',
    },
  ])('$fault', async ({ template, message }) => {
    await expect(cloudFormation.createStack({ name: 's', template })).rejects.toThrow(message);
    expect(cloudFormation.events).toEqual([]);
  });

  test('a name that exists, or that none can have', async () => {
    await cloudFormation.createStack({ name: 's', template: toys({ A: {} }) });
    await expect(cloudFormation.createStack({ name: 's', template: toys({ A: {} }) })).rejects.toThrow('Stack [s] already exists');
    await expect(cloudFormation.createStack({ name: '1s', template: toys({ A: {} }) })).rejects.toThrow('Stack name "1s"');
    await expect(cloudFormation.deleteStack('t')).rejects.toThrow('Stack with id t does not exist');
  });

  test('a stack at work', async () => {
    const running = cloudFormation.createStack({ name: 's', template: toys({ A: { DelayMs: '50' } }) });
    await expect(cloudFormation.deleteStack('s')).rejects.toThrow('is in CREATE_IN_PROGRESS state');
    await running;
  });
});
