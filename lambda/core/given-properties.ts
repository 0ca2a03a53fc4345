import type { Catalog } from './catalog';
import { schemaOf, type PropertyValues } from './properties-schema';
import { REPORTING } from './schema-issues';

const DEFAULTS = new WeakMap<Catalog, PropertyValues | undefined>();

/**
 * Reads valid properties one by one: a role gives a handful of the sixty that there are, and a schema looks at all of them.
 * `undefined` where anything is wrong, which the whole schema then tells.
 */
export function readGiven(input: unknown, catalog: Catalog): PropertyValues | undefined {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return undefined;
  const { shape } = schemaOf(catalog);
  const values: Record<string, unknown> = { ...defaultsOf(catalog) };
  for (const [name, given] of Object.entries(input)) {
    const property = Object.hasOwn(shape, name) ? shape[name as keyof typeof shape] : undefined;
    if (property === undefined) return undefined;
    if (isListOfTexts(given) && catalog.parameters.has(name)) values[name] = given;
    else if (isListOfTexts(given) && name === 'Activities') values[name] = given.map((Activity) => ({ Activity }));
    else {
      const result = property.safeParse(given, REPORTING);
      if (!result.success) return undefined;
      values[name] = result.data;
    }
  }
  return values as PropertyValues;
}

/** What the schema makes of absent properties. */
function defaultsOf(catalog: Catalog): PropertyValues | undefined {
  if (!DEFAULTS.has(catalog)) DEFAULTS.set(catalog, schemaOf(catalog).safeParse({}).data);
  return DEFAULTS.get(catalog);
}

/** Valid wherever a list of texts may stand, and what activities and parameters mostly are. */
function isListOfTexts(given: unknown): given is readonly string[] {
  return Array.isArray(given) && given.every((item) => typeof item === 'string');
}
