import type { Step } from '../../lambda/core/step';
import { waves } from '../../lambda/core/waves';

const ROLE = { RoleName: 'team' };
const arnOf = (name: string): string => `arn:aws:iam::111122223333:policy/sagemaker-persona/team/${name}`;

function create(name: string, effect = 'Allow'): Step {
  const PolicyDocument = JSON.stringify({ Statement: [{ Sid: 'S', Effect: effect, Action: ['a:B'], Resource: ['*'] }] });
  return { call: 'CreatePolicy', input: { PolicyName: name, Path: '/sagemaker-persona/team/', PolicyDocument, Tags: [] } };
}

const attach = (name: string): Step => ({ call: 'AttachRolePolicy', input: { ...ROLE, PolicyArn: arnOf(name) } });
const detach = (name: string): Step => ({ call: 'DetachRolePolicy', input: { ...ROLE, PolicyArn: arnOf(name) } });
const remove = (name: string): Step => ({ call: 'DeletePolicy', input: { PolicyArn: arnOf(name) } });
const removeVersion = (name: string, VersionId: string): Step => ({
  call: 'DeletePolicyVersion',
  input: { PolicyArn: arnOf(name), VersionId },
});
const put = (PolicyName = 'SageMakerPersona'): Step => ({ call: 'PutRolePolicy', input: { ...ROLE, PolicyName, PolicyDocument: '{}' } });
const take = (PolicyName = 'SageMakerPersona'): Step => ({ call: 'DeleteRolePolicy', input: { ...ROLE, PolicyName } });
const createRole: Step = {
  call: 'CreateRole',
  input: {
    ...ROLE,
    Path: '/',
    AssumeRolePolicyDocument: '{}',
    Description: '',
    MaxSessionDuration: 3600,
    PermissionsBoundary: 'arn:aws:iam::111122223333:policy/ceiling',
    Tags: [],
  },
};
const deleteRole: Step = { call: 'DeleteRole', input: ROLE };
const boundary: Step = {
  call: 'PutRolePermissionsBoundary',
  input: { ...ROLE, PermissionsBoundary: 'arn:aws:iam::111122223333:policy/c' },
};
const trust: Step = { call: 'UpdateAssumeRolePolicy', input: { ...ROLE, PolicyDocument: '{}' } };
const settings: Step = { call: 'UpdateRole', input: { ...ROLE, Description: '', MaxSessionDuration: 3600 } };
const tag: Step = { call: 'TagRole', input: { ...ROLE, Tags: [] } };
const untag: Step = { call: 'UntagRole', input: { ...ROLE, TagKeys: ['a'] } };

it.each<[string, Step[][]]>([
  [
    'the policies of a new role are made side by side, and attached behind the Denies',
    [[createRole], [put(), create('a'), create('b')], [attach('a'), attach('b')]],
  ],
  ['nothing is done to a role before it is made', [[createRole], [create('a')]]],
  ['a policy with Denies is attached before those that allow', [[create('d', 'Deny'), create('a')], [attach('d')], [attach('a')]]],
  ['a policy of which the text is not known here is attached alone', [[create('a')], [attach('a')], [attach('other')]]],
  ['boundary, permissions, trust, settings and tags go one after another', [[boundary], [put()], [trust], [settings], [tag], [untag]]],
  ['what comes off a role that stays comes off one after another', [[detach('a')], [detach('b'), remove('a')]]],
  ['two inline policies of others too', [[take('x')], [take('y')]]],
  [
    'a policy is deleted only when it is detached, and its versions before it',
    [[detach('a')], [removeVersion('a', 'v1'), removeVersion('a', 'v2')], [remove('a')]],
  ],
  ['a policy whose name is taken is made when the old one is gone', [[detach('a')], [remove('a')], [create('a')], [attach('a')]]],
  [
    'a role is emptied kind by kind, the own inline policy last',
    [[detach('a'), detach('b')], [detach('other'), remove('a'), remove('b')], [take('x'), take('y')], [take()], [deleteRole]],
  ],
  ['a role is deleted when all else is gone', [[remove('a'), take()], [deleteRole]]],
])('%s', (_, expected) => {
  expect(waves(expected.flat())).toEqual(expected);
});

it('a step goes before those that it need not wait for', () => {
  const steps = [boundary, create('a'), attach('a'), create('b'), attach('b'), put()];
  expect(waves(steps)).toEqual([[boundary, create('a'), create('b')], [attach('a'), attach('b')], [put()]]);
});

it('no steps are no waves', () => {
  expect(waves([])).toEqual([]);
});
