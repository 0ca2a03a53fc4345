import { ceilingWarnings } from '../../lambda/core/ceiling-warnings';
import { parseConfiguration } from '../../lambda/core/configuration';
import { issueText } from '../../lambda/core/errors';
import { renderedRole } from '../../lambda/core/rendered-role';
import type { AnyStatement } from '../../lambda/core/policy';
import { statementSource } from '../../lambda/core/statement-id';
import cases from './cases/additional-statements.json';
import { BASES, catalog, desired, faultsOf, SCOPE } from './samples';

const ALLOWED = { configuration: parseConfiguration({ AllowAdditionalStatements: 'true' }) };

function additional(given: readonly unknown[]): readonly AnyStatement[] {
  const { inlinePolicy } = desired({ ...BASES.Experiments, AdditionalStatements: given }, ALLOWED);
  return inlinePolicy.PolicyDocument.Statement.filter(({ Sid }) => Sid.startsWith('Additional'));
}

describe('statements of an author are written into the role as they are:', () => {
  it.each(cases.filter(({ statements }) => statements !== undefined))('$name', ({ given, statements }) => {
    expect(additional(given)).toEqual(statements);
  });

  it('whatever their order', () => {
    const given = cases.filter(({ statements }) => statements !== undefined).flatMap((one): readonly unknown[] => one.given);
    expect(additional([...given].reverse())).toEqual(additional(given));
    expect(additional(given)).toHaveLength(given.length);
  });

  it('without taking the place or the name of one of an activity', () => {
    const given = [{ Sid: 'ManageExperimentsV1Read', Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }];
    const statements = desired({ ...BASES.Experiments, AdditionalStatements: given }, ALLOWED).inlinePolicy.PolicyDocument.Statement;
    expect(statements.slice(0, -1)).toEqual(desired(BASES.Experiments).inlinePolicy.PolicyDocument.Statement);
    expect(statements.at(-1)?.Sid).toBe('Additional1ManageExperimentsV1Read');
    expect(statementSource(statements.at(-1)?.Sid, 'Allow').kind).toBe('other');
  });
});

describe('refused as a statement, naming the place:', () => {
  it.each(cases.filter(({ issues }) => issues !== undefined))('$name', ({ given, issues = [] }) => {
    const found = faultsOf({ ...BASES.Experiments, AdditionalStatements: given }, ALLOWED);
    expect(found).toEqual(issues.map(({ path, says }) => ({ path, message: expect.stringContaining(says) as unknown })));
  });
});

describe('a boundary that silences what is asked for', () => {
  const asked = {
    additionalStatements: [
      {
        path: 'AdditionalStatements[0]',
        sid: '',
        effect: 'Allow' as const,
        actions: ['s3:getobject', 's3:GetBucketCors'],
        resources: ['*'],
        condition: {},
      },
      { path: 'AdditionalStatements[1]', sid: '', effect: 'Deny' as const, actions: ['s3:PutBucketCors'], resources: ['*'], condition: {} },
    ],
    managedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
  };
  const CEILING = 'arn:aws:iam::111122223333:policy/sagemaker-persona-role-boundary-us-east-1';

  it('is told of, action by action, where it is the ceiling', () => {
    expect(ceilingWarnings(asked, CEILING, catalog, SCOPE).map(issueText)).toEqual([
      'AdditionalStatements[0].Action: s3:GetBucketCors is no action of the permissions boundary sagemaker-persona-role-boundary-us-east-1: it has no effect',
      'ManagedPolicyArns: what these policies allow beyond the permissions boundary sagemaker-persona-role-boundary-us-east-1 has no effect',
    ]);
  });

  it('is not guessed at where it is somebody else’s', () => {
    expect(ceilingWarnings(asked, 'arn:aws:iam::aws:policy/PowerUserAccess', catalog, SCOPE)).toEqual([]);
  });

  it('is shown by render, and nothing where there is nothing to say', () => {
    const given = [{ Effect: 'Allow', Action: 's3:GetBucketCors', Resource: '*' }];
    expect(renderedRole(desired({ ...BASES.Experiments, AdditionalStatements: given }, ALLOWED)).Warnings).toEqual([
      expect.stringContaining('AdditionalStatements[0].Action: s3:GetBucketCors is no action') as unknown,
    ]);
    expect(renderedRole(desired(BASES.Experiments))).not.toHaveProperty('Warnings');
  });
});
