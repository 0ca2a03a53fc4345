import * as z from 'zod/mini';
import type { Catalog } from './catalog';
import { ownProperties, schemaOf, type EntryValues, type OwnValues } from './properties-schema';
import { REPORTING } from './schema-issues';

/** What the schema reads, the parameters of activities apart from what every role may have. */
export interface GivenProperties {
  readonly own: OwnValues & { readonly Activities?: readonly EntryValues[] | undefined };
  readonly parameters: Readonly<Record<string, readonly string[]>>;
}

/** Every own property by its default, `undefined` for most: properties of one shape for all roles are read many times as fast. */
const ABSENT: Readonly<Record<string, unknown>> = Object.fromEntries([
  ...Object.entries(ownProperties).map(([name, schema]): [string, unknown] => [name, defaultOf(schema)]),
  ['Activities', undefined],
]);

function defaultOf(schema: z.ZodMiniType): unknown {
  return schema instanceof z.ZodMiniDefault ? schema.def.defaultValue : undefined;
}

/**
 * Reads valid properties one by one: a role gives a handful of the sixty that there are, and a schema looks at all of them.
 * `undefined` where anything is wrong, which the whole schema then tells.
 */
export function readGiven(input: unknown, catalog: Catalog): GivenProperties | undefined {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return undefined;
  const own: Record<string, unknown> = { ...ABSENT };
  const parameters: Record<string, unknown> = {};
  for (const [name, given] of Object.entries(input)) {
    const isParameter = catalog.parameters.has(name);
    if (isParameter && isListOfTexts(given)) parameters[name] = given;
    else if (name === 'Activities' && isListOfTexts(given)) own[name] = given.map((Activity) => ({ Activity }));
    else {
      const result = schemaOfProperty(name, catalog)?.safeParse(given, REPORTING);
      if (result?.success !== true) return undefined;
      (isParameter ? parameters : own)[name] = result.data;
    }
  }
  return { own, parameters } as unknown as GivenProperties;
}

/** The whole schema has one for every name too, but is large and mostly not needed. */
function schemaOfProperty(name: string, catalog: Catalog): z.ZodMiniType | undefined {
  const shape = Object.hasOwn(ownProperties, name) ? ownProperties : schemaOf(catalog).shape;
  return Object.hasOwn(shape, name) ? shape[name as keyof typeof shape] : undefined;
}

/** Valid wherever a list of texts may stand, and what activities and parameters mostly are. */
function isListOfTexts(given: unknown): given is readonly string[] {
  return Array.isArray(given) && given.every((item) => typeof item === 'string');
}
