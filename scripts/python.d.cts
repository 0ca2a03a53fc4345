/** The python of a finished environment that fits `test/requirements.txt`, or `undefined`. Starts no process. */
export function readyPython(root?: string): string | undefined;

export interface MakeOptions {
  /** The project's folder; default: this one. */
  readonly root?: string;
  /** Environment of the processes that are started. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Receives one line of progress at a time; default: standard error. */
  readonly log?: (line: string) => void;
}

/** Makes the environment unless a finished one fits; `reason` says in words why that is not possible. */
export function makePython(
  options?: MakeOptions,
): Promise<{ readonly python: string; readonly reason?: undefined } | { readonly python?: undefined; readonly reason: string }>;
