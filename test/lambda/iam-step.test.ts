import * as sdk from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';
import { OWNER_TAGS } from '../../lambda/core/names';
import type { Step } from '../../lambda/core/step';
import { IamSession } from '../../lambda/iam-session';
import { applyStep } from '../../lambda/iam-step';
import { encoded } from './encoded';
import { LOGICAL_ID, STACK_ID } from './events';
import { iamError } from './iam-error';
import { recordedLog } from './recorded-log';
import { virtualClock } from './virtual-clock';

const PATH = '/sagemaker-persona/';
const POLICY_PATH = `${PATH}analyst/`;
const POLICY_ARN = `arn:aws:iam::111122223333:policy${POLICY_PATH}analyst-0a1b`;
const DOCUMENT = { Version: '2012-10-17', Statement: [{ Resource: 'arn:aws:s3:::b/a+b' }] };

const iam = mockClient(sdk.IAMClient);
let session: IamSession;

beforeEach(() => {
  iam.reset();
  session = new IamSession(new sdk.IAMClient({ region: 'us-east-1' }), virtualClock(), recordedLog().log, 600_000);
});

/** Every call so far with its input. */
function calls(): [string, unknown][] {
  return iam.calls().map((call) => [call.args[0].constructor.name.replace(/Command$/, ''), call.args[0].input]);
}

const TAGS = [
  { Key: OWNER_TAGS.stackId, Value: STACK_ID },
  { Key: OWNER_TAGS.logicalResourceId, Value: LOGICAL_ID },
];
const NAME = { RoleName: 'analyst' };
const CREATE_POLICY: Extract<Step, { call: 'CreatePolicy' }> = {
  call: 'CreatePolicy',
  input: { PolicyName: 'analyst-0a1b', Path: POLICY_PATH, PolicyDocument: JSON.stringify(DOCUMENT), Tags: TAGS },
};

/** One of every kind. */
const STEPS: readonly Step[] = [
  {
    call: 'CreateRole',
    input: {
      ...NAME,
      Path: PATH,
      AssumeRolePolicyDocument: '{}',
      Description: 'words',
      MaxSessionDuration: 3600,
      PermissionsBoundary: 'arn:aws:iam::111122223333:policy/ceiling',
      Tags: TAGS,
    },
  },
  { call: 'UpdateRole', input: { ...NAME, Description: '', MaxSessionDuration: 43200 } },
  { call: 'UpdateAssumeRolePolicy', input: { ...NAME, PolicyDocument: '{}' } },
  { call: 'PutRolePermissionsBoundary', input: { ...NAME, PermissionsBoundary: 'arn:aws:iam::111122223333:policy/ceiling' } },
  { call: 'TagRole', input: { ...NAME, Tags: TAGS } },
  { call: 'UntagRole', input: { ...NAME, TagKeys: ['team'] } },
  { call: 'PutRolePolicy', input: { ...NAME, PolicyName: 'SageMakerPersona', PolicyDocument: '{}' } },
  { call: 'DeleteRolePolicy', input: { ...NAME, PolicyName: 'SageMakerPersona' } },
  CREATE_POLICY,
  { call: 'AttachRolePolicy', input: { ...NAME, PolicyArn: POLICY_ARN } },
  { call: 'DetachRolePolicy', input: { ...NAME, PolicyArn: POLICY_ARN } },
  { call: 'DeletePolicyVersion', input: { PolicyArn: POLICY_ARN, VersionId: 'v1' } },
  { call: 'DeletePolicy', input: { PolicyArn: POLICY_ARN } },
  { call: 'DeleteRole', input: NAME },
];

const REMOVALS = ['UntagRole', 'DeleteRolePolicy', 'DetachRolePolicy', 'DeletePolicyVersion', 'DeletePolicy', 'DeleteRole'];

describe('making one call of a plan', () => {
  it.each(STEPS)('$call: the call of that name with that input', async (step) => {
    iam.onAnyCommand().resolves({});
    await applyStep(session, step);
    expect(calls()).toEqual([[step.call, step.input]]);
    expect(session.triedToWrite()).toBe(true);
  });

  it.each(STEPS.filter(({ call }) => REMOVALS.includes(call)))('$call of what is gone already succeeds', async (step) => {
    iam.onAnyCommand().rejects(iamError('NoSuchEntity', 'words', 404));
    await expect(applyStep(session, step)).resolves.toBeUndefined();
    expect(calls()).toHaveLength(1);
  });

  it.each(STEPS.filter(({ call }) => !REMOVALS.includes(call)))('$call on what is gone fails', async (step) => {
    iam.onAnyCommand().rejects(iamError('NoSuchEntity', 'words', 404));
    await expect(applyStep(session, step)).rejects.toThrow(new RegExp(`^NotFound: ${step.call} \\S+: NoSuchEntity: words$`));
  });

  it.each(STEPS)('$call that is refused fails with its name and subject', async (step) => {
    iam.onAnyCommand().rejects(iamError('UnmodifiableEntity', 'words'));
    await expect(applyStep(session, step)).rejects.toThrow(new RegExp(`^InvalidRequest: ${step.call} \\S+: UnmodifiableEntity: words$`));
  });

  it.each(STEPS)('$call notes what it created, and nothing else does', async (step) => {
    iam.onAnyCommand().resolves({});
    await applyStep(session, step);
    expect(session.hasCreated('analyst')).toBe(step.call === 'CreateRole');
    expect(session.hasCreated(`${POLICY_PATH}analyst-0a1b`)).toBe(step.call === 'CreatePolicy');
  });

  it('does not note what it failed to create', async () => {
    iam.onAnyCommand().rejects(iamError('LimitExceeded'));
    await expect(applyStep(session, CREATE_POLICY)).rejects.toThrow('ServiceLimitExceeded: CreatePolicy analyst-0a1b: LimitExceeded');
    expect(session.hasCreated(`${POLICY_PATH}analyst-0a1b`)).toBe(false);
  });
});

describe('creating a policy that exists', () => {
  function existing(arn: string, tags: readonly sdk.Tag[], document: unknown): void {
    iam.on(sdk.CreatePolicyCommand).rejects(iamError('EntityAlreadyExists', 'words', 409));
    iam.on(sdk.ListPoliciesCommand).resolves({ Policies: [{ Arn: arn }] });
    iam.on(sdk.GetPolicyCommand).resolves({ Policy: { DefaultVersionId: 'v1', Tags: [...tags] } });
    iam.on(sdk.GetPolicyVersionCommand).resolves({ PolicyVersion: { Document: encoded(document) } });
    iam.on(sdk.ListPolicyVersionsCommand).resolves({ Versions: [{ VersionId: 'v1' }] });
  }

  it('succeeds where it is this resource’s and says the same', async () => {
    existing(POLICY_ARN, [...TAGS, { Key: 'more', Value: 'x' }], DOCUMENT);
    await expect(applyStep(session, CREATE_POLICY)).resolves.toBeUndefined();
    expect(calls()).toContainEqual(['ListPolicies', { Scope: 'Local', PathPrefix: POLICY_PATH }]);
  });

  it.each([
    ['has another text', POLICY_ARN, TAGS, { Version: '2012-10-17', Statement: [] }],
    ["is another stack's", POLICY_ARN, [{ Key: OWNER_TAGS.stackId, Value: 'other' }, ...TAGS.slice(1)], DOCUMENT],
    ["is another resource's", POLICY_ARN, [...TAGS.slice(0, 1), { Key: OWNER_TAGS.logicalResourceId, Value: 'Other' }], DOCUMENT],
    ["is nobody's", POLICY_ARN, [], DOCUMENT],
    ['has another name', `${POLICY_ARN}c`, TAGS, DOCUMENT],
  ])('fails where it %s', async (_, arn, tags, document) => {
    existing(arn, tags, document);
    await expect(applyStep(session, CREATE_POLICY)).rejects.toThrow('AlreadyExists: CreatePolicy analyst-0a1b: EntityAlreadyExists: words');
  });
});
