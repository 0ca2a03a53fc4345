import type { Issue } from '../../lambda/core/errors';
import { LIMIT_LISTS, LIMITS } from '../../lambda/core/limit';
import { singleValueWarnings } from '../../lambda/core/properties';
import { supportedLimits, versioned, versionsOf, type Catalog, type Limit } from '../../lambda/core/template';
import { textsOf, valueAt, type PropertyMap } from './design';
import type { Evaluation } from './evaluate';
import { selectedTemplates } from './selection';
import { limitName } from './words';

/** What is valid and still worth a thought: limits that do not reach everything, newer versions, a wide trust. */
export function warnings(properties: PropertyMap, { made }: Evaluation, catalog: Catalog): Issue[] {
  return [
    ...(made?.mode === 'role' ? made.desired.warnings : []),
    ...singleValueWarnings(properties, catalog),
    ...limitWarnings(properties, catalog),
    ...versionWarnings(properties, catalog),
  ];
}

function isSet(limit: Limit, properties: PropertyMap): boolean {
  return Object.keys(LIMIT_LISTS[limit]).every((list) => textsOf(valueAt(properties, list)).some((value) => value !== ''));
}

function limitWarnings(properties: PropertyMap, catalog: Catalog): Issue[] {
  const templates = selectedTemplates(properties, catalog);
  return LIMITS.filter((limit) => isSet(limit, properties)).flatMap((limit) => [
    ...templates
      .filter((template) => !supportedLimits(template).includes(limit))
      .map(({ Title }) => ({ path: limit, message: `${Title} knows no limit "${limitName(limit)}"; only the guards hold there` })),
    ...templates.flatMap(({ Title, Unlimited }) => {
      const unreached = Unlimited?.[limit];
      return unreached === undefined
        ? []
        : [{ path: limit, message: `does not reach ${unreached.join(', ')} of ${Title}: the request carries no such key` }];
    }),
  ]);
}

function versionWarnings(properties: PropertyMap, catalog: Catalog): Issue[] {
  return selectedTemplates(properties, catalog).flatMap(({ Activity, Version }) => {
    const newest = versionsOf(catalog.activities, Activity).at(-1) ?? Version;
    if (newest <= Version) return [];
    return [{ path: 'Activities', message: `there is ${versioned(Activity, newest)}; ${versioned(Activity, Version)} stays as it is` }];
  });
}
