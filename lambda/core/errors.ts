/** CloudFormation's handler error codes, as far as this project uses them. */
export type ErrorCode =
  | 'InvalidRequest'
  | 'NotFound'
  | 'AlreadyExists'
  | 'AccessDenied'
  | 'Throttling'
  | 'ServiceLimitExceeded'
  | 'NotUpdatable'
  | 'NotStabilized'
  | 'InternalFailure';

/** One fault: where it is (`Activities[1].Activity`, `""` for the whole) and what is wrong, in words for the template's author. */
export interface Issue {
  readonly path: string;
  readonly message: string;
}

/** The one error of the project: a code for machines, and every fault found with its path. */
export class PersonaRoleError extends Error {
  override readonly name = 'PersonaRoleError';

  constructor(
    readonly code: ErrorCode,
    readonly issues: readonly Issue[],
    options?: ErrorOptions,
  ) {
    super(`${code}: ${issues.map(issueText).join('; ')}`, options);
  }
}

/** `path: message`, or the message alone where the fault concerns the whole. */
export function issueText({ path, message }: Issue): string {
  return path === '' ? message : `${path}: ${message}`;
}

/** Turns whatever was thrown into the project's error, keeping the original as its cause. */
export function toPersonaRoleError(thrown: unknown): PersonaRoleError {
  if (thrown instanceof PersonaRoleError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new PersonaRoleError('InternalFailure', [{ path: '', message }], { cause: thrown });
}

/** Throws one error with all the faults, if there are any. */
export function assertNoIssues(issues: readonly Issue[]): void {
  if (issues.length > 0) throw new PersonaRoleError('InvalidRequest', issues);
}

/** Values in messages are cut, so that one long value cannot push the other faults out of the answer. */
export function shortened(value: string): string {
  return value.length > 120 ? `${value.slice(0, 117)}...` : value;
}

/**
 * The nearest of the valid names for a misspelt one, as ` did you mean "X"?`, or a list of the valid names where none is near.
 */
export function suggestion(name: string, valid: readonly string[]): string {
  const nearest = nearestName(name, valid);
  if (nearest !== undefined) return `did you mean "${nearest}"?`;
  return valid.length === 0 ? 'none is valid here' : `valid are ${[...new Set(valid)].sort().join(', ')}`;
}

/**
 * The nearest of the names, whatever their letter case; of several the first in the alphabet.
 * @param within how many letters may differ at most
 */
export function nearestName(name: string, names: readonly string[], within = Math.max(2, Math.floor(name.length / 3))): string | undefined {
  const ranked = names
    .map((candidate) => ({ candidate, distance: editDistance(name.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1));
  return ranked.find(({ distance }) => distance <= within)?.candidate;
}

/** Levenshtein distance; names are cut to 64 characters, so hostile input costs nothing. */
function editDistance(left: string, right: string): number {
  const a = left.slice(0, 64);
  const b = right.slice(0, 64);
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const substitution = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(substitution, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
