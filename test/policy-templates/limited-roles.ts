import * as fc from 'fast-check';
import type { LimitLists, Limit } from '../../lambda/core/limit';
import { LIMIT_PROPERTY_NAMES, limitLists, unionOfLimits, type Limits } from '../../lambda/core/limit-properties';
import { versioned } from '../../lambda/core/catalog';
import { supportedLimits } from '../../lambda/core/limit-reach';
import type { ActivityTemplate } from '../../lambda/core/template';
import { catalog } from './policy-files';
import { resolvedSample, sampleLists, SCOPE } from './samples';

/** Properties of a role, as a template gives them. */
export type RoleProperties = Readonly<Record<string, unknown>>;

/** A role's properties, with the values of the limits that it sets anywhere. */
export interface LimitedRole {
  readonly properties: RoleProperties;
  readonly lists: LimitLists;
}

const NETWORK_AND_KEYS: readonly Limit[] = ['Vpc', 'Kms.DataKeys', 'Kms.VolumeKeys'];
const OTHERS: readonly Limit[] = [
  'AllowedInstanceTypes',
  'RequireInterContainerEncryption',
  'RequireNetworkIsolation',
  'ResourceNamePrefix',
  'ResourceTags',
];

/** Other values, which an activity names for itself. */
export const OWN_VPC = { Subnets: ['subnet-0cccccccccccccccc'], SecurityGroups: ['sg-0cccccccccccccccc'] };

/** Every persona with network and keys: alone, with all other limits on values, with one on names, with one on tags. */
export function personaRoles(): readonly LimitedRole[] {
  return [...catalog.personas].flatMap(([Persona, { Activities }]) => {
    const activities = Activities.flatMap((name) => catalog.activities.get(name) ?? []);
    const variants: readonly (readonly Limit[])[] = [[], OTHERS.slice(0, 3), ['ResourceNamePrefix'], ['ResourceTags']];
    return variants.map((others) =>
      limitedRole({ Persona, ...parametersOf(activities) }, limitsFor(activities, [...NETWORK_AND_KEYS, ...others])),
    );
  });
}

/** A role of activities with sample values for their parameters, and for those of the limits that one of them can honour. */
export function roleOf(activities: readonly ActivityTemplate[], limits: readonly Limit[]): LimitedRole {
  const Activities = activities.map(({ Activity, Version }) => versioned(Activity, Version));
  return limitedRole({ Activities, ...parametersOf(activities) }, limitsFor(activities, limits));
}

/** Sets of one to eight activities with network and keys, at times with other limits, or with an activity's own network; the same ones for the same seed. */
export function randomLimitedRoles(count: number, seed: number): readonly LimitedRole[] {
  const sets = activitySets(8).chain((activities) =>
    fc
      .record({
        others: fc.oneof({ weight: 7, arbitrary: fc.constant<Limit[]>([]) }, { weight: 1, arbitrary: fc.subarray([...OTHERS]) }),
        own: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
      })
      .map(({ others, own }) => {
        const role = roleOf(activities, [...NETWORK_AND_KEYS, ...others]);
        return own ? withOwnNetwork(role, activities) : role;
      }),
  );
  return fc.sample(sets, { numRuns: count, seed });
}

/** Activities, each in one version. */
export function activitySets(most: number): fc.Arbitrary<readonly ActivityTemplate[]> {
  const all = [...catalog.activities.values()];
  const names = [...new Set(all.map(({ Activity }) => Activity))];
  return fc
    .subarray(names, { minLength: 1, maxLength: most })
    .chain((chosen) => fc.tuple(...chosen.map((name) => fc.constantFrom(...all.filter(({ Activity }) => Activity === name)))));
}

function withOwnNetwork({ properties }: LimitedRole, activities: readonly ActivityTemplate[]): LimitedRole {
  const index = activities.findIndex((activity) => supportedLimits(activity, catalog).includes('Vpc'));
  const Activities = activities.map(({ Activity, Version }, at) => ({
    Activity: versioned(Activity, Version),
    ...(at === index ? { Vpc: OWN_VPC } : {}),
  }));
  return limitedRole({ ...properties, Activities }, limitsOf(properties), index === -1 ? {} : { Vpc: OWN_VPC });
}

/** The limits among properties. */
export function limitsOf(properties: RoleProperties): Limits {
  return Object.fromEntries(LIMIT_PROPERTY_NAMES.flatMap((name) => (name in properties ? [[name, properties[name]]] : [])));
}

function limitedRole(properties: RoleProperties, limits: Limits, own: Limits = {}): LimitedRole {
  return { properties: { ...properties, ...limits }, lists: unionOfLimits([limits, own].map(limitLists)) };
}

function parametersOf(activities: readonly ActivityTemplate[]): RoleProperties {
  return Object.assign({}, ...activities.map((activity) => resolvedSample(activity, [], SCOPE).lists)) as RoleProperties;
}

/** Sample values of those of the limits that an activity can honour, as an author writes them. */
function limitsFor(activities: readonly ActivityTemplate[], limits: readonly Limit[]): Limits {
  const samples = sampleLists(SCOPE);
  const list = (name: string): string[] => [...(samples[name] ?? [])];
  const has = (limit: Limit): boolean => limits.includes(limit) && activities.some((one) => supportedLimits(one, catalog).includes(limit));
  const kms = {
    ...(has('Kms.DataKeys') ? { DataKeys: list('Kms.DataKeys') } : {}),
    ...(has('Kms.VolumeKeys') ? { VolumeKeys: list('Kms.VolumeKeys') } : {}),
  };
  return {
    ...(has('Vpc') ? { Vpc: { Subnets: list('Vpc.Subnets'), SecurityGroups: list('Vpc.SecurityGroups') } } : {}),
    ...(Object.keys(kms).length === 0 ? {} : { Kms: kms }),
    ...(has('AllowedInstanceTypes') ? { AllowedInstanceTypes: list('AllowedInstanceTypes') } : {}),
    ...(has('RequireInterContainerEncryption') ? { RequireInterContainerEncryption: true } : {}),
    ...(has('RequireNetworkIsolation') ? { RequireNetworkIsolation: true } : {}),
    ...(has('ResourceNamePrefix') ? { ResourceNamePrefix: list('ResourceNamePrefix')[0] ?? '' } : {}),
    ...(has('ResourceTags')
      ? {
          ResourceTags: Object.fromEntries(
            list('ResourceTags').map((tag) => [tag.slice(0, tag.indexOf('=')), tag.slice(tag.indexOf('=') + 1)]),
          ),
        }
      : {}),
  };
}
