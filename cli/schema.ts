import { catalog } from '../lambda/catalog';
import { propertiesJsonSchema } from '../lambda/core/json-schema';
import { jsonText } from './json-text';
import { DONE, type Outcome } from './outcome';

/** `persona-role schema`: the JSON Schema of the Properties, as it is published in dist/properties.schema.json. */
export function schema(): Outcome {
  return { output: schemaText(), exitCode: DONE };
}

/** The text of dist/properties.schema.json. */
export function schemaText(): string {
  return jsonText(propertiesJsonSchema(catalog));
}
