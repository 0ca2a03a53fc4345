import type { Limit } from '../../lambda/core/limit';
import type { ActivityTemplate, StatementTemplate } from '../../lambda/core/template';
import { lintActivity } from './lint';
import { testFile } from './policy-files';
import { SCOPE } from './samples';

interface Defect {
  readonly Defect: string;
  readonly Limits: readonly Limit[];
  /** Where the defect is in them; the default speaks of the activity's title. */
  readonly Title?: string;
  readonly Description?: string;
  readonly Statements: readonly StatementTemplate[];
  /** What the lint must say, among other things; empty: it must say nothing. */
  readonly Findings: readonly string[];
}

function activityWith({ Title = 'Defective', Description = 'A defective activity.', Statements }: Defect): ActivityTemplate {
  const list = { Required: true, Description: 'as in the published files' };
  return {
    Activity: 'Defective',
    Version: 1,
    Title,
    Description,
    Source: [],
    Trust: { Services: ['sagemaker.amazonaws.com'] },
    Parameters: { S3Buckets: { Type: 'BucketName', ...list }, RolesToPass: { Type: 'RoleArnToPass', ...list } },
    Statements: [...Statements],
  };
}

describe('the lint finds', () => {
  it.each(testFile('defects.json') as readonly Defect[])('$Defect', async (defect) => {
    const { Limits, Findings } = defect;
    const found = await lintActivity(activityWith(defect), Limits, SCOPE);
    expect(found).toEqual(Findings.length === 0 ? [] : expect.arrayContaining([...Findings]));
  });
});
