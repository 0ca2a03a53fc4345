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

/** Texts of which some name a list. */
export type OpenTexts = readonly (string | OpenText)[];

/** Texts of a template, built-ins filled in: as they will stand wherever they do, or with lists to fill in. */
export type Texts = { readonly kind: 'constant'; readonly texts: readonly string[] } | { readonly kind: 'open'; readonly parts: OpenTexts };

export function prepareTexts(texts: readonly string[], place: Place): Texts {
  const parts = texts.map((text) => opened(withBuiltIns(text, place)));
  const known = parts.filter((part) => typeof part === 'string');
  return known.length === parts.length ? { kind: 'constant', texts: [...new Set(known)] } : { kind: 'open', parts };
}

/** One text for each value of the list that it names, one where it names none; each once. */
export function fillTexts(parts: OpenTexts, lists: Lists): readonly string[] {
  const filledIn: string[] = [];
  for (const part of parts) {
    if (typeof part === 'string') filledIn.push(part);
    else for (const value of lists[part.list] ?? []) filledIn.push(part.around.join(value));
  }
  return parts.length === 1 ? filledIn : [...new Set(filledIn)];
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
