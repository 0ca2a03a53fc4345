import { grantDigest, grantPolicy, type DesiredGrant } from './grant';
import { INLINE_QUOTA, sizeTable } from './pack';
import { policySize, type NamedPolicy } from './policy';
import type { Size } from './rendered-role';

/** What the provider would put on a role that is granted to, if the role had no other inline policy. */
export interface RenderedGrant {
  readonly GrantTo: string;
  readonly Policies: readonly NamedPolicy[];
  /** `ManageJobs@1` */
  readonly Activities: readonly string[];
  readonly PolicyDigest: string;
  readonly Sizes: {
    readonly Policies: Size;
    /** Characters of each activity's statements as rendered, before any are merged. */
    readonly Activities: Readonly<Record<string, number>>;
  };
}

export function renderedGrant(desired: DesiredGrant): RenderedGrant {
  const policy = grantPolicy(desired, { inlinePolicies: {} });
  return {
    GrantTo: desired.roleArn,
    Policies: [policy],
    Activities: desired.activities,
    PolicyDigest: grantDigest(policy),
    Sizes: { Policies: { Characters: policySize(policy.PolicyDocument), Quota: INLINE_QUOTA }, Activities: sizeTable(desired.statements) },
  };
}
