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

/** Values of the limits that are set, by list. */
export type LimitLists = Readonly<Record<string, readonly string[]>>;

const LISTS: readonly (readonly [limit: Limit, lists: readonly string[]])[] = LIMITS.map((limit) => [
  limit,
  Object.keys(LIMIT_LISTS[limit]),
]);

/** The limits all of whose lists have values. */
export function limitsIn(lists: LimitLists): Limit[] {
  const limits: Limit[] = [];
  for (const [limit, names] of LISTS) if (names.every((list) => list in lists)) limits.push(limit);
  return limits;
}

/** The type of the values in a list; `undefined` for a parameter. */
export function typeOfLimitList(list: string): ParameterTypeName | undefined {
  return LIST_TYPES.get(list);
}

const LIST_TYPES: ReadonlyMap<string, ParameterTypeName> = new Map(Object.values(LIMIT_LISTS).flatMap((types) => Object.entries(types)));

/** The limit that a list belongs to; `undefined` for a parameter. */
export function limitOfList(list: string): Limit | undefined {
  return LISTS.find(([, names]) => names.includes(list))?.[0];
}
