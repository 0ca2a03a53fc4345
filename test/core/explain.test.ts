import { explain, type Decision } from '../../lambda/core/explain';
import { explanationLines } from '../../lambda/core/explain-words';
import { readPolicy } from '../../lambda/core/foreign-policy';
import type { RequestContext } from '../../lambda/core/request-context';
import { desired, ROLE_TO_PASS, VPC } from './samples';

const ACTION = 's3:GetObject';
const OBJECT = 'arn:aws:s3:::bucket/alice/a.csv';

interface Asked {
  readonly action?: string;
  readonly resource?: string;
  readonly context?: RequestContext;
}

function ask(statements: unknown, { action = ACTION, resource = OBJECT, context = {} }: Asked = {}, boundary?: unknown): Decision {
  const policies = {
    identity: readPolicy('own', { Version: '2012-10-17', Statement: statements }),
    boundary: boundary === undefined ? undefined : readPolicy('boundary', { Statement: boundary }),
  };
  return explain({ action, resource, context }, policies).decision;
}

const ALLOW = { Effect: 'Allow', Action: ACTION, Resource: '*' };
const DENY = { ...ALLOW, Effect: 'Deny' };

describe('a request', () => {
  it('is denied unless a statement allows it, and denied whatever allows it once a statement denies it', () => {
    expect([ask([]), ask(ALLOW), ask([ALLOW, DENY]), ask(DENY)]).toEqual([
      'implicitlyDenied',
      'allowed',
      'explicitlyDenied',
      'explicitlyDenied',
    ]);
  });

  it('needs the permissions boundary too, which allows nothing by itself', () => {
    const other = { ...ALLOW, Action: 's3:PutObject' };
    expect([ask(ALLOW, {}, ALLOW), ask(ALLOW, {}, other), ask([], {}, ALLOW), ask(ALLOW, {}, [ALLOW, DENY])]).toEqual([
      'allowed',
      'implicitlyDenied',
      'implicitlyDenied',
      'explicitlyDenied',
    ]);
  });
});

describe('an action', () => {
  it.each([
    { element: { Action: 'S3:getobject' }, matches: true },
    { element: { Action: ['s3:PutObject', 's3:Get*'] }, matches: true },
    { element: { Action: 's3:GetObjec?' }, matches: true },
    { element: { Action: 's3:GetObject?' }, matches: false },
    { element: { Action: '*' }, matches: true },
    { element: { NotAction: 's3:Put*' }, matches: true },
    { element: { NotAction: ['s3:Put*', 's3:get*'] }, matches: false },
  ])('GetObject is selected by $element: $matches', ({ element, matches }) => {
    expect(ask({ Effect: 'Allow', Resource: '*', ...element })).toBe(matches ? 'allowed' : 'implicitlyDenied');
  });
});

describe('a resource', () => {
  const context = { 'aws:username': 'alice', 'aws:star': '*', 'aws:many': ['alice', 'bob'] };
  it.each([
    { element: { Resource: OBJECT }, matches: true },
    { element: { Resource: 'arn:aws:s3:::bucket/*' }, matches: true },
    { element: { Resource: 'arn:aws:s3:::bucket/ALICE/*' }, matches: false },
    { element: { Resource: 'arn:aws:s3' }, matches: true },
    { element: { Resource: 'arn:aws:sqs' }, matches: false },
    { element: { Resource: 'arn:aws:*:bucket/alice/a.csv' }, matches: false },
    { element: { Resource: 'arn:aws:s3:::bucket/${aws:username}/*' }, matches: true },
    { element: { Resource: 'arn:aws:s3:::bucket/${AWS:UserName}/*' }, matches: true },
    { element: { Resource: 'arn:aws:s3:::bucket/${aws:star}/*' }, matches: false },
    { element: { Resource: 'arn:aws:s3:::bucket/${aws:many}/*' }, matches: false },
    { element: { Resource: 'arn:aws:s3:::bucket/${aws:none}/*' }, matches: false },
    { element: { Resource: "arn:aws:s3:::bucket/${aws:none, 'alice'}/*" }, matches: true },
    { element: { Resource: 'arn:aws:s3:::bucket/alice/${*}' }, matches: false },
    { element: { NotResource: 'arn:aws:s3:::other/*' }, matches: true },
    { element: { NotResource: 'arn:aws:s3:::bucket/*' }, matches: false },
  ])('is selected by $element: $matches', ({ element, matches }) => {
    expect(ask({ Effect: 'Allow', Action: ACTION, ...element }, { context })).toBe(matches ? 'allowed' : 'implicitlyDenied');
  });

  it('that is none is named by * alone', () => {
    const results = ['*', 'arn:aws:s3:::*'].map((Resource) => ask({ ...ALLOW, Resource }, { resource: '*' }));
    expect(results).toEqual(['allowed', 'implicitlyDenied']);
  });
});

describe('a condition', () => {
  const ROLE = 'arn:aws:iam::111122223333:role/team/a';
  it.each([
    { operator: 'StringEquals', expected: ['a', 'b'], actual: 'b', holds: true },
    { operator: 'StringEquals', expected: ['a*'], actual: 'ab', holds: false },
    { operator: 'StringEquals', expected: ['a'], actual: undefined, holds: false },
    { operator: 'StringEqualsIfExists', expected: ['a'], actual: undefined, holds: true },
    { operator: 'StringEqualsIfExists', expected: ['a'], actual: 'b', holds: false },
    { operator: 'StringNotEquals', expected: ['a', 'b'], actual: 'b', holds: false },
    { operator: 'StringNotEquals', expected: ['a', 'b'], actual: 'c', holds: true },
    { operator: 'StringNotEquals', expected: ['a'], actual: undefined, holds: true },
    { operator: 'StringNotEquals', expected: ['${aws:none}'], actual: 'c', holds: false },
    { operator: 'StringEqualsIgnoreCase', expected: ['AB'], actual: 'ab', holds: true },
    { operator: 'StringLike', expected: ['a?c*'], actual: 'abcd', holds: true },
    { operator: 'StringNotLike', expected: ['a*'], actual: 'ab', holds: false },
    { operator: 'ArnEquals', expected: ['arn:aws:iam::*:role/team/*'], actual: ROLE, holds: true },
    { operator: 'ArnLike', expected: ['arn:aws:iam::*:role/team/?'], actual: ROLE, holds: true },
    { operator: 'ArnLike', expected: ['arn:aws:*:role/team/a'], actual: ROLE, holds: false },
    { operator: 'ArnNotEquals', expected: [ROLE], actual: undefined, holds: true },
    { operator: 'ArnNotEquals', expected: [ROLE], actual: ROLE, holds: false },
    { operator: 'Bool', expected: ['true'], actual: 'True', holds: true },
    { operator: 'Bool', expected: [true], actual: 'false', holds: false },
    { operator: 'Null', expected: ['true'], actual: undefined, holds: true },
    { operator: 'Null', expected: ['true'], actual: 'x', holds: false },
    { operator: 'Null', expected: [false], actual: 'x', holds: true },
    { operator: 'Null', expected: ['true'], actual: [], holds: true },
    { operator: 'NumericLessThan', expected: [10], actual: '9.5', holds: true },
    { operator: 'NumericLessThan', expected: ['10'], actual: '10', holds: false },
    { operator: 'NumericNotEquals', expected: ['10'], actual: 'ten', holds: false },
    { operator: 'DateLessThan', expected: ['2026-01-01T00:00:00Z'], actual: '2025-12-31T23:59:59.9Z', holds: true },
    { operator: 'DateEquals', expected: ['1767225600'], actual: '2026-01-01T01:00:00+01:00', holds: true },
    { operator: 'DateGreaterThan', expected: ['2024-02-29'], actual: '2024-03-01', holds: true },
    { operator: 'DateEquals', expected: ['yesterday'], actual: 'yesterday', holds: false },
    { operator: 'IpAddress', expected: ['203.0.113.0/24'], actual: '203.0.113.255', holds: true },
    { operator: 'IpAddress', expected: ['0.0.0.0/0'], actual: '198.51.100.1', holds: true },
    { operator: 'IpAddress', expected: ['203.0.113.7'], actual: '203.0.113.8', holds: false },
    { operator: 'IpAddress', expected: ['2001:DB8::/33'], actual: '2001:db8:7fff::1', holds: true },
    { operator: 'IpAddress', expected: ['2001:db8::/33'], actual: '2001:db8:8000::1', holds: false },
    { operator: 'NotIpAddress', expected: ['203.0.113.0/24'], actual: '2001:db8::1', holds: true },
    { operator: 'BinaryEquals', expected: ['QmluYXJ5'], actual: 'QmluYXJ5', holds: true },
    { operator: 'ForAllValues:StringEquals', expected: ['a', 'b'], actual: ['a', 'b'], holds: true },
    { operator: 'ForAllValues:StringEquals', expected: ['a', 'b'], actual: ['a', 'c'], holds: false },
    { operator: 'ForAllValues:StringEquals', expected: ['a'], actual: undefined, holds: true },
    { operator: 'ForAnyValue:StringEquals', expected: ['a'], actual: ['c', 'a'], holds: true },
    { operator: 'ForAnyValue:StringEquals', expected: ['a'], actual: undefined, holds: false },
    { operator: 'ForAnyValue:StringEqualsIfExists', expected: ['a'], actual: undefined, holds: true },
    { operator: 'ForAnyValue:StringNotEquals', expected: ['a', 'b'], actual: ['a', 'c'], holds: true },
    { operator: 'ForAnyValue:StringNotEquals', expected: ['a', 'b'], actual: ['a', 'b'], holds: false },
    { operator: 'ForAnyValue:StringNotEquals', expected: ['a'], actual: undefined, holds: false },
  ])('$operator $expected holds for $actual: $holds', ({ operator, expected, actual, holds }) => {
    const context: RequestContext = actual === undefined ? {} : { 'AWS:Key': actual };
    const result = ask({ ...ALLOW, Condition: { [operator]: { 'aws:key': expected } } }, { context });
    expect(result).toBe(holds ? 'allowed' : 'implicitlyDenied');
  });

  it('holds together with all others', () => {
    const Condition = { StringEquals: { 'aws:a': '1', 'aws:b': '2' }, Bool: { 'aws:c': 'true' } };
    const right = { 'aws:a': '1', 'aws:b': '2', 'aws:c': 'true' };
    const wrong = Object.keys(right).map((key) => ask({ ...ALLOW, Condition }, { context: { ...right, [key]: 'x' } }));
    expect([ask({ ...ALLOW, Condition }, { context: right }), ...wrong]).toEqual(['allowed', ...wrong.map(() => 'implicitlyDenied')]);
  });
});

describe('a foreign policy', () => {
  it('is refused with everything in it that IAM would refuse', () => {
    const document = {
      Statement: [
        { Effect: 'allow', Action: 's3:GetObject', Resource: '*' },
        { Effect: 'Allow', Resource: '*' },
      ],
    };
    expect(() => readPolicy('Mine', document)).toThrow('Mine: Statement[0].Effect: must be one of Allow, Deny');
    const readable = {
      Statement: [
        { Effect: 'Allow', Resource: '*' },
        { Effect: 'Allow', Action: '*', NotAction: '*' },
        { ...ALLOW, Condition: { StringEqual: { 'aws:a': 'b' } } },
      ],
    };
    expect(() => readPolicy('Mine', readable)).toThrow(
      'InvalidRequest: Mine: Statement[0]: needs either Action or NotAction; Mine: Statement[1]: needs either Action or NotAction; ' +
        'Mine: Statement[1]: needs either Resource or NotResource; Mine: Statement[2].Condition: there is no condition operator StringEqual',
    );
  });
});

describe('an explanation', () => {
  const role = desired({ Activities: ['ManageJobs@1'], RolesToPass: [ROLE_TO_PASS], Vpc: VPC });
  const identity = readPolicy('SageMakerPersona', role.inlinePolicy.PolicyDocument);
  const JOB = 'arn:aws:sagemaker:us-east-1:111122223333:training-job/j';
  const [subnet = ''] = VPC.Subnets;

  function lines(action: string, resource: string, context: RequestContext = {}, boundary?: unknown): string[] {
    const policies = { identity, boundary: boundary === undefined ? undefined : readPolicy('Ceiling', { Statement: boundary }) };
    return explanationLines(explain({ action, resource, context }, policies));
  }

  it('names the activity whose statement allows it', () => {
    expect(lines('sagemaker:StopTrainingJob', JOB)).toEqual([
      `sagemaker:StopTrainingJob on ${JOB} is allowed`,
      '  by ManageJobs@1, statement OperateJobs',
    ]);
  });

  it('names the guards that deny it, and what about the request they deny', () => {
    expect(lines('sagemaker:CreateTrainingJob', JOB, { 'sagemaker:VpcSubnets': [subnet] })).toEqual([
      `sagemaker:CreateTrainingJob on ${JOB} is denied`,
      '  by guard GuardVpcSecurityGroupsMissing',
      '    sagemaker:VpcSecurityGroupIds is absent, the condition is that it be absent',
    ]);
  });

  it('tells of near misses, the nearest first, why they do not match', () => {
    expect(lines('iam:PassRole', 'arn:aws:iam::111122223333:role/admin', { 'iam:PassedToService': 'sagemaker.amazonaws.com' })).toEqual([
      'iam:PassRole on arn:aws:iam::111122223333:role/admin is not allowed: no statement allows it',
      '  ManageJobs@1, statement PassRoles does not match:',
      `    it is about ${ROLE_TO_PASS}, not arn:aws:iam::111122223333:role/admin`,
    ]);
    expect(lines('iam:PassRole', ROLE_TO_PASS)).toContain(
      '    iam:PassedToService is absent, the condition is StringEquals sagemaker.amazonaws.com',
    );
  });

  it('says so where no statement is about the action', () => {
    expect(lines('s3:GetObject', OBJECT)).toEqual([`s3:GetObject on ${OBJECT} is not allowed: no statement allows it`]);
  });

  it('says where it is the permissions boundary that does not allow it', () => {
    const boundary = { Sid: 'Reading', Effect: 'Allow', Action: 'sagemaker:Stop*', Resource: 'arn:aws:sagemaker:eu-west-1:*:*' };
    expect(lines('sagemaker:StopTrainingJob', JOB, {}, boundary)).toEqual([
      `sagemaker:StopTrainingJob on ${JOB} is not allowed: the permissions boundary does not allow it`,
      '  policy Ceiling, statement Reading does not match:',
      `    it is about arn:aws:sagemaker:eu-west-1:*:*, not ${JOB}`,
    ]);
  });

  it('is data before it is words', () => {
    const { decision, identity: verdict } = explain({ action: 'iam:PassRole', resource: ROLE_TO_PASS, context: {} }, { identity });
    expect([decision, verdict.nearMisses.map(({ mismatches }) => mismatches)]).toEqual([
      'implicitlyDenied',
      [
        [
          {
            kind: 'condition',
            operator: 'StringEquals',
            key: 'iam:PassedToService',
            values: ['sagemaker.amazonaws.com'],
            actual: undefined,
          },
        ],
      ],
    ]);
  });
});
