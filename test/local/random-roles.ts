import * as fc from 'fast-check';
import type { Catalog } from '../../lambda/core/catalog';
import type { Limit } from '../../lambda/core/limit';
import { supportedLimits } from '../../lambda/core/limit-reach';
import type { ActivityTemplate } from '../../lambda/core/template';
import { exampleValues } from '../../scripts/catalogue-sizes';

/** Properties of a role, as a template gives them. */
export type RoleProperties = Readonly<Record<string, unknown>>;

/** How many activities of a set there are at most; more of the largest would go beyond the ten policies that a role may carry. */
const MOST_ACTIVITIES = 8;

/** The properties of every persona, once without and once with all limits that it can honour. */
export function personaRoles(catalog: Catalog): readonly RoleProperties[] {
  return [...catalog.personas].flatMap(([name, { Activities }]) => {
    const activities = Activities.flatMap((activity) => catalog.activities.get(activity) ?? []);
    const limits = activities.flatMap((one) => supportedLimits(one, catalog));
    return [[], limits].map((set) => ({ Persona: name, ...parametersOf(activities, 2), ...limitsOf(set, 2) }));
  });
}

/** Sets of activities with values and limits at random, the same ones for the same seed. */
export function randomRoles(catalog: Catalog, count: number, seed: number): readonly RoleProperties[] {
  const names = [...new Set([...catalog.activities.values()].map(({ Activity }) => Activity))];
  const activity = (name: string): fc.Arbitrary<string> =>
    fc.constantFrom(...[...catalog.activities.keys()].filter((key) => key.split('@')[0] === name));
  const sets = fc
    .subarray(names, { minLength: 1, maxLength: MOST_ACTIVITIES })
    .chain((chosen) => fc.tuple(...chosen.map(activity)))
    .chain((chosen) => {
      const activities = chosen.flatMap((key) => catalog.activities.get(key) ?? []);
      const limits = fc.subarray([...new Set(activities.flatMap((one) => supportedLimits(one, catalog)))]);
      return fc.record({ chosen: fc.constant(chosen), limits, values: fc.integer({ min: 1, max: 4 }) }).map((role) => ({
        Activities: role.chosen,
        ...parametersOf(activities, role.values),
        ...limitsOf(role.limits, role.values),
      }));
    });
  return fc.sample(sets, { numRuns: count, seed });
}

function parametersOf(activities: readonly ActivityTemplate[], values: number): RoleProperties {
  const parameters = activities.flatMap(({ Parameters }) => Object.entries(Parameters));
  return Object.fromEntries(parameters.map(([name, { Type }]) => [name, exampleValues(Type, values)]));
}

function limitsOf(limits: readonly Limit[], values: number): RoleProperties {
  const keys = Object.fromEntries(
    (['DataKeys', 'VolumeKeys'] as const)
      .filter((kind) => limits.includes(`Kms.${kind}`))
      .map((kind) => [kind, exampleValues('KeyArn', values)]),
  );
  return {
    ...(limits.includes('Vpc')
      ? { Vpc: { Subnets: exampleValues('SubnetId', values), SecurityGroups: exampleValues('SecurityGroupId', values) } }
      : {}),
    ...(Object.keys(keys).length === 0 ? {} : { Kms: keys }),
  };
}
