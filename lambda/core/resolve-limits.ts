import { theseDo } from './activity-words';
import type { Issue } from './errors';
import { typeOfLimitList, type Limit } from './limit';
import { limitLists, setLimits, tagKeys, type Limits } from './limit-properties';
import type { ActivityEntry } from './properties';
import type { GivenValue } from './resolve';
import { versioned, type Catalog } from './catalog';
import { supportedLimits } from './limit-reach';
import type { ActivityTemplate } from './template';

/** Whether every activity of the role is known: only then is it certain that nothing uses a parameter or honours a limit. */
export type Completeness = 'complete' | 'incomplete';

interface LimitedRequest {
  readonly entry: Pick<ActivityEntry, 'path' | 'limits'>;
  readonly template: ActivityTemplate;
}

/** A limit that nothing honours would be silently without effect: on the role if no activity can, on an activity if that one cannot. */
export function limitIssues(requests: readonly LimitedRequest[], onRole: Limits, catalog: Catalog, complete: Completeness): Issue[] {
  const honouring = (limit: Limit): string => theseDo('can', catalog, (template) => supportedLimits(template, catalog).includes(limit));
  const ofRole = setLimits(onRole)
    .filter((limit) => complete === 'complete' && !requests.some(({ template }) => supportedLimits(template, catalog).includes(limit)))
    .map((limit) => ({ path: limit, message: `no activity of the role can honour this limit${honouring(limit)}` }));
  const ofActivities = requests.flatMap(({ entry, template }) =>
    setLimits(entry.limits)
      .filter((limit) => !supportedLimits(template, catalog).includes(limit))
      .map((limit) => ({
        path: `${entry.path}.${limit}`,
        message: `${versioned(template.Activity, template.Version)} cannot honour this limit${honouring(limit)}`,
      })),
  );
  return [...ofRole, ...ofActivities, ...tagKeyIssues(requests, onRole)];
}

/** The guards hold for the whole role and demand every tag that is named: with other keys for one activity they would deny the rest. */
function tagKeyIssues(requests: readonly LimitedRequest[], onRole: Limits): Issue[] {
  const given = [{ path: '', limits: onRole }, ...requests.map(({ entry }) => ({ path: `${entry.path}.`, limits: entry.limits }))]
    .filter(({ limits }) => limits.ResourceTags !== undefined)
    .map(({ path, limits }) => ({ path: `${path}ResourceTags`, keys: tagKeys(limitLists(limits)['ResourceTags'] ?? []) }))
    .filter(({ keys }) => keys.length > 0);
  const [first, ...others] = given;
  return others
    .filter(({ keys }) => keys.join() !== first?.keys.join())
    .map(({ path }) => ({
      path,
      message: `must have the same keys as ${first?.path ?? ''}, since every tag holds for the whole role; values may differ`,
    }));
}

/** Every value of the limits, with its place. */
export function limitValues(prefix: string, limits: Limits): GivenValue[] {
  return Object.entries(limitLists(limits)).flatMap(([list, values]) => {
    const type = typeOfLimitList(list);
    return type === undefined ? [] : values.map((value, index) => ({ path: `${prefix}${placeOf(list, value, index)}`, type, value }));
  });
}

/** Where a value stands in what the author wrote. */
function placeOf(list: string, value: string, index: number): string {
  switch (list) {
    case 'ResourceNamePrefix':
      return list;
    case 'ResourceTags':
      return `${list}.${value.slice(0, value.indexOf('='))}`;
    default:
      return `${list}[${String(index)}]`;
  }
}
