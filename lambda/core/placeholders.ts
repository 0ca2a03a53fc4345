import { constant } from './canonical';
import type { Conditions } from './policy';
import { urlSuffix, type Scope } from './scope';

/** What the built-in placeholders of a template stand for. */
export type Place = Pick<Scope, 'partition' | 'region' | 'accountId'>;

/** Values by the name of the list. */
export type Lists = Readonly<Record<string, readonly string[]>>;

/** A text that names a list, split where a value goes. */
interface OpenText {
  readonly list: string;
  readonly around: readonly string[];
}

/** Texts of a template, built-ins filled in: as they will stand wherever they do, or with lists to fill in. */
export type Texts =
  | { readonly kind: 'constant'; readonly texts: readonly string[] }
  | { readonly kind: 'open'; readonly parts: readonly (string | OpenText)[] };

/** The same of conditions. */
export type OpenConditions =
  | { readonly kind: 'constant'; readonly conditions: Conditions }
  | {
      readonly kind: 'open';
      readonly operators: readonly (readonly [operator: string, keys: readonly (readonly [key: string, values: Texts])[]])[];
    };

export function prepareTexts(texts: readonly string[], place: Place): Texts {
  const parts = texts.map((text) => opened(withBuiltIns(text, place)));
  const known = parts.filter((part) => typeof part === 'string');
  return known.length === parts.length ? { kind: 'constant', texts: constant([...new Set(known)]) } : { kind: 'open', parts };
}

export function prepareConditions(conditions: Conditions, place: Place): OpenConditions {
  const operators = Object.entries(conditions).map(
    ([operator, keys]) => [operator, Object.entries(keys).map(([key, values]) => [key, prepareTexts(values, place)] as const)] as const,
  );
  const isConstant = operators.every(([, keys]) => keys.every(([, values]) => values.kind === 'constant'));
  return isConstant ? { kind: 'constant', conditions: constant(filled(operators, {})) } : { kind: 'open', operators };
}

/** One text for each value of the list that it names, one where it names none; each once. */
export function fillTexts(texts: Texts, lists: Lists): readonly string[] {
  if (texts.kind === 'constant') return texts.texts;
  const filledIn: string[] = [];
  for (const part of texts.parts) {
    if (typeof part === 'string') filledIn.push(part);
    else for (const value of lists[part.list] ?? []) filledIn.push(part.around.join(value));
  }
  return texts.parts.length === 1 ? filledIn : [...new Set(filledIn)];
}

export function fillConditions(conditions: OpenConditions, lists: Lists): Conditions {
  return conditions.kind === 'constant' ? conditions.conditions : filled(conditions.operators, lists);
}

function filled(operators: Extract<OpenConditions, { kind: 'open' }>['operators'], lists: Lists): Conditions {
  const conditions: Record<string, Record<string, readonly string[]>> = {};
  for (const [operator, keys] of operators) {
    const ofOperator: Record<string, readonly string[]> = {};
    for (const [key, values] of keys) ofOperator[key] = fillTexts(values, lists);
    conditions[operator] = ofOperator;
  }
  return conditions;
}

/** Values come in last, so that one which looks like a placeholder stays what it is. */
function opened(text: string): string | OpenText {
  const start = text.indexOf('[[');
  if (start === -1) return text;
  const list = text.slice(start + 2, text.indexOf(']]', start));
  return { list, around: text.split(`[[${list}]]`) };
}

function withBuiltIns(text: string, { partition, region, accountId }: Place): string {
  if (!text.includes('{{')) return text;
  return text
    .replaceAll('{{Partition}}', partition)
    .replaceAll('{{Region}}', region)
    .replaceAll('{{AccountId}}', accountId)
    .replaceAll('{{UrlSuffix}}', urlSuffix(partition));
}
