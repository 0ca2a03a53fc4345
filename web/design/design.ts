import type { Scope } from '../../lambda/core/scope';
import { withoutEmpty } from '../../lambda/core/values';

/** A map of the resource's Properties, as an author writes it. While it is edited, lists may hold empty texts. */
export type PropertyMap = Readonly<Record<string, unknown>>;

/** Where the stack will live: what a rendered policy depends on besides the properties. */
export interface Place {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly logicalId: string;
}

/** All that a link carries. */
export interface Design {
  readonly properties: PropertyMap;
  readonly place: Place;
  /** The provider's settings, as `persona-role render --provider` takes them. */
  readonly provider: PropertyMap;
}

/** The place that `persona-role render` assumes, too: the account number of AWS's own examples. */
export const EXAMPLE_PLACE: Place = { partition: 'aws', region: 'us-east-1', account: '111122223333', logicalId: 'Role' };

/** The stack that `persona-role render` makes up for a place, so that both name the role alike. */
export function scopeOf({ partition, region, account, logicalId }: Place): Scope {
  const stackId = `arn:${partition}:cloudformation:${region}:${account}:stack/stack/00000000-0000-0000-0000-000000000000`;
  return { partition, region, accountId: account, stackId, logicalResourceId: logicalId };
}

/** What comes first in a template; everything else follows as it was given. */
const FIRST = ['Persona', 'Activities', 'ExcludeActivities'];

/** The properties as they are written down: without what is empty, persona and activities first. */
export function writtenProperties(properties: PropertyMap): PropertyMap {
  const written = withoutEmpty(withoutEmptyMaps(properties)) as PropertyMap;
  const names = [...FIRST.filter((name) => name in written), ...Object.keys(written).filter((name) => !FIRST.includes(name))];
  return Object.fromEntries(names.map((name) => [name, written[name]]));
}

/** A limit of which no list is filled in is not set. */
function withoutEmptyMaps(properties: PropertyMap): PropertyMap {
  const isEmpty = (value: unknown): boolean => isMap(value) && Object.keys(withoutEmpty(value) as object).length === 0;
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => !isEmpty(value)));
}

export function isMap(value: unknown): value is PropertyMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at `Vpc.Subnets`. */
export function valueAt(properties: PropertyMap, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (isMap(value) ? value[key] : undefined), properties);
}

/** The properties with another value at `Vpc.Subnets`; `undefined` removes it, and a map that becomes empty by that. */
export function withValueAt(properties: PropertyMap, path: string, value: unknown): PropertyMap {
  const [key = '', ...rest] = path.split('.');
  const inner = properties[key];
  const child = rest.length === 0 ? value : withValueAt(isMap(inner) ? inner : {}, rest.join('.'), value);
  if (child === undefined || (rest.length > 0 && isMap(child) && Object.keys(child).length === 0)) {
    return Object.fromEntries(Object.entries(properties).filter(([name]) => name !== key));
  }
  return { ...properties, [key]: child };
}

/** A list as texts, whatever stands there: a single value stands for a list of one. */
export function textsOf(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]).map((item: unknown) => (typeof item === 'string' ? item : JSON.stringify(item)));
}
