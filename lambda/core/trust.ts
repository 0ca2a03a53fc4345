import type { TrustPolicy } from './policy';
import type { ResolvedActivity } from './resolve';
import type { Scope } from './scope';
import type { Properties } from './properties';
import type { Issue } from './errors';
import { versioned } from './template';
import { sortedUnique } from './values';

/** IAM's default quota of a trust policy, characters without white space. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const TRUST_POLICY_QUOTA = 2048;

/**
 * Who may assume the role: the services that its activities name, whatever their order, for this account only.
 * The conditions stop another account's SageMaker from using the role (confused deputy).
 * Source: https://docs.aws.amazon.com/sagemaker/latest/dg/security-confused-deputy-prevention.html
 */
export function trustPolicy(
  activities: readonly ResolvedActivity[],
  sourceCondition: Properties['sourceCondition'],
  scope: Scope,
): TrustPolicy {
  const services = sortedUnique(activities.flatMap(({ template }) => template.Trust.Services));
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'TrustedServices',
        Effect: 'Allow',
        Principal: { Service: services },
        Action: ['sts:AssumeRole'],
        ...sourceConditions(sourceCondition, scope),
      },
    ],
  };
}

function sourceConditions(sourceCondition: Properties['sourceCondition'], { partition, region, accountId }: Scope) {
  const account = { StringEquals: { 'aws:SourceAccount': [accountId] } };
  switch (sourceCondition) {
    case 'none':
      return {};
    case 'account':
      return { Condition: account };
    case 'arn':
      return { Condition: { ...account, ArnLike: { 'aws:SourceArn': [`arn:${partition}:sagemaker:${region}:${accountId}:*`] } } };
  }
}

/** `arn` is for roles all of whose activities are known to work with it; elsewhere SageMaker could not assume the role. */
export function sourceConditionIssues(activities: readonly ResolvedActivity[], sourceCondition: Properties['sourceCondition']): Issue[] {
  if (sourceCondition !== 'arn') return [];
  const undocumented = activities
    .filter(({ template }) => template.Trust.SourceArnDocumented === undefined)
    .map(({ template }) => versioned(template.Activity, template.Version));
  if (undocumented.length === 0) return [];
  return [{ path: 'SourceCondition', message: `AWS does not document aws:SourceArn for ${undocumented.join(', ')}; use "account"` }];
}
