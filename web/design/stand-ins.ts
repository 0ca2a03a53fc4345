import type { Issue } from '../../lambda/core/errors';
import { LIMIT_LISTS } from '../../lambda/core/limit';
import { parameterType, type ParameterTypeName } from '../../lambda/core/parameter-types';
import type { Catalog } from '../../lambda/core/catalog';
import { EXAMPLE_PLACE, withValueAt, type Place, type PropertyMap } from './design';

/** The example of a type of values as it would be in this place: ARNs carry partition, Region and account. */
export function exampleOf(type: ParameterTypeName, { partition, region, account }: Place): string {
  return parameterType(type)
    .example.replace(/^arn:aws:/, `arn:${partition}:`)
    .replace(EXAMPLE_PLACE.region, region)
    .replace(EXAMPLE_PLACE.account, account);
}

/** The type of a list's values: `S3Buckets`, `Vpc.Subnets`. */
export function typeOfList(list: string, catalog: Catalog): ParameterTypeName | undefined {
  const ofLimit = Object.values(LIMIT_LISTS).flatMap((lists) => Object.entries(lists).filter(([name]) => name === list));
  if (ofLimit[0] !== undefined) return ofLimit[0][1];
  const declared = [...catalog.activities.values()].flatMap(({ Parameters }) => Parameters[list] ?? []);
  return declared[0]?.Type;
}

/** What cannot be replaced by an example: without it nothing is known of the role. */
const DECISIVE = ['', 'Persona', 'Activities', 'ExcludeActivities', 'place'];

/**
 * The properties with an example in every list that is missing or faulty, and without other faulty properties, so that there is
 * something to see before all is right. `undefined` where a fault is about the choice itself.
 */
export function withStandIns(properties: PropertyMap, faults: readonly Issue[], catalog: Catalog, place: Place): PropertyMap | undefined {
  if (faults.some(({ path }) => DECISIVE.includes(rootOf(path)) || path.startsWith('provider configuration'))) return undefined;
  return faults.reduce((filled, { path }) => withStandIn(filled, path, catalog, place), properties);
}

function rootOf(path: string): string {
  return /^[^.[]*/.exec(path)?.[0] ?? '';
}

function withStandIn(properties: PropertyMap, path: string, catalog: Catalog, place: Place): PropertyMap {
  const list = path.replace(/\[\d+\]$/, '');
  const ofLimit = Object.values(LIMIT_LISTS).flatMap((lists) => Object.keys(lists).filter((name) => name.startsWith(`${list}.`)));
  const lists = typeOfList(list, catalog) === undefined ? ofLimit : [list];
  if (lists.length === 0) return withValueAt(properties, rootOf(path), undefined);
  return lists.reduce((filled, name) => {
    const type = typeOfList(name, catalog);
    return type === undefined ? filled : withValueAt(filled, name, [exampleOf(type, place)]);
  }, properties);
}
