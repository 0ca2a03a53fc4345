import { createLog, logLevel, redacted, type Log, type LogLevel } from '../../lambda/log';
import { QUERY, SIGNATURE } from './events';

const URL_TEXT = `https://cloudformation-custom-resource-response-euwest1.s3.amazonaws.com/arn%3Aaws%7CRole%7Cid`;

function linesOf(level: LogLevel, write: (log: Log) => void): string[] {
  const lines: string[] = [];
  write(createLog(level, { requestId: 'r' }, (line) => lines.push(line)));
  return lines;
}

describe('a log line', () => {
  it('is one JSON object with level, message, the shared fields and its own', () => {
    const lines = linesOf('INFO', (log) => {
      log.info('two\nlines', { step: 'CreateRole analyst', attempt: 2, missing: undefined });
    });
    expect(lines).toEqual(['{"level":"INFO","message":"two\\nlines","requestId":"r","step":"CreateRole analyst","attempt":2}']);
  });

  it.each<[LogLevel, string[]]>([
    ['DEBUG', ['DEBUG', 'INFO', 'WARN', 'ERROR']],
    ['INFO', ['INFO', 'WARN', 'ERROR']],
    ['WARN', ['WARN', 'ERROR']],
    ['ERROR', ['ERROR']],
  ])('at level %s is of %j', (level, expected) => {
    const lines = linesOf(level, (log) => {
      log.debug('m');
      log.info('m');
      log.warn('m');
      log.error('m');
    });
    expect(lines.map((line) => (JSON.parse(line) as { level: string }).level)).toEqual(expected);
  });

  it.each([
    [
      'in a message',
      (log: Log) => {
        log.info(`PUT ${URL_TEXT}?${QUERY} failed`);
      },
    ],
    [
      'in a field',
      (log: Log) => {
        log.info('m', { url: `${URL_TEXT}?${QUERY}` });
      },
    ],
    [
      'in a stack',
      (log: Log) => {
        log.error('m', { stack: `Error: ${URL_TEXT}?${QUERY}\n    at put` });
      },
    ],
    [
      'in a nested field',
      (log: Log) => {
        log.info('m', { deep: [{ url: `"${URL_TEXT}?${QUERY}"` }] });
      },
    ],
    [
      'twice',
      (log: Log) => {
        log.info(`${URL_TEXT}?${QUERY} ${URL_TEXT}?${QUERY}`);
      },
    ],
  ])('never has the query of a URL %s, and stays JSON', (_, write) => {
    const [line = ''] = linesOf('INFO', write);
    expect(line).toContain(`${URL_TEXT}?(redacted)`);
    expect(line).not.toContain(SIGNATURE);
    expect(line).not.toContain('X-Amz-');
    expect(() => JSON.parse(line) as unknown).not.toThrow();
  });
});

describe('cutting queries off', () => {
  it.each([
    ['https://h/p?a=1&b=2', 'https://h/p?(redacted)'],
    ['http://h:80/p?a=1', 'http://h:80/p?(redacted)'],
    ['HTTPS://h/p?a=1', 'HTTPS://h/p?(redacted)'],
    ['https://h/p?a=1?b=2', 'https://h/p?(redacted)'],
    ['https://h/p?', 'https://h/p?(redacted)'],
    ['see https://h/p?a=1 for more', 'see https://h/p?(redacted) for more'],
    ["'https://h/p?a=1' is", "'https://h/p?(redacted)' is"],
    ['"https://h/p?a=1"', '"https://h/p?(redacted)"'],
    ['https://h/p', 'https://h/p'],
    ['who? me', 'who? me'],
    ['', ''],
  ])('%s becomes %s', (text, expected) => {
    expect(redacted(text)).toBe(expected);
  });
});

describe('external ids of a trust policy', () => {
  const statement = (ExternalId: unknown): object => ({
    Condition: { StringEquals: { 'sts:ExternalId': ExternalId, 'aws:SourceAccount': '1' } },
  });
  const shown = { Condition: { StringEquals: { 'sts:ExternalId': '(redacted)', 'aws:SourceAccount': '1' } } };

  it.each([['one'], [['one', 'two']], ['']])('%j is not logged, neither as JSON nor in a text of JSON', (value) => {
    const text = JSON.stringify(statement(value));
    expect(JSON.parse(redacted(text))).toEqual(shown);
    const { message } = JSON.parse(redacted(JSON.stringify({ message: `is ${text}` }))) as { message: string };
    expect(message).toBe(`is ${JSON.stringify(shown)}`);
  });
});

describe('the level', () => {
  it.each([
    ['DEBUG', 'DEBUG'],
    ['ERROR', 'ERROR'],
    ['debug', 'INFO'],
    ['', 'INFO'],
    [undefined, 'INFO'],
  ])('that %p names is %s', (text, level) => {
    expect(logLevel(text)).toBe(level);
  });
});
