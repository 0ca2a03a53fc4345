/**
 * Whether a goal is met. `out of reach`: a minimal program, measured in the same run, misses it too, and what was measured
 * stays within {@link MARGIN} of that program.
 */
export type Verdict = boolean | 'out of reach';

/** One goal and what was measured of it. */
export interface Row {
  /** What is measured. */
  readonly what: string;
  /** The figure with its unit. */
  readonly measured: string;
  /** The same for the peer or the common practice. */
  readonly peer: string;
  /** What cannot be undercut, where that is known. */
  readonly bound: string;
  /** Measured against peer or bound, in words such as `52 ×`. */
  readonly ratio: string;
  readonly goal: string;
  readonly met: Verdict;
}

/**
 * How many times the time of a minimal program may be taken, where the goal is out of reach of that program. In the first event of a process
 * the function's own code has not been compiled yet. A render finds every fault and knows limits, quotas and names, of which its minimal
 * program does nothing.
 */
export const MARGIN = { first: 1.25, later: 1.15, render: 3 } as const;

/** Judges the time of some work by its limit and by the time of a minimal program for the same work. */
export function judged(work: keyof typeof MARGIN, measured: number, limit: number, minimal: number): Verdict {
  if (measured <= limit) return true;
  return minimal > limit && measured <= MARGIN[work] * minimal ? 'out of reach' : false;
}

/** A number for a reader: at most three significant digits. */
export function figure(value: number, unit: string): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
  return `${value.toFixed(digits)} ${unit}`.trim();
}

/** `52 ×` */
export function times(ratio: number): string {
  return figure(ratio, '×');
}

function worded(met: Verdict, [yes, no]: readonly [string, string]): string {
  return met === 'out of reach' ? met : met ? yes : no;
}

/** A row as a line of the terminal. */
export function line({ what, measured, bound, ratio, goal, met }: Row): string {
  const known = [`goal ${goal}`, ...(bound === '' ? [] : [`bound ${bound}`])].join('; ');
  return `${worded(met, ['met', 'MISSED']).padEnd(12)} ${what}: ${[measured, ratio].filter((text) => text !== '').join(', ')} (${known})`;
}

/** Rows as a table of Markdown. */
export function table(rows: readonly Row[]): string {
  const cells = rows.map(({ what, measured, peer, bound, ratio, goal, met }) => [
    what,
    measured,
    peer,
    bound,
    ratio,
    goal,
    worded(met, ['yes', '**no**']),
  ]);
  const row = (values: readonly string[]): string => `| ${values.join(' | ')} |`;
  const head = ['what', 'measured', 'peer or common practice', 'bound', 'ratio', 'goal', 'met'];
  return [row(head), row(head.map(() => '---')), ...cells.map(row)].join('\n');
}
