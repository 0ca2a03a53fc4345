import { policyText } from '../../lambda/core/policy';
import type { ResolvedActivity } from '../../lambda/core/resolve';
import { PARTITIONS } from '../../lambda/core/scope';
import type { ActivityTemplate } from '../../lambda/core/template';
import { sourceConditionIssues, trustPolicy } from '../../lambda/core/trust';
import { catalog, SCOPE } from './samples';

function activity(trust: ActivityTemplate['Trust'], name = 'Sample'): ResolvedActivity {
  const template = catalog.activities.get('ManageExperiments@1');
  if (template === undefined) throw new Error('the catalogue has no ManageExperiments@1');
  return { template: { ...template, Activity: name, Trust: trust }, lists: {} };
}

const SAGEMAKER = activity({ Services: ['sagemaker.amazonaws.com'], SourceArnDocumented: 'https://docs.aws.amazon.com/x' });
const GLUE = activity({ Services: ['sagemaker.amazonaws.com', 'glue.amazonaws.com'] }, 'Glue');

describe('the trust policy', () => {
  it('lets SageMaker assume the role for its own account only', () => {
    expect(trustPolicy([SAGEMAKER], 'account', SCOPE)).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'TrustedServices',
          Effect: 'Allow',
          Principal: { Service: ['sagemaker.amazonaws.com'] },
          Action: ['sts:AssumeRole'],
          Condition: { StringEquals: { 'aws:SourceAccount': ['111122223333'] } },
        },
      ],
    });
  });

  it('names the services of all activities, in whatever order these stand', () => {
    const text = policyText(trustPolicy([GLUE, SAGEMAKER], 'account', SCOPE));
    expect(text).toContain('"Service":["glue.amazonaws.com","sagemaker.amazonaws.com"]');
    expect(policyText(trustPolicy([SAGEMAKER, GLUE], 'account', SCOPE))).toBe(text);
  });

  it.each(PARTITIONS)('in partition %s names resources of that partition and the same service', (partition) => {
    const [statement] = trustPolicy([SAGEMAKER], 'arn', { ...SCOPE, partition, region: 'xx-1' }).Statement;
    expect(statement?.Principal).toEqual({ Service: ['sagemaker.amazonaws.com'] });
    expect(statement?.Condition).toEqual({
      StringEquals: { 'aws:SourceAccount': ['111122223333'] },
      ArnLike: { 'aws:SourceArn': [`arn:${partition}:sagemaker:xx-1:111122223333:*`] },
    });
  });

  it('has no condition at all with "none", not an empty one', () => {
    expect(Object.keys(trustPolicy([SAGEMAKER], 'none', SCOPE).Statement[0] ?? {})).toEqual(['Sid', 'Effect', 'Principal', 'Action']);
  });
});

describe('SourceCondition "arn"', () => {
  it('is refused where AWS does not document it for an activity, naming the activity', () => {
    expect(sourceConditionIssues([SAGEMAKER, GLUE], 'arn')).toEqual([
      { path: 'SourceCondition', message: 'AWS does not document aws:SourceArn for Glue@1; use "account"' },
    ]);
  });

  it.each([
    { why: 'where AWS documents it for all', condition: 'arn', activities: [SAGEMAKER] },
    { why: 'where it is not asked for', condition: 'account', activities: [GLUE] },
    { why: 'where no condition is asked for', condition: 'none', activities: [GLUE] },
  ] as const)('is no fault $why', ({ condition, activities }) => {
    expect(sourceConditionIssues(activities, condition)).toEqual([]);
  });
});
