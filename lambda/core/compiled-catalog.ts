import type { Catalog } from './catalog';
import type { Limit } from './limit';
import type { LimitTemplate } from './limit-template';
import type { ParameterTypeName } from './parameter-types';
import type { ActivityTemplate, PersonaTemplate } from './template';

/**
 * A catalogue as a build leaves it: what was in the files is checked, and each template is a JSON text that is parsed when it is first
 * asked for. A role needs a handful of them, and a function that starts has better things to do than to read the rest.
 */
export interface CompiledCatalog {
  readonly activities: Readonly<Record<string, string>>;
  readonly personas: Readonly<Record<string, string>>;
  readonly limits: string;
  readonly parameters: Readonly<Record<string, readonly ParameterTypeName[]>>;
  readonly supported: Readonly<Record<string, readonly Limit[]>>;
}

/** Words that a template has for readers of the catalogue. Nothing that is rendered, checked or answered depends on them. */
const WORDS: ReadonlySet<string> = new Set(['Title', 'Description', 'Source', 'Origin', 'Reason', 'Remarks']);

/** What a compiled catalogue keeps of the templates: all of them, or all but the words for readers. */
export type Kept = 'everything' | 'rules';

export function compileCatalog({ activities, personas, limits, parameters, supported }: Catalog, kept: Kept): CompiledCatalog {
  const text = (template: unknown): string =>
    JSON.stringify(template, (key, value: unknown) => (kept === 'rules' && WORDS.has(key) ? undefined : value));
  const texts = (templates: ReadonlyMap<string, unknown>): Record<string, string> =>
    Object.fromEntries([...templates].map(([name, template]) => [name, text(template)]));
  return {
    activities: texts(activities),
    personas: texts(personas),
    limits: text(limits),
    parameters: Object.fromEntries(parameters),
    supported: Object.fromEntries(supported),
  };
}

/** The catalogue that was compiled. */
export function openCatalog(compiled: CompiledCatalog): Catalog {
  let limits: readonly LimitTemplate[] | undefined;
  return {
    activities: new ParsedOnDemand<ActivityTemplate>(compiled.activities),
    personas: new ParsedOnDemand<PersonaTemplate>(compiled.personas),
    get limits() {
      limits ??= JSON.parse(compiled.limits) as readonly LimitTemplate[];
      return limits;
    },
    parameters: new Map(Object.entries(compiled.parameters)),
    supported: new Map(Object.entries(compiled.supported)),
  };
}

/** A map of JSON texts that reads like one of values. */
class ParsedOnDemand<T> implements ReadonlyMap<string, T> {
  private readonly texts: ReadonlyMap<string, string>;
  private readonly parsed = new Map<string, T>();

  constructor(texts: Readonly<Record<string, string>>) {
    this.texts = new Map(Object.entries(texts));
  }

  get size(): number {
    return this.texts.size;
  }

  has(key: string): boolean {
    return this.texts.has(key);
  }

  get(key: string): T | undefined {
    const known = this.parsed.get(key);
    const text = this.texts.get(key);
    if (known !== undefined || text === undefined) return known;
    const value = JSON.parse(text) as T;
    this.parsed.set(key, value);
    return value;
  }

  keys(): MapIterator<string> {
    return this.texts.keys();
  }

  *entries(): MapIterator<[string, T]> {
    for (const key of this.texts.keys()) yield [key, this.get(key) as T];
  }

  *values(): MapIterator<T> {
    for (const [, value] of this.entries()) yield value;
  }

  [Symbol.iterator](): MapIterator<[string, T]> {
    return this.entries();
  }

  forEach(callback: (value: T, key: string, map: ReadonlyMap<string, T>) => void): void {
    for (const [key, value] of this.entries()) callback(value, key, this);
  }
}
