import { matchesPattern, PARAMETER_TYPES, valueFault, type ParameterTypeName } from '../../lambda/core/parameter-types';
import { PARTITIONS } from '../../lambda/core/scope';
import { SCOPE } from './samples';

const TYPES = Object.keys(PARAMETER_TYPES) as ParameterTypeName[];

describe.each(TYPES)('%s', (type) => {
  it('accepts its own example', () => {
    expect(valueFault(type, PARAMETER_TYPES[type].example, SCOPE)).toBeUndefined();
  });

  it('refuses its example with anything before or behind it', () => {
    const { example } = PARAMETER_TYPES[type];
    const faults = [` ${example}`, `${example} `, `${example}\n`, `${example}\u00a0`, `\u200b${example}`, '', ' '].map(
      (value) => valueFault(type, value, SCOPE) !== undefined,
    );
    expect(faults).not.toContain(false);
  });

  it('names the character that no type takes', () => {
    const { example, description } = PARAMETER_TYPES[type];
    const fault = valueFault(type, `${example}*`, SCOPE) ?? '';
    const [, what = ''] = /^contains "\*", which cannot stand in the ([^;]+); write it out, like /.exec(fault) ?? [];
    expect(description.startsWith(what) && what !== '').toBe(true);
    expect(fault.endsWith(example)).toBe(true);
  });

  it('is never called by its own name, which stands in policy files only', () => {
    expect(valueFault(type, `${PARAMETER_TYPES[type].example}*`, SCOPE)).not.toContain(type);
  });
});

it('an ARN that is wanted is shown as it would be in the account and Region of the stack', () => {
  const place = { partition: 'aws-cn', region: 'cn-north-1', accountId: '444455556666' };
  expect(valueFault('KeyArn', 'alias/data', place)).toMatch(
    /is given by its ARN, such as arn:aws-cn:kms:cn-north-1:444455556666:key\/1{8}-/,
  );
  expect(valueFault('RoleArnToPass', 'arn:aws-cn:iam::444455556666:user/u', place)).toBe(
    'does not name an IAM role, such as arn:aws-cn:iam::444455556666:role/sagemaker-persona/compute',
  );
});

interface ValueCase {
  readonly type: ParameterTypeName;
  readonly value: string;
  readonly why: string;
  /** Part of the fault; absent where the value is right. */
  readonly fault?: string;
}

const KEY = '11111111-2222-3333-4444-555555555555';
const CASES: readonly ValueCase[] = [
  { type: 'BucketName', value: 'abc', why: 'the shortest' },
  { type: 'BucketName', value: 'a'.repeat(63), why: 'the longest' },
  { type: 'BucketName', value: 'my.bucket-1', why: 'dots and hyphens' },
  { type: 'BucketName', value: 'ab', why: 'too short', fault: '3 to 63' },
  { type: 'BucketName', value: 'a'.repeat(64), why: 'too long', fault: '3 to 63' },
  { type: 'BucketName', value: 'Bucket', why: 'a capital', fault: 'general purpose bucket' },
  { type: 'BucketName', value: '-abc', why: 'a hyphen first', fault: 'general purpose bucket' },
  { type: 'BucketName', value: 'abc.', why: 'a dot last', fault: 'general purpose bucket' },
  { type: 'BucketName', value: '1.2.3.4', why: 'an IP address', fault: 'general purpose bucket' },
  { type: 'BucketName', value: 'amzn-s3-demo-bucket', why: 'a reserved prefix', fault: 'general purpose bucket' },
  { type: 'BucketName', value: 'bucket--x-s3', why: 'a directory bucket', fault: 'general purpose bucket' },
  { type: 'RoleArnToPass', value: `arn:aws:iam::111122223333:role/${'r'.repeat(64)}`, why: 'the longest name' },
  { type: 'RoleArnToPass', value: 'arn:aws:iam::111122223333:role/a/b/c+=,.@-_', why: 'a path and odd characters' },
  {
    type: 'RoleArnToPass',
    value: `arn:aws:iam::111122223333:role/${'r'.repeat(65)}`,
    why: 'a name too long',
    fault: 'does not name an IAM role',
  },
  { type: 'RoleArnToPass', value: 'arn:aws:iam::111122223333:role/', why: 'no name', fault: 'does not name an IAM role' },
  { type: 'RoleArnToPass', value: 'arn:aws:iam::111122223333:role//x', why: 'an empty folder', fault: 'does not name an IAM role' },
  { type: 'RoleArnToPass', value: 'arn:aws:iam::111122223333:role/x:y', why: 'a colon', fault: 'does not name an IAM role' },
  { type: 'RoleArnToPass', value: 'arn:aws:iam:us-east-1:111122223333:role/x', why: 'a Region', fault: 'iam is global' },
  { type: 'RoleArnToPass', value: 'arn:aws:iam::444455556666:role/x', why: 'a foreign account', fault: 'is of account 444455556666' },
  { type: 'RoleArnToPass', value: 'arn:aws:iam::aws:role/x', why: 'no account number', fault: 'twelve digits' },
  { type: 'RoleArnToPass', value: 'arn:aws-cn:iam::111122223333:role/x', why: 'a foreign partition', fault: 'is of partition aws-cn' },
  { type: 'RoleArnToPass', value: 'arn:aws:sts::111122223333:assumed-role/x/y', why: 'a session', fault: 'is an ARN of sts' },
  { type: 'RoleArnToPass', value: 'compute', why: 'a name', fault: 'is given by its ARN' },
  { type: 'EcrRepositoryArn', value: 'arn:aws:ecr:us-east-1:683313688378:repository/sagemaker-xgboost', why: 'an image of AWS' },
  { type: 'EcrRepositoryArn', value: 'arn:aws:ecr:us-east-1:111122223333:repository/a/b__c/d-e.f', why: 'folders' },
  {
    type: 'EcrRepositoryArn',
    value: 'arn:aws:ecr:us-east-1:111122223333:repository/Team',
    why: 'a capital',
    fault: 'does not name an ECR repository',
  },
  {
    type: 'EcrRepositoryArn',
    value: 'arn:aws:ecr:us-east-1:111122223333:repository/a',
    why: 'too short',
    fault: 'does not name an ECR repository',
  },
  {
    type: 'EcrRepositoryArn',
    value: `arn:aws:ecr:us-east-1:111122223333:repository/${'a'.repeat(257)}`,
    why: 'too long',
    fault: 'does not name an ECR repository',
  },
  {
    type: 'EcrRepositoryArn',
    value: 'arn:aws:ecr:us-east-1:111122223333:repository/team/',
    why: 'an open folder',
    fault: 'does not name an ECR repository',
  },
  {
    type: 'EcrRepositoryArn',
    value: 'arn:aws:ecr:eu-west-1:111122223333:repository/team',
    why: 'another Region',
    fault: 'is of Region eu-west-1',
  },
  { type: 'EcrRepositoryArn', value: 'arn:aws:ecr::111122223333:repository/team', why: 'no Region', fault: 'is of Region (none)' },
  { type: 'KeyArn', value: `arn:aws:kms:us-east-1:444455556666:key/${KEY}`, why: 'a key of another account' },
  { type: 'KeyArn', value: `arn:aws:kms:us-east-1:111122223333:key/mrk-${'a'.repeat(32)}`, why: 'a multi-Region key' },
  { type: 'KeyArn', value: KEY, why: 'an id', fault: 'is not an ARN' },
  { type: 'KeyArn', value: 'alias/aws/s3', why: 'an alias', fault: 'an alias is not enough' },
  { type: 'KeyArn', value: 'arn:aws:kms:us-east-1:111122223333:alias/ml', why: "an alias's ARN", fault: 'an alias is not enough' },
  {
    type: 'KeyArn',
    value: `arn:aws:kms:us-east-1:111122223333:key/${KEY.toUpperCase().replace('1', 'A')}`,
    why: 'capitals',
    fault: 'does not name',
  },
  { type: 'SubnetId', value: 'subnet-0123abcd', why: 'the short form' },
  { type: 'SubnetId', value: 'subnet-0123456789abcdef01', why: 'a digit too many', fault: '8 or 17' },
  { type: 'SubnetId', value: 'sg-0123abcd', why: 'a security group', fault: 'is not a subnet id' },
  { type: 'SecurityGroupId', value: 'sg-0123abcd', why: 'the short form' },
  { type: 'SecurityGroupId', value: 'sg-0123abcg', why: 'no hexadecimal digit', fault: '8 or 17' },
];

it.each(CASES)('$type: "$value" ($why)', ({ type, value, fault }) => {
  const found = valueFault(type, value, SCOPE);
  if (fault === undefined) expect(found).toBeUndefined();
  else expect(found).toContain(fault);
});

it.each(PARTITIONS)('in partition %s ARNs of that partition are right and those of aws are right only there', (partition) => {
  const scope = { ...SCOPE, partition };
  const own = valueFault('RoleArnToPass', `arn:${partition}:iam::111122223333:role/x`, scope);
  const foreign = valueFault('RoleArnToPass', 'arn:aws:iam::111122223333:role/x', scope);
  expect([own === undefined, foreign === undefined]).toEqual([true, partition === 'aws']);
});

it.each(TYPES)('judging a %s of a million characters takes no time', (type) => {
  const { example } = PARAMETER_TYPES[type];
  for (const tail of ['a', '/a', '-a', '.', ':']) expect(valueFault(type, example + tail.repeat(500_000), SCOPE)).toBeDefined();
});

describe('a pattern of the configuration', () => {
  it.each([
    { pattern: '*', value: 'anything', matches: true },
    { pattern: 'ml-*', value: 'ml-data', matches: true },
    { pattern: 'ml-*', value: 'my-ml-data', matches: false },
    { pattern: 'a.c', value: 'abc', matches: false },
    { pattern: 'a?c', value: 'abc', matches: true },
    { pattern: '(a+)+$', value: '(a+)+$', matches: true },
    { pattern: 'arn:aws:iam::1:role/x/*', value: 'arn:aws:iam::1:role/x/y/z', matches: true },
    { pattern: 'arn:aws:iam::1:role/x/*', value: 'arn:aws:iam::1:role/xy', matches: false },
    { pattern: '', value: 'x', matches: false },
    { pattern: 'x', value: 'x\ny', matches: false },
  ])('"$pattern" matches "$value": $matches', ({ pattern, value, matches }) => {
    expect(matchesPattern(value, pattern)).toBe(matches);
  });
});

describe('a configured pattern', () => {
  it.each([
    { value: 'team1', pattern: 'team?', matches: true },
    { value: 'team', pattern: 'team?', matches: false },
    { value: 'team12', pattern: 'team?', matches: false },
    { value: 'a?b', pattern: 'a.b', matches: false },
    { value: 'ml-a*', pattern: 'ml-??', matches: false },
    { value: 'ml-*', pattern: 'ml-?*', matches: false },
    { value: 'ml-a*', pattern: 'ml-?*', matches: true },
    { value: 'ml-a*', pattern: 'ml-*a', matches: false },
  ])('$pattern takes in $value: $matches', ({ value, pattern, matches }) => {
    expect(matchesPattern(value, pattern)).toBe(matches);
  });

  it('of many wildcards is compared with a long value in an instant', () => {
    const started = performance.now();
    expect(matchesPattern('a'.repeat(2_000), `${'*a'.repeat(60)}*b`)).toBe(false);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
