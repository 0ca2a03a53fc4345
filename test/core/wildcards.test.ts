import { parseConfiguration } from '../../lambda/core/configuration';
import { issueText } from '../../lambda/core/errors';
import { newlyWritten } from '../../lambda/core/permitted';
import { isPlain, type Statement } from '../../lambda/core/policy';
import { patternFault, patternIssues, type Wildcards } from '../../lambda/core/wildcards';
import type { ParameterTypeName } from '../../lambda/core/parameter-types';
import { isAllowed } from '../policy-templates/simulate';
import { BASES, catalog, desired, faultLines, REPOSITORY, SCOPE } from './samples';

const REPOSITORIES = 'arn:aws:ecr:us-east-1:111122223333:repository/';

function statements(buckets: readonly string[]): readonly Statement[] {
  const role = desired({ Activities: ['AccessS3Buckets@1'], S3Buckets: buckets, AllowWildcards: 'true' });
  return role.inlinePolicy.PolicyDocument.Statement.filter(isPlain);
}

describe('a trailing wildcard', () => {
  it.each<[ParameterTypeName, string]>([
    ['BucketName', 'ml-*'],
    ['BucketName', 'team.data*'],
    ['GlueDatabaseName', 'ml_*'],
    ['AthenaWorkgroupName', 'team*'],
    ['EcrRepositoryArn', `${REPOSITORIES}ml/*`],
  ])('may end a %s: %s', (type, value) => {
    expect(patternFault(type, value, SCOPE, 'trailing')).toBeUndefined();
  });

  it.each<[ParameterTypeName, string, Wildcards, string]>([
    ['BucketName', 'ml-*', 'none', 'AllowWildcards would admit one "*" at its end'],
    ['BucketName', 'ml*', 'trailing', 'has fewer than 3 characters before its wildcard'],
    ['BucketName', '*', 'trailing', 'has fewer than 3 characters before its wildcard'],
    ['BucketName', 'ml-*-data', 'trailing', 'contains "*"'],
    ['BucketName', 'ml-**', 'trailing', 'contains "*"'],
    ['BucketName', 'ml-?*', 'trailing', 'contains "?"'],
    ['BucketName', 'ml-data/*', 'trailing', 'is not the name of a general purpose bucket'],
    ['BucketName', 'xn--ml*', 'trailing', 'is not the name of a general purpose bucket'],
    ['GlueDatabaseName', 'ML_*', 'trailing', 'is not the name of a Glue database'],
    ['EcrRepositoryArn', `${REPOSITORIES}ml*`, 'trailing', 'has fewer than 3 characters'],
    ['EcrRepositoryArn', 'arn:aws:ecr:us-east-1:111122223333:rep*', 'trailing', 'has fewer than 3 characters'],
    ['EcrRepositoryArn', 'arn:aws:ecr:eu-west-1:111122223333:repository/team/*', 'trailing', 'is of Region eu-west-1'],
    ['RoleArnToPass', 'arn:aws:iam::111122223333:role/sagemaker-persona/*', 'trailing', 'contains "*"'],
    ['KeyArn', 'arn:aws:kms:us-east-1:111122223333:key/*', 'trailing', 'contains "*"'],
    ['SubnetId', 'subnet-0123*', 'trailing', 'contains "*"'],
    ['SecurityGroupId', 'sg-0123*', 'trailing', 'contains "*"'],
    ['AthenaDataCatalogName', 'AwsData*', 'trailing', 'contains "*"'],
  ])('is refused in a %s: %s (%s)', (type, value, wildcards, says) => {
    expect(patternFault(type, value, SCOPE, wildcards)).toContain(says);
  });

  it('needs AllowWildcards, and the message says so', () => {
    expect(faultLines({ ...BASES.Compute, S3Buckets: ['ml-*'] })).toEqual([
      'S3Buckets[0]: "ml-*" contains "*", which cannot stand in the name of an S3 bucket; write it out, like ml-data-bucket; AllowWildcards would admit one "*" at its end',
    ]);
  });

  it.each(['ml*', 'ml-*-*', 'ml-data/*', '*'])('is not advised where it would not help: %s', (bucket) => {
    const [fault] = faultLines({ ...BASES.Compute, S3Buckets: [bucket] });
    expect(fault).toMatch(/contains "\*", which cannot stand in the name of an S3 bucket; write it out, like ml-data-bucket$/);
  });

  it.each(['arn:aws:s3:::my-data', 'arn:aws:s3:::my-data/*', 'arn:aws-cn:s3:::my-data/a b'])(
    'an ARN is answered by its bucket: %s',
    (arn) => {
      expect(faultLines({ ...BASES.Compute, S3Buckets: [arn] })).toEqual([
        `S3Buckets[0]: "${arn}" is an ARN; write the bucket's name: my-data`,
      ]);
    },
  );

  it('stands in the ARNs of repositories too', () => {
    const role = desired({ ...BASES.Compute, EcrRepositories: [`${REPOSITORIES}team/*`, REPOSITORY], AllowWildcards: true });
    const resources = role.inlinePolicy.PolicyDocument.Statement.filter(isPlain).flatMap(({ Resource }) => Resource);
    expect(resources).toEqual(expect.arrayContaining([`${REPOSITORIES}team/*`, REPOSITORY]));
  });
});

describe('buckets by a pattern', () => {
  it('are those of this account only, beside named ones of any', () => {
    const found = statements(['ml-*', 'data-of-a-partner']);
    const patterns = found.filter(({ Sid }) => Sid.endsWith('Patterns'));
    const named = found.filter(({ Sid }) => !Sid.endsWith('Patterns'));
    expect(patterns.length).toBe(named.length);
    expect(patterns.flatMap(({ Resource }) => Resource).every((arn) => arn.startsWith('arn:aws:s3:::ml-*'))).toBe(true);
    expect(patterns.map(({ Condition }) => Condition?.['StringEquals']?.['aws:ResourceAccount'])).toEqual(
      patterns.map(() => ['111122223333']),
    );
    expect(JSON.stringify(named)).not.toMatch(/aws:ResourceAccount|ml-/);
  });

  it('leave no statement for named ones where there are none', () => {
    expect(statements(['ml-*']).filter(({ Sid }) => !Sid.endsWith('Patterns'))).toEqual([]);
  });

  it.each([
    ['s3:GetObject', 'arn:aws:s3:::ml-data/a/b.csv', '111122223333', true],
    ['s3:GetObject', 'arn:aws:s3:::ml-data/a/b.csv', '444455556666', false],
    ['s3:GetObject', 'arn:aws:s3:::mldata/a', '111122223333', false],
    ['s3:GetObject', 'arn:aws:s3:::other/ml-data', '111122223333', false],
    ['s3:ListBucket', 'arn:aws:s3:::ml-data', '111122223333', true],
    ['s3:ListBucket', 'arn:aws:s3:::other', '111122223333', false],
  ])('%s on %s of %s: %s', async (Action, Resource, account, expected) => {
    expect(await isAllowed(statements(['ml-*']), { Action, Resource, Context: { 'aws:ResourceAccount': account } })).toBe(expected);
  });

  it.each([
    ['ml-*', '*', []],
    ['ml-*', 'ml-*', []],
    ['ml-a*', 'ml-*', []],
    ['ml-*', 'ml-a*', ['S3Buckets[0]']],
    ['ml-*', '*-data', ['S3Buckets[0]']],
    ['ml-*', 'ml-data', ['S3Buckets[0]']],
  ])('%s where the provider allows %s', (bucket, allowed, refused) => {
    const configuration = parseConfiguration({ AllowedBuckets: allowed });
    const role = desired({ Activities: ['AccessS3Buckets@1'], S3Buckets: [bucket], AllowWildcards: true }, { configuration });
    expect(newlyWritten(role.disallowed, undefined).map(({ path }) => path)).toEqual(refused);
  });
});

describe('names that an activity uses within longer ones', () => {
  const template = catalog.activities.get('AccessS3Buckets@1');
  if (template === undefined) throw new Error('the catalogue has no AccessS3Buckets@1');
  const [first] = template.Statements;
  if (first === undefined) throw new Error('AccessS3Buckets@1 has no statement');
  const lists = { S3Buckets: ['ml-*'] };
  const issuesWith = (change: object): string[] =>
    patternIssues([{ template: { ...template, Statements: [{ ...first, ...change }] }, lists }]).map(issueText);
  const REFUSAL = ['S3Buckets: AccessS3Buckets uses these names within longer ones, where no wildcard can stand'];

  it('may end the ARN, or have everything below', () => {
    expect(issuesWith({ Resource: ['arn:{{Partition}}:s3:::[[S3Buckets]]', 'arn:{{Partition}}:s3:::[[S3Buckets]]/*'] })).toEqual([]);
  });

  it('cannot be patterns before a folder, since a wildcard crosses slashes', () => {
    expect(issuesWith({ Resource: ['arn:{{Partition}}:s3:::[[S3Buckets]]/Canvas/*'] })).toEqual(REFUSAL);
  });

  it('cannot be patterns in a condition, where a wildcard is a letter', () => {
    expect(issuesWith({ Condition: { StringEquals: { 's3:x': ['[[S3Buckets]]'] } } })).toEqual(REFUSAL);
  });
});
