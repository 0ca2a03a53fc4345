import type * as z from 'zod/mini';
import { suggestion, type Issue } from './errors';

type SchemaIssue = z.core.$ZodIssue;

/** Names that are valid in the object at a path of the input, for "did you mean". */
export type ValidNames = (path: readonly PropertyKey[]) => readonly string[];

/** Parse options under which an issue carries the value that it is about: without it, what is absent cannot be told from what is wrong. */
export const REPORTING = { reportInput: true } as const;

/** `Activities[1].S3Buckets[0]` */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${String(key)}]`;
    return text === '' ? String(key) : `${text}.${String(key)}`;
  }, '');
}

/** A schema library's findings in the words of this project: one issue per fault, each with its path. */
export function schemaIssues(found: readonly SchemaIssue[], validNames: ValidNames = () => []): Issue[] {
  return found.flatMap((issue) => issuesOf(issue, validNames));
}

function issuesOf(issue: SchemaIssue, validNames: ValidNames): Issue[] {
  const path = pathText(issue.path);
  switch (issue.code) {
    case 'unrecognized_keys':
      // Names are cut, so that one long name cannot push the other faults out of the answer.
      return issue.keys.map((key) => ({
        path: pathText([...issue.path, key.slice(0, 80)]),
        message: `unknown property "${key.slice(0, 80)}", ${suggestion(key, validNames(issue.path))}`,
      }));
    case 'invalid_type':
      return [
        {
          path,
          message: issue.input === undefined ? 'is required' : typeText(issue),
        },
      ];
    case 'invalid_value':
      return [{ path, message: `must be one of ${issue.values.map(String).join(', ')}` }];
    case 'too_small':
      return [{ path, message: bound(issue.origin, `at least ${String(issue.minimum)}`) }];
    case 'too_big':
      return [{ path, message: bound(issue.origin, `at most ${String(issue.maximum)}`) }];
    case 'invalid_union':
      return unionIssues(issue, path, validNames);
    default:
      return [{ path, message: issue.message }];
  }
}

/** The schema's own words, where it has some. */
function typeText({ expected, message }: Extract<SchemaIssue, { code: 'invalid_type' }>): string {
  return message.startsWith('must be ') ? message : `must be ${TYPE_WORDS[expected] ?? `of type ${expected}`}`;
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
  object: 'a map',
  record: 'a map',
  string: 'a text',
};

function bound(origin: string, amount: string): string {
  switch (origin) {
    case 'string':
      return `must have ${amount} characters`;
    case 'array':
      return `must have ${amount} elements`;
    default:
      return `must be ${amount}`;
  }
}

/** Of a union the branch that got furthest is what the author meant. */
function unionIssues(issue: Extract<SchemaIssue, { code: 'invalid_union' }>, path: string, validNames: ValidNames): Issue[] {
  const branches = issue.errors.filter((errors) => !errors.some((error) => error.code === 'invalid_type' && error.path.length === 0));
  const meant = branches[0];
  if (meant === undefined) return [{ path, message: 'has a value of a kind that is not valid here' }];
  return schemaIssues(
    meant.map((error) => ({ ...error, path: [...issue.path, ...error.path] })),
    validNames,
  );
}
