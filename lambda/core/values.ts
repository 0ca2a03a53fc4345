import * as z from 'zod/mini';

/*
 * CloudFormation hands every scalar of ResourceProperties over as a string ("true", "3600"); other callers send the native types.
 * Both are read by what the schema declares, never by what the text looks like: a name "123" stays a text.
 */

/** A text; numbers and booleans are taken as they would be written. */
export const text = z.pipe(
  z.transform((value: unknown) => (typeof value === 'number' || typeof value === 'boolean' ? String(value) : value)),
  z.string(),
);

/** `true`, `false`, `"true"`, `"false"`. */
export const flag = z.pipe(
  z.transform((value: unknown) => (value === 'true' ? true : value === 'false' ? false : value)),
  z.boolean(),
);

/** A whole number within bounds, as a number or in decimal digits. */
export function wholeNumber(minimum: number, maximum: number) {
  return z.pipe(
    z.transform((value: unknown) => (typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value)),
    z.int().check(z.minimum(minimum), z.maximum(maximum)),
  );
}

/** A list; a single value stands for a list of one. */
export function listOf<T extends z.ZodMiniType>(element: T) {
  return z.pipe(
    z.transform((value: unknown) => (Array.isArray(value) || value === undefined ? value : [value])),
    z.array(element),
  );
}

/** What several properties are: made once, since each schema costs a function its time to start. */
export const optionalText = z.optional(text);
export const optionalTexts = z.optional(listOf(text));
export const optionalFlag = z.optional(flag);
export const off = z._default(flag, false);

/** An optional property whose schema is made when it is first given: few roles have it. */
export function seldom<T extends z.ZodMiniType>(make: () => T) {
  return z.optional(z.lazy(make));
}

/** Levels of lists and maps in the properties: `Activities[0].Vpc.Subnets[0]` has five; what is deeper is wrong whatever it holds. */
const DEEPEST = 6;

/** Maps whose content is taken as it is written: a value that were left out there would leave out what narrows a permission. */
const LITERAL: ReadonlySet<string> = new Set(['Condition', 'Conditions', 'ResourceTags']);

/**
 * The value as it is where nothing in it is empty, else a copy in which empty strings and empty lists are gone from maps and lists: they
 * mean the same as an absent property. The content of conditions and of limits by tag stays as it is. Lists and maps below the deepest
 * valid level come out empty, so that no nesting can exhaust the stack.
 */
export function withoutEmpty(value: unknown): unknown {
  return isWhole(value, 0) ? value : copied(value, 0, isEmpty);
}

/**
 * A copy of which every part stands in one place only: an alias in YAML lets one map stand in several.
 * @param value no deeper than {@link withoutEmpty} leaves one
 */
export function separateCopy(value: unknown): unknown {
  return copied(value, 0, () => false);
}

/** Whether nothing in it is empty or too deep, which holds for most. */
function isWhole(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (depth > DEEPEST) return false;
  const isKept = (item: unknown): boolean => !isEmpty(item) && isWhole(item, depth + 1);
  // A list may have holes, which `every` passes over.
  if (Array.isArray(value)) return !value.includes(undefined) && value.every(isKept);
  return Object.values(value).every(isKept);
}

function copied(value: unknown, depth: number, isLeftOut: (item: unknown) => boolean): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > DEEPEST) return {};
  if (Array.isArray(value)) return value.map((item) => copied(item, depth + 1, isLeftOut)).filter((item) => !isLeftOut(item));
  const entries = Object.entries(value).map(
    ([key, item]) => [key, copied(item, depth + 1, LITERAL.has(key) ? () => false : isLeftOut)] as const,
  );
  return Object.fromEntries(entries.filter(([, item]) => !isLeftOut(item)));
}

function isEmpty(value: unknown): boolean {
  return value === '' || value === null || value === undefined || (Array.isArray(value) && value.length === 0);
}

/** Each value once, sorted: the order in which an author lists values never shows in a policy. */
export function sortedUnique(values: readonly string[]): readonly string[] {
  return isAscending(values) ? values : [...new Set(values)].sort();
}

function isAscending(values: readonly string[]): boolean {
  return values.every((value, index) => index === 0 || (values[index - 1] ?? '') < value);
}
