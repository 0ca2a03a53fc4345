import { LocalIam } from '../../local/iam';
import { IamError } from '../../local/iam-error';
import { checkIdentityPolicy } from '../../local/iam-grammar';
import { ACCOUNT_ID, policy, READ_BUCKET, trust } from './iam-documents';

/** The message of the refusal, or `accepted`. */
function verdict(document: string, partition = 'aws'): string {
  try {
    checkIdentityPolicy(document, partition);
    return 'accepted';
  } catch (thrown) {
    if (thrown instanceof IamError && thrown.code === 'MalformedPolicyDocument') return thrown.message;
    throw thrown;
  }
}

async function trustVerdict(document: string, iam = new LocalIam({ accountId: ACCOUNT_ID })): Promise<string> {
  try {
    await iam.call('CreateRole', { RoleName: 'R', AssumeRolePolicyDocument: document });
    return 'accepted';
  } catch (thrown) {
    if (thrown instanceof IamError && thrown.code === 'MalformedPolicyDocument') return thrown.message;
    throw thrown;
  }
}

const withResource = (Resource: unknown): string => policy({ ...READ_BUCKET, Resource });
const withAction = (Action: unknown): string => policy({ ...READ_BUCKET, Action });
const withCondition = (Condition: unknown): string => policy({ ...READ_BUCKET, Condition });

describe('the grammar of identity policies', () => {
  it.each([
    ['everything', withResource('*')],
    ['a list of resources', withResource(['arn:aws:s3:::a', 'arn:aws:s3:::b/*'])],
    ['an S3 access point in a Region', withResource('arn:aws:s3:eu-west-1:111122223333:accesspoint/a')],
    ['any partition', withResource('arn:*:s3:::bucket')],
    ['colons in the resource part', withResource('arn:aws:logs:*:111122223333:log-group:/aws/sagemaker/*:log-stream:*')],
    ['the variables for special characters', withResource('arn:aws:s3:::bucket/${*}${?}${$}')],
    ['a variable with a default', withResource("arn:aws:s3:::bucket/${aws:PrincipalTag/team, 'none'}/*")],
    ['all actions', withAction('*')],
    ['action wildcards', withAction(['s3:Get*', 's3:?ist*'])],
    ['NotAction and NotResource', policy({ Effect: 'Deny', NotAction: 's3:*', NotResource: 'arn:aws:s3:::b' })],
    ['the older version', JSON.stringify({ Version: '2008-10-17', Statement: [READ_BUCKET] })],
    ['no version', JSON.stringify({ Statement: [READ_BUCKET] })],
    ['Null', withCondition({ Null: { 'aws:TagKeys': 'true' } })],
    [
      'conditions on numbers and booleans',
      withCondition({ NumericLessThan: { 's3:max-keys': 10 }, Bool: { 'aws:SecureTransport': true } }),
    ],
    ['equal keys in different objects', policy({ ...READ_BUCKET, Sid: 'a' }, { ...READ_BUCKET, Sid: 'b' })],
    ['a string that looks like a key', withCondition({ StringEquals: { 'aws:username': ['"Effect":', 'Effect', '{"Effect":1}'] } })],
  ])('accepts %s', (_, document) => {
    expect(verdict(document)).toBe('accepted');
  });

  it.each([
    ['a statement that is no map', policy('Allow'), 'Syntax errors in policy.'],
    ['an empty list of actions', withAction([]), 'Syntax errors in policy.'],
    ['an action that is no string', withAction([1]), 'Syntax errors in policy.'],
    ['a blank in an action', withAction('s3:Get Object'), 'must be prefaced by a vendor'],
    ['an empty resource', withResource(''), 'must be in ARN format or "*"'],
    ['an ARN that is too short', withResource('arn:aws:s3:bucket'), 'must be in ARN format or "*"'],
    ['a wildcard for the service', withResource('arn:aws:*:::bucket'), 'Resource vendor must be fully qualified'],
    [
      'an IAM resource of no known type',
      withResource('arn:aws:iam::111122223333:roles/R'),
      'IAM resource path must either be "*" or start with',
    ],
    ['IfExists on Null', withCondition({ NullIfExists: { 'aws:TagKeys': 'true' } }), 'NullIfExists'],
    ['a condition that is no map', withCondition('x'), 'Syntax errors in policy.'],
    ['a condition key without its service', withCondition({ StringEquals: { username: 'x' } }), 'must be prefaced by a vendor'],
    ['a map as a condition value', withCondition({ StringEquals: { 'aws:username': { a: 'b' } } }), 'Syntax errors in policy.'],
    [
      'an unclosed variable in a condition',
      withCondition({ StringEquals: { 's3:prefix': 'home/${aws:username' } }),
      'unclosed policy variable',
    ],
    ['NotPrincipal', policy({ ...READ_BUCKET, NotPrincipal: { AWS: '*' } }), 'should not specify a principal'],
    ['Resource and NotResource', policy({ ...READ_BUCKET, NotResource: '*' }), 'exclude each other'],
    ['the same Sid twice', policy({ ...READ_BUCKET, Sid: 'a' }, { ...READ_BUCKET, Sid: 'a' }), 'must be unique'],
    [
      'the same key twice, once escaped',
      '{"Statement":[{"Effect":"Allow","\\u0045ffect":"Deny","Action":"*","Resource":"*"}]}',
      'Duplicate key Effect',
    ],
  ])('refuses %s', (_, document, message) => {
    expect(verdict(document)).toContain(message);
  });

  it('wants ARNs of its own partition', () => {
    expect(verdict(withResource('arn:aws-cn:s3:::bucket'), 'aws-cn')).toBe('accepted');
    expect(verdict(withResource('arn:aws:s3:::bucket'), 'aws-cn')).toBe('Partition "aws" is not valid for resource "arn:aws:s3:::bucket".');
  });
});

describe('the principals of trust policies', () => {
  it.each([
    ['everybody', trust('*')],
    ['a service with its Region', trust({ Service: 'states.eu-west-1.amazonaws.com' })],
    ['a web identity provider', trust({ Federated: 'cognito-identity.amazonaws.com' }, { Action: 'sts:AssumeRoleWithWebIdentity' })],
    ['a SAML provider', trust({ Federated: 'arn:aws:iam::111122223333:saml-provider/idp' }, { Action: 'sts:AssumeRoleWithSAML' })],
    ['a role of another account', trust({ AWS: 'arn:aws:iam::444455556666:role/Elsewhere' })],
    ['a user', trust({ AWS: 'arn:aws:iam::111122223333:user/somebody' })],
    ['a deny of everybody else', policy({ Effect: 'Deny', NotPrincipal: { AWS: '444455556666' }, Action: 'sts:AssumeRole' })],
  ])('may be %s', async (_, document) => {
    expect(await trustVerdict(document)).toBe('accepted');
  });

  it.each([
    [
      'a service that does not exist',
      { Service: 'sagemakr.amazonaws.com' },
      'Invalid principal in policy: "SERVICE":"sagemakr.amazonaws.com"',
    ],
    [
      'a role that does not exist',
      { AWS: 'arn:aws:iam::111122223333:role/No' },
      'Invalid principal in policy: "AWS":"arn:aws:iam::111122223333:role/No"',
    ],
    [
      'a session of a role that does not exist',
      { AWS: 'arn:aws:sts::111122223333:assumed-role/No/session' },
      'Invalid principal in policy',
    ],
    ['a pattern', { AWS: 'arn:aws:iam::444455556666:role/*' }, 'Invalid principal in policy'],
    ['an ARN of another partition', { AWS: 'arn:aws-cn:iam::444455556666:root' }, 'Invalid principal in policy'],
    ['of a kind that IAM does not know', { Robot: 'r2' }, 'Invalid principal in policy'],
    ['nobody', {}, 'Syntax errors in policy.'],
  ])('may not be %s', async (_, principal, message) => {
    expect(await trustVerdict(trust(principal))).toContain(message);
  });

  it('may be a role of this account, its session or its id while it exists', async () => {
    const iam = new LocalIam({ accountId: ACCOUNT_ID });
    await iam.call('CreateRole', { RoleName: 'Trusted', AssumeRolePolicyDocument: trust() });
    const principals = [
      'arn:aws:iam::111122223333:role/Trusted',
      'arn:aws:sts::111122223333:assumed-role/Trusted/x',
      iam.role('Trusted')?.RoleId ?? '',
    ];
    expect(await trustVerdict(trust({ AWS: principals }), iam)).toBe('accepted');
  });

  it('may not be what the account is told to miss', async () => {
    const AWS = 'arn:aws:iam::444455556666:role/Elsewhere';
    expect(await trustVerdict(trust({ AWS }), new LocalIam({ accountId: ACCOUNT_ID, missingPrincipals: [AWS] }))).toContain(
      'Invalid principal in policy',
    );
  });

  it('cannot be left out of an Allow', async () => {
    expect(await trustVerdict(policy({ Effect: 'Allow', NotPrincipal: { AWS: '*' }, Action: 'sts:AssumeRole' }))).toContain('NotPrincipal');
  });
});
