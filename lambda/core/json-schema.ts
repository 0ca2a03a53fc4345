import * as z from 'zod/mini';
import { described, listOrSingle, TEXT_TYPES, writtenAs, type JsonSchema } from './json-schema-forms';
import { LIMIT_LISTS } from './limit';
import { parameterType, type ParameterTypeName } from './parameter-types';
import { parameterNames, versioned, type Catalog } from './catalog';
import { propertiesSchema } from './properties-schema';
import { PROPERTY_WORDS, type PropertyWords } from './property-words';
import { sortedUnique } from './values';
import { takesWildcard } from './wildcards';

export type { JsonSchema } from './json-schema-forms';

/**
 * The Properties of `Custom::SageMakerPersonaRole` as JSON Schema, draft 2020-12: for editors, linters and forms. It accepts what the
 * provider reads, numbers and booleans as text included, and says of each property what it means. It is the structure of the one schema
 * in properties-schema.ts with the names of the catalogue. What depends on the stack or the provider is checked by the provider alone.
 */
export function propertiesJsonSchema(catalog: Catalog): JsonSchema {
  const structure = z.toJSONSchema(propertiesSchema(catalog), { io: 'output' }) as JsonSchema;
  const members = structure['properties'] as Readonly<Record<string, JsonSchema>>;
  const properties = Object.entries(members).map(([name, schema]) => [name, propertySchema(name, schema, catalog)] as const);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Properties of Custom::SageMakerPersonaRole',
    description: 'A least-privilege IAM role for Amazon SageMaker AI: a persona, or a list of activities, and what they may reach.',
    type: 'object',
    properties: Object.fromEntries(properties.sort(([a], [b]) => order(a) - order(b))),
    additionalProperties: false,
    anyOf: [{ required: ['Persona'] }, { required: ['Activities'] }],
  };
}

/** In the order of the words; parameters behind the activities that they are for. */
function order(name: string): number {
  const names = Object.keys(PROPERTY_WORDS);
  return names.includes(name) ? names.indexOf(name) : names.indexOf('ExcludeActivities') + 0.5;
}

function propertySchema(name: string, schema: JsonSchema, catalog: Catalog): JsonSchema {
  if (parameterNames(catalog).includes(name)) return parameterSchema(name, catalog);
  const words = wordsOn(name);
  switch (name) {
    case 'Persona':
      return described(referenceSchema(catalog.personas), words);
    case 'ExcludeActivities':
      return described(listOrSingle(referenceSchema(catalog.activities)), words);
    case 'Activities':
      return described(listOrSingle(activityEntrySchema(schema, words, catalog)), words);
    case 'Vpc':
    case 'Kms':
      return limitSchema(name, schema);
    case 'AllowedInstanceTypes':
      return described(listOrSingle(valueSchema(['InstanceType'])), words);
    case 'ResourceNamePrefix':
      return described(valueSchema(['ResourceNamePrefix']), words);
    default:
      return described(writtenAs(schema, words), words);
  }
}

function wordsOn(name: string): PropertyWords {
  return { ...PROPERTY_WORDS }[name] ?? { description: '' };
}

/** A name with or without a version; the empty text stands for an absent property. */
function referenceSchema(templates: Catalog['activities'] | Catalog['personas']): JsonSchema {
  const withVersions = [...templates.keys()];
  const plain = withVersions.filter((key) => key.endsWith('@1')).map((key) => key.slice(0, -2));
  const titles = withVersions.map((key) => templates.get(key)?.Title ?? '');
  return {
    enum: [...withVersions, ...plain, ''],
    enumDescriptions: [...titles, ...plain.map((name) => `${versioned(name, 1)}; write the version`), 'the same as leaving it out'],
  };
}

function activityEntrySchema(list: JsonSchema, { keys = {} }: PropertyWords, catalog: Catalog): JsonSchema {
  const { properties } = list['items'] as { readonly properties: Readonly<Record<string, JsonSchema>> };
  const members = Object.entries(properties).map(([name, schema]) => [
    name,
    name === 'Activity' ? { description: keys['Activity'], ...referenceSchema(catalog.activities) } : propertySchema(name, schema, catalog),
  ]);
  return {
    if: { type: 'object' },
    then: { properties: Object.fromEntries(members) as JsonSchema, required: ['Activity'], additionalProperties: false },
    else: referenceSchema(catalog.activities),
  };
}

function limitSchema(name: string, schema: JsonSchema): JsonSchema {
  const words = wordsOn(name);
  const lists: Record<string, ParameterTypeName> = Object.assign({}, ...Object.values(LIMIT_LISTS)) as Record<string, ParameterTypeName>;
  const members = Object.keys(schema['properties'] as JsonSchema).map((key) => {
    const type = lists[`${name}.${key}`];
    const value = type === undefined ? {} : valueSchema([type]);
    return [key, described(listOrSingle(value), { description: words.keys?.[key] ?? '' })];
  });
  return described(
    {
      // An empty text or list is the same as leaving it out.
      type: ['object', 'array', 'string'],
      maxItems: 0,
      maxLength: 0,
      properties: Object.fromEntries(members) as JsonSchema,
      required: schema['required'] ?? [],
      additionalProperties: false,
      minProperties: 1,
    },
    words,
  );
}

/** A list of values of the parameter's type; where activities declare different types, all of them hold. */
function parameterSchema(name: string, catalog: Catalog): JsonSchema {
  const declared = [...catalog.activities].flatMap(([activity, { Parameters }]) =>
    Parameters[name] === undefined ? [] : [{ activity, ...Parameters[name] }],
  );
  const types = sortedUnique(declared.map(({ Type }) => Type)) as ParameterTypeName[];
  const users = declared.map(({ activity }) => activity).join(', ');
  const description = `${sentences(declared.map(({ Description }) => Description))} For ${users}. Each is the ${types.map((type) => parameterType(type).description).join(', and the ')}.`;
  return described(listOrSingle(valueSchema(types)), { description });
}

/** Activities say what a parameter is for, often in the same words. */
function sentences(descriptions: readonly string[]): string {
  return sortedUnique(descriptions.map((description) => (description.endsWith('.') ? description : `${description}.`))).join(' ');
}

/** Elements that are empty texts are dropped where the properties are read. */
function valueSchema(types: readonly ParameterTypeName[]): JsonSchema {
  const [first, ...others] = types.map((type) => ({
    pattern: `^$|${parameterType(type).fault.pattern}${takesWildcard(type) ? '|^[^*?]{3,}\\*$' : ''}`,
  }));
  return {
    type: TEXT_TYPES,
    ...first,
    ...(others.length === 0 ? {} : { allOf: others }),
    examples: types.map((type) => parameterType(type).example),
  };
}
