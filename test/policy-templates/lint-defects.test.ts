import type { Limit } from '../../lambda/core/limit';
import type { ActivityTemplate, StatementTemplate } from '../../lambda/core/template';
import { lintActivity } from './lint';
import { testFile } from './policy-files';
import { SCOPE } from './samples';

interface Defect {
  readonly Defect: string;
  readonly Limits: readonly Limit[];
  readonly Statements: readonly StatementTemplate[];
  /** What the lint must say, among other things; empty: it must say nothing. */
  readonly Findings: readonly string[];
}

function activityWith(statements: readonly StatementTemplate[]): ActivityTemplate {
  const list = { Required: true, Description: 'as in the published files' };
  return {
    Activity: 'Defective',
    Version: 1,
    Title: 'Defective',
    Description: 'An activity made for this test.',
    Source: [],
    Trust: { Services: ['sagemaker.amazonaws.com'] },
    Parameters: { S3Buckets: { Type: 'BucketName', ...list }, RolesToPass: { Type: 'RoleArnToPass', ...list } },
    Statements: [...statements],
  };
}

describe('the lint finds', () => {
  it.each(testFile('defects.json') as readonly Defect[])('$Defect', async ({ Limits, Statements, Findings }) => {
    const found = await lintActivity(activityWith(Statements), Limits, SCOPE);
    expect(found).toEqual(Findings.length === 0 ? [] : expect.arrayContaining([...Findings]));
  });
});
