import fc from 'fast-check';
import { ANSWER_BYTES, answerBody, putAnswer, type Answer } from '../../lambda/cfn-response';
import type { AnswerAddress } from '../../lambda/request';
import { startAnswerServer, type AnswerServer, type Meeting } from './answer-server';
import { LOG_STREAM, LOGICAL_ID, QUERY, REQUEST_ID, SIGNATURE, STACK_ID } from './events';
import { recordedLog } from './recorded-log';
import { virtualClock } from './virtual-clock';

const ADDRESS: AnswerAddress = {
  responseUrl: '',
  stackId: STACK_ID,
  requestId: REQUEST_ID,
  logicalResourceId: LOGICAL_ID,
  physicalResourceId: '',
};

const ATTRIBUTES = { Arn: 'arn:aws:iam::111122223333:role/sagemaker-persona/analyst', RoleName: 'analyst', Activities: 'RunStudioApps@2' };

type Body = Readonly<Record<string, unknown>>;

function parsed(answer: Answer): Body {
  return JSON.parse(answerBody(answer, ADDRESS)) as Body;
}

function failed(reason: string): Answer {
  return { status: 'FAILED', physicalResourceId: 'analyst', reason };
}

describe('the body of an answer', () => {
  it('has exactly the fields that CloudFormation reads, with the ids as they came', () => {
    expect(parsed({ status: 'SUCCESS', physicalResourceId: 'analyst', attributes: ATTRIBUTES })).toEqual({
      Status: 'SUCCESS',
      Reason: '',
      PhysicalResourceId: 'analyst',
      StackId: STACK_ID,
      RequestId: REQUEST_ID,
      LogicalResourceId: LOGICAL_ID,
      NoEcho: false,
      Data: ATTRIBUTES,
    });
    expect(parsed(failed('why'))).toEqual({
      Status: 'FAILED',
      Reason: 'why',
      PhysicalResourceId: 'analyst',
      StackId: STACK_ID,
      RequestId: REQUEST_ID,
      LogicalResourceId: LOGICAL_ID,
      NoEcho: false,
    });
  });

  const text = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 6_000 }),
    fc.string({ unit: 'binary', maxLength: 6_000 }),
    // Lone surrogates too, which have no UTF-8.
    fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 6_000 }).map((units) => String.fromCharCode(...units)),
    // Long texts of one kind of character: one, two, three, four bytes, and six once escaped.
    fc
      .tuple(fc.constantFrom('x', 'é', '—', '😀', '"', '\u0001', '\ud83d'), fc.integer({ min: 0, max: 1_000_000 }))
      .map(([unit, length]) => unit.repeat(length)),
  );

  it('stays within the limit for every Reason, stays JSON, and drops neither ids nor attributes', () => {
    fc.assert(
      fc.property(text, fc.constantFrom('SUCCESS', 'FAILED'), (reason, status) => {
        const answer: Answer =
          status === 'FAILED' ? failed(reason) : { status, physicalResourceId: 'analyst', reason, attributes: ATTRIBUTES };
        const body = answerBody(answer, ADDRESS);
        expect(Buffer.byteLength(body)).toBeLessThanOrEqual(ANSWER_BYTES);
        expect(body.isWellFormed()).toBe(true);
        expect(JSON.parse(body)).toMatchObject({
          Status: status,
          PhysicalResourceId: 'analyst',
          StackId: STACK_ID,
          RequestId: REQUEST_ID,
          LogicalResourceId: LOGICAL_ID,
          ...(status === 'SUCCESS' ? { Data: ATTRIBUTES } : {}),
        });
      }),
      { numRuns: 150 },
    );
  });

  it.each([
    ['one byte each', 'x'],
    ['two bytes each', 'é'],
    ['three bytes each', '—'],
    ['four bytes each', '😀'],
    ['escaped in JSON', '"'],
  ])('uses the room that there is, with characters of %s', (_, unit) => {
    const body = answerBody(failed(unit.repeat(1_000_000)), ADDRESS);
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(ANSWER_BYTES);
    expect(Buffer.byteLength(body)).toBeGreaterThan(ANSWER_BYTES - 16);
  });

  it.each([3_000, 5_000, 1_000_000])('keeps the beginning and the log stream of a Reason with %d characters', (length) => {
    const { Reason } = parsed(failed(`PutRolePolicy: ${'é'.repeat(length)} [log: ${LOG_STREAM}]`));
    expect(Reason).toMatch(/^PutRolePolicy: é/);
    expect(Reason).toContain(`[log: ${LOG_STREAM}]`);
  });

  it('leaves a Reason that just fits as it is, and cuts one of a byte more', () => {
    const room = ANSWER_BYTES - Buffer.byteLength(answerBody(failed(''), ADDRESS));
    expect(parsed(failed('x'.repeat(room)))['Reason']).toBe('x'.repeat(room));
    expect(parsed(failed('x'.repeat(room + 1)))['Reason']).toMatch(/^x+ \.\.\. x+$/);
  });

  it('puts a Reason of several lines on one line', () => {
    expect(parsed(failed(' first\r\n\tsecond\n\nthird \n'))['Reason']).toBe('first second third');
  });

  it.each([
    ['', 'none'],
    ['x'.repeat(1024), 'x'.repeat(1024)],
    ['x'.repeat(1025), 'x'.repeat(1024)],
    ['é'.repeat(600), 'é'.repeat(512)],
    [`${'x'.repeat(1023)}😀`, 'x'.repeat(1023)],
  ])('has a physical id of 1 to 1,024 bytes (case %#)', (physicalResourceId, expected) => {
    expect(parsed({ status: 'FAILED', physicalResourceId, reason: '' })['PhysicalResourceId']).toBe(expected);
  });
});

describe('delivering an answer', () => {
  let server: AnswerServer;

  beforeAll(async () => {
    server = await startAnswerServer();
  });
  beforeEach(() => {
    server.clear();
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
  afterAll(async () => {
    await server.close();
  });

  async function deliver(
    body: string,
    deadline = 60_000,
  ): Promise<{ error: unknown; lines: readonly string[]; pauses: readonly number[] }> {
    const clock = virtualClock();
    const { log, lines } = recordedLog();
    const url = new URL(`http://${server.host}/answer?${QUERY}`);
    const error: unknown = await putAnswer(url, body, { clock, log, deadline }).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    return { error, lines, pauses: clock.pauses };
  }

  it('sends an empty Content-Type and the length in bytes', async () => {
    const body = answerBody(failed('é—"😀'), ADDRESS);
    expect(await deliver(body)).toMatchObject({ error: undefined });
    expect(server.puts).toHaveLength(1);
    expect(server.puts[0]).toMatchObject({
      method: 'PUT',
      path: `/answer?${QUERY}`,
      headers: { 'content-type': '', 'content-length': String(Buffer.byteLength(body)) },
      body,
    });
    expect(JSON.parse(server.puts[0]?.body ?? '')).toMatchObject({ Reason: 'é—"😀' });
  });

  it.each<[string, readonly Meeting[]]>([
    ['at once', []],
    ['after 503 and 503', [503, 503]],
    ['after 429', [429]],
    ['after 500, 502, 504', [500, 502, 504]],
    ['after a broken connection', ['reset']],
    ['after everything together', [503, 'reset', 429, 'reset', 500]],
  ])('gets through %s, exactly once', async (_, meetings) => {
    server.meet(...meetings);
    const { error, pauses } = await deliver('{}');
    expect(error).toBeUndefined();
    expect(server.puts.map(({ accepted }) => accepted)).toEqual([...meetings.map(() => false), true]);
    expect(pauses).toHaveLength(meetings.length);
  });

  it.each([301, 307, 400, 403, 404, 412])('takes %d as final: it stops without throwing, and says so', async (status) => {
    server.meet(status);
    const { error, lines } = await deliver('{}');
    expect(error).toBeUndefined();
    expect(server.puts).toHaveLength(1);
    expect(lines.map((line) => JSON.parse(line) as Body)).toContainEqual(expect.objectContaining({ level: 'ERROR', status }));
  });

  it('breaks off an attempt that hangs', async () => {
    server.meet('hang');
    const started = Date.now();
    const { error } = await deliver('{}', 50);
    expect(error).toEqual(new Error('the answer could not be delivered in time (last status none)'));
    expect(Date.now() - started).toBeLessThan(5_000);
    expect(server.puts).toHaveLength(1);
  });

  it.each<[Meeting, string]>([
    [503, '503'],
    ['reset', 'none'],
  ])('gives up at the deadline with an error where every attempt meets %s', async (meeting, last) => {
    jest.spyOn(Math, 'random').mockReturnValue(0);
    server.meet(...Array.from({ length: 100 }, () => meeting));
    const { error, pauses } = await deliver('{}', 30_000);
    expect(error).toEqual(new Error(`the answer could not be delivered in time (last status ${last})`));
    expect(pauses.reduce((sum, pause) => sum + pause, 0)).toBe(28_100);
    expect(server.puts).toHaveLength(pauses.length + 1);
  });

  it('waits between attempts 0.1 to 0.2 s, doubling up to 5 s', async () => {
    server.meet(...Array.from({ length: 8 }, () => 503));
    const { pauses } = await deliver('{}');
    expect(pauses).toHaveLength(8);
    for (const [attempt, pause] of pauses.entries()) {
      const most = Math.min(5_000, 200 * 2 ** attempt);
      expect(pause).toBeGreaterThanOrEqual(most / 2);
      expect(pause).toBeLessThanOrEqual(most);
    }
  });

  it('never logs the query of the URL', async () => {
    server.meet(503, 'reset', 403);
    const { lines } = await deliver('{}');
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.join('\n')).not.toContain(SIGNATURE);
    expect(lines.join('\n')).not.toContain('X-Amz-');
  });
});
