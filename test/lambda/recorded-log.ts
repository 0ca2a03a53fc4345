import { createLog, type Log } from '../../lambda/log';

export interface RecordedLog {
  readonly log: Log;
  /** Every line as written. */
  readonly lines: readonly string[];
}

/** A log that keeps its lines, of every level. */
export function recordedLog(): RecordedLog {
  const lines: string[] = [];
  return {
    log: createLog('DEBUG', {}, (line) => {
      lines.push(line);
    }),
    lines,
  };
}
