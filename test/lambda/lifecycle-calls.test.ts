import { DeleteRoleCommand, ListInstanceProfilesForRoleCommand } from '@aws-sdk/client-iam';
import { stageOfEachTest } from '../support/stage-of-each-test';
import { createEvent, deleteEvent, PROPERTIES, updateEvent, type Event } from './events';
import { iamError } from './iam-error';
import { invoke } from './invoke';

const READ_ONLY = 'arn:aws:iam::aws:policy/AmazonSageMakerReadOnly';
const ALLOWED = { environment: { ALLOWED_MANAGED_POLICY_ARNS: 'arn:aws:iam::aws:policy/*', ALLOW_NO_SOURCE_CONDITION: 'true' } };
const TAGGED = { ...PROPERTIES, Tags: [{ Key: 'team', Value: 'ml' }] };
const ATTACHED = { ...PROPERTIES, ManagedPolicyArns: [READ_ONLY] };

const stage = stageOfEachTest();

/** The writing calls of one event; it must be answered SUCCESS. */
async function writesOf(event: Event): Promise<string[]> {
  stage.iam.clear();
  const { answers } = await invoke(stage, event, ALLOWED);
  expect(answers).toMatchObject([{ Status: 'SUCCESS' }]);
  return stage.iam.writes();
}

function create(ResourceProperties: Event = PROPERTIES): Promise<string[]> {
  return writesOf(createEvent(stage.server.host, { ResourceProperties }));
}

function update(OldResourceProperties: Event, ResourceProperties: Event): Promise<string[]> {
  return writesOf(updateEvent(stage.server.host, { OldResourceProperties, ResourceProperties }));
}

describe('the writing calls of', () => {
  it('an ordinary Create are two', async () => {
    expect(await create()).toEqual(['CreateRole', 'PutRolePolicy']);
  });

  it('a Create with a managed policy are three', async () => {
    expect((await create(ATTACHED)).sort()).toEqual(['AttachRolePolicy', 'CreateRole', 'PutRolePolicy']);
  });

  it('a repeated Create are the attempt to create, which IAM refuses', async () => {
    await create();
    expect(await create()).toEqual(['CreateRole']);
  });

  it('an Update that changes nothing are none', async () => {
    await create(TAGGED);
    expect(await update(TAGGED, TAGGED)).toEqual([]);
    expect(await update(TAGGED, { ...TAGGED, Revision: '2' })).toEqual([]);
  });

  it.each<[string, Event, Event, string[]]>([
    ['a tag is new', PROPERTIES, TAGGED, ['TagRole']],
    ['a tag has another value', TAGGED, { ...PROPERTIES, Tags: [{ Key: 'team', Value: 'data' }] }, ['TagRole']],
    ['a tag is gone', TAGGED, PROPERTIES, ['UntagRole']],
    ['the description differs', PROPERTIES, { ...PROPERTIES, Description: 'words' }, ['UpdateRole']],
    ['the session is longer', PROPERTIES, { ...PROPERTIES, MaxSessionDuration: '7200' }, ['UpdateRole']],
    ['the trust differs', PROPERTIES, { ...PROPERTIES, SourceCondition: 'none' }, ['UpdateAssumeRolePolicy']],
    ['a managed policy is new', PROPERTIES, ATTACHED, ['AttachRolePolicy']],
    ['a managed policy is gone', ATTACHED, PROPERTIES, ['DetachRolePolicy']],
    ['the activities differ', PROPERTIES, { ...PROPERTIES, Activities: ['RunStudioApps@2', 'ManageExperiments@1'] }, ['PutRolePolicy']],
  ])('an Update where only %s', async (_, before, after, writes) => {
    await create(before);
    expect(await update(before, after)).toEqual(writes);
    expect(await update(after, after)).toEqual([]);
  });

  it('a Delete are detaching, emptying, deleting', async () => {
    await create(ATTACHED);
    expect(await writesOf(deleteEvent(stage.server.host, { ResourceProperties: ATTACHED }))).toEqual([
      'DetachRolePolicy',
      'DeleteRolePolicy',
      'DeleteRole',
    ]);
    expect([...stage.iam.roles.keys()]).toEqual([]);
  });

  it('a Delete of what is gone are none', async () => {
    expect(await writesOf(deleteEvent(stage.server.host))).toEqual([]);
  });

  it("a Delete of someone else's role are none", async () => {
    await writesOf(createEvent(stage.server.host, { LogicalResourceId: 'Other' }));
    expect(await writesOf(deleteEvent(stage.server.host))).toEqual([]);
    expect([...stage.iam.roles.keys()]).toEqual(['analyst']);
  });

  it('a Delete begin anew where something was put on the role meanwhile', async () => {
    await create();
    stage.iam.mock
      .on(DeleteRoleCommand)
      .rejectsOnce(iamError('DeleteConflict', 'words', 409))
      .resolves({});
    expect(await writesOf(deleteEvent(stage.server.host))).toEqual(['DeleteRolePolicy', 'DeleteRole', 'DeleteRole']);
  });
});

describe('no writing call is made', () => {
  it.each<[string, (host: string) => Event, string[]]>([
    ['a Create, but for the one that IAM refuses,', (host) => createEvent(host), ['CreateRole']],
    ['an Update', (host) => updateEvent(host, { ResourceProperties: TAGGED }), []],
  ])("by %s on someone else's role", async (_, event, writes) => {
    await writesOf(createEvent(stage.server.host, { LogicalResourceId: 'Other' }));
    stage.iam.clear();
    const { answers } = await invoke(stage, event(stage.server.host));
    expect(answers).toMatchObject([{ Status: 'FAILED' }]);
    expect(answers[0]?.Reason).toContain('role analyst exists and belongs to Other of stack');
    expect(stage.iam.writes()).toEqual(writes);
  });

  it('by a Delete of a role in an instance profile, which it names', async () => {
    await create();
    stage.iam.clear();
    stage.iam.mock.on(ListInstanceProfilesForRoleCommand).resolves({
      InstanceProfiles: [{ InstanceProfileName: 'web', Path: '/', InstanceProfileId: 'x', Arn: 'x', CreateDate: new Date(0), Roles: [] }],
    });
    const { answers } = await invoke(stage, deleteEvent(stage.server.host));
    expect(answers[0]).toMatchObject({ Status: 'FAILED', PhysicalResourceId: 'analyst' });
    expect(answers[0]?.Reason).toContain('role analyst is in the instance profile web');
    expect(stage.iam.writes()).toEqual([]);
  });

  it.each(['false', false])('by a Delete with ForceDetach %p where someone else put a policy on the role', async (ForceDetach) => {
    await create();
    stage.iam.clear();
    stage.iam.roles.get('analyst')?.inline.set('Foreign', '{}');
    const { answers } = await invoke(stage, deleteEvent(stage.server.host, { ResourceProperties: { ...PROPERTIES, ForceDetach } }));
    expect(answers[0]).toMatchObject({ Status: 'FAILED', PhysicalResourceId: 'analyst' });
    expect(answers[0]?.Reason).toContain(
      'ForceDetach is false and role analyst carries policies that someone else put on it: Foreign; take them off, then delete again',
    );
    expect(stage.iam.writes()).toEqual([]);
  });
});

describe('a Delete takes foreign policies away', () => {
  it.each<[string, Event]>([
    ['by default', {}],
    ['with ForceDetach "true"', { ForceDetach: 'true' }],
    ['with a ForceDetach that no Create would accept', { ForceDetach: { toString: 1 } }],
    ['with properties of any kind', { Tags: 3, ManagedPolicyArns: { x: 1 }, RoleName: [], Nonsense: null }],
  ])('%s', async (_, more) => {
    await create();
    stage.iam.roles.get('analyst')?.inline.set('Foreign', '{}');
    await writesOf(deleteEvent(stage.server.host, { ResourceProperties: { ...PROPERTIES, ...more } }));
    expect([...stage.iam.roles.keys()]).toEqual([]);
  });
});
