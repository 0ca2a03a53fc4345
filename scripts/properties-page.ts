import { propertiesJsonSchema, type JsonSchema } from '../lambda/core/json-schema';
import { parameterNames, type Catalog } from '../lambda/core/catalog';
import { PROPERTY_WORDS, type PropertyWords } from '../lambda/core/property-words';
import { parameterType } from '../lambda/core/parameter-types';
import { code, linkTo, prose, table } from './catalogue-page';

const CATALOGUE = 'catalogue.md';

/** Where the page stands, from the project's root. */
export const PROPERTIES_PAGE = 'docs/properties.md';

/** The reference of all properties, as Markdown. */
export function propertiesPage(catalog: Catalog): string {
  const { properties } = propertiesJsonSchema(catalog) as { readonly properties: Readonly<Record<string, JsonSchema>> };
  const parameters = parameterNames(catalog);
  const own = Object.entries(PROPERTY_WORDS);
  const blocks = [
    '# Properties of `Custom::SageMakerPersonaRole`',
    '<!-- Made from lambda/core and policy-templates by: npm run docs -->',
    `Numbers and booleans may be texts, and a single value stands for a list of one. An empty text and an empty list mean the same as leaving
the property out. An unknown property is an error that names the nearest one, and all faults of the properties come in one answer. The same
as JSON Schema, for editors and linters: \`persona-role schema\`, or \`dist/properties.schema.json\` after a build.`,
    '## Of every role',
    table(
      ['property', 'what it means', 'default'],
      own.map(([name, words]) => [code(name), words.description, defaultOf(words, properties[name])]),
    ),
    '## Inside maps',
    table(
      ['property', 'what it means'],
      own.flatMap(([name, { keys = {} }]) => Object.entries(keys).map(([key, words]) => [code(`${name}.${key}`), words])),
    ),
    '## Parameters of activities',
    `Which of them a role needs follows from its activities. One that no activity of the role uses is an error. Given in \`Activities\`, a
parameter holds for that activity alone. Which activities there are, and what they grant: [catalogue.md](catalogue.md).`,
    table(
      ['parameter', 'what it means', 'example'],
      parameters.map((name) => [code(name), meaningOf(name, catalog), code(exampleOf(properties[name]))]),
    ),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function defaultOf({ otherwise }: PropertyWords, schema: JsonSchema | undefined): string {
  const value = schema?.['default'];
  return value === undefined ? (otherwise ?? '') : code(JSON.stringify(value).replaceAll('"', ''));
}

/** What a value is, then what each activity does with it; activities that say the same stand together. */
function meaningOf(name: string, catalog: Catalog): string {
  const users = new Map<string, string[]>();
  for (const [activity, { Parameters }] of catalog.activities) {
    const words = Parameters[name]?.Description;
    if (words !== undefined) users.set(words, [...(users.get(words) ?? []), linkTo(activity, CATALOGUE)]);
  }
  const kinds = (catalog.parameters.get(name) ?? []).map((type) => parameterType(type).description);
  const uses = [...users].map(([words, activities]) => `${activities.join(', ')}: ${prose(words)}`);
  return [`Each is the ${prose(kinds.join(', and the '))}.`, ...uses].join('<br>');
}

function exampleOf(schema: JsonSchema | undefined): string {
  const { items } = (schema ?? {}) as { readonly items?: { readonly examples?: readonly string[] } };
  return items?.examples?.[0] ?? '';
}
