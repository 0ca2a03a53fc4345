import { templateError } from './template';
import { lookUp, type Evaluate, type TemplateScope } from './template-scope';
import { isTemplateList, isTemplateMap, mapAt, ownValue, scalarText, type TemplatePath, type TemplateValue } from './template-value';

/** An intrinsic at work: its argument as written, where that stands, and how to resolve what is inside. */
export interface Call {
  readonly name: string;
  readonly argument: TemplateValue;
  readonly path: TemplatePath;
  readonly scope: TemplateScope;
  readonly evaluate: Evaluate;
  /** Whether a named condition holds. */
  readonly holds: (condition: string, path: TemplatePath) => boolean;
}

type Intrinsic = (call: Call) => TemplateValue | undefined;

/**
 * The intrinsics that give values. Conditions are in template-conditions.ts.
 * Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
 */
export const INTRINSICS: ReadonlyMap<string, Intrinsic> = new Map<string, Intrinsic>([
  ['Ref', ref],
  ['Fn::GetAtt', getAtt],
  ['Fn::Sub', substitute],
  ['Fn::If', choose],
  ['Fn::FindInMap', findInMap],
  ['Fn::Join', join],
  ['Fn::Select', select],
  ['Fn::Split', split],
  ['Fn::Base64', (call) => Buffer.from(text(call, call.argument, call.path), 'utf8').toString('base64')],
  ['Fn::ImportValue', importValue],
]);

function ref(call: Call): TemplateValue | undefined {
  const name = scalarText(call.argument);
  if (name === undefined) throw fault(call, 'takes the name of a parameter or resource');
  return named(call, name);
}

function named(call: Call, name: string): TemplateValue | undefined {
  const found = lookUp(call.scope, name);
  switch (found.kind) {
    case 'value':
      return found.value;
    case 'no value':
      return undefined;
    case 'resource':
      return call.scope.resources.ref(name);
    case 'unknown':
      throw fault(call, `names "${name}", which is neither a parameter nor a resource of this template`);
  }
}

function getAtt(call: Call): TemplateValue {
  if (typeof call.argument === 'string') return attribute(call, call.argument);
  const [logicalId, attributeName] = list(call, 2);
  if (typeof logicalId !== 'string' || attributeName === undefined) throw fault(call, 'takes a logical id and an attribute name');
  return attribute(call, `${logicalId}.${text(call, attributeName, [...call.path, 1])}`);
}

function attribute(call: Call, dotted: string): TemplateValue {
  const dot = dotted.indexOf('.');
  if (dot < 1) throw fault(call, `"${dotted}" is not of the form LogicalId.Attribute`);
  const logicalId = dotted.slice(0, dot);
  if (lookUp(call.scope, logicalId).kind !== 'resource')
    throw fault(call, `names "${logicalId}", which is not a resource of this template`);
  return call.scope.resources.getAtt(logicalId, dotted.slice(dot + 1));
}

function substitute(call: Call): TemplateValue {
  const [pattern, variables] = isTemplateList(call.argument) ? list(call, 2) : [call.argument, {}];
  if (typeof pattern !== 'string' || !isTemplateMap(variables))
    throw fault(call, 'takes a string, or a list of a string and a map of variables');
  return pattern.replace(/\$\{([^}]*)(\}?)/g, (_, name: string, end: string) => {
    if (end === '') throw fault(call, `has a "\${" without "}" in "${pattern}"`);
    // ${!Literal} is how a template writes ${Literal} itself.
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    const variable = ownValue(variables, name);
    const value =
      variable !== undefined
        ? call.evaluate(variable, [...call.path, 1, name])
        : name.includes('.')
          ? attribute(call, name)
          : named(call, name);
    const written = scalarText(value);
    if (written === undefined) throw fault(call, `needs a text for "\${${name}}", not a list, a map or AWS::NoValue`);
    return written;
  });
}

function choose(call: Call): TemplateValue | undefined {
  const [condition, whenTrue, whenFalse] = list(call, 3);
  if (typeof condition !== 'string' || whenTrue === undefined || whenFalse === undefined) {
    throw fault(call, 'takes the name of a condition and two values');
  }
  return call.holds(condition, call.path) ? call.evaluate(whenTrue, [...call.path, 1]) : call.evaluate(whenFalse, [...call.path, 2]);
}

function findInMap(call: Call): TemplateValue {
  const [mapName, first, second] = list(call, 3).map((part, index) => text(call, part, [...call.path, index]));
  if (mapName === undefined || first === undefined || second === undefined) throw fault(call, 'takes a map name and two keys');
  const value = ownValue(mapAt(mapAt(mapAt(call.scope.template.body, 'Mappings'), mapName), first), second);
  if (value === undefined) throw fault(call, `finds nothing in Mappings.${mapName}.${first}.${second}`);
  return value;
}

function join(call: Call): TemplateValue {
  const [delimiter, items] = list(call, 2);
  if (typeof delimiter !== 'string' || items === undefined) throw fault(call, 'takes a delimiter and a list');
  return listOf(call, items, [...call.path, 1])
    .map((item) => {
      const written = scalarText(item);
      if (written === undefined) throw fault(call, 'can join texts only, no lists or maps');
      return written;
    })
    .join(delimiter);
}

function select(call: Call): TemplateValue {
  const [index, items] = list(call, 2);
  if (index === undefined || items === undefined) throw fault(call, 'takes an index and a list');
  const position = text(call, index, [...call.path, 0]);
  const values = listOf(call, items, [...call.path, 1]);
  const chosen = /^\d+$/.test(position) ? values[Number(position)] : undefined;
  if (chosen === undefined) throw fault(call, `has no element "${position}" in a list of ${String(values.length)}`);
  return chosen;
}

function split(call: Call): TemplateValue {
  const [delimiter, source] = list(call, 2);
  if (typeof delimiter !== 'string' || delimiter === '' || source === undefined) throw fault(call, 'takes a delimiter and a text');
  return text(call, source, [...call.path, 1]).split(delimiter);
}

function importValue(call: Call): TemplateValue {
  const name = text(call, call.argument, call.path);
  const value = call.scope.exports.get(name);
  // CloudFormation's own words: https://repost.aws/knowledge-center/cloudformation-stack-export-name-error
  if (value === undefined) throw fault(call, `No export named ${name} found.`);
  return value;
}

function list(call: Call, length: number): readonly TemplateValue[] {
  if (!isTemplateList(call.argument) || call.argument.length !== length) throw fault(call, `takes a list of ${String(length)}`);
  return call.argument;
}

function listOf(call: Call, value: TemplateValue, path: TemplatePath): readonly TemplateValue[] {
  const resolved = call.evaluate(value, path);
  if (!isTemplateList(resolved)) throw fault(call, 'needs a list');
  return resolved;
}

function text(call: Call, value: TemplateValue, path: TemplatePath): string {
  const written = scalarText(call.evaluate(value, path));
  if (written === undefined) throw fault(call, 'needs a text, not a list, a map or AWS::NoValue');
  return written;
}

function fault({ scope, name, path }: Call, message: string): Error {
  return templateError(scope.template, path.slice(0, -1), `${name} ${message}`);
}
