import type * as z from 'zod/mini';
import { REPORTING } from './schema-issues';
import { separateCopy, withoutEmpty } from './values';

/** Takes the faulty values out until the rest is valid: a value at a time, then what misses it. */
export function readableRest<T>(schema: z.ZodMiniType<T>, input: unknown, issues: readonly z.core.$ZodIssue[]): T | undefined {
  let rest = withoutFaults(input, issues);
  // A fault is at most four levels deep: Activities[0].Vpc.Subnets.
  for (let level = 0; level < 4; level += 1) {
    const result = schema.safeParse(rest, REPORTING);
    if (result.success) return result.data;
    rest = withoutFaults(rest, result.error.issues);
  }
  return undefined;
}

/** The input without the values that a schema's issues point at. */
function withoutFaults(input: unknown, issues: readonly z.core.$ZodIssue[]): unknown {
  const copy = separateCopy(input);
  for (const issue of issues) {
    for (const path of faultyPaths(issue)) removeAt(copy, path);
  }
  return withoutEmpty(copy);
}

/** What has to go for a fault to be gone; where something required is missing, the map that misses it. */
function faultyPaths(issue: z.core.$ZodIssue): PropertyKey[][] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => [...issue.path, key]);
  const isMissing = issue.code === 'invalid_type' && issue.input === undefined;
  return [isMissing ? issue.path.slice(0, -1) : issue.path];
}

/** Removes what a path leads to, or as much of it as exists: in the input a single value may stand where the schema sees a list of one. */
function removeAt(root: unknown, path: readonly PropertyKey[]): void {
  const [key, ...rest] = path;
  if (key === undefined || !isContainer(root)) return;
  const child = root[key];
  const next = rest[0];
  if (next !== undefined && isContainer(child) && Object.hasOwn(child, next)) removeAt(child, rest);
  else Reflect.deleteProperty(root, key);
}

function isContainer(value: unknown): value is Record<PropertyKey, unknown> {
  return typeof value === 'object' && value !== null;
}
