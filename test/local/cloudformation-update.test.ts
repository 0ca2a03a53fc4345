import type { LocalCloudFormation } from '../../local/cloudformation';
import { eventLines, requestLines, startToys, toys, type Toy, type ToyResource } from './cloudformation-toy';

type Resources = Readonly<Record<string, Toy | ToyResource>>;

let cloudFormation: LocalCloudFormation;

beforeEach(async () => {
  cloudFormation = await startToys();
});

afterEach(async () => {
  await cloudFormation.settled();
  await cloudFormation.close();
});

/** Creates a stack, updates it, and gives the requests of the update alone. */
async function update(before: Resources, after: Resources): Promise<{ readonly status: string; readonly requests: readonly string[] }> {
  await cloudFormation.createStack({ name: 's', template: toys(before) });
  const created = cloudFormation.requests.length;
  const { status } = await cloudFormation.updateStack({ name: 's', template: toys(after) });
  return { status, requests: requestLines(cloudFormation).slice(created) };
}

interface Scenario {
  readonly rule: string;
  readonly before: Resources;
  readonly after: Resources;
  readonly status: string;
  readonly requests: readonly string[];
}

const SCENARIOS: readonly Scenario[] = [
  {
    rule: 'an unchanged resource gets no event',
    before: { A: { V: '1' }, B: { V: '1' } },
    after: { A: { V: '1' }, B: { V: '2' } },
    status: 'UPDATE_COMPLETE',
    requests: ['Update B B-id 1>2'],
  },
  {
    rule: 'a new resource is created, a removed one deleted in the cleanup, last',
    before: { A: { V: '1' } },
    after: { B: { V: '1' } },
    status: 'UPDATE_COMPLETE',
    requests: ['Create B - 1', 'Delete A A-id 1'],
  },
  {
    rule: 'another physical id is a replacement: the old one is deleted in the cleanup, with the old properties',
    before: { A: { V: '1', Id: 'one' }, B: { DependsOn: 'A', Properties: { V: '1' } } },
    after: { A: { V: '2', Id: 'two' }, B: { DependsOn: 'A', Properties: { V: '2' } } },
    status: 'UPDATE_COMPLETE',
    requests: ['Update A one 1>2', 'Update B B-id 1>2', 'Delete A one 1'],
  },
  {
    rule: 'what references a replaced resource is updated to the new physical id',
    before: { A: { V: '1', Id: 'one' }, B: { Properties: { V: { Ref: 'A' } } } },
    after: { A: { V: '2', Id: 'two' }, B: { Properties: { V: { Ref: 'A' } } } },
    status: 'UPDATE_COMPLETE',
    requests: ['Update A one 1>2', 'Update B B-id one>two', 'Delete A one 1'],
  },
  {
    rule: 'UpdateReplacePolicy Retain keeps the old one',
    before: { A: { V: '1', Id: 'one' } },
    after: { A: { UpdateReplacePolicy: 'Retain', Properties: { V: '2', Id: 'two' } } },
    status: 'UPDATE_COMPLETE',
    requests: ['Update A one 1>2'],
  },
  {
    rule: 'DeletionPolicy Retain keeps a removed resource',
    before: { A: { DeletionPolicy: 'Retain', Properties: { V: '1' } }, B: { V: '1' } },
    after: { B: { V: '2' } },
    status: 'UPDATE_COMPLETE',
    requests: ['Update B B-id 1>2'],
  },
  {
    rule: 'a Delete that fails in the cleanup is reported and abandoned',
    before: { A: { V: '1', Fail: 'Delete' }, B: {} },
    after: { B: {} },
    status: 'UPDATE_COMPLETE',
    requests: ['Delete A A-id 1'],
  },
  {
    rule: 'an Update that fails is rolled back with swapped properties',
    before: { A: { V: '1' } },
    after: { A: { V: '2', Fail: 'Update' } },
    status: 'UPDATE_ROLLBACK_COMPLETE',
    requests: ['Update A A-id 1>2', 'Update A A-id 2>1'],
  },
  {
    rule: 'the physical id of a failed Update counts: the rollback has it, and the cleanup deletes it',
    before: { A: { V: '1', Id: 'one' } },
    after: { A: { V: '2', Id: 'two', Fail: 'Update' } },
    status: 'UPDATE_ROLLBACK_COMPLETE',
    requests: ['Update A one 1>2', 'Update A two 2>1', 'Delete A two 2'],
  },
  {
    rule: 'a resource that was updated before a sibling failed is updated back',
    before: { A: { V: '1' }, B: { DependsOn: 'A', Properties: { V: '1' } } },
    after: { A: { V: '2' }, B: { DependsOn: 'A', Properties: { V: '2', Fail: 'Update' } } },
    status: 'UPDATE_ROLLBACK_COMPLETE',
    requests: ['Update A A-id 1>2', 'Update B B-id 1>2', 'Update A A-id 2>1', 'Update B B-id 2>1'],
  },
  {
    rule: 'a replacement is rolled back by an Update of the new one, then a Delete of the loser',
    before: { A: { V: '1', Id: 'one' }, B: { DependsOn: 'A', Properties: { V: '1' } } },
    after: { A: { V: '2', Id: 'two' }, B: { DependsOn: 'A', Properties: { V: '2', Fail: 'Update' } } },
    status: 'UPDATE_ROLLBACK_COMPLETE',
    requests: ['Update A one 1>2', 'Update B B-id 1>2', 'Update A two 2>1', 'Update B B-id 2>1', 'Delete A two 2'],
  },
  {
    rule: 'an Update that is running when a sibling fails is cancelled and rolled back under the id known then',
    before: { A: { V: '1', Id: 'one' }, B: { V: '1' } },
    after: { A: { V: '2', Id: 'two', DelayMs: '100' }, B: { V: '2', Fail: 'Update', DelayMs: '20' } },
    status: 'UPDATE_ROLLBACK_COMPLETE',
    requests: ['Update A one 1>2', 'Update B B-id 1>2', 'Update A one 2>1', 'Update B B-id 2>1'],
  },
  {
    rule: 'a resource that the update created is deleted in the cleanup of its rollback',
    before: { A: { V: '1' } },
    after: { A: { V: '2' }, B: { DependsOn: 'A', Properties: { V: '1' } }, C: { DependsOn: 'B', Properties: { Fail: 'Create' } } },
    status: 'UPDATE_ROLLBACK_COMPLETE',
    requests: ['Update A A-id 1>2', 'Create B - 1', 'Create C -', 'Update A A-id 2>1', 'Delete C C-id', 'Delete B B-id 1'],
  },
  {
    rule: 'a rollback Update that fails leaves UPDATE_ROLLBACK_FAILED',
    before: { A: { V: '1', Answer: '{}' }, B: { DependsOn: 'A', Properties: { V: '1', Fail: 'Update' } } },
    after: { A: { V: '1', Answer: '{}' }, B: { DependsOn: 'A', Properties: { V: '2', Fail: 'Update' } } },
    status: 'UPDATE_ROLLBACK_FAILED',
    requests: ['Update B B-id 1>2', 'Update B B-id 2>1'],
  },
];

describe('updating a stack', () => {
  test.each(SCENARIOS)('$rule', async ({ before, after, status, requests }) => {
    expect(await update(before, after)).toEqual({ status, requests });
  });

  test('statuses come in order, the cleanup before the end', async () => {
    await update({ A: { V: '1', Id: 'one' } }, { A: { V: '2', Id: 'two' } });
    expect(eventLines(cloudFormation).slice(4)).toEqual([
      's UPDATE_IN_PROGRESS',
      'A UPDATE_IN_PROGRESS',
      'A UPDATE_COMPLETE',
      's UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
      'A DELETE_IN_PROGRESS',
      'A DELETE_COMPLETE',
      's UPDATE_COMPLETE',
    ]);
    expect(cloudFormation.describe('s').resources).toMatchObject([{ logicalId: 'A', physicalId: 'two', status: 'UPDATE_COMPLETE' }]);
  });

  test('after a rollback the stack is what it was, and can be updated and deleted', async () => {
    await update({ A: { V: '1', Id: 'one' } }, { A: { V: '2', Id: 'two', Fail: 'Update' } });
    expect(cloudFormation.describe('s').resources).toMatchObject([
      { physicalId: 'one', status: 'UPDATE_COMPLETE', properties: { V: '1' } },
    ]);
    expect((await cloudFormation.updateStack({ name: 's', template: toys({ A: { V: '3', Id: 'one' } }) })).status).toBe('UPDATE_COMPLETE');
    expect((await cloudFormation.deleteStack('s')).status).toBe('DELETE_COMPLETE');
    expect(requestLines(cloudFormation).slice(-2)).toEqual(['Update A one 1>3', 'Delete A one 3']);
  });

  test('a changed ServiceToken fails the resource, without any event to it', async () => {
    const { requests, status } = await update({ A: {} }, { A: { Properties: { ServiceToken: 'arn:other' } } });
    expect({ requests, status }).toEqual({ requests: [], status: 'UPDATE_ROLLBACK_COMPLETE' });
    expect(cloudFormation.events.find(({ status: event }) => event === 'UPDATE_FAILED')?.reason).toBe(
      'Modifying service token is not allowed.',
    );
  });

  test('an update without changes, and one of a resource type, are refused', async () => {
    await cloudFormation.createStack({ name: 's', template: toys({ A: { V: '1' } }) });
    await expect(cloudFormation.updateStack({ name: 's', template: toys({ A: { V: '1' } }) })).rejects.toThrow(
      'No updates are to be performed.',
    );
    const other = toys({ A: { Type: 'Custom::Other', Properties: { V: '1' } } });
    await expect(cloudFormation.updateStack({ name: 's', template: other })).rejects.toThrow(
      'Update of resource type is not permitted. The new template modifies resource type of the following resources: [A]',
    );
    expect(cloudFormation.describe('s').status).toBe('CREATE_COMPLETE');
  });

  test('a stack in ROLLBACK_COMPLETE can only be deleted', async () => {
    await cloudFormation.createStack({ name: 's', template: toys({ A: { Fail: 'Create' } }) });
    await expect(cloudFormation.updateStack({ name: 's', template: toys({ A: {} }) })).rejects.toThrow(
      'is in ROLLBACK_COMPLETE state and can not be updated.',
    );
    expect((await cloudFormation.deleteStack('s')).status).toBe('DELETE_COMPLETE');
  });
});

describe('exports', () => {
  const exporting = (value: string, name = 'token'): string =>
    toys({ A: { V: value } }, { Outputs: { T: { Value: { 'Fn::GetAtt': ['A', 'V'] }, Export: { Name: name } } } });
  const importing = toys({ B: { Properties: { V: { 'Fn::ImportValue': 'token' } } } });

  test('a value that another stack exports can be imported, once it is there', async () => {
    const early = await cloudFormation.createStack({ name: 'early', template: importing });
    expect(early.status).toBe('ROLLBACK_COMPLETE');
    await cloudFormation.createStack({ name: 'owner', template: exporting('1') });
    await cloudFormation.createStack({ name: 'user', template: importing });
    expect(requestLines(cloudFormation)).toEqual(['Create A - 1', 'Create B - 1']);
  });

  test('an export in use cannot be changed or deleted', async () => {
    await cloudFormation.createStack({ name: 'owner', template: exporting('1') });
    await cloudFormation.createStack({ name: 'user', template: importing });
    expect(await cloudFormation.updateStack({ name: 'owner', template: exporting('2') })).toMatchObject({
      status: 'UPDATE_ROLLBACK_COMPLETE',
      outputs: { T: '1' },
    });
    expect(cloudFormation.events.find(({ status }) => status === 'UPDATE_ROLLBACK_IN_PROGRESS')?.reason).toBe(
      'Export token cannot be updated as it is in use by user',
    );
    await expect(cloudFormation.deleteStack('owner')).rejects.toThrow('Export token cannot be deleted as it is in use by user');
    await cloudFormation.deleteStack('user');
    expect((await cloudFormation.deleteStack('owner')).status).toBe('DELETE_COMPLETE');
  });

  test('two stacks cannot export the same name', async () => {
    await cloudFormation.createStack({ name: 'owner', template: exporting('1') });
    const second = await cloudFormation.createStack({ name: 'second', template: exporting('1') });
    expect(second.status).toBe('ROLLBACK_COMPLETE');
    expect(second.events.find(({ status }) => status === 'ROLLBACK_IN_PROGRESS')?.reason).toContain(
      'Export with name token is already exported by stack owner.',
    );
  });
});
