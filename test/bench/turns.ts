import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { serve } from './cold-request';
import { startLoopback, type Loopback } from './loopback';
import { freshProcessAsync } from './measure';
import { eventOfWaves, minimalProgram } from './minimal-program';
import { ROOT } from './root';

const FUNCTION = 'dist/function/index.js';

/** The same events served twice: by the function, and by the minimal program that makes the calls which the function made. */
export interface Turn {
  /** Milliseconds of each event, of the function. */
  readonly measured: readonly number[];
  /** The same of the minimal program. */
  readonly minimal: readonly number[];
  /** Calls of all events. */
  readonly reads: number;
  readonly writes: number;
  /** Waves of the event that has the most. */
  readonly depth: number;
}

export interface Turns {
  /** Where the function's events are to lead. */
  readonly loopback: Loopback;
  /** Milliseconds of some calls of IAM, one after the other, without the AWS SDK: what a round trip really takes here. */
  roundTrips(): Promise<readonly number[]>;
  /** @throws Error where an event fails, or where the two do not leave the same behind */
  serve(events: readonly object[]): Promise<Turn>;
  close(): Promise<void>;
}

/**
 * Lets the function and the minimal program take turns, each in fresh processes and with an IAM of its own that holds the same.
 * @param latency of IAM, ms
 */
export async function startTurns(latency: number): Promise<Turns> {
  const program = await minimalProgram();
  const [loopback, other] = (await Promise.all([1, 2].map(async () => startLoopback({ protocol: 'http', latency })))) as [
    Loopback,
    Loopback,
  ];
  return {
    loopback,
    roundTrips: async () => (await freshProcessAsync([join(ROOT, 'test/bench/bare-calls.cjs')], other.environment)) as readonly number[],
    serve: async (events) => {
      const [calls, answered] = [loopback.iam.calls.length, loopback.served.length];
      const { serving: measured } = await serve(loopback, FUNCTION, events);
      const waves = loopback.served.slice(answered);
      const { serving: minimal } = await serve(
        other,
        program,
        waves.map((each) => eventOfWaves(other, each)),
      );
      if (!isDeepStrictEqual(loopback.iam.contents(), other.iam.contents())) throw new Error('the minimal program does other work');
      const made = loopback.iam.calls.slice(calls);
      const count = (effect: string): number => made.filter((call) => call.effect === effect).length;
      return { measured, minimal, reads: count('read'), writes: count('write'), depth: Math.max(...waves.map(({ length }) => length)) };
    },
    close: async () => {
      await Promise.all([loopback.close(), other.close()]);
    },
  };
}
