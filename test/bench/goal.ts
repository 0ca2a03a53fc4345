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
  readonly met: boolean;
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

/** Rows as a table of Markdown. */
export function table(rows: readonly Row[]): string {
  const cells = rows.map(({ what, measured, peer, bound, ratio, goal, met }) => [
    what,
    measured,
    peer,
    bound,
    ratio,
    goal,
    met ? 'yes' : '**no**',
  ]);
  const line = (values: readonly string[]): string => `| ${values.join(' | ')} |`;
  const head = ['what', 'measured', 'peer or common practice', 'bound', 'ratio', 'goal', 'met'];
  return [line(head), line(head.map(() => '---')), ...cells.map(line)].join('\n');
}
