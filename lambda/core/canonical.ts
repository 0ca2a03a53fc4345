/**
 * The one text of a JSON value: RFC 8785, canonical JSON. Keys are sorted by their UTF-16 code units, nothing is between the tokens.
 * What JSON does not know, `undefined`, is left out of maps and `null` in lists, as in `JSON.stringify`.
 * Source: https://www.rfc-editor.org/rfc/rfc8785
 */
export function canonicalize(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  return Array.isArray(value) ? listText(value) : mapOfValuesText(value as Readonly<Record<string, unknown>>);
}

function listText(list: readonly unknown[]): string {
  return list.length > 0 && list.every(isText) ? `["${textsBetweenQuotes(list)}"]` : `[${list.map(canonicalize).join()}]`;
}

/** A list of one text or more in canonical JSON, without the brackets and the outermost quotes. */
export function textsBetweenQuotes(list: readonly string[]): string {
  return PLAIN.test(list.join('')) ? list.join('","') : JSON.stringify(list).slice(2, -2);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function mapOfValuesText(map: Readonly<Record<string, unknown>>): string {
  const keys = Object.keys(map);
  // Most maps have one key, and sorting takes longer than it seems.
  if (keys.length > 1) keys.sort();
  let text = '';
  for (const key of keys) {
    const value = map[key];
    if (value !== undefined) text += `${text === '' ? '' : ','}${quoted(key)}:${canonicalize(value)}`;
  }
  return `{${text}}`;
}

/** Texts with nothing to escape, which nearly all are: `JSON.stringify` takes several times as long to find that out. */
const PLAIN = /^[ !#-[\]-~]*$/;

function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}

/** The text of a map of which the texts of its values are known. */
export function mapText(members: readonly (readonly [key: string, text: string])[]): string {
  const sorted = members.length < 2 ? members : [...members].sort(([a], [b]) => (a < b ? -1 : 1));
  let text = '';
  for (const [key, value] of sorted) text += `${text === '' ? '' : ','}${quoted(key)}:${value}`;
  return `{${text}}`;
}
