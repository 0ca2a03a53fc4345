import * as z from 'zod/mini';
import { limitsIn, type Limit, type LimitLists } from './limit';
import { flag, listOf, sortedUnique, text } from './values';

/*
 * The limits as an author writes them, on the role and on a single activity.
 */

const vpc = z.strictObject({ Subnets: listOf(text), SecurityGroups: listOf(text) });
const kms = z
  .strictObject({ DataKeys: z.optional(listOf(text)), VolumeKeys: z.optional(listOf(text)) })
  .check(z.refine((keys) => keys.DataKeys !== undefined || keys.VolumeKeys !== undefined, 'needs DataKeys, VolumeKeys or both'));

/** The properties of all limits. */
export const limitProperties = {
  Vpc: z.optional(vpc),
  Kms: z.optional(kms),
  AllowedInstanceTypes: z.optional(listOf(text)),
  RequireInterContainerEncryption: z.optional(flag),
  RequireNetworkIsolation: z.optional(flag),
  ResourceNamePrefix: z.optional(text),
  ResourceTags: z.optional(z.record(z.string(), text)),
};

/** The limits of a role or an activity as given. */
export type Limits = z.infer<z.ZodMiniObject<typeof limitProperties>>;

export type LimitPropertyName = keyof typeof limitProperties;
export const LIMIT_PROPERTY_NAMES = Object.keys(limitProperties) as readonly LimitPropertyName[];

/** Names that are valid in the map of a limit. */
export const LIMIT_KEYS: Readonly<Record<'Vpc' | 'Kms', readonly string[]>> = {
  Vpc: Object.keys(vpc.shape),
  Kms: ['DataKeys', 'VolumeKeys'],
};

/** The limits among properties that hold more. */
export function limitsOf(given: Limits): Limits {
  const entries = LIMIT_PROPERTY_NAMES.map((name) => [name, given[name]] as const).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries);
}

/** Values by list, as they were given. A requirement that is false is not set. */
export function limitLists(limits: Limits): LimitLists {
  const given: Readonly<Record<string, readonly string[] | undefined>> = {
    'Vpc.Subnets': limits.Vpc?.Subnets,
    'Vpc.SecurityGroups': limits.Vpc?.SecurityGroups,
    'Kms.DataKeys': limits.Kms?.DataKeys,
    'Kms.VolumeKeys': limits.Kms?.VolumeKeys,
    AllowedInstanceTypes: limits.AllowedInstanceTypes,
    RequireInterContainerEncryption: limits.RequireInterContainerEncryption === true ? ['true'] : undefined,
    RequireNetworkIsolation: limits.RequireNetworkIsolation === true ? ['true'] : undefined,
    ResourceNamePrefix: limits.ResourceNamePrefix === undefined ? undefined : [limits.ResourceNamePrefix],
    ResourceTags:
      limits.ResourceTags === undefined ? undefined : Object.entries(limits.ResourceTags).map(([key, value]) => `${key}=${value}`),
  };
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, values]) => (values === undefined || values.length === 0 ? [] : [[name, values]])),
  );
}

export function setLimits(limits: Limits): Limit[] {
  return limitsIn(limitLists(limits));
}

/** What an activity is limited to: its own limits before the role's, each as a whole. */
export function limitsOnActivity(own: Limits, roles: Limits): Limits {
  return { ...roles, ...limitsOf(own) };
}

/** Every value that any of them names. */
export function unionOfLimits(all: readonly Limits[]): LimitLists {
  const lists = all.map(limitLists);
  const names = sortedUnique(lists.flatMap((given) => Object.keys(given)));
  return Object.fromEntries(names.map((name) => [name, sortedUnique(lists.flatMap((given) => given[name] ?? []))]));
}

/** Keys of the tags in a list of `key=value`. */
export function tagKeys(tags: readonly string[]): string[] {
  return sortedUnique(tags.map((tag) => tag.slice(0, tag.indexOf('='))));
}

/** Values of one tag in such a list. */
export function tagValues(tags: readonly string[], key: string): string[] {
  return tags.filter((tag) => tag.startsWith(`${key}=`)).map((tag) => tag.slice(key.length + 1));
}
