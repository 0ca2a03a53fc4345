import { setTimeout as sleep } from 'node:timers/promises';
import type { LocalIam } from '../../local/iam';

/** A call of IAM, its input as the SDK takes it. */
export interface SentCall {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** Calls that are under way side by side. */
export type Wave = readonly SentCall[];

/** An IAM that is some milliseconds away. It keeps the calls in the waves in which they came. */
export class DistantIam implements Pick<LocalIam, 'call'> {
  private waves: SentCall[][] = [];
  /** How many waves have had an answer. */
  private answered = 0;

  constructor(
    private readonly iam: LocalIam,
    private readonly latency: number,
  ) {}

  async call(operation: string, input: SentCall['input']): ReturnType<LocalIam['call']> {
    // Whoever sends a call after an answer may have waited for it: the call belongs to the next wave.
    const wave = this.answered;
    (this.waves[wave] ??= []).push({ operation, input });
    if (this.latency > 0) await sleep(this.latency);
    this.answered = Math.max(this.answered, wave + 1);
    return this.iam.call(operation, input);
  }

  /** The waves since the last time. */
  takeWaves(): readonly Wave[] {
    const waves = this.waves;
    this.waves = [];
    this.answered = 0;
    return waves;
  }
}
