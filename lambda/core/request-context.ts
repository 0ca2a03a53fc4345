import { literal, wildcards, type Pattern } from './pattern';

/** What a request says of itself, by condition key (in any case). A list is a key with many values. */
export type RequestContext = Readonly<Record<string, string | readonly string[]>>;

/** The values of a key; `undefined` where the request does not carry it. An empty list is not carried. */
export function valuesOf(context: RequestContext, key: string): readonly string[] | undefined {
  const value = Object.hasOwn(context, key) ? context[key] : valueInAnyCase(context, key);
  if (value === undefined) return undefined;
  const values = typeof value === 'string' ? [value] : value;
  return values.length === 0 ? undefined : values;
}

function valueInAnyCase(context: RequestContext, key: string): string | readonly string[] | undefined {
  const wanted = key.toLowerCase();
  return Object.entries(context).find(([name]) => name.toLowerCase() === wanted)?.[1];
}

/** `${aws:PrincipalTag/team, 'none'}`: a key and, behind a comma, what stands in for it. */
const VARIABLE = /\$\{([^}]*)\}/;
const WITH_DEFAULT = /^\s*([^,]*?)\s*,\s*'([^']*)'\s*$/;

/**
 * A text of a policy with its wildcards, and with the request's values for its variables: these count letter by letter.
 * `undefined` where a variable has no value, or has many.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function patternOf(text: string, context: RequestContext): Pattern | undefined {
  return expanded(text, context, wildcards);
}

/** The same where `*` and `?` are letters. */
export function literalOf(text: string, context: RequestContext): Pattern | undefined {
  return expanded(text, context, literal);
}

function expanded(text: string, context: RequestContext, read: (piece: string) => Pattern): Pattern | undefined {
  const patterns = text.split(VARIABLE).map((piece, index) => (index % 2 === 0 ? read(piece) : variable(piece, context)));
  return patterns.every((pattern) => pattern !== undefined) ? patterns.flat() : undefined;
}

function variable(name: string, context: RequestContext): Pattern | undefined {
  if (name === '*' || name === '?' || name === '$') return literal(name);
  const [, key = name, fallback] = WITH_DEFAULT.exec(name) ?? [];
  const values = valuesOf(context, key.trim());
  const value = values?.length === 1 ? values[0] : fallback;
  return value === undefined ? undefined : literal(value);
}
