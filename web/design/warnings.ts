import type { Issue } from '../../lambda/core/errors';
import { hintsOn } from '../../lambda/core/hints';
import { LIMIT_LISTS, LIMITS, type Limit } from '../../lambda/core/limit';
import type { Catalog } from '../../lambda/core/catalog';
import { supportedLimits } from '../../lambda/core/limit-reach';
import { textsOf, valueAt, type PropertyMap } from './design';
import type { Evaluation } from './evaluate';
import { selectedTemplates } from './selection';

/** What is valid and still worth a thought: the hints of `persona-role check`, and limits that some activities do not know. */
export function warnings(properties: PropertyMap, { made }: Evaluation, catalog: Catalog): Issue[] {
  const role = made?.mode === 'role' ? made.desired : undefined;
  return [...(role?.warnings ?? []), ...hintsOn(properties, role, catalog), ...limitWarnings(properties, catalog)];
}

function isSet(limit: Limit, properties: PropertyMap): boolean {
  return Object.keys(LIMIT_LISTS[limit]).every((list) => textsOf(valueAt(properties, list)).some((value) => value !== ''));
}

function limitWarnings(properties: PropertyMap, catalog: Catalog): Issue[] {
  const templates = selectedTemplates(properties, catalog);
  return LIMITS.filter((limit) => isSet(limit, properties)).flatMap((limit) => {
    const without = templates.filter((template) => !supportedLimits(template, catalog).includes(limit)).map(({ Title }) => Title);
    return without.length === 0 ? [] : [{ path: limit, message: `is unknown to ${without.join(', ')}; only the guards hold there` }];
  });
}
