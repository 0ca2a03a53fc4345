import type { Output, Parameters } from './iam-operation';
import type { Shape, Wire } from './iam-parameters';

const NAMESPACE = 'https://iam.amazonaws.com/doc/2010-05-08/';

/** A form's fields as a tree: `Tags.member.1.Key=a` is `{ Tags: { member: { 1: { Key: 'a' } } } }`. */
interface Fields {
  readonly [name: string]: string | Fields;
}

/**
 * The parameters of a form in AWS's query protocol. Names that the shape does not know are kept, for the operation to refuse.
 * Source: https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
export function readForm(form: URLSearchParams, shape: Shape): Parameters {
  const tree: Record<string, string | Fields> = {};
  for (const [name, value] of form) {
    if (name !== 'Action' && name !== 'Version') plant(tree, name.split('.'), value);
  }
  return Object.fromEntries(Object.entries(tree).map(([name, field]) => [name, valueOf(field, shape[name]?.wire ?? 'string')]));
}

function plant(tree: Record<string, string | Fields>, [name = '', ...rest]: readonly string[], value: string): void {
  if (rest.length === 0) {
    tree[name] = value;
    return;
  }
  const below = tree[name];
  const branch: Record<string, string | Fields> = typeof below === 'object' ? below : {};
  tree[name] = branch;
  plant(branch, rest, value);
}

function valueOf(field: string | Fields, wire: Wire): unknown {
  switch (wire) {
    case 'string':
      return field;
    case 'integer':
      return typeof field === 'string' && /^-?\d+$/.test(field) ? Number(field) : field;
    case 'boolean':
      return field === 'true' || (field === 'false' ? false : field);
    case 'strings':
    case 'tags':
      return members(field);
  }
}

/** The members of a list in the order of their numbers; an empty list travels as an empty string. */
function members(field: string | Fields): unknown {
  if (field === '') return [];
  const list = typeof field === 'object' ? field['member'] : undefined;
  if (typeof list !== 'object') return field;
  return Object.entries(list)
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, member]) => member);
}

/** The XML of a result. */
export function resultXml(operation: string, output: Output, requestId: string): string {
  const result = `<${operation}Result>${memberXml(output)}</${operation}Result>`;
  const metadata = `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
  return `<${operation}Response xmlns="${NAMESPACE}">${result}${metadata}</${operation}Response>`;
}

/** The XML of an error. */
export function errorXml(code: string, message: string, status: number, requestId: string): string {
  const error = memberXml({ Type: status < 500 ? 'Sender' : 'Receiver', Code: code, Message: message });
  return `<ErrorResponse xmlns="${NAMESPACE}"><Error>${error}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
}

function memberXml(output: object): string {
  return Object.entries(output)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `<${name}>${valueXml(value)}</${name}>`)
    .join('');
}

function valueXml(value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => `<member>${valueXml(item)}</member>`).join('');
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'object' && value !== null) return memberXml(value);
  return escaped(String(value));
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** White space other than blanks is written as a reference, since XML readers turn line ends into one form. */
function escaped(text: string): string {
  return text
    .replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character)
    .replace(/[\t\n\r]/g, (character) => `&#${String(character.charCodeAt(0))};`);
}
