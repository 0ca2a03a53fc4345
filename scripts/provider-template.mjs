import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadTypeScript, readPolicyFiles } from './bundle.mjs';
import { root } from './root.mjs';

const SOURCE = 'infra/templates/provider.yaml';

/**
 * The zip that CloudFormation makes of inline code may have 4 MB; the code itself is measured, which is more than its zip.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-code.html
 */
const INLINE_CODE_BYTES = 4_000_000;

/**
 * A template may have 51,200 bytes in a request and 1 MB in an S3 bucket.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
 */
const TEMPLATE_BYTES = 1_000_000;

/** The provider's template as the text of dist/provider.template.json: its source with the placeholders filled in. */
export async function providerTemplate(functionCode) {
  const { readTemplate } = await loadTypeScript('cli/template.ts');
  const { buildCatalog } = await loadTypeScript('lambda/core/template.ts');
  const { ceiling } = await loadTypeScript('infra/ceiling.ts');
  const { body } = readTemplate(readFileSync(join(root, SOURCE), 'utf8'), SOURCE);
  const { accessLevels } = await loadTypeScript('scripts/access-levels.ts');
  const activities = [...buildCatalog(await readPolicyFiles()).activities.values()];
  const { actions, passedToServices } = ceiling(activities, await accessLevels(activities));
  const placeholders = new Map([
    ['{{CatalogActions}}', actions],
    ['{{PassedToServices}}', passedToServices],
    ['{{FunctionCode}}', functionCode],
  ]);
  const text = `${JSON.stringify(filledIn(body, placeholders), undefined, 2)}\n`;
  if (placeholders.size > 0) throw new Error(`${SOURCE}: no place for ${[...placeholders.keys()].join(', ')}`);
  assertSize('The function', functionCode, INLINE_CODE_BYTES);
  assertSize('dist/provider.template.json', text, TEMPLATE_BYTES);
  return text;
}

/**
 * The same template for SAM: the function's code is the built folder beside it, which `sam deploy` and `aws cloudformation package` upload.
 * @param text that of dist/provider.template.json
 */
export function samProviderTemplate(text) {
  const template = { ...JSON.parse(text), Transform: 'AWS::Serverless-2016-10-31' };
  const resource = template.Resources.Function;
  resource.Type = 'AWS::Serverless::Function';
  resource.Properties.CodeUri = 'function';
  delete resource.Properties.Code;
  return `${JSON.stringify(template, undefined, 2)}\n`;
}

/** Replaces each placeholder at its one place, and forgets it. */
function filledIn(value, placeholders) {
  if (Array.isArray(value)) return value.map((item) => filledIn(item, placeholders));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, filledIn(asInJson(key, item), placeholders)]));
  }
  if (typeof value !== 'string' || !/^\{\{\w+\}\}$/.test(value)) return value;
  const replacement = placeholders.get(value);
  if (replacement === undefined) throw new Error(`${SOURCE}: nothing is known for ${value}, or it stands there twice`);
  placeholders.delete(value);
  return replacement;
}

/** `!GetAtt Role.Arn` is a list in JSON templates. */
function asInJson(key, value) {
  return key === 'Fn::GetAtt' && typeof value === 'string' ? value.split('.') : value;
}

function assertSize(what, text, limit) {
  const size = Buffer.byteLength(text);
  if (size > limit) throw new Error(`${what} has ${size} bytes, CloudFormation takes ${limit}. Look at what the bundle contains.`);
}
