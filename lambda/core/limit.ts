import type { ParameterTypeName } from './parameter-types';

/** What a role or an activity can be limited to. The two kinds of keys are limits of their own: `Kms` with one list limits that kind only. */
export const LIMITS = ['Vpc', 'Kms.DataKeys', 'Kms.VolumeKeys'] as const;
export type Limit = (typeof LIMITS)[number];

/** The lists of each limit and the type of their values. */
export const LIMIT_LISTS: Readonly<Record<Limit, Readonly<Record<string, ParameterTypeName>>>> = {
  Vpc: { 'Vpc.Subnets': 'SubnetId', 'Vpc.SecurityGroups': 'SecurityGroupId' },
  'Kms.DataKeys': { 'Kms.DataKeys': 'KeyArn' },
  'Kms.VolumeKeys': { 'Kms.VolumeKeys': 'KeyArn' },
};

/** The limit that a list belongs to; `undefined` for a parameter. */
export function limitOfList(list: string): Limit | undefined {
  return LIMITS.find((limit) => Object.hasOwn(LIMIT_LISTS[limit], list));
}
