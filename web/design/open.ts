import { parseDocument, type CollectionTag, type ScalarTag } from 'yaml';
import { RESOURCE_TYPE } from '../../lambda/core/names';
import { isMap, type PropertyMap } from './design';

/** Properties that were found in a text, or why there are none. */
export type Opened =
  { readonly properties: PropertyMap; readonly logicalId: string | undefined; readonly fault?: undefined } | { readonly fault: string };

/** Where one text stands for what CloudFormation fills in at deploy. */
const PSEUDO = /\$\{(AWS::(?:Partition|Region|AccountId))\}/g;

export interface PseudoParameters {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/**
 * Reads what someone pasted: the Properties of a resource, the resource, or a template with one such resource; YAML or JSON.
 * Pseudo parameters get the values of the place; other functions of CloudFormation have no value before deploy, and stay as texts that the
 * checks then refuse in their place.
 */
export function openText(text: string, place: PseudoParameters): Opened {
  const document = parseDocument(text, { version: '1.1', customTags, merge: false });
  const [fault] = document.errors;
  if (fault !== undefined) return { fault: fault.message.split('\n')[0]?.replace(/:$/, '') ?? fault.message };
  const value: unknown = document.toJS();
  if (!isMap(value)) return { fault: 'this is no map of properties, neither YAML nor JSON' };
  const found = propertiesIn(value);
  if ('fault' in found) return found;
  const own = Object.entries(found.properties).filter(([name]) => !CLOUDFORMATIONS.includes(name));
  return { properties: Object.fromEntries(own.map(([name, item]) => [name, resolved(item, place)])), logicalId: found.logicalId };
}

/** What the snippets write anew. */
const CLOUDFORMATIONS = ['ServiceToken', 'ServiceTimeout'];

function propertiesIn(
  value: PropertyMap,
): { readonly properties: PropertyMap; readonly logicalId: string | undefined } | { readonly fault: string } {
  const { Resources, Properties } = value;
  if (isMap(Resources)) {
    const roles = Object.entries(Resources).filter(([, resource]) => isMap(resource) && resource['Type'] === RESOURCE_TYPE);
    const [role] = roles;
    if (role === undefined) return { fault: `the template has no resource of type ${RESOURCE_TYPE}` };
    if (roles.length > 1)
      return { fault: `the template has several: paste the Properties of one of ${roles.map(([id]) => id).join(', ')}` };
    const [id, resource] = role;
    return { properties: isMap(resource) && isMap(resource['Properties']) ? resource['Properties'] : {}, logicalId: id };
  }
  return { properties: isMap(Properties) ? Properties : value, logicalId: undefined };
}

/** `!Sub x` as `{ "Fn::Sub": x }`, as in JSON. */
const FUNCTIONS = ['Sub', 'GetAtt', 'ImportValue', 'Join', 'Select', 'Split', 'FindInMap', 'If', 'Base64', 'GetAZs', 'Cidr', 'Transform'];

const customTags: (ScalarTag | CollectionTag)[] = [
  ...FUNCTIONS.map((name) => [`!${name}`, `Fn::${name}`] as const),
  ['!Ref', 'Ref'] as const,
].flatMap(([tag, name]): (ScalarTag | CollectionTag)[] => [
  { tag, resolve: (text: string) => ({ [name]: text }) },
  { tag, collection: 'seq', resolve: (items) => ({ [name]: items.toJSON() as unknown }) },
  { tag, collection: 'map', resolve: (items) => ({ [name]: items.toJSON() as unknown }) },
]);

function resolved(value: unknown, place: PseudoParameters): unknown {
  if (Array.isArray(value)) return value.map((item) => resolved(item, place));
  if (!isMap(value)) return value;
  const [[name, argument] = ['', undefined], ...others] = Object.entries(value);
  if (others.length === 0 && (name === 'Ref' || name.startsWith('Fn::'))) return functionValue(name, argument, place);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolved(item, place)]));
}

/** The value, as far as it is known, or the function as it would stand in a template. */
function functionValue(name: string, argument: unknown, place: PseudoParameters): string {
  const values: Readonly<Record<string, string>> = {
    'AWS::Partition': place.partition,
    'AWS::Region': place.region,
    'AWS::AccountId': place.account,
  };
  if (name === 'Ref' && typeof argument === 'string' && values[argument] !== undefined) return values[argument];
  if (name === 'Fn::Sub' && typeof argument === 'string') {
    const filled = argument.replace(PSEUDO, (_, parameter: string) => values[parameter] ?? '');
    return /\$\{[^!]/.test(filled) ? `!Sub ${filled}` : filled.replace(/\$\{!/g, '${');
  }
  const text =
    typeof argument === 'string' ? argument : Array.isArray(argument) ? argument.map(String).join('.') : JSON.stringify(argument);
  return `!${name.replace('Fn::', '')} ${text}`;
}
