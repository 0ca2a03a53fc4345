import { theseDo } from './activity-words';
import type { Issue } from './errors';
import { limitsIn, type Limit, type LimitLists } from './limit';
import { tagKeys } from './limit-properties';
import { supportedLimits } from './limit-reach';
import { versioned, type Catalog } from './catalog';
import type { RequestedActivity } from './requested-role';

/** Whether every activity of the role is known: only then is it certain that nothing uses a parameter or honours a limit. */
export type Completeness = 'complete' | 'incomplete';

/** A limit that nothing honours would be silently without effect: on the role if no activity can, on an activity if that one cannot. */
export function limitIssues(requests: readonly RequestedActivity[], onRole: LimitLists, catalog: Catalog, complete: Completeness): Issue[] {
  const honouring = (limit: Limit): string => theseDo('can', catalog, (template) => supportedLimits(template, catalog).includes(limit));
  const isHonoured = (limit: Limit): boolean => requests.some(({ supported }) => supported.includes(limit));
  const issues: Issue[] = [];
  for (const limit of limitsIn(onRole)) {
    if (complete === 'complete' && !isHonoured(limit))
      issues.push({ path: limit, message: `no activity of the role can honour this limit${honouring(limit)}` });
  }
  for (const { entry, template, supported } of requests) {
    for (const limit of limitsIn(entry.limits)) {
      if (supported.includes(limit)) continue;
      const message = `${versioned(template.Activity, template.Version)} cannot honour this limit${honouring(limit)}`;
      issues.push({ path: `${entry.path}.${limit}`, message });
    }
  }
  return [...issues, ...tagKeyIssues(requests, onRole)];
}

/** The guards hold for the whole role and demand every tag that is named: with other keys for one activity they would deny the rest. */
function tagKeyIssues(requests: readonly RequestedActivity[], onRole: LimitLists): Issue[] {
  if (!('ResourceTags' in onRole) && !requests.some(({ entry }) => 'ResourceTags' in entry.limits)) return [];
  const given = [{ path: '', limits: onRole }, ...requests.map(({ entry }) => ({ path: `${entry.path}.`, limits: entry.limits }))]
    .filter(({ limits }) => 'ResourceTags' in limits)
    .map(({ path, limits }) => ({ path: `${path}ResourceTags`, keys: tagKeys(limits['ResourceTags'] ?? []) }))
    .filter(({ keys }) => keys.length > 0);
  const [first, ...others] = given;
  return others
    .filter(({ keys }) => keys.join() !== first?.keys.join())
    .map(({ path }) => ({
      path,
      message: `must have the same keys as ${first?.path ?? ''}, since every tag holds for the whole role; values may differ`,
    }));
}
