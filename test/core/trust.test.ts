import { policyText } from '../../lambda/core/policy';
import type { ResolvedActivity } from '../../lambda/core/resolve';
import { PARTITIONS } from '../../lambda/core/scope';
import type { ActivityTemplate } from '../../lambda/core/template';
import { trustIssues, trustPolicy, type TrustProperties } from '../../lambda/core/trust';
import { catalog, SCOPE } from './samples';

function activity(trust: ActivityTemplate['Trust'], name = 'Sample'): ResolvedActivity {
  const template = catalog.activities.get('ManageExperiments@1');
  if (template === undefined) throw new Error('the catalogue has no ManageExperiments@1');
  return { template: { ...template, Activity: name, Trust: trust }, lists: {} };
}

/** Trust of SageMaker alone under a source condition. */
function trusting(sourceCondition: TrustProperties['sourceCondition'], more: Partial<TrustProperties> = {}): TrustProperties {
  return { sourceCondition, sourceIdentity: false, trustedPrincipals: [], ...more };
}

const SAGEMAKER = activity({ Services: ['sagemaker.amazonaws.com'], SourceArnDocumented: 'https://docs.aws.amazon.com/x' });
const GLUE = activity({ Services: ['sagemaker.amazonaws.com', 'glue.amazonaws.com'] }, 'Glue');

describe('the trust policy', () => {
  it('lets SageMaker assume the role for its own account only', () => {
    expect(trustPolicy([SAGEMAKER], trusting('account'), SCOPE)).toEqual({
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
    const text = policyText(trustPolicy([GLUE, SAGEMAKER], trusting('account'), SCOPE));
    expect(text).toContain('"Service":["glue.amazonaws.com","sagemaker.amazonaws.com"]');
    expect(policyText(trustPolicy([SAGEMAKER, GLUE], trusting('account'), SCOPE))).toBe(text);
  });

  it.each(PARTITIONS)('in partition %s names resources of that partition and the same service', (partition) => {
    const [statement] = trustPolicy([SAGEMAKER], trusting('arn'), { ...SCOPE, partition, region: 'xx-1' }).Statement;
    expect(statement?.Principal).toEqual({ Service: ['sagemaker.amazonaws.com'] });
    expect(statement?.Condition).toEqual({
      StringEquals: { 'aws:SourceAccount': ['111122223333'] },
      ArnLike: { 'aws:SourceArn': [`arn:${partition}:sagemaker:xx-1:111122223333:*`] },
    });
  });

  it('lets SageMaker set the source identity only where that is asked for', () => {
    const [statement] = trustPolicy([SAGEMAKER], trusting('account', { sourceIdentity: true }), SCOPE).Statement;
    expect(statement?.Action).toEqual(['sts:AssumeRole', 'sts:SetSourceIdentity']);
    expect(statement?.Condition).toEqual({ StringEquals: { 'aws:SourceAccount': ['111122223333'] } });
  });

  it('has no condition at all with "none", not an empty one', () => {
    expect(Object.keys(trustPolicy([SAGEMAKER], trusting('none'), SCOPE).Statement[0] ?? {})).toEqual([
      'Sid',
      'Effect',
      'Principal',
      'Action',
    ]);
  });
});

describe('SourceCondition "arn"', () => {
  it('is refused where AWS does not document it for an activity, naming the activity', () => {
    expect(trustIssues([SAGEMAKER, GLUE], trusting('arn'), SCOPE)).toEqual([
      { path: 'SourceCondition', message: 'AWS does not document aws:SourceArn for Glue@1; use "account"' },
    ]);
  });

  it.each([
    { why: 'where AWS documents it for all', condition: 'arn', activities: [SAGEMAKER] },
    { why: 'where it is not asked for', condition: 'account', activities: [GLUE] },
    { why: 'where no condition is asked for', condition: 'none', activities: [GLUE] },
  ] as const)('is no fault $why', ({ condition, activities }) => {
    expect(trustIssues(activities, trusting(condition), SCOPE)).toEqual([]);
  });
});
