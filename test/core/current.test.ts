import { foreignPolicies, ownership, ownerTags, removedByExclusive, statementsOf, type CurrentRole } from '../../lambda/core/current';
import { SCOPE } from './samples';

const OWN = ownerTags(SCOPE, 'us-east-1/sagemaker-persona-role', 'request-1');

describe('owner tags', () => {
  it('say provider, stack, resource, schema and the event that made the role', () => {
    expect(OWN).toEqual({
      'sagemaker-persona:provider': 'us-east-1/sagemaker-persona-role',
      'sagemaker-persona:stack-id': SCOPE.stackId,
      'sagemaker-persona:logical-id': 'Role',
      'sagemaker-persona:schema': '1',
      'sagemaker-persona:created-by': 'request-1',
    });
  });

  it("fit into IAM's 256 characters for the longest stack name", () => {
    const stackId = `arn:aws-us-gov:cloudformation:us-gov-west-1:111122223333:stack/${'s'.repeat(128)}/0a1b2c3d-1111-2222-3333-444455556666`;
    const values = Object.values(ownerTags({ ...SCOPE, stackId, logicalResourceId: 'L'.repeat(255) }, 'x'.repeat(90), 'x'.repeat(36)));
    expect(Math.max(...values.map(({ length }) => length))).toBeLessThanOrEqual(256);
  });

  it.each([
    { whose: 'this resource', why: 'all of them match', tags: OWN },
    { whose: 'this resource', why: 'another provider function made it', tags: { ...OWN, 'sagemaker-persona:provider': 'other' } },
    { whose: 'this resource', why: "the user's tags do not matter", tags: { ...OWN, Team: 'ml' } },
    { whose: 'nobody', why: 'there are none', tags: {} },
    { whose: 'nobody', why: "there are only the user's", tags: { Team: 'ml', 'sagemaker-persona:provider': 'p' } },
    { whose: 'another resource', why: 'the stack is another', tags: { ...OWN, 'sagemaker-persona:stack-id': 'other' } },
    { whose: 'another resource', why: 'the resource is another', tags: { ...OWN, 'sagemaker-persona:logical-id': 'Other' } },
    { whose: 'another resource', why: 'case matters', tags: { ...OWN, 'sagemaker-persona:logical-id': 'role' } },
    { whose: 'another resource', why: 'the stack is missing', tags: without('sagemaker-persona:stack-id') },
    { whose: 'another resource', why: 'the resource is missing', tags: without('sagemaker-persona:logical-id') },
    {
      whose: 'another resource',
      why: 'a foreign role stays foreign in any schema',
      tags: { ...OWN, 'sagemaker-persona:stack-id': 'other', 'sagemaker-persona:schema': '2' },
    },
    { whose: 'unknown', why: 'the schema is newer', tags: { ...OWN, 'sagemaker-persona:schema': '2' } },
    { whose: 'unknown', why: 'the schema is missing', tags: without('sagemaker-persona:schema') },
  ])('show that a role is of $whose: $why', ({ whose, tags }) => {
    expect(ownership(tags, SCOPE).owner).toBe(whose);
  });
});

function without(key: string): Record<string, string> {
  return Object.fromEntries(Object.entries(OWN).filter(([tag]) => tag !== key));
}

it('what stands on a role besides our inline policy, our overflow and the properties is foreign', () => {
  const role: CurrentRole = {
    roleName: 'team',
    arn: '',
    roleId: '',
    path: '/',
    description: '',
    maxSessionDuration: 3600,
    permissionsBoundary: undefined,
    tags: {},
    trustPolicy: {},
    inlinePolicies: { SageMakerPersona: {}, Extra: {} },
    attachedPolicyArns: ['asked', 'overflow', 'foreign'],
    managedPolicies: [{ arn: 'overflow', tags: {}, document: {}, otherVersions: [] }],
  };
  expect(foreignPolicies(role, ['asked'])).toEqual({ inlinePolicyNames: ['Extra'], attachedPolicyArns: ['foreign'] });
});

it('Exclusive removes what is foreign, but for the policies of stacks that say so by their names', () => {
  const inlinePolicyNames = ['Extra', 'SageMakerPersonaGrants-TeamRole', 'SageMakerPersonaGrants', 'sagemakerpersonagrants-x'];
  expect(removedByExclusive({ inlinePolicyNames, attachedPolicyArns: ['foreign'] })).toEqual({
    inlinePolicyNames: ['Extra', 'SageMakerPersonaGrants', 'sagemakerpersonagrants-x'],
    attachedPolicyArns: ['foreign'],
  });
});

describe('statements of a stored document', () => {
  const statement = { Sid: 'A', Effect: 'Allow', Action: ['a:X'], Resource: ['*'] };
  it.each([
    { why: 'in our own form', document: { Version: '2012-10-17', Statement: [statement] }, statements: [statement] },
    { why: 'absent', document: undefined, statements: [] },
    { why: 'a text', document: 'x', statements: [] },
    { why: 'without statements', document: { Version: '2012-10-17' }, statements: [] },
    {
      why: 'with NotAction',
      document: { Statement: [{ Sid: 'A', Effect: 'Allow', NotAction: ['a:X'], Resource: ['*'] }] },
      statements: [],
    },
    { why: 'with an unknown effect', document: { Statement: [{ ...statement, Effect: 'Maybe' }] }, statements: [] },
  ])('$why are read without a fault', ({ document, statements }) => {
    expect(statementsOf(document)).toEqual(statements);
  });
});
