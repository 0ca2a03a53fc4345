import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Wave } from './distant-iam';
import { startLoopback, type Loopback } from './loopback';
import { freshProcessAsync } from './measure';
import { eventOfWaves, minimalProgram } from './minimal-program';
import { ROOT } from './root';
import { FUNCTION, serve } from './serving';

/** How the minimal program makes the calls that the function made. */
export type Arrangement = (waves: readonly Wave[]) => readonly Wave[];

export const asTheFunction: Arrangement = (waves) => waves;

export const oneAfterTheOther: Arrangement = (waves) => waves.flat().map((call) => [call]);

/** The same events served by the function, and by the minimal program in each of the arrangements. */
export interface Turn<Name extends string> {
  /** Milliseconds of each event, of the function. */
  readonly measured: readonly number[];
  /** The same of the minimal program. */
  readonly minimal: Readonly<Record<Name, readonly number[]>>;
  /** Calls of all events. */
  readonly reads: number;
  readonly writes: number;
  /** Waves of the event that has the most. */
  readonly depth: number;
}

export interface Turns<Name extends string> {
  /** Where the function's events are to lead. */
  readonly loopback: Loopback;
  /** Milliseconds of some calls of IAM, one after the other, without the AWS SDK: what a round trip really takes here. */
  roundTrips(): Promise<readonly number[]>;
  /** @throws Error where an event fails, or where they do not all leave the same behind */
  serve(events: readonly object[]): Promise<Turn<Name>>;
  close(): Promise<void>;
}

/**
 * Lets the function and the minimal program take turns, each in fresh processes and with an IAM of its own that holds the same.
 * @param latency of IAM, ms
 */
export async function startTurns<Name extends string>(
  latency: number,
  arrangements: Readonly<Record<Name, Arrangement>>,
): Promise<Turns<Name>> {
  const program = await minimalProgram();
  const start = async (): Promise<Loopback> => startLoopback({ protocol: 'http', latency });
  const loopback = await start();
  const others = await Promise.all(
    (Object.keys(arrangements) as Name[]).map(async (name) => ({ name, arranged: arrangements[name], loopback: await start() })),
  );
  const minimal = async (waves: readonly (readonly Wave[])[]): Promise<Turn<Name>['minimal']> => {
    const times: [Name, readonly number[]][] = [];
    for (const other of others) {
      const events = waves.map((each) => eventOfWaves(other.loopback, other.arranged(each)));
      times.push([other.name, (await serve(other.loopback, program, events)).serving]);
      if (!isDeepStrictEqual(loopback.iam.contents(), other.loopback.iam.contents()))
        throw new Error('the minimal program does other work');
    }
    return Object.fromEntries(times) as Record<Name, readonly number[]>;
  };
  return {
    loopback,
    roundTrips: async () => {
      const idle = await start();
      const calls = await freshProcessAsync([join(ROOT, 'test/bench/bare-calls.cjs')], idle.environment);
      await idle.close();
      return calls as readonly number[];
    },
    serve: async (events) => {
      const [calls, answered] = [loopback.iam.calls.length, loopback.served.length];
      const { serving: measured } = await serve(loopback, FUNCTION, events);
      const waves = loopback.served.slice(answered);
      const made = loopback.iam.calls.slice(calls);
      const count = (effect: string): number => made.filter((call) => call.effect === effect).length;
      const depth = Math.max(...waves.map(({ length }) => length));
      return { measured, minimal: await minimal(waves), reads: count('read'), writes: count('write'), depth };
    },
    close: async () => {
      await Promise.all([loopback, ...others.map((other) => other.loopback)].map(async (each) => each.close()));
    },
  };
}
