import type { DesiredRole } from '../../lambda/core/desired';
import type { DesiredGrant } from '../../lambda/core/grant';
import { grantPolicy } from '../../lambda/core/grant';
import type { AnyStatement, NamedPolicy } from '../../lambda/core/policy';
import { renderedGrant, type RenderedGrant } from '../../lambda/core/rendered-grant';
import { renderedRole, type RenderedRole, type Size } from '../../lambda/core/rendered-role';

/** A policy of a role, with its size beside IAM's quota. */
export interface SizedPolicy {
  readonly kind: 'inline' | 'managed';
  readonly policy: NamedPolicy;
  readonly size: Size;
}

/** What a design makes: a role, or permissions for a role that exists. */
export type Made =
  | { readonly mode: 'role'; readonly desired: DesiredRole; readonly output: RenderedRole; readonly policies: readonly SizedPolicy[] }
  | { readonly mode: 'grant'; readonly desired: DesiredGrant; readonly output: RenderedGrant; readonly policies: readonly SizedPolicy[] };

/** @throws PersonaRoleError `ServiceLimitExceeded` where a grant does not fit IAM's quota */
export function made(desired: DesiredRole | DesiredGrant): Made {
  if (desired.mode === 'grant') {
    const output = renderedGrant(desired);
    const policy = grantPolicy(desired, { inlinePolicies: {} });
    return { mode: 'grant', desired, output, policies: [{ kind: 'inline', policy, size: output.Sizes.Policies }] };
  }
  const output = renderedRole(desired);
  const managed = desired.managedPolicies.flatMap((policy, index): SizedPolicy[] => {
    const size = output.Sizes.ManagedPolicies[index];
    return size === undefined ? [] : [{ kind: 'managed', policy, size }];
  });
  return {
    mode: 'role',
    desired,
    output,
    policies: [{ kind: 'inline', policy: desired.inlinePolicy, size: output.Sizes.Policies }, ...managed],
  };
}

/** Every statement of its policies. */
export function statementsOf({ policies }: Made): AnyStatement[] {
  return policies.flatMap(({ policy }) => policy.PolicyDocument.Statement);
}

/** What `persona-role render` prints for the same design. */
export function renderedText({ output }: Made): string {
  return `${JSON.stringify(output, undefined, 2)}\n`;
}
