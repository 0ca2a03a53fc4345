import type { Stack } from 'aws-cdk-lib';
import { INLINE_QUOTA } from '../lambda/core/pack';
import { providerTemplate } from './provider-template';
import type { SpecialisedTemplate } from './specialised-template';
import { isIntrinsic, knownText, synthScope } from './synth-scope';

/**
 * Whether the policy of the provider's own role fits into IAM's quota of a role's inline policies, which IAM would find out at deployment
 * only. What is known then alone counts as nothing, so this finds most lists that are too long, and no list that is not.
 */
export function policySizeFaults(specialised: SpecialisedTemplate, stack: Stack): readonly string[] {
  const policies = stack.resolve(specialised.value(providerTemplate().Resources['ProviderRole']?.Properties?.['Policies'])) as object;
  const scope = synthScope(stack, 'Provider', policies);
  const documents = (policies as readonly { readonly PolicyDocument: unknown }[]).map(({ PolicyDocument }) => PolicyDocument);
  const size = JSON.stringify(documents, (_, value: unknown) => (isIntrinsic(value) ? (knownText(value, scope) ?? '') : value)).length;
  if (size <= INLINE_QUOTA) return [];
  return [
    `The policy of the provider's role has ${String(size)} characters, IAM takes ${String(INLINE_QUOTA)} in the inline policies of a role. GrantableRoleArns stands in it once, AllowedManagedPolicyArns twice, AdoptableRoleArns and PermissionsBoundaries five times or more: use patterns, or paths, in place of single ARNs.`,
  ];
}
