import { policy, policyArn, policyOfSize, READ_BUCKET, role, managedPolicy, trust, type Step } from './iam-documents';

/** A sequence of calls on an empty account. */
export interface ContractCase {
  readonly name: string;
  readonly steps: readonly Step[];
}

const READ_ONLY = 'arn:aws:iam::aws:policy/AmazonSageMakerReadOnly';
const tags = (count: number, prefix = 'key'): readonly unknown[] =>
  Array.from({ length: count }, (_, index) => ({ Key: `${prefix}${String(index)}`, Value: 'v' }));
const repeat = (count: number, step: (index: number) => Step): readonly Step[] => Array.from({ length: count }, (_, index) => step(index));

const inline = (PolicyName: string, PolicyDocument: string, fails?: string): Step => {
  const step = { call: 'PutRolePolicy', with: { RoleName: 'R', PolicyName, PolicyDocument } };
  return fails === undefined ? step : { ...step, fails };
};
const attach = (PolicyArn: string): Step => ({ call: 'AttachRolePolicy', with: { RoleName: 'R', PolicyArn } });
const onRole = (call: string, more: Readonly<Record<string, unknown>> = {}): Step => ({ call, with: { RoleName: 'R', ...more } });
const onPolicy = (call: string, more: Readonly<Record<string, unknown>> = {}): Step => ({
  call,
  with: { PolicyArn: policyArn('P'), ...more },
});
const failing = (step: Step, fails: string): Step => ({ ...step, fails });
const giving = (step: Step, gives: Readonly<Record<string, unknown>>): Step => ({ ...step, gives });

const malformedTrusts: Readonly<Record<string, string>> = {
  'not JSON': '{',
  'no Statement': '{}',
  'no Principal': policy({ Effect: 'Allow', Action: 'sts:AssumeRole' }),
  'a Resource': trust(undefined, { Resource: '*' }),
  'an action that is not of STS': trust(undefined, { Action: 's3:GetObject' }),
  'an unknown service': trust({ Service: 'nosuchservice.amazonaws.com' }),
  'a role that does not exist': trust({ AWS: 'arn:aws:iam::111122223333:role/Missing' }),
  'no ARN and no account': trust({ AWS: 'somebody' }),
};

const malformedPolicies: Readonly<Record<string, string>> = {
  'not JSON': '{',
  'no Statement': '{}',
  'an empty Statement': JSON.stringify({ Version: '2012-10-17', Statement: [] }),
  'a Resource that is no ARN': policy({ ...READ_BUCKET, Resource: 'bucket' }),
  'a Resource of no known partition': policy({ ...READ_BUCKET, Resource: 'arn:somewhere:s3:::bucket' }),
  'a Resource of another partition': policy({ ...READ_BUCKET, Resource: 'arn:aws-cn:s3:::bucket' }),
  'an action without its service': policy({ ...READ_BUCKET, Action: 'GetObject' }),
  'an Effect that does not exist': policy({ ...READ_BUCKET, Effect: 'Maybe' }),
  'a Version that does not exist': JSON.stringify({ Version: '2020-01-01', Statement: [READ_BUCKET] }),
  'an unknown element': policy({ ...READ_BUCKET, Actions: [] }),
  'an Id': JSON.stringify({ Version: '2012-10-17', Id: 'policy', Statement: [READ_BUCKET] }),
  'the same Sid twice': policy({ ...READ_BUCKET, Sid: 'a' }, { ...READ_BUCKET, Sid: 'a' }),
  'a Sid with a blank': policy({ ...READ_BUCKET, Sid: 'a b' }),
  'an operator that does not exist': policy({ ...READ_BUCKET, Condition: { StringIs: { 'aws:username': 'x' } } }),
  'no Resource': policy({ Effect: 'Allow', Action: 's3:GetObject' }),
  'no Action': policy({ Effect: 'Allow', Resource: '*' }),
  'Action and NotAction': policy({ ...READ_BUCKET, NotAction: 's3:PutObject' }),
  'a Region in an ARN of IAM': policy({ ...READ_BUCKET, Resource: 'arn:aws:iam:eu-west-1:111122223333:role/R' }),
  'a Region in the ARN of a bucket': policy({ ...READ_BUCKET, Resource: 'arn:aws:s3:eu-west-1::bucket' }),
  'a Principal': policy({ ...READ_BUCKET, Principal: '*' }),
  'the same key twice': `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Effect":"Deny","Action":"*","Resource":"*"}]}`,
  'a variable that is not closed': policy({ ...READ_BUCKET, Resource: 'arn:aws:s3:::bucket/${aws:username' }),
};

const acceptedPolicies: Readonly<Record<string, string>> = {
  'a single statement without a list': JSON.stringify({ Version: '2012-10-17', Statement: READ_BUCKET }),
  'an unknown service and action': policy({ ...READ_BUCKET, Action: 'nosuchservice:DoIt', Resource: '*' }),
  'a policy variable': policy({ ...READ_BUCKET, Resource: 'arn:aws:s3:::bucket/${aws:username}/*' }),
  'a set operator': policy({ ...READ_BUCKET, Condition: { 'ForAllValues:StringEqualsIfExists': { 'aws:TagKeys': ['a'] } } }),
  'a wildcard in the resource type': policy({ ...READ_BUCKET, Resource: 'arn:aws:sagemaker:*:111122223333:*/name' }),
};

export const CONTRACT: readonly ContractCase[] = [
  {
    name: 'a role keeps all that it was created with',
    steps: [
      managedPolicy('Boundary'),
      role('R', {
        Path: '/team/',
        Description: 'Data scientists ü',
        MaxSessionDuration: 7200,
        PermissionsBoundary: policyArn('Boundary'),
        Tags: [{ Key: 'team', Value: 'a b' }],
      }),
      giving(onRole('GetRole'), {
        Role: {
          RoleName: 'R',
          Path: '/team/',
          Arn: 'arn:aws:iam::111122223333:role/team/R',
          Description: 'Data scientists ü',
          MaxSessionDuration: 7200,
          AssumeRolePolicyDocument: trust(),
          PermissionsBoundary: { PermissionsBoundaryArn: policyArn('Boundary') },
          Tags: [{ Key: 'team', Value: 'a b' }],
        },
      }),
      giving(onRole('GetRole'), { Role: { PermissionsBoundary: { PermissionsBoundaryType: 'Policy' } } }),
    ],
  },
  {
    name: 'role names are unique without regard to case',
    steps: [role('R1'), failing(role('R1'), 'EntityAlreadyExists'), failing(role('r1'), 'EntityAlreadyExists')],
  },
  {
    name: 'names, paths, durations and descriptions keep to their patterns',
    steps: [
      failing(role('a b'), 'ValidationError'),
      failing(role('x'.repeat(65)), 'ValidationError'),
      failing(role('BadPath', { Path: 'a/' }), 'ValidationError'),
      failing(role('ShortSession', { MaxSessionDuration: 100 }), 'ValidationError'),
      failing(role('LongSession', { MaxSessionDuration: 43_201 }), 'ValidationError'),
      failing(role('LongDescription', { Description: 'x'.repeat(1001) }), 'ValidationError'),
      failing(role('CurlyDescription', { Description: 'curly ’quote' }), 'ValidationError'),
      failing(managedPolicy('a b'), 'ValidationError'),
      role('R'),
      inline('a b', policy(READ_BUCKET), 'ValidationError'),
      role('x'.repeat(64)),
      role('Longest', { Description: 'x'.repeat(1000), MaxSessionDuration: 43_200, Path: `/${'p'.repeat(510)}/` }),
    ],
  },
  {
    name: 'tags have at most 50 entries and limited keys and values',
    steps: [
      failing(role('TooMany', { Tags: tags(51) }), 'ValidationError'),
      failing(role('LongKey', { Tags: [{ Key: 'k'.repeat(129), Value: '' }] }), 'ValidationError'),
      failing(role('LongValue', { Tags: [{ Key: 'k', Value: 'v'.repeat(257) }] }), 'ValidationError'),
      failing(role('Reserved', { Tags: [{ Key: 'aws:k', Value: '' }] }), 'InvalidInput'),
      failing(
        role('Same', {
          Tags: [
            { Key: 'k', Value: '1' },
            { Key: 'k', Value: '2' },
          ],
        }),
        'InvalidInput',
      ),
      failing(
        role('SameButCase', {
          Tags: [
            { Key: 'k', Value: '1' },
            { Key: 'K', Value: '2' },
          ],
        }),
        'InvalidInput',
      ),
      role('R', { Tags: tags(50) }),
      onRole('TagRole', { Tags: [{ Key: 'key0', Value: 'changed' }] }),
      failing(onRole('TagRole', { Tags: tags(1, 'more') }), 'LimitExceeded'),
    ],
  },
  {
    name: "tag keys of a role are told apart without regard to case, a policy's with it",
    steps: [
      role('R', { Tags: [{ Key: 'Team', Value: 'a' }] }),
      onRole('TagRole', { Tags: [{ Key: 'team', Value: 'b' }] }),
      giving(onRole('ListRoleTags'), { Tags: [{ Key: 'team', Value: 'b' }], IsTruncated: false }),
      onRole('UntagRole', { TagKeys: ['TEAM', 'absent'] }),
      giving(onRole('ListRoleTags'), { Tags: [] }),
      managedPolicy('P', { Tags: [{ Key: 'Team', Value: 'a' }] }),
      onPolicy('TagPolicy', { Tags: [{ Key: 'team', Value: 'b' }] }),
      giving(onPolicy('GetPolicy'), {
        Policy: {
          Tags: [
            { Key: 'Team', Value: 'a' },
            { Key: 'team', Value: 'b' },
          ],
        },
      }),
    ],
  },
  ...Object.entries(malformedTrusts).map(([what, document]) => ({
    name: `a trust policy is refused: ${what}`,
    steps: [
      failing(role('Refused', { AssumeRolePolicyDocument: document }), 'MalformedPolicyDocument'),
      role('R'),
      failing(onRole('UpdateAssumeRolePolicy', { PolicyDocument: document }), 'MalformedPolicyDocument'),
    ],
  })),
  {
    name: 'a trust policy may name services, accounts and roles that exist',
    steps: [
      role('Existing'),
      role('R', { AssumeRolePolicyDocument: trust({ Service: ['sagemaker.amazonaws.com', 'lambda.amazonaws.com'] }) }),
      onRole('UpdateAssumeRolePolicy', { PolicyDocument: trust({ AWS: '444455556666' }) }),
      onRole('UpdateAssumeRolePolicy', { PolicyDocument: trust({ AWS: 'arn:aws:iam::111122223333:role/Existing' }) }),
      onRole('UpdateAssumeRolePolicy', {
        PolicyDocument: trust({ AWS: 'arn:aws:iam::111122223333:root' }, { Action: ['sts:AssumeRole', 'sts:TagSession'] }),
      }),
    ],
  },
  {
    name: 'a trust policy has at most 2,048 characters',
    steps: [failing(role('R', { AssumeRolePolicyDocument: trust(undefined, { Sid: 'x'.repeat(2048) }) }), 'LimitExceeded')],
  },
  ...Object.entries(malformedPolicies).map(([what, document]) => ({
    name: `an inline or managed policy is refused: ${what}`,
    steps: [
      role('R'),
      inline('P', document, 'MalformedPolicyDocument'),
      failing(managedPolicy('P', { PolicyDocument: document }), 'MalformedPolicyDocument'),
    ],
  })),
  ...Object.entries(acceptedPolicies).map(([what, document]) => ({
    name: `an inline or managed policy is accepted: ${what}`,
    steps: [role('R'), inline('P', document), managedPolicy('P', { PolicyDocument: document })],
  })),
  {
    name: 'characters above U+00FF are refused in documents',
    steps: [role('R'), inline('P', policy({ ...READ_BUCKET, Resource: 'arn:aws:s3:::bücher/‘' }), 'ValidationError')],
  },
  {
    name: 'inline policies are written over, read, listed and deleted',
    steps: [
      role('R'),
      inline('A', policy(READ_BUCKET)),
      inline('B', policy(READ_BUCKET)),
      inline('A', policy({ ...READ_BUCKET, Effect: 'Deny' })),
      giving(onRole('GetRolePolicy', { PolicyName: 'A' }), {
        PolicyDocument: policy({ ...READ_BUCKET, Effect: 'Deny' }),
      }),
      giving(onRole('ListRolePolicies'), { PolicyNames: ['A', 'B'], IsTruncated: false }),
      onRole('DeleteRolePolicy', { PolicyName: 'A' }),
      failing(onRole('DeleteRolePolicy', { PolicyName: 'A' }), 'NoSuchEntity'),
      failing(onRole('GetRolePolicy', { PolicyName: 'A' }), 'NoSuchEntity'),
    ],
  },
  {
    name: 'inline policies have at most 10,240 characters in sum',
    steps: [
      role('Alone'),
      { call: 'PutRolePolicy', with: { RoleName: 'Alone', PolicyName: 'A', PolicyDocument: policyOfSize(10_241) }, fails: 'LimitExceeded' },
      role('R'),
      inline('A', policyOfSize(10_000)),
      inline('B', policyOfSize(240)),
      inline('A', policyOfSize(9_999)),
      inline('B', policyOfSize(242), 'LimitExceeded'),
    ],
  },
  {
    name: 'a managed policy has at most 6,144 characters and 5 versions',
    steps: [
      failing(managedPolicy('TooLong', { PolicyDocument: policyOfSize(6145) }), 'LimitExceeded'),
      managedPolicy('P', { PolicyDocument: policyOfSize(6144) }),
      ...repeat(4, () => onPolicy('CreatePolicyVersion', { PolicyDocument: policy(READ_BUCKET) })),
      failing(onPolicy('CreatePolicyVersion', { PolicyDocument: policy(READ_BUCKET) }), 'LimitExceeded'),
      onPolicy('DeletePolicyVersion', { VersionId: 'v5' }),
      giving(onPolicy('CreatePolicyVersion', { PolicyDocument: policy(READ_BUCKET), SetAsDefault: true }), {
        PolicyVersion: { VersionId: 'v6', IsDefaultVersion: true },
      }),
      failing(onPolicy('DeletePolicyVersion', { VersionId: 'v6' }), 'DeleteConflict'),
      onPolicy('SetDefaultPolicyVersion', { VersionId: 'v1' }),
      failing(onPolicy('SetDefaultPolicyVersion', { VersionId: 'v9' }), 'NoSuchEntity'),
      failing(onPolicy('GetPolicyVersion', { VersionId: 'v9' }), 'NoSuchEntity'),
    ],
  },
  {
    name: 'a managed policy keeps its path, description and tags',
    steps: [
      managedPolicy('P', { Path: '/team/', Description: 'why', Tags: [{ Key: 'k', Value: 'v' }] }),
      giving(
        { call: 'GetPolicy', with: { PolicyArn: 'arn:aws:iam::111122223333:policy/team/P' } },
        {
          Policy: {
            PolicyName: 'P',
            Path: '/team/',
            Description: 'why',
            DefaultVersionId: 'v1',
            AttachmentCount: 0,
            Tags: [{ Key: 'k', Value: 'v' }],
          },
        },
      ),
      giving(
        { call: 'GetPolicyVersion', with: { PolicyArn: 'arn:aws:iam::111122223333:policy/team/P', VersionId: 'v1' } },
        {
          PolicyVersion: {
            VersionId: 'v1',
            IsDefaultVersion: true,
            Document: policy(READ_BUCKET),
          },
        },
      ),
      failing(onPolicy('GetPolicy'), 'NoSuchEntity'),
    ],
  },
  {
    name: 'names of managed policies are unique whatever their path and case',
    steps: [
      managedPolicy('P'),
      failing(managedPolicy('P'), 'EntityAlreadyExists'),
      failing(managedPolicy('p'), 'EntityAlreadyExists'),
      failing(managedPolicy('P', { Path: '/team/' }), 'EntityAlreadyExists'),
    ],
  },
  {
    name: 'ListPolicies finds the policies of one path',
    steps: [
      managedPolicy('A', { Path: '/personas/R/' }),
      managedPolicy('B', { Path: '/personas/R2/' }),
      managedPolicy('C'),
      giving(
        { call: 'ListPolicies', with: { Scope: 'Local', PathPrefix: '/personas/R/' } },
        { Policies: [{ PolicyName: 'A', Path: '/personas/R/' }], IsTruncated: false },
      ),
    ],
  },
  {
    name: 'a role is deleted only when nothing hangs on it',
    steps: [
      role('R'),
      managedPolicy('P'),
      inline('A', policy(READ_BUCKET)),
      failing(onRole('DeleteRole'), 'DeleteConflict'),
      onRole('DeleteRolePolicy', { PolicyName: 'A' }),
      attach(policyArn('P')),
      failing(onRole('DeleteRole'), 'DeleteConflict'),
      onRole('DetachRolePolicy', { PolicyArn: policyArn('P') }),
      { call: 'CreateInstanceProfile', with: { InstanceProfileName: 'I' } },
      { call: 'AddRoleToInstanceProfile', with: { InstanceProfileName: 'I', RoleName: 'R' } },
      giving(onRole('ListInstanceProfilesForRole'), { InstanceProfiles: [{ InstanceProfileName: 'I', Roles: [{ RoleName: 'R' }] }] }),
      failing(onRole('DeleteRole'), 'DeleteConflict'),
      { call: 'RemoveRoleFromInstanceProfile', with: { InstanceProfileName: 'I', RoleName: 'R' } },
      onRole('DeleteRole'),
      failing(onRole('GetRole'), 'NoSuchEntity'),
      failing(onRole('DeleteRole'), 'NoSuchEntity'),
    ],
  },
  {
    name: 'a managed policy is deleted after it is detached and its other versions are deleted',
    steps: [
      role('R'),
      managedPolicy('P'),
      attach(policyArn('P')),
      onRole('DetachRolePolicy', { PolicyArn: policyArn('P') }),
      onPolicy('CreatePolicyVersion', { PolicyDocument: policy(READ_BUCKET) }),
      onPolicy('DeletePolicyVersion', { VersionId: 'v2' }),
      onPolicy('DeletePolicy'),
      failing(onPolicy('DeletePolicy'), 'NoSuchEntity'),
    ],
  },
  {
    name: 'an attached policy cannot be deleted',
    steps: [role('R'), managedPolicy('P'), attach(policyArn('P')), failing(onPolicy('DeletePolicy'), 'DeleteConflict')],
  },
  {
    name: 'a policy with other versions cannot be deleted',
    steps: [
      managedPolicy('P'),
      onPolicy('CreatePolicyVersion', { PolicyDocument: policy(READ_BUCKET) }),
      failing(onPolicy('DeletePolicy'), 'DeleteConflict'),
    ],
  },
  {
    name: 'a boundary policy cannot be deleted',
    steps: [managedPolicy('P'), role('R', { PermissionsBoundary: policyArn('P') }), failing(onPolicy('DeletePolicy'), 'DeleteConflict')],
  },
  {
    name: 'a boundary has to exist, and can be put and removed',
    steps: [
      failing(role('Missing', { PermissionsBoundary: policyArn('Missing') }), 'NoSuchEntity'),
      failing(role('Short', { PermissionsBoundary: 'no' }), 'ValidationError'),
      failing(role('NoArn', { PermissionsBoundary: 'this-is-no-arn-at-all' }), 'InvalidInput'),
      role('R'),
      failing(onRole('PutRolePermissionsBoundary', { PermissionsBoundary: policyArn('Missing') }), 'NoSuchEntity'),
      onRole('PutRolePermissionsBoundary', { PermissionsBoundary: READ_ONLY }),
      giving(onRole('GetRole'), {
        Role: { PermissionsBoundary: { PermissionsBoundaryArn: READ_ONLY } },
      }),
      onRole('DeleteRolePermissionsBoundary'),
    ],
  },
  {
    name: 'policies are attached once, and detached only if attached',
    steps: [
      role('R'),
      managedPolicy('P'),
      attach(policyArn('P')),
      attach(policyArn('P')),
      giving(onRole('ListAttachedRolePolicies'), { AttachedPolicies: [{ PolicyName: 'P', PolicyArn: policyArn('P') }] }),
      giving(onPolicy('GetPolicy'), { Policy: { AttachmentCount: 1 } }),
      attach(READ_ONLY),
      giving(onPolicy('ListEntitiesForPolicy', { EntityFilter: 'Role' }), { PolicyRoles: [{ RoleName: 'R' }] }),
      failing(attach(policyArn('Missing')), 'NoSuchEntity'),
      failing(attach('this-is-no-arn-at-all'), 'InvalidInput'),
      onRole('DetachRolePolicy', { PolicyArn: policyArn('P') }),
      failing(onRole('DetachRolePolicy', { PolicyArn: policyArn('P') }), 'NoSuchEntity'),
    ],
  },
  {
    name: 'at most 10 policies are attached to a role',
    steps: [
      role('R'),
      ...repeat(11, (index) => managedPolicy(`P${String(index)}`)),
      ...repeat(10, (index) => attach(policyArn(`P${String(index)}`))),
      failing(attach(policyArn('P10')), 'LimitExceeded'),
    ],
  },
  {
    name: 'UpdateRole changes what it names and nothing else',
    steps: [
      role('R', { Description: 'before', MaxSessionDuration: 7200 }),
      onRole('UpdateRole', { Description: 'after' }),
      giving(onRole('GetRole'), { Role: { Description: 'after', MaxSessionDuration: 7200 } }),
      onRole('UpdateRole', { MaxSessionDuration: 3600 }),
      giving(onRole('GetRole'), { Role: { Description: 'after', MaxSessionDuration: 3600 } }),
      failing(onRole('UpdateRole', { MaxSessionDuration: 3599 }), 'ValidationError'),
      failing({ call: 'UpdateRole', with: { RoleName: 'Missing' } }, 'NoSuchEntity'),
    ],
  },
  ...['ListRolePolicies', 'ListAttachedRolePolicies', 'ListRoleTags', 'ListInstanceProfilesForRole'].map((call) => ({
    name: `${call} of a role that does not exist is an error`,
    steps: [failing(onRole(call), 'NoSuchEntity')],
  })),
  {
    name: 'ListRolePolicies gives as many as asked for',
    steps: [
      role('R'),
      inline('A', policy(READ_BUCKET)),
      inline('B', policy(READ_BUCKET)),
      giving(onRole('ListRolePolicies', { MaxItems: 1 }), { PolicyNames: ['A'], IsTruncated: true }),
    ],
  },
  {
    name: 'ListAttachedRolePolicies gives as many as asked for',
    steps: [
      role('R'),
      managedPolicy('P'),
      attach(policyArn('P')),
      attach(READ_ONLY),
      giving(onRole('ListAttachedRolePolicies', { MaxItems: 1 }), { IsTruncated: true }),
    ],
  },
  {
    name: 'ListRoles gives as many as asked for',
    steps: [
      role('A', { Path: '/team/', Tags: tags(1) }),
      role('B', { Path: '/team/' }),
      giving({ call: 'ListRoles', with: { PathPrefix: '/team/', MaxItems: 1 } }, { IsTruncated: true }),
    ],
  },
  {
    name: 'an AWS managed policy is found by its ARN',
    steps: [
      giving({ call: 'GetPolicy', with: { PolicyArn: READ_ONLY } }, { Policy: { PolicyName: 'AmazonSageMakerReadOnly', Path: '/' } }),
      failing({ call: 'GetPolicy', with: { PolicyArn: 'arn:aws:iam::aws:policy/NoSuchPolicy' } }, 'NoSuchEntity'),
    ],
  },
];
