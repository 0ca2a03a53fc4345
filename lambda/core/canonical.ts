/**
 * The one text of a JSON value: RFC 8785, canonical JSON. Keys are sorted by their UTF-16 code units, nothing is between the tokens.
 * What JSON does not know, `undefined`, is left out of maps and `null` in lists, as in `JSON.stringify`.
 * Source: https://www.rfc-editor.org/rfc/rfc8785
 */
export function canonicalize(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const known = TEXTS.get(value);
  if (known !== undefined) return known;
  if (Array.isArray(value)) return value.every(isText) ? JSON.stringify(value) : `[${value.map(canonicalize).join()}]`;
  const map = value as Readonly<Record<string, unknown>>;
  const keys = Object.keys(map).filter((key) => map[key] !== undefined);
  return `{${keys
    .sort()
    .map((key) => `${quoted(key)}:${canonicalize(map[key])}`)
    .join()}}`;
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
  const sorted = [...members].sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([key, text]) => `${quoted(key)}:${text}`).join()}}`;
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}
