import { canonicalize } from './canonical';
import type { Conditions, TrustPolicy, TrustStatement } from './policy';
import type { ResolvedActivity } from './resolve';
import type { Scope } from './scope';
import type { Properties } from './properties';
import type { Issue } from './errors';
import { versioned } from './catalog';
import { trustedPrincipalIssues } from './trusted-principal-issues';
import { principalStatement } from './trusted-principals';
import { sortedUnique } from './values';

/** IAM's default quota of a trust policy, characters without white space. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const TRUST_POLICY_QUOTA = 2048;

/** The properties that decide who may assume a role. */
export type TrustProperties = Pick<Properties, 'sourceCondition' | 'sourceIdentity' | 'trustedPrincipals'>;

/**
 * Who may assume the role: the services that its activities name, whatever their order, for this account only, and the principals that
 * the properties name besides.
 * The conditions stop another account's SageMaker from using the role (confused deputy).
 * Source: https://docs.aws.amazon.com/sagemaker/latest/dg/security-confused-deputy-prevention.html
 */
export function trustPolicy(activities: readonly ResolvedActivity[], properties: TrustProperties, scope: Scope): TrustPolicy {
  return {
    Version: '2012-10-17',
    Statement: [servicesStatement(activities, properties, scope), ...principalStatements(properties, scope)],
  };
}

/** The statement for the services that the activities name. */
export function servicesStatement(activities: readonly ResolvedActivity[], properties: TrustProperties, scope: Scope): TrustStatement {
  return {
    Sid: 'TrustedServices',
    Effect: 'Allow',
    Principal: { Service: trustedServices(activities) },
    // Studio passes a user profile's name on as source identity, and so do the jobs that it starts.
    // https://docs.aws.amazon.com/sagemaker/latest/dg/monitor-user-access-how-to.html
    Action: properties.sourceIdentity ? ['sts:AssumeRole', 'sts:SetSourceIdentity'] : ['sts:AssumeRole'],
    ...sourceConditions(properties.sourceCondition, scope),
  };
}

function trustedServices(activities: readonly ResolvedActivity[]): readonly string[] {
  const services: string[] = [];
  for (const { template } of activities) services.push(...template.Trust.Services);
  return sortedUnique(services);
}

/** One statement for all principals of a kind under the same conditions, in an order that does not depend on the author's. */
function principalStatements({ trustedPrincipals }: TrustProperties, scope: Scope): TrustStatement[] {
  if (trustedPrincipals.length === 0) return [];
  const groups = new Map<string, TrustStatement>();
  for (const statement of trustedPrincipals.map((trusted) => principalStatement(trusted, scope))) {
    const { Principal, Action, Condition } = statement;
    const key = canonicalize({ kinds: Object.keys(Principal), Action, Condition: Condition ?? {} });
    const [kind = '', names = []] = Object.entries(Principal)[0] ?? [];
    const others = groups.get(key)?.Principal[kind] ?? [];
    groups.set(key, { ...statement, Principal: { [kind]: sortedUnique([...others, ...names]) } });
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, statement], index) => ({ Sid: `TrustedPrincipals${String(index + 1)}`, ...statement }));
}

function sourceConditions(
  sourceCondition: Properties['sourceCondition'],
  { partition, region, accountId }: Scope,
): { readonly Condition?: Conditions } {
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

/** Faults of what decides the trust policy, beside those of each property alone. */
export function trustIssues(activities: readonly ResolvedActivity[], properties: TrustProperties, scope: Scope): Issue[] {
  return [
    ...sourceConditionIssues(activities, properties.sourceCondition),
    ...properties.trustedPrincipals.flatMap((trusted) => trustedPrincipalIssues(trusted, trustedServices(activities), scope)),
  ];
}

/** `arn` is for roles all of whose activities are known to work with it; elsewhere SageMaker could not assume the role. */
function sourceConditionIssues(activities: readonly ResolvedActivity[], sourceCondition: Properties['sourceCondition']): Issue[] {
  if (sourceCondition !== 'arn') return [];
  const undocumented = activities
    .filter(({ template }) => template.Trust.SourceArnDocumented === undefined)
    .map(({ template }) => versioned(template.Activity, template.Version));
  if (undocumented.length === 0) return [];
  return [{ path: 'SourceCondition', message: `AWS does not document aws:SourceArn for ${undocumented.join(', ')}; use "account"` }];
}
