import { canonicalize } from '../../lambda/core/canonical';
import {
  policyDocument,
  policySize,
  policyText,
  samePolicy,
  statementText,
  type AnyStatement,
  type Statement,
  type TrustStatement,
} from '../../lambda/core/policy';

const statement: Statement = { Sid: 'A', Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['arn:aws:s3:::b/*'] };

describe('the text of a policy', () => {
  it('is canonical JSON: keys sorted, no white space', () => {
    expect(policyText(policyDocument([statement]))).toBe(
      '{"Statement":[{"Action":["s3:GetObject"],"Effect":"Allow","Resource":["arn:aws:s3:::b/*"],"Sid":"A"}],"Version":"2012-10-17"}',
    );
  });

  it('does not depend on the order in which its keys were written', () => {
    const turned = Object.fromEntries(Object.entries(statement).reverse()) as unknown as Statement;
    expect(policyText(policyDocument([turned]))).toBe(policyText(policyDocument([statement])));
  });

  it.each<AnyStatement | TrustStatement>([
    { ...statement, Condition: { StringLike: { 'aws:RequestTag/a"b': ['c'] }, Bool: { b: ['true'], a: [] } } },
    { Sid: 'B', Effect: 'Deny', NotAction: ['s3:GetObject', 'a:B'], NotResource: ['*'] },
    { Effect: 'Allow', Principal: { Service: ['sagemaker.amazonaws.com'] }, Action: ['sts:AssumeRole'] },
    { Sid: 'C', Effect: 'Allow', Principal: { AWS: ['arn:aws:iam::111122223333:root'] }, Action: ['sts:AssumeRole'], Condition: {} },
  ])('holds every element of %j', (written) => {
    expect(statementText(written)).toBe(canonicalize(written));
  });

  it('is that of the document at hand, however many were written before', () => {
    const documents = Array.from({ length: 20 }, (_, index) => policyDocument([{ ...statement, Sid: `S${String(index)}` }]));
    for (const document of [...documents, ...documents.reverse()]) expect(policyText(document)).toBe(canonicalize(document));
  });

  it('is what IAM measures', () => {
    expect(policySize(policyDocument([statement]))).toBe(policyText(policyDocument([statement])).length);
  });
});

const document = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'A',
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:PutObject'],
      Resource: ['x', 'y'],
      Condition: { Bool: { k: ['true'] }, NumericEquals: { n: ['5'] } },
    },
    { Sid: 'B', Effect: 'Deny', Action: ['s3:*'], Resource: ['*'] },
  ],
};
const [first, second] = document.Statement;

describe('two policies are the same', () => {
  it.each([
    { why: 'statements stand in another order', other: { ...document, Statement: [second, first] } },
    {
      why: 'lists stand in another order',
      other: { ...document, Statement: [{ ...first, Action: ['s3:PutObject', 's3:GetObject'], Resource: ['y', 'x'] }, second] },
    },
    { why: 'a list names a value twice', other: { ...document, Statement: [{ ...first, Resource: ['x', 'y', 'x'] }, second] } },
    {
      why: 'a list of one is written as a scalar',
      other: { ...document, Statement: [first, { ...second, Action: 's3:*', Resource: '*' }] },
    },
    {
      why: 'booleans and numbers stand without quotes',
      other: { ...document, Statement: [{ ...first, Condition: { Bool: { k: true }, NumericEquals: { n: 5 } } }, second] },
    },
    { why: 'keys stand in another order', other: { Statement: document.Statement, Version: '2012-10-17' } },
  ])('although $why', ({ other }) => {
    expect(samePolicy(document, other)).toBe(true);
  });

  it('with one statement, in a list or without', () => {
    expect(samePolicy({ Version: '2012-10-17', Statement: first }, { Version: '2012-10-17', Statement: [first] })).toBe(true);
  });
});

describe('two policies are not the same', () => {
  it.each([
    {
      why: 'an action more',
      other: { ...document, Statement: [{ ...first, Action: ['s3:GetObject', 's3:PutObject', 's3:List'] }, second] },
    },
    { why: 'another effect', other: { ...document, Statement: [first, { ...second, Effect: 'Allow' }] } },
    { why: 'another id', other: { ...document, Statement: [first, { ...second, Sid: 'C' }] } },
    { why: 'another version', other: { ...document, Version: '2008-10-17' } },
    { why: 'another condition value', other: { ...document, Statement: [{ ...first, Condition: { Bool: { k: 'false' } } }, second] } },
    { why: 'a statement less', other: { ...document, Statement: [first] } },
    {
      why: 'NotAction in place of Action',
      other: { ...document, Statement: [first, { Sid: 'B', Effect: 'Deny', NotAction: ['s3:*'], Resource: ['*'] }] },
    },
    {
      why: 'actions and resources exchanged',
      other: { ...document, Statement: [{ ...first, Action: ['x', 'y'], Resource: ['s3:GetObject', 's3:PutObject'] }, second] },
    },
    { why: 'no policy at all', other: undefined },
    { why: 'a text', other: JSON.stringify(document) },
  ])('with $why', ({ other }) => {
    expect(samePolicy(document, other)).toBe(false);
  });
});
