/** Exit codes of every command: done, faults or differences found, wrong usage. */
export const DONE = 0;
export const FOUND = 1;
export const WRONG_USAGE = 2;

/** What a command leaves behind. */
export interface Outcome {
  /** For machines or for the next program: standard output. */
  readonly output: string;
  /** For the reader: standard error. */
  readonly words?: string;
  readonly exitCode: typeof DONE | typeof FOUND | typeof WRONG_USAGE;
}
