import type { JsonSchema } from '../../lambda/core/json-schema';
import { LIMIT_LISTS } from '../../lambda/core/limit';
import { parameterNames, type Catalog } from '../../lambda/core/catalog';
import { isMap } from './design';

/** How a property is edited. */
export type PropertyForm =
  { readonly kind: 'choice'; readonly values: readonly string[] } | { readonly kind: 'text' | 'number' | 'list' | 'structure' };

/** A property that has a field of its own. */
export interface PropertyField {
  /** `Description`, `Vpc.Subnets` */
  readonly path: string;
  readonly form: PropertyForm;
  /** What it means; `code` stands in backticks. */
  readonly words: string;
  readonly example: string;
}

/** The field for a property of the JSON Schema of the Properties. */
export function propertyField(schema: JsonSchema, path: string): PropertyField {
  const found = path.split('.').reduce<JsonSchema>((node, key) => member(node, key), schema);
  const { description, default: standard } = found;
  const words = typeof description === 'string' ? description : '';
  return {
    path,
    form: formOf(found),
    words: typeof standard === 'string' || typeof standard === 'boolean' ? `${words} Default: \`${String(standard)}\`.` : words,
    example: Array.isArray(found['examples']) && typeof found['examples'][0] === 'string' ? found['examples'][0] : '',
  };
}

function member(schema: JsonSchema, key: string): JsonSchema {
  const { properties } = schema;
  const found = isMap(properties) ? properties[key] : undefined;
  return isMap(found) ? found : {};
}

function formOf(schema: JsonSchema): PropertyForm {
  const { enum: values, type, items } = schema;
  if (Array.isArray(values)) return { kind: 'choice', values: [...new Set(values.map(String))].filter((value) => value !== '') };
  const types = [type].flat();
  if (types.includes('boolean') && !types.includes('number')) return { kind: 'choice', values: ['true', 'false'] };
  if (types.includes('integer')) return { kind: 'number' };
  if (types.includes('array')) return { kind: isMap(items) && !holdsMaps(items) ? 'list' : 'structure' };
  return { kind: types.includes('string') ? 'text' : 'structure' };
}

function holdsMaps({ type }: JsonSchema): boolean {
  return type === undefined || [type].flat().includes('object');
}

/** What persona, activities and their values have fields for; the two of CloudFormation come with the snippets. */
const ELSEWHERE = ['Persona', 'Activities', 'ExcludeActivities', 'ServiceToken', 'ServiceTimeout'];

/** The properties of the role itself, beside its choice, its parameters and its limits. */
export function settingFields(schema: JsonSchema, catalog: Catalog): PropertyField[] {
  const { properties } = schema;
  const limits = Object.values(LIMIT_LISTS).flatMap((lists) => Object.keys(lists).map((list) => list.split('.')[0]));
  return Object.keys(isMap(properties) ? properties : {})
    .filter((name) => ![...ELSEWHERE, ...limits, ...parameterNames(catalog)].includes(name))
    .map((name) => propertyField(schema, name));
}
