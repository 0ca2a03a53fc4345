import fc from 'fast-check';
import { canonicalize } from '../../lambda/core/canonical';
import { desiredRole } from '../../lambda/core/desired';
import { statementText, type Statement } from '../../lambda/core/policy';
import { filledStatement, prepareStatement } from '../../lambda/core/prepared-statement';
import { WrittenStatement } from '../../lambda/core/written-statement';
import { BASES, KMS, SCOPE, SURROUNDINGS, VPC } from './samples';

const TEMPLATE: Statement & { readonly Effect: 'Allow' } = {
  Sid: 'Sample',
  Effect: 'Allow',
  Action: ['s3:GetObject'],
  Resource: ['arn:{{Partition}}:s3:::[[Names]]/*', 'arn:{{Partition}}:s3:::[[Others]]', 'arn:{{Partition}}:s3:::fixed'],
  Condition: { StringEquals: { 'z:key': ['[[Names]]'], 'a:key': ['{{AccountId}}'] }, Bool: { 'b:key': ['true'] } },
};

/** The statement as plain JSON knows it. */
const plain = (statement: unknown): unknown => JSON.parse(JSON.stringify(statement));

describe('a prepared statement', () => {
  const prepared = prepareStatement(TEMPLATE, SCOPE);

  it('is filled with one text for each value, each once', () => {
    expect(filledStatement(prepared, { Names: ['one', 'two'], Others: ['fixed', 'one'] })).toEqual({
      Sid: 'Sample',
      Effect: 'Allow',
      Action: ['s3:GetObject'],
      Resource: ['arn:aws:s3:::one/*', 'arn:aws:s3:::two/*', 'arn:aws:s3:::fixed', 'arn:aws:s3:::one'],
      Condition: { Bool: { 'b:key': ['true'] }, StringEquals: { 'a:key': [SCOPE.accountId], 'z:key': ['one', 'two'] } },
    });
  });

  it('brings the canonical JSON of what it is filled with, whatever the values are', () => {
    const values = fc.array(fc.string({ unit: 'binary', minLength: 1 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(values, values, (Names, Others) => {
        const statement = filledStatement(prepared, { Names, Others });
        expect(statement).toBeInstanceOf(WrittenStatement);
        expect(statement && statementText(statement)).toBe(canonicalize(plain(statement)));
      }),
    );
  });

  it('is left out where a list of it has nothing left in it', () => {
    expect(filledStatement(prepared, { Others: ['one'] })).toBeUndefined();
    expect(filledStatement(prepared, { Names: ['one'] })?.Resource).toEqual(['arn:aws:s3:::one/*', 'arn:aws:s3:::fixed']);
  });

  it('is the same object for all roles where no value stands in it', () => {
    const constant = prepareStatement({ ...TEMPLATE, Resource: ['*'], Condition: {} }, SCOPE);
    expect(filledStatement(constant, { Names: ['one'] })).toBe(filledStatement(constant, {}));
  });

  it('loses its text where a statement is made from it', () => {
    const statement: Statement = filledStatement(prepared, { Names: ['one'], Others: ['two'] }) ?? TEMPLATE;
    const other: Statement = { ...statement, Sid: 'Other' };
    expect(WrittenStatement.textOf(other)).toBeUndefined();
    expect(statementText(other)).toBe(canonicalize(plain(other)));
  });
});

it.each([
  {},
  { Vpc: VPC, Kms: KMS },
  {
    Vpc: VPC,
    AllowedInstanceTypes: ['ml.m5.large'],
    RequireNetworkIsolation: true,
    ResourceTags: { team: 'a' },
    ResourceNamePrefix: 'team-',
  },
  { S3Buckets: ['one-bucket', 'other-*'], AllowWildcards: true },
])('every statement of a role has the text of an equal plain one, guards included: with %j', (more) => {
  const { statements } = desiredRole({ ...BASES.DataScientist, ...more }, SURROUNDINGS);
  expect(statements.map(statementText)).toEqual(statements.map((statement) => canonicalize(plain(statement))));
});
