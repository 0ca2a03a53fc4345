import { plainText, type PropertyWords } from './property-words';

/** A JSON Schema, draft 2020-12. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** What CloudFormation or an author may write for a text: numbers and booleans are taken as they would be written. */
export const TEXT_TYPES = ['string', 'number', 'boolean'];

/**
 * The schema of a value as it may be written, made from the schema of the value as it is read: scalars may be texts, a single value
 * stands for a list of one, an empty text for an absent property.
 */
export function writtenAs(schema: JsonSchema, words: Omit<PropertyWords, 'description'> = {}): JsonSchema {
  const rest = Object.fromEntries(Object.entries(schema).filter(([key]) => !['type', '$schema'].includes(key)));
  if (schema['enum'] !== undefined) return { ...rest, enum: [...(schema['enum'] as readonly unknown[]), ''] };
  switch (schema['type']) {
    case 'boolean':
      return { ...rest, type: ['boolean', 'string'], pattern: '^(true|false)?$' };
    case 'integer':
      return { ...rest, type: ['integer', 'string'], pattern: '^-?[0-9]*$' };
    case 'string': {
      const pattern = words.pattern ?? (rest['pattern'] as string | undefined);
      return { ...rest, type: TEXT_TYPES, ...(pattern === undefined ? {} : { pattern: `^$|${pattern}` }) };
    }
    case 'array': {
      const { items, ...bounds } = rest as { readonly items?: JsonSchema };
      return { ...bounds, ...listOrSingle(items === undefined ? {} : writtenAs(items, keysOnly(words))) };
    }
    case 'object':
      return objectAsWritten(rest, words);
    default:
      return schema;
  }
}

function keysOnly({ keys }: Omit<PropertyWords, 'description'>): Omit<PropertyWords, 'description'> {
  return keys === undefined ? {} : { keys };
}

function objectAsWritten(schema: JsonSchema, { keys = {} }: Omit<PropertyWords, 'description'>): JsonSchema {
  const { properties = {}, required = [], additionalProperties = false, ...rest } = schema;
  const members = Object.entries(properties as Readonly<Record<string, JsonSchema>>);
  const isOptional = (name: string): boolean => members.some(([member, { default: value }]) => member === name && value !== undefined);
  return {
    ...rest,
    type: 'object',
    properties: Object.fromEntries(
      members.map(([name, member]) => [name, described(writtenAs(member), { description: keys[name] ?? '' })]),
    ),
    required: (required as readonly string[]).filter((name) => !isOptional(name)),
    ...(typeof additionalProperties === 'object'
      ? { minProperties: 1, additionalProperties: filled(writtenAs(additionalProperties as JsonSchema)) }
      : { additionalProperties }),
  };
}

/** The values of a free map narrow what its author grants: none of them may be empty. The keywords hold for the types that they are about. */
function filled(schema: JsonSchema): JsonSchema {
  const { items } = schema as { readonly items?: JsonSchema };
  return { ...schema, minLength: 1, minItems: 1, ...(items === undefined ? {} : { items: filled(items) }) };
}

/** A list of such elements, or one of them. Keywords hold for the types that they are about, which keeps a linter's messages exact. */
export function listOrSingle(element: JsonSchema): JsonSchema {
  if (element['type'] === undefined) {
    return { if: { type: 'array' }, then: { items: element }, else: element };
  }
  const { examples, ...keywords } = element;
  return {
    ...keywords,
    type: ['array', ...[element['type']].flat()],
    items: examples === undefined ? keywords : { ...keywords, examples },
  };
}

/** A schema with what an editor shows beside it, first. */
export function described(schema: JsonSchema, { description, examples }: PropertyWords): JsonSchema {
  return {
    ...(description === '' ? {} : { description: plainText(description) }),
    ...schema,
    ...(examples === undefined ? {} : { examples }),
  };
}
