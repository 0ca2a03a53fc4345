import type { ParameterTypeName } from './parameter-types';

/** Limits whose conditions stand in the activity files. The two kinds of keys are limits of their own: `Kms` with one list limits that kind only. */
export const FILE_LIMITS = ['Vpc', 'Kms.DataKeys', 'Kms.VolumeKeys'] as const;
export type FileLimit = (typeof FILE_LIMITS)[number];

/** Limits whose conditions are made for every statement that they can reach, as `limits.json` says. */
export const MADE_LIMITS = [
  'AllowedInstanceTypes',
  'RequireInterContainerEncryption',
  'RequireNetworkIsolation',
  'ResourceNamePrefix',
  'ResourceTags',
] as const;

/** What a role or an activity can be limited to. */
export const LIMITS = [...FILE_LIMITS, ...MADE_LIMITS] as const;
export type Limit = (typeof LIMITS)[number];

/** The lists of each limit and the type of their values. A tag is written `key=value`, a requirement that is set is the list `true`. */
export const LIMIT_LISTS: Readonly<Record<Limit, Readonly<Record<string, ParameterTypeName>>>> = {
  Vpc: { 'Vpc.Subnets': 'SubnetId', 'Vpc.SecurityGroups': 'SecurityGroupId' },
  'Kms.DataKeys': { 'Kms.DataKeys': 'KeyArn' },
  'Kms.VolumeKeys': { 'Kms.VolumeKeys': 'KeyArn' },
  AllowedInstanceTypes: { AllowedInstanceTypes: 'InstanceType' },
  RequireInterContainerEncryption: { RequireInterContainerEncryption: 'Requirement' },
  RequireNetworkIsolation: { RequireNetworkIsolation: 'Requirement' },
  ResourceNamePrefix: { ResourceNamePrefix: 'ResourceNamePrefix' },
  ResourceTags: { ResourceTags: 'ResourceTag' },
};

/** Values of limits by list. A list without values sets no limit; as an activity's own it stands in place of the role's. */
export type LimitLists = Readonly<Record<string, readonly string[]>>;

const LISTS: readonly (readonly [limit: Limit, lists: readonly string[]])[] = LIMITS.map((limit) => [
  limit,
  Object.keys(LIMIT_LISTS[limit]),
]);

/** The limits that are set: all of their lists have values. */
export function limitsIn(lists: LimitLists): Limit[] {
  if (Object.keys(lists).length === 0) return [];
  return LISTS.filter(([, names]) => names.every((list) => (lists[list]?.length ?? 0) > 0)).map(([limit]) => limit);
}

/** Whether any of the lists is one of the limit's. */
export function concerns(lists: LimitLists, limit: Limit): boolean {
  for (const list in LIMIT_LISTS[limit]) if (list in lists) return true;
  return false;
}

/** The type of the values in a list; `undefined` for a parameter. */
export function typeOfLimitList(list: string): ParameterTypeName | undefined {
  return LIST_TYPES.get(list);
}

const LIST_TYPES: ReadonlyMap<string, ParameterTypeName> = new Map(Object.values(LIMIT_LISTS).flatMap((types) => Object.entries(types)));

/** The limit that a list belongs to; `undefined` for a parameter. */
export function limitOfList(list: string): Limit | undefined {
  return LIMIT_OF_LIST.get(list);
}

const LIMIT_OF_LIST: ReadonlyMap<string, Limit> = new Map(LISTS.flatMap(([limit, names]) => names.map((list) => [list, limit])));
