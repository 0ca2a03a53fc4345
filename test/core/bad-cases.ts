import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Statement } from '../../lambda/core/policy';
import { BASES } from './samples';

/** A case of the corpus: properties on top of valid ones, and what comes of them. */
export interface BadCase {
  readonly name: string;
  readonly base: keyof typeof BASES;
  readonly change: Readonly<Record<string, unknown>>;
  /** All faults, in any order. */
  readonly issues?: readonly { readonly path: string; readonly says: string }[];
  /** Where the properties are right after all: a statement of the role. */
  readonly grants?: Partial<Statement>;
}

export const CASES = JSON.parse(readFileSync(join(__dirname, 'cases', 'bad-properties.json'), 'utf8')) as readonly BadCase[];

/** What would be too long to be written into the file: `{"$repeat": ["x", 1001]}` and the like. */
export function expanded(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(expanded);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [name, argument] = entries[0] ?? [];
  switch (name) {
    case '$repeat':
      return repeated(argument);
    case '$nested':
      return JSON.parse('['.repeat(Number(argument)) + ']'.repeat(Number(argument))) as unknown;
    case '$tags':
      return Array.from({ length: Number(argument) }, (_, index) => ({ Key: `k${String(index)}`, Value: 'v' }));
    case '$policies':
      return Array.from({ length: Number(argument) }, (_, index) => `arn:aws:iam::aws:policy/P${String(index)}`);
    case '$texts': {
      const [text, count] = argument as readonly [string, number];
      return Array.from({ length: count }, (_, index) => text.replace('#', String(index)));
    }
    case '$name':
      return { [repeated(argument)]: 'x' };
    default:
      return Object.fromEntries(entries.map(([key, item]) => [key, expanded(item)]));
  }
}

function repeated(argument: unknown): string {
  const [text, count] = argument as readonly [string, number];
  return text.repeat(count);
}

/** The properties of a case, ready to be read. */
export function propertiesOf({ base, change }: BadCase): unknown {
  if ('$instead' in change) return change['$instead'];
  return { ...BASES[base], ...(expanded(change) as Readonly<Record<string, unknown>>) };
}
