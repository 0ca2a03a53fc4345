/** Structured log lines: one JSON object each, which CloudWatch Logs Insights reads as fields. */
export interface Log {
  readonly debug: (message: string, fields?: Fields) => void;
  readonly info: (message: string, fields?: Fields) => void;
  readonly warn: (message: string, fields?: Fields) => void;
  readonly error: (message: string, fields?: Fields) => void;
}

type Fields = Readonly<Record<string, unknown>>;

const LEVELS = ['DEBUG', 'INFO', 'WARN', 'ERROR'] as const;
export type LogLevel = (typeof LEVELS)[number];

/** The level that a text names; `INFO` where it names none. */
export function logLevel(text: string | undefined): LogLevel {
  return LEVELS.find((level) => level === text) ?? 'INFO';
}

/**
 * A log that writes lines of at least a level, each with the fields that all of them share.
 * The query of a presigned URL is a credential; wherever one turns up in a text, it is cut off. An external id in a trust policy is none,
 * but whoever reads a log need not be one of those who may read the role:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
 */
export function createLog(level: LogLevel, shared: Fields, write: (line: string) => void): Log {
  const at =
    (own: LogLevel) =>
    (message: string, fields: Fields = {}): void => {
      if (LEVELS.indexOf(own) < LEVELS.indexOf(level)) return;
      write(redacted(JSON.stringify({ level: own, message, ...shared, ...fields })));
    };
  return { debug: at('DEBUG'), info: at('INFO'), warn: at('WARN'), error: at('ERROR') };
}

/** Cuts the query off every URL, and the values off every condition on an external id, in JSON and in JSON within JSON. */
export function redacted(text: string): string {
  return text
    .replace(/(https?:\/\/[^\s"'?\\]*)\?[^\s"'\\]*/gi, '$1?(redacted)')
    .replace(/(sts:ExternalId(\\*)":)(?:\[[^\]]*\]|\2"[^"\\]*\2")/gi, '$1$2"(redacted)$2"');
}
