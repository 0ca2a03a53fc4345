import { ceiling } from '../../infra/ceiling';
import { catalog } from '../../lambda/catalog';
import type { ActivityTemplate } from '../../lambda/core/template';
import { resolvedProperties } from './resolved-provider';

interface CeilingStatement {
  readonly Sid: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: unknown;
}

function builtCeiling(parameters: Readonly<Record<string, string>> = {}): { readonly Statement: readonly CeilingStatement[] } {
  const properties = resolvedProperties(parameters).get('Ceiling') as unknown as {
    readonly PolicyDocument: { readonly Statement: readonly CeilingStatement[] };
  };
  return properties.PolicyDocument;
}

function activity(actions: readonly string[], condition?: Record<string, Record<string, string[]>>): ActivityTemplate {
  return {
    Activity: 'Sample',
    Version: 1,
    Title: 'Sample',
    Description: 'Sample',
    Source: ['https://docs.aws.amazon.com/'],
    Trust: { Services: ['sagemaker.amazonaws.com'] },
    Parameters: {},
    Statements: [
      {
        Sid: 'One',
        Action: [...actions],
        Resource: ['*'],
        Origin: 'own proposal',
        ...(condition === undefined ? {} : { Condition: condition }),
      },
    ],
  };
}

/** As many actions as make the list too long, of the given verbs in turn. */
function manyActions(verbs: readonly string[]): string[] {
  return Array.from(
    { length: 240 },
    (_, index) => `sagemaker:${verbs[index % verbs.length] ?? ''}SomethingNumber${String(index).padStart(3, '0')}`,
  );
}

function admits(pattern: string, action: string): boolean {
  return pattern.endsWith('*') ? action.startsWith(pattern.slice(0, -1)) : action === pattern;
}

describe('the ceiling', () => {
  const actions = [...new Set([...catalog.activities.values()].flatMap(({ Statements }) => Statements.flatMap(({ Action }) => Action)))];

  it('admits every action of every activity', () => {
    const admitted = builtCeiling().Statement.flatMap(({ Action }) => Action);
    expect(actions.filter((action) => !admitted.some((pattern) => admits(pattern, action)))).toEqual([]);
  });

  it('admits no action that no activity grants, as long as all of them fit by their names', () => {
    expect(
      builtCeiling()
        .Statement.flatMap(({ Action }) => Action)
        .sort(),
    ).toEqual([...actions].sort());
  });

  it('lets roles pass passable roles only, to the services of the catalogue only', () => {
    const passRole = (parameters: Record<string, string>): CeilingStatement | undefined =>
      builtCeiling(parameters).Statement.find(({ Sid }) => Sid === 'PassRole');
    expect(passRole({})).toMatchObject({
      Action: 'iam:PassRole',
      Resource: 'arn:aws:iam::111122223333:role/sagemaker-persona/*',
      Condition: { StringEquals: { 'iam:PassedToService': ['sagemaker.amazonaws.com'] } },
    });
    const named = 'arn:aws:iam::111122223333:role/a,arn:aws:iam::111122223333:role/b';
    expect(passRole({ PassableRoleArns: named })).toMatchObject({ Resource: named.split(',') });
    expect(passRole({ PassableRoleArns: '' })).toBeUndefined();
  });

  it('leaves a kilobyte of a managed policy for the ARNs of passable roles', () => {
    expect(JSON.stringify(builtCeiling()).length).toBeLessThan(6144 - 1024);
  });
});

describe('the list of actions in a ceiling', () => {
  it('names every action once, sorted, without iam:PassRole', () => {
    const passes = activity(['iam:PassRole'], {
      StringEquals: { 'iam:PassedToService': ['sagemaker.amazonaws.com', 'glue.amazonaws.com'] },
    });
    expect(ceiling([activity(['s3:PutObject', 's3:GetObject']), activity(['s3:GetObject']), passes])).toEqual({
      actions: ['s3:GetObject', 's3:PutObject'],
      passedToServices: ['glue.amazonaws.com', 'sagemaker.amazonaws.com'],
    });
  });

  it('refuses an activity that passes roles to any service', () => {
    expect(() => ceiling([activity(['iam:PassRole'])])).toThrow('iam:PassedToService');
  });

  it('shortens families of reading actions first, where it is too long, and no others if that is enough', () => {
    const { actions } = ceiling([activity(manyActions(['Describe', 'Create']))]);
    expect(actions.filter((action) => action.endsWith('*'))).toEqual(['sagemaker:Describe*']);
    expect(actions.filter((action) => action.startsWith('sagemaker:Create'))).toHaveLength(120);
  });

  it('shortens other families where reading ones are not enough', () => {
    const { actions } = ceiling([activity(manyActions(['Create', 'Delete']))]);
    expect(actions.filter((action) => action.endsWith('*'))).toEqual(['sagemaker:Create*']);
  });

  it('never shortens actions of IAM', () => {
    const iam = manyActions(['Get']).map((action) => action.replace('sagemaker:', 'iam:'));
    expect(() => ceiling([activity(iam)])).toThrow('of 4608 characters');
  });
});
