import * as z from 'zod/mini';
import type { LimitLists } from './limit';
import { listOf, optionalFlag, optionalText, optionalTexts, seldom, sortedUnique, text } from './values';

/*
 * The limits as an author writes them, on the role and on a single activity.
 */

const vpc = () =>
  z.strictObject(
    { Subnets: listOf(text), SecurityGroups: listOf(text) },
    'must be a map, such as { Subnets: [subnet-0123456789abcdef0], SecurityGroups: [sg-0123456789abcdef0] }',
  );

const kms = () =>
  z
    .strictObject(
      { DataKeys: optionalTexts, VolumeKeys: optionalTexts },
      'must be a map with DataKeys, VolumeKeys or both, each a list of ARNs of keys',
    )
    .check(z.refine((keys) => keys.DataKeys !== undefined || keys.VolumeKeys !== undefined, 'needs DataKeys, VolumeKeys or both'));

/** Read by hand, since a schema of records leaves out the key `__proto__`, and a limit that vanishes limits nothing. */
const resourceTags = () =>
  z.pipe(
    z.unknown().check((context) => {
      for (const { path, message } of tagFaults(context.value))
        context.issues.push({ code: 'custom', path: [...path], message, input: context.value });
    }),
    z.record(z.string(), text, 'must be a map, such as { team: a }'),
  );

/** Faults that would leave the limit without effect. Tag keys differ in more than case: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html */
function tagFaults(value: unknown): { readonly path: readonly string[]; readonly message: string }[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  const entries = Object.entries(value);
  if (entries.length === 0) return [{ path: [], message: 'names no tag; leave it out where tags limit nothing' }];
  return entries.flatMap(([key, item], index) => {
    const path = [key.slice(0, 80)];
    if (key === '__proto__') return [{ path, message: 'is not the key of a tag' }];
    if (item === '' || item === null) return [{ path, message: 'has no value, by which to tell resources apart' }];
    const isRepeated = entries.slice(0, index).some(([other]) => other.toLowerCase() === key.toLowerCase());
    return isRepeated ? [{ path, message: 'stands twice; keys of tags differ in more than case' }] : [];
  });
}

/** The properties of all limits. */
export const limitProperties = {
  Vpc: seldom(vpc),
  Kms: seldom(kms),
  AllowedInstanceTypes: optionalTexts,
  RequireInterContainerEncryption: optionalFlag,
  RequireNetworkIsolation: optionalFlag,
  ResourceNamePrefix: optionalText,
  ResourceTags: seldom(resourceTags),
};

/** The limits of a role or an activity as given. */
export type Limits = z.infer<z.ZodMiniObject<typeof limitProperties>>;

export type LimitPropertyName = keyof typeof limitProperties;
export const LIMIT_PROPERTY_NAMES = Object.keys(limitProperties) as readonly LimitPropertyName[];

/** Names that are valid in the map of a limit. */
export const LIMIT_KEYS: Readonly<Record<'Vpc' | 'Kms', readonly string[]>> = {
  Vpc: ['Subnets', 'SecurityGroups'],
  Kms: ['DataKeys', 'VolumeKeys'],
};

/** The limits among properties that hold more, by list. A requirement that is false is a list without values. */
export function limitLists(given: Limits): LimitLists {
  const { Vpc, Kms, AllowedInstanceTypes, ResourceNamePrefix, ResourceTags } = given;
  const lists: Record<string, readonly string[]> = {};
  const put = (name: string, values: readonly string[] | undefined): void => {
    if (values !== undefined) lists[name] = values;
  };
  const required = (isRequired: boolean | undefined): readonly string[] | undefined =>
    isRequired === undefined ? undefined : isRequired ? ['true'] : [];
  if (Vpc !== undefined) {
    put('Vpc.Subnets', Vpc.Subnets);
    put('Vpc.SecurityGroups', Vpc.SecurityGroups);
  }
  if (Kms !== undefined) {
    put('Kms.DataKeys', Kms.DataKeys);
    put('Kms.VolumeKeys', Kms.VolumeKeys);
  }
  put('AllowedInstanceTypes', AllowedInstanceTypes);
  put('RequireInterContainerEncryption', required(given.RequireInterContainerEncryption));
  put('RequireNetworkIsolation', required(given.RequireNetworkIsolation));
  if (ResourceNamePrefix !== undefined) put('ResourceNamePrefix', [ResourceNamePrefix]);
  if (ResourceTags !== undefined) {
    put(
      'ResourceTags',
      Object.entries(ResourceTags).map(([key, value]) => `${key}=${value}`),
    );
  }
  return lists;
}

/** What an activity is limited to: its own limits before the role's, each as a whole. The two kinds of keys are limits of their own. */
export function limitsOnActivity(own: LimitLists, roles: LimitLists): LimitLists {
  return { ...roles, ...own };
}

/** Every value that any of them names. */
export function unionOfLimits(all: readonly LimitLists[]): LimitLists {
  const given = new Map<string, readonly string[]>();
  for (const lists of all) {
    for (const [name, values] of Object.entries(lists)) {
      if (values.length > 0) given.set(name, [...(given.get(name) ?? []), ...values]);
    }
  }
  const union: Record<string, readonly string[]> = {};
  for (const name of [...given.keys()].sort()) union[name] = sortedUnique(given.get(name) ?? []);
  return union;
}

/** Keys of the tags in a list of `key=value`. */
export function tagKeys(tags: readonly string[]): readonly string[] {
  return sortedUnique(tags.map((tag) => tag.slice(0, tag.indexOf('='))));
}

/** Values of one tag in such a list. */
export function tagValues(tags: readonly string[], key: string): string[] {
  return tags.filter((tag) => tag.startsWith(`${key}=`)).map((tag) => tag.slice(key.length + 1));
}
