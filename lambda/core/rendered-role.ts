import { policyDigest, type DesiredRole } from './desired';
import { issueText } from './errors';
import { INLINE_QUOTA, MANAGED_QUOTA, sizeTable } from './pack';
import { policySize, type NamedPolicy, type PolicyDocument, type TrustPolicy } from './policy';
import { TRUST_POLICY_QUOTA } from './trust';

/** Characters without white space, as IAM counts them, beside what IAM allows. */
export interface Size {
  readonly Characters: number;
  readonly Quota: number;
}

/** What the provider would put into IAM, in the words of `AWS::IAM::Role`. */
export interface RenderedRole {
  readonly RoleName: string;
  readonly Path: string;
  readonly AssumeRolePolicyDocument: TrustPolicy;
  readonly Policies: readonly NamedPolicy[];
  /** Overflow of the inline policy, mostly none. */
  readonly ManagedPolicies: readonly { readonly ManagedPolicyName: string; readonly PolicyDocument: PolicyDocument }[];
  readonly ManagedPolicyArns: readonly string[];
  readonly PermissionsBoundary: string;
  /** `ManageJobs@1` */
  readonly Activities: readonly string[];
  readonly PolicyDigest: string;
  /** What is valid and may surprise; absent where there is nothing to say. */
  readonly Warnings?: readonly string[];
  readonly Sizes: {
    readonly AssumeRolePolicyDocument: Size;
    readonly Policies: Size;
    readonly ManagedPolicies: readonly Size[];
    /** Characters of each activity's statements as rendered, before any are merged. */
    readonly Activities: Readonly<Record<string, number>>;
  };
}

export function renderedRole(desired: DesiredRole): RenderedRole {
  const size = (document: PolicyDocument | TrustPolicy, quota: number): Size => ({ Characters: policySize(document), Quota: quota });
  return {
    RoleName: desired.roleName,
    Path: desired.path,
    AssumeRolePolicyDocument: desired.trustPolicy,
    Policies: [desired.inlinePolicy],
    ManagedPolicies: desired.managedPolicies.map(({ PolicyName, PolicyDocument }) => ({ ManagedPolicyName: PolicyName, PolicyDocument })),
    ManagedPolicyArns: desired.managedPolicyArns,
    PermissionsBoundary: desired.permissionsBoundary,
    Activities: desired.activities,
    PolicyDigest: policyDigest(desired),
    ...(desired.warnings.length === 0 ? {} : { Warnings: desired.warnings.map(issueText) }),
    Sizes: {
      AssumeRolePolicyDocument: size(desired.trustPolicy, TRUST_POLICY_QUOTA),
      Policies: size(desired.inlinePolicy.PolicyDocument, INLINE_QUOTA),
      ManagedPolicies: desired.managedPolicies.map(({ PolicyDocument }) => size(PolicyDocument, MANAGED_QUOTA)),
      Activities: sizeTable(desired.statements),
    },
  };
}
