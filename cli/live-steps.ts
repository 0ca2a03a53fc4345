import { ownerTags, type CurrentRole } from '../lambda/core/current';
import { grantPolicy, planGrant } from '../lambda/core/grant';
import { OWNER_TAGS } from '../lambda/core/names';
import { plan as planRole } from '../lambda/core/plan';
import { NOTHING_PREVIOUS } from '../lambda/core/previous';
import type { Step } from '../lambda/core/step';
import type { AccountOptions, LiveSource } from './live-source';
import { configurationOf } from './surroundings';

/** The calls with which the provider would bring a role to its template, in their order. */
export function stepsOf({ desired, current, scope }: LiveSource, options: AccountOptions): readonly Step[] {
  if (desired.mode === 'grant') {
    const role = current ?? { inlinePolicies: {} };
    return planGrant(desired, grantPolicy(desired, role), role);
  }
  return planRole({
    desired,
    current,
    // What an earlier template asked for is known to CloudFormation alone.
    previous: NOTHING_PREVIOUS,
    scope,
    attachmentQuota: configurationOf(options).ManagedPoliciesPerRole,
    ownerTags: { ...ownerTags(scope, '(the provider)', '(the event)'), ...ownTags(current) },
  });
}

/** The tags that the role has already: which provider and which event made it. */
function ownTags(current: CurrentRole | undefined): Readonly<Record<string, string>> {
  const keys: readonly string[] = Object.values(OWNER_TAGS);
  return Object.fromEntries(Object.entries(current?.tags ?? {}).filter(([key]) => keys.includes(key)));
}
