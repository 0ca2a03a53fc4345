import type { ActivityTemplate, Limit, StatementTemplate } from '../../lambda/core/template';
import { lintActivity } from './lint';
import { testFile } from './policy-files';
import { SCOPE } from './samples';

interface Defect {
  readonly Defect: string;
  readonly Limits: readonly Limit[];
  readonly Statement: StatementTemplate;
  /** What the lint must say, among other things; empty: it must say nothing. */
  readonly Findings: readonly string[];
}

function activityWith(statement: StatementTemplate): ActivityTemplate {
  const list = { Required: true, Description: 'as in the published files' };
  return {
    Activity: 'Defective',
    Version: 1,
    Title: 'Defective',
    Description: 'An activity with one statement.',
    Source: [],
    Trust: { Services: ['sagemaker.amazonaws.com'] },
    Parameters: { S3Buckets: { Type: 'BucketName', ...list }, RolesToPass: { Type: 'RoleArnToPass', ...list } },
    Statements: [statement],
  };
}

describe('the lint finds', () => {
  it.each(testFile('defects.json') as readonly Defect[])('$Defect', async ({ Limits, Statement, Findings }) => {
    const found = await lintActivity(activityWith(Statement), Limits, SCOPE);
    expect(found).toEqual(Findings.length === 0 ? [] : expect.arrayContaining([...Findings]));
  });

  it('a create action that may not tag what it creates', async () => {
    const create: StatementTemplate = {
      Sid: 'Create',
      Action: ['sagemaker:CreateModel'],
      Resource: ['arn:{{Partition}}:sagemaker:{{Region}}:{{AccountId}}:model/*'],
      Origin: 'own proposal',
    };
    const tag: StatementTemplate = {
      ...create,
      Sid: 'Tag',
      Action: ['sagemaker:AddTags'],
      Condition: { StringEquals: { 'sagemaker:TaggingAction': ['CreateModels'] } },
    };
    const found = await lintActivity({ ...activityWith(create), Statements: [create, tag] }, [], SCOPE);
    expect(found).toContain('Tag: CreateModel may create but not tag');
  });
});
