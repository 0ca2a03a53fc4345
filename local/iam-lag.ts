import type { IamState } from './iam-state';

/**
 * How late the writes made from now on become visible, in ticks: every call is one, and a test can let more of them pass.
 * "IAM … achieves high availability by replicating data", so a change may not be visible at once:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
 */
export interface Lag {
  /** For how many ticks after a write its reads still see what was before. */
  readonly ticks: number;
  /** For how many ticks after a role has become visible reads show its id (`AROA…`) instead of its ARN. */
  readonly arnTicks: number;
  /** Whether writes, too, do not yet find a role or policy that is not visible yet. */
  readonly writes: 'find everything' | 'find what is visible';
}

export const NO_LAG: Lag = { ticks: 0, arnTicks: 0, writes: 'find everything' };

/** The states that an IAM went through, as far as they may still be seen. */
export class History {
  private past: { readonly state: IamState; readonly visibleAfter: number }[];

  constructor(initial: IamState) {
    this.past = [{ state: initial, visibleAfter: -Infinity }];
  }

  get latest(): IamState {
    const [last] = this.past.slice(-1);
    if (last === undefined) throw new Error('a history has at least its initial state');
    return last.state;
  }

  add(state: IamState, tick: number, { ticks }: Lag): void {
    this.past.push({ state, visibleAfter: tick + ticks });
  }

  /** What a call at this tick sees of the past. Older states are dropped. */
  visible(tick: number): IamState {
    const newest = this.past.findLastIndex(({ visibleAfter }) => visibleAfter < tick);
    this.past = this.past.slice(Math.max(newest, 0));
    return this.past[0]?.state ?? this.latest;
  }
}
