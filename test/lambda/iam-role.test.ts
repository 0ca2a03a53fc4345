import * as sdk from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';
import {
  findRole,
  listInlinePolicyNames,
  listInstanceProfiles,
  readPolicies,
  readPoliciesOf,
  readRoleSettings,
} from '../../lambda/iam-role';
import { IamSession, type Sender } from '../../lambda/iam-session';
import { readManagedPolicies } from '../../lambda/managed-policies';
import { encoded } from './encoded';
import { iamError, noSuchRole } from './iam-error';
import { recordedLog } from './recorded-log';
import { virtualClock, type VirtualClock } from './virtual-clock';

const PATH = '/sagemaker-persona/';
const POLICY_PATH = '/sagemaker-persona/analyst/';
const POLICY_ARN = `arn:aws:iam::111122223333:policy${POLICY_PATH}analyst-0a1b`;
const AWS_ARN = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const SETTINGS = {
  roleName: 'analyst',
  arn: `arn:aws:iam::111122223333:role${PATH}analyst`,
  roleId: 'AROAEXAMPLE',
  path: PATH,
  description: 'words',
  maxSessionDuration: 7200,
  permissionsBoundary: 'arn:aws:iam::111122223333:policy/ceiling',
  tags: { team: 'ml', empty: '' },
  trustPolicy: { Version: '2012-10-17', Statement: [] },
};

/** A document with what URL-encoding gets wrong easily. */
const DOCUMENT = { Version: '2012-10-17', Statement: [{ Resource: 'arn:aws:s3:::b/a+b %2B 100% ü "x" (y)!\'*' }] };

const iam = mockClient(sdk.IAMClient);
let clock: VirtualClock;
let session: IamSession;

beforeEach(() => {
  iam.reset();
  clock = virtualClock();
  session = new IamSession(new sdk.IAMClient({ region: 'us-east-1' }), clock, recordedLog().log, 600_000);
});

/** Every call so far with its input. */
function calls(): [string, unknown][] {
  return iam.calls().map((call) => [call.args[0].constructor.name.replace(/Command$/, ''), call.args[0].input]);
}

describe('reading whose a role is and how it is set', () => {
  const role: sdk.Role = {
    RoleName: 'analyst',
    Arn: SETTINGS.arn,
    RoleId: 'AROAEXAMPLE',
    Path: PATH,
    CreateDate: new Date(0),
    Description: 'words',
    MaxSessionDuration: 7200,
    PermissionsBoundary: { PermissionsBoundaryType: 'PermissionsBoundaryPolicy', PermissionsBoundaryArn: SETTINGS.permissionsBoundary },
    Tags: [
      { Key: 'team', Value: 'ml' },
      { Key: 'empty', Value: '' },
    ],
    AssumeRolePolicyDocument: encoded(SETTINGS.trustPolicy),
  };

  it('takes one call', async () => {
    iam.on(sdk.GetRoleCommand).resolves({ Role: role });
    expect(await readRoleSettings(session, 'analyst')).toEqual(SETTINGS);
    expect(calls()).toEqual([['GetRole', { RoleName: 'analyst' }]]);
  });

  it('fills in what IAM leaves out', async () => {
    iam
      .on(sdk.GetRoleCommand)
      .resolves({ Role: { RoleName: undefined, Arn: undefined, RoleId: undefined, Path: undefined, CreateDate: undefined } });
    expect(await readRoleSettings(session, 'analyst')).toEqual({
      roleName: 'analyst',
      arn: '',
      roleId: '',
      path: '/',
      description: '',
      maxSessionDuration: 3600,
      permissionsBoundary: undefined,
      tags: {},
      trustPolicy: undefined,
    });
  });

  it('finds no role where there is none, at once', async () => {
    iam.on(sdk.GetRoleCommand).rejects(noSuchRole('analyst'));
    expect(await readRoleSettings(session, 'analyst')).toBeUndefined();
    expect(clock.pauses).toEqual([]);
  });

  it.each([
    ['AccessDenied', 'AccessDenied: GetRole analyst: AccessDenied: words of IAM'],
    ['InvalidInput', 'InvalidRequest: GetRole analyst: InvalidInput: words of IAM'],
  ])('names the call that failed with %s', async (code, message) => {
    iam.on(sdk.GetRoleCommand).rejects(iamError(code));
    await expect(readRoleSettings(session, 'analyst')).rejects.toThrow(message);
  });

  it.each([
    ['encoded', encoded(DOCUMENT), DOCUMENT],
    ['plain, as some emulators answer it', JSON.stringify(DOCUMENT), DOCUMENT],
    ['with a plus, which is no blank', '{"Statement":"a+b"}', { Statement: 'a+b' }],
    ['with an encoded plus and percent sign', '%7B%22Statement%22%3A%22a%2Bb%2520%22%7D', { Statement: 'a+b%20' }],
    ['cut off', '%7B%22Statement', undefined],
    ['with a broken encoding', '%7B%', undefined],
    ['empty', '', undefined],
  ])('reads a document %s', async (_, text, document) => {
    iam.on(sdk.GetRoleCommand).resolves({ Role: { ...role, AssumeRolePolicyDocument: text } });
    expect((await readRoleSettings(session, 'analyst'))?.trustPolicy).toEqual(document);
  });
});

describe("reading a role's policies", () => {
  function withoutPolicies(): void {
    iam.on(sdk.ListRolePoliciesCommand).resolves({ PolicyNames: [] });
    iam.on(sdk.ListAttachedRolePoliciesCommand).resolves({ AttachedPolicies: [] });
    iam.on(sdk.ListPoliciesCommand).resolves({ Policies: [] });
    withoutOwnPolicy();
  }

  function withoutOwnPolicy(): void {
    iam.on(sdk.GetRolePolicyCommand, { PolicyName: 'SageMakerPersona' }).rejects(iamError('NoSuchEntity', 'words', 404));
  }

  const READS = [
    ['ListRolePolicies', { RoleName: 'analyst' }],
    ['GetRolePolicy', { RoleName: 'analyst', PolicyName: 'SageMakerPersona' }],
    ['ListAttachedRolePolicies', { RoleName: 'analyst' }],
  ];
  const SEARCH = ['ListPolicies', { Scope: 'Local', PathPrefix: POLICY_PATH }];

  it('takes four calls where there are none, side by side', async () => {
    withoutPolicies();
    expect(await readPolicies(session, SETTINGS)).toEqual({ ...SETTINGS, inlinePolicies: {}, attachedPolicyArns: [], managedPolicies: [] });
    expect(calls()).toEqual([...READS, SEARCH]);
  });

  it('looks for overflow policies where some are attached after all', async () => {
    withoutPolicies();
    expect((await readPoliciesOf(session, 'analyst', PATH, 'attached')).managedPolicies).toEqual([]);
    expect(calls()).toEqual(READS);
    iam.on(sdk.ListAttachedRolePoliciesCommand).resolves({ AttachedPolicies: [{ PolicyArn: POLICY_ARN }] });
    await readPoliciesOf(session, 'analyst', PATH, 'attached');
    expect(calls().slice(3)).toEqual([...READS, SEARCH]);
  });

  it('follows every list to its last page', async () => {
    iam
      .on(sdk.ListRolePoliciesCommand)
      .resolves({ PolicyNames: ['A'], IsTruncated: true, Marker: 'm1' })
      .on(sdk.ListRolePoliciesCommand, { RoleName: 'analyst', Marker: 'm1' })
      .resolves({ PolicyNames: ['B'], IsTruncated: true, Marker: 'm2' })
      .on(sdk.ListRolePoliciesCommand, { RoleName: 'analyst', Marker: 'm2' })
      // A marker of the last page means nothing.
      .resolves({ PolicyNames: ['C'], IsTruncated: false, Marker: 'm3' });
    iam
      .on(sdk.ListAttachedRolePoliciesCommand)
      .resolves({ AttachedPolicies: [{ PolicyArn: AWS_ARN }], IsTruncated: true, Marker: 'a' })
      .on(sdk.ListAttachedRolePoliciesCommand, { RoleName: 'analyst', Marker: 'a' })
      .resolves({ AttachedPolicies: [{ PolicyArn: POLICY_ARN }] });
    iam
      .on(sdk.ListPoliciesCommand)
      .resolves({ Policies: [], IsTruncated: true, Marker: 'p' })
      .on(sdk.ListPoliciesCommand, { Scope: 'Local', PathPrefix: POLICY_PATH, Marker: 'p' })
      .resolves({ Policies: [{ Arn: POLICY_ARN }] });
    iam
      .on(sdk.ListPolicyVersionsCommand)
      .resolves({ Versions: [{ VersionId: 'v3' }], IsTruncated: true, Marker: 'v' })
      .on(sdk.ListPolicyVersionsCommand, { PolicyArn: POLICY_ARN, Marker: 'v' })
      .resolves({ Versions: [{ VersionId: 'v2' }, { VersionId: 'v1' }] });
    iam.on(sdk.GetRolePolicyCommand).resolves({ PolicyDocument: encoded(DOCUMENT) });
    withoutOwnPolicy();
    iam.on(sdk.GetPolicyCommand).resolves({ Policy: { DefaultVersionId: 'v2', Tags: [{ Key: 'k', Value: 'v' }] } });
    iam.on(sdk.GetPolicyVersionCommand).resolves({ PolicyVersion: { Document: encoded(DOCUMENT) } });

    expect(await readPolicies(session, SETTINGS)).toEqual({
      ...SETTINGS,
      inlinePolicies: { A: DOCUMENT, B: DOCUMENT, C: DOCUMENT },
      attachedPolicyArns: [AWS_ARN, POLICY_ARN],
      managedPolicies: [{ arn: POLICY_ARN, tags: { k: 'v' }, document: DOCUMENT, otherVersions: ['v3', 'v1'] }],
    });
    expect(calls()).toContainEqual(['GetRolePolicy', { RoleName: 'analyst', PolicyName: 'C' }]);
    expect(calls()).toContainEqual(['GetPolicyVersion', { PolicyArn: POLICY_ARN, VersionId: 'v2' }]);
  });

  it('follows the list of instance profiles too', async () => {
    iam
      .on(sdk.ListInstanceProfilesForRoleCommand)
      .resolves({ InstanceProfiles: [profile('one')], IsTruncated: true, Marker: 'i' })
      .on(sdk.ListInstanceProfilesForRoleCommand, { RoleName: 'analyst', Marker: 'i' })
      .resolves({ InstanceProfiles: [profile('two')] });
    expect(await listInstanceProfiles(session, 'analyst')).toEqual(['one', 'two']);
  });

  it('leaves out what disappears between the list and the reading', async () => {
    withoutPolicies();
    iam.on(sdk.ListRolePoliciesCommand).resolves({ PolicyNames: ['Gone', 'There'] });
    iam.on(sdk.GetRolePolicyCommand, { PolicyName: 'Gone' }).rejects(iamError('NoSuchEntity', 'words', 404));
    iam.on(sdk.GetRolePolicyCommand, { PolicyName: 'There' }).resolves({ PolicyDocument: encoded(DOCUMENT) });
    iam.on(sdk.ListPoliciesCommand).resolves({ Policies: [{ Arn: POLICY_ARN }] });
    for (const command of [sdk.GetPolicyCommand, sdk.GetPolicyVersionCommand, sdk.ListPolicyVersionsCommand])
      iam.on(command as typeof sdk.GetPolicyCommand).rejects(iamError('NoSuchEntity', 'words', 404));
    const role = await readPolicies(session, SETTINGS);
    expect(role.inlinePolicies).toEqual({ There: DOCUMENT });
    expect(role.managedPolicies).toEqual([]);
  });

  it('takes the lists of a role that disappears for empty', async () => {
    iam.on(sdk.ListRolePoliciesCommand).rejects(noSuchRole('analyst'));
    iam.on(sdk.ListAttachedRolePoliciesCommand).rejects(noSuchRole('analyst'));
    iam.on(sdk.ListPoliciesCommand).resolves({});
    iam.on(sdk.GetRolePolicyCommand).rejects(noSuchRole('analyst'));
    expect(await readPolicies(session, SETTINGS)).toMatchObject({ inlinePolicies: {}, attachedPolicyArns: [] });
  });

  it('names the call that failed', async () => {
    withoutPolicies();
    iam.on(sdk.ListRolePoliciesCommand).resolves({ PolicyNames: ['P'] });
    iam.on(sdk.GetRolePolicyCommand, { PolicyName: 'P' }).rejects(iamError('InvalidInput'));
    await expect(readPolicies(session, SETTINGS)).rejects.toThrow('InvalidRequest: GetRolePolicy analyst P: InvalidInput');
  });

  it('has at most six calls in flight', async () => {
    const many = Array.from({ length: 11 }, (_, index) => `P${String(index)}`);
    let inFlight = 0;
    let most = 0;
    const answer = (output: unknown) => async (): Promise<unknown> => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      await new Promise((resolve) => setTimeout(resolve, 1));
      inFlight -= 1;
      return output;
    };
    iam.on(sdk.ListRolePoliciesCommand).callsFake(answer({ PolicyNames: many }));
    iam.on(sdk.ListAttachedRolePoliciesCommand).callsFake(answer({ AttachedPolicies: [] }));
    iam.on(sdk.ListPoliciesCommand).callsFake(answer({ Policies: many.map((name) => ({ Arn: `${POLICY_ARN}${name}` })) }));
    iam.on(sdk.GetRolePolicyCommand).callsFake(answer({ PolicyDocument: encoded(DOCUMENT) }));
    iam.on(sdk.GetPolicyCommand).callsFake(answer({ Policy: { DefaultVersionId: 'v1' } }));
    iam.on(sdk.GetPolicyVersionCommand).callsFake(answer({ PolicyVersion: { Document: encoded(DOCUMENT) } }));
    iam.on(sdk.ListPolicyVersionsCommand).callsFake(answer({ Versions: [{ VersionId: 'v1' }] }));
    const role = await readPolicies(session, SETTINGS);
    expect(Object.keys(role.inlinePolicies)).toEqual(['SageMakerPersona', ...many]);
    expect(role.managedPolicies).toHaveLength(11);
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(6);
  });

  it('finds the policies below a path without asking for the role', async () => {
    iam.on(sdk.ListPoliciesCommand).resolves({ Policies: [] });
    expect(await readManagedPolicies(session, PATH, 'analyst')).toEqual([]);
    expect(calls()).toEqual([['ListPolicies', { Scope: 'Local', PathPrefix: POLICY_PATH }]]);
  });

  function profile(name: string): sdk.InstanceProfile {
    return { InstanceProfileName: name, Path: '/', InstanceProfileId: 'x', Arn: 'x', CreateDate: new Date(0), Roles: [] };
  }
});

describe('finding a role', () => {
  const found = { Role: { RoleName: 'analyst', Arn: SETTINGS.arn, RoleId: 'x', Path: PATH, CreateDate: new Date(0) } };
  const names = (sender: Sender): Promise<string[]> => listInlinePolicyNames(sender, 'analyst');

  it('asks for more of it at once', async () => {
    iam.on(sdk.GetRoleCommand).resolves(found);
    iam.on(sdk.ListRolePoliciesCommand).resolves({ PolicyNames: ['P'] });
    const role = await findRole(session, 'analyst', names);
    expect([role?.settings.arn, await role?.more()]).toEqual([SETTINGS.arn, ['P']]);
    expect(calls().map(([call]) => call)).toEqual(['GetRole', 'ListRolePolicies']);
  });

  it.each(['AccessDenied', 'Throttling'])('asks again, once it is wanted, where that failed with %s', async (code) => {
    iam.on(sdk.GetRoleCommand).resolves(found);
    iam
      .on(sdk.ListRolePoliciesCommand)
      .rejectsOnce(iamError(code))
      .resolves({ PolicyNames: ['P'] });
    const role = await findRole(session, 'analyst', names);
    expect(clock.pauses).toEqual([]);
    expect(await role?.more()).toEqual(['P']);
  });

  it('finds none where there is none, whatever more of it reads', async () => {
    iam.on(sdk.GetRoleCommand).rejects(noSuchRole('analyst'));
    iam.on(sdk.ListRolePoliciesCommand).rejects(iamError('AccessDenied'));
    expect(await findRole(session, 'analyst', names)).toBeUndefined();
  });

  it('leaves nothing to chance that was made a moment ago', async () => {
    session.noteCreated('analyst');
    iam.on(sdk.GetRoleCommand).resolves(found);
    iam
      .on(sdk.ListRolePoliciesCommand)
      .rejectsOnce(noSuchRole('analyst'))
      .resolves({ PolicyNames: ['P'] });
    const role = await findRole(session, 'analyst', names);
    expect(calls()).toHaveLength(1);
    expect(await role?.more()).toEqual(['P']);
  });
});
