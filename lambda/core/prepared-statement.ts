import { canonicalize, textsBetweenQuotes } from './canonical';
import { fillTexts, prepareTexts, type Lists, type OpenTexts, type Place } from './placeholders';
import type { Conditions, Effect, Statement } from './policy';
import { WrittenStatement } from './written-statement';

/** A statement as far as it is the same for every role of a place. */
export type PreparedStatement<E extends Effect = Effect> =
  /** No value of a role stands in it. */
  { readonly kind: 'constant'; readonly statement: WrittenStatement<E> } | OpenStatement<E>;

/** Values of a role come into some of its lists. */
interface OpenStatement<E extends Effect> extends OpenText {
  readonly kind: 'open';
  readonly sid: string;
  readonly effect: E;
  readonly actions: readonly string[];
  readonly resources: List;
  readonly conditions: OpenConditions | undefined;
}

/** Canonical JSON in which lists are still to be filled in between quotes: a piece before each of them, and one after the last. */
interface OpenText {
  readonly pieces: readonly string[];
  readonly lists: readonly OpenTexts[];
}

/** A list as it will stand, or the number of one that is filled in. */
type List = readonly string[] | number;

/** Sorted by operator and by key. */
type OpenConditions = readonly (readonly [operator: string, keys: readonly (readonly [key: string, values: List])[]])[];

/** @param statement with placeholders in its resources and conditions */
export function prepareStatement<E extends Effect>(statement: Statement & { readonly Effect: E }, place: Place): PreparedStatement<E> {
  const { Sid, Effect, Action, Resource, Condition } = statement;
  const text = new Composition(place);
  text.add(`{"Action":${canonicalize(Action)},`);
  const conditions = Condition === undefined ? undefined : prepareConditions(Condition, text);
  text.add(`"Effect":"${Effect}","Resource":`);
  const resources = text.addList(Resource);
  text.add(`,"Sid":${canonicalize(Sid)}}`);
  const open: OpenStatement<E> = { kind: 'open', sid: Sid, effect: Effect, actions: Action, resources, conditions, ...text.finished() };
  if (open.lists.length > 0) return open;
  return { kind: 'constant', statement: written(open, [], open.pieces.join('')) };
}

function prepareConditions(conditions: Conditions, text: Composition): OpenConditions {
  text.add('"Condition":{');
  const operators = sortedEntries(conditions).map(([operator, keys], index) => {
    text.add(`${index === 0 ? '' : ','}${canonicalize(operator)}:{`);
    const open = sortedEntries(keys).map(([key, values], at) => {
      text.add(`${at === 0 ? '' : ','}${canonicalize(key)}:`);
      return [key, text.addList(values)] as const;
    });
    text.add('}');
    return [operator, open] as const;
  });
  text.add('},');
  return operators;
}

function sortedEntries<T>(map: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** A statement's text while it is put together. */
class Composition {
  /** Parts of each piece: a text that is joined at once is in one piece for V8 too, which otherwise keeps its parts until it is sent or hashed. */
  private readonly pieces: string[][] = [[]];
  private readonly lists: OpenTexts[] = [];

  constructor(private readonly place: Place) {}

  add(text: string): void {
    this.pieces.at(-1)?.push(text);
  }

  addList(texts: readonly string[]): List {
    const prepared = prepareTexts(texts, this.place);
    if (prepared.kind === 'open') {
      this.add('["');
      this.pieces.push(['"]']);
      return this.lists.push(prepared.parts) - 1;
    }
    this.add(canonicalize(prepared.texts));
    return prepared.texts;
  }

  finished(): OpenText {
    return { pieces: this.pieces.map((parts) => parts.join('')), lists: this.lists };
  }
}

/** The statement with the values of the lists; `undefined` where one of its own has nothing left in it. */
export function filledStatement<E extends Effect>(prepared: PreparedStatement<E>, lists: Lists): WrittenStatement<E> | undefined {
  if (prepared.kind === 'constant') return prepared.statement;
  const { pieces } = prepared;
  const filled = prepared.lists.map((texts) => fillTexts(texts, lists));
  let text = pieces[0] ?? '';
  for (const [index, values] of filled.entries()) {
    if (values.length === 0) return undefined;
    text += textsBetweenQuotes(values) + (pieces[index + 1] ?? '');
  }
  return written(prepared, filled, text);
}

function written<E extends Effect>(open: OpenStatement<E>, filled: readonly (readonly string[])[], text: string): WrittenStatement<E> {
  const { sid, effect, actions, resources, conditions } = open;
  const condition = conditions === undefined ? undefined : conditionsWith(conditions, filled);
  return new WrittenStatement(sid, effect, actions, listAt(resources, filled), condition, text);
}

function conditionsWith(open: OpenConditions, filled: readonly (readonly string[])[]): Conditions {
  const conditions: Record<string, Record<string, readonly string[]>> = {};
  for (const [operator, keys] of open) {
    const ofOperator: Record<string, readonly string[]> = {};
    for (const [key, values] of keys) ofOperator[key] = listAt(values, filled);
    conditions[operator] = ofOperator;
  }
  return conditions;
}

function listAt(list: List, filled: readonly (readonly string[])[]): readonly string[] {
  return typeof list === 'number' ? (filled[list] ?? []) : list;
}
