import { execFile, spawnSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { promisify } from 'node:util';

/** The middle of the values; of an even number, the lower of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  if (middle === undefined) throw new Error('there is no median of nothing');
  return middle;
}

/** Something to time, by the name under which its figure comes back. */
export type Variants<Name extends string> = Readonly<Record<Name, () => unknown>>;

export interface Rounds {
  /** Rounds that count; the medians are over them. */
  readonly rounds: number;
  /** Calls of each variant in a round. */
  readonly calls: number;
  /** Rounds before the first that counts; two where nothing is said. */
  readonly warmUp?: number;
}

/**
 * Median milliseconds of one call of each variant. The variants take turns, round by round, so that a machine that slows down slows
 * all of them down.
 */
export function interleaved<Name extends string>(variants: Variants<Name>, { rounds, calls, warmUp = 2 }: Rounds): Record<Name, number> {
  const names = Object.keys(variants) as Name[];
  const times = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = -warmUp; round < rounds; round += 1) {
    for (const name of names) {
      const started = performance.now();
      for (let call = 0; call < calls; call += 1) variants[name]();
      if (round >= 0) times.get(name)?.push((performance.now() - started) / calls);
    }
  }
  return mediansOf(names, times);
}

/** The same for variants that are asynchronous, a call at a time. */
export async function interleavedAsync<Name extends string>(
  variants: Readonly<Record<Name, () => Promise<number>>>,
  rounds: number,
): Promise<Record<Name, number>> {
  const names = Object.keys(variants) as Name[];
  const figures = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = -1; round < rounds; round += 1) {
    for (const name of names) {
      const figure = await variants[name]();
      if (round >= 0) figures.get(name)?.push(figure);
    }
  }
  return mediansOf(names, figures);
}

function mediansOf<Name extends string>(names: readonly Name[], figures: ReadonlyMap<Name, readonly number[]>): Record<Name, number> {
  return Object.fromEntries(names.map((name) => [name, median(figures.get(name) ?? [])])) as Record<Name, number>;
}

/** The environment of a process that is measured: no credentials, no warnings on standard error. */
export const QUIET: NodeJS.ProcessEnv = {
  PATH: process.env['PATH'] ?? '',
  HOME: process.env['HOME'] ?? '',
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
};

/**
 * The last line that a fresh Node process prints, as JSON.
 * @throws Error with what the process wrote, where it fails
 */
export function freshProcess(args: readonly string[], environment: NodeJS.ProcessEnv = {}): unknown {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...args], { encoding: 'utf8', env: { ...QUIET, ...environment } });
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${String(status)}: ${stderr}`);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as unknown;
}

/** Milliseconds that a whole command takes, start of the process included. */
export function wallTime(args: readonly string[], input = ''): number {
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [...args], { encoding: 'utf8', env: QUIET, input });
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${String(status)}: ${stderr}`);
  return performance.now() - started;
}

/** {@link freshProcess} for one that talks to a server of this process. */
export async function freshProcessAsync(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<unknown> {
  const { stdout } = await promisify(execFile)(process.execPath, [...args], { env: { ...QUIET, ...environment } });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as unknown;
}
