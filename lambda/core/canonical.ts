/**
 * The one text of a JSON value: RFC 8785, canonical JSON. Keys are sorted by their UTF-16 code units, nothing is between the tokens.
 * What JSON does not know, `undefined`, is left out of maps and `null` in lists, as in `JSON.stringify`.
 * Source: https://www.rfc-editor.org/rfc/rfc8785
 */
export function canonicalize(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const known = TEXTS.get(value);
  if (known !== undefined) return known;
  return Array.isArray(value) ? listText(value) : mapOfValuesText(value as Readonly<Record<string, unknown>>);
}

function listText(list: readonly unknown[]): string {
  return list.every(isText) ? JSON.stringify(list) : `[${list.map(canonicalize).join()}]`;
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

/** Most keys are plain words, for which `JSON.stringify` takes several times as long. */
function quoted(key: string): string {
  return /^[\w:]*$/.test(key) ? `"${key}"` : JSON.stringify(key);
}

const TEXTS = new WeakMap<object, string>();

/** The same value, whose text is made now and remembered: for what never changes and stands in many documents. */
export function constant<T extends object>(value: T): T {
  TEXTS.set(value, canonicalize(value));
  return value;
}

/** The text of a map of which the texts of its values are known. */
export function mapText(members: readonly (readonly [key: string, text: string])[]): string {
  const sorted = members.length < 2 ? members : [...members].sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([key, text]) => `${quoted(key)}:${text}`).join()}}`;
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}
