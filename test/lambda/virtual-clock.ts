import type { Clock } from '../../lambda/clock';

/** Time that passes only where somebody sleeps, and then at once. */
export interface VirtualClock extends Clock {
  /** Every pause so far, milliseconds. */
  readonly pauses: readonly number[];
  readonly advance: (milliseconds: number) => void;
}

/** @param start milliseconds since the epoch */
export function virtualClock(start = 0): VirtualClock {
  const pauses: number[] = [];
  let time = start;
  const advance = (milliseconds: number): void => {
    time += milliseconds;
  };
  return {
    now: () => time,
    sleep: (milliseconds) => {
      pauses.push(milliseconds);
      advance(milliseconds);
      return Promise.resolve();
    },
    pauses,
    advance,
  };
}
