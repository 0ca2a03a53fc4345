import { request } from 'node:http';
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import type { LocalCloudFormation } from '../../local/cloudformation';
import { put, requestLines, startToys, TOKEN, toys, type Toy } from './cloudformation-toy';

const started: LocalCloudFormation[] = [];

async function start(settings: Parameters<typeof startToys>[0] = {}): Promise<LocalCloudFormation> {
  const cloudFormation = await startToys(settings);
  started.push(cloudFormation);
  return cloudFormation;
}

afterEach(async () => {
  await Promise.all(
    started.splice(0).map(async (cloudFormation) => {
      await cloudFormation.settled();
      await cloudFormation.close();
    }),
  );
});

/** Creates a stack of one resource and gives why it failed, if it did, and what it was deleted as. */
async function created(
  toy: Toy,
): Promise<{ readonly reason: string | undefined; readonly requests: readonly string[]; readonly rules: readonly string[] }> {
  const cloudFormation = await start();
  await cloudFormation.createStack({ name: 's', template: toys({ A: toy }) });
  return {
    reason: cloudFormation.events.find(({ status }) => status === 'CREATE_FAILED')?.reason,
    requests: requestLines(cloudFormation),
    rules: cloudFormation.violations.map(({ rule }) => rule),
  };
}

const INVENTED = expect.stringMatching(/^Delete A s-A-[0-9A-F]{12}$/) as string;

describe('what an answer must be', () => {
  test.each([
    { fault: 'no PhysicalResourceId', answer: { PhysicalResourceId: null }, reason: 'Invalid PhysicalResourceId' },
    { fault: 'an empty PhysicalResourceId', answer: { PhysicalResourceId: '' }, reason: 'Invalid PhysicalResourceId' },
    { fault: 'a PhysicalResourceId beyond 1 KB', answer: { PhysicalResourceId: 'é'.repeat(513) }, reason: 'Invalid PhysicalResourceId' },
    {
      fault: 'an unknown Status',
      answer: { Status: 'OK' },
      reason: 'Invalid response object: Value of property Status must be SUCCESS or FAILED',
    },
    {
      fault: 'the StackId of another',
      answer: { StackId: 'x' },
      reason: "Invalid response object: Value of property StackId must be the request's",
    },
    {
      fault: 'the RequestId of another',
      answer: { RequestId: 'x' },
      reason: "Invalid response object: Value of property RequestId must be the request's",
    },
    {
      fault: 'another LogicalResourceId',
      answer: { LogicalResourceId: 'B' },
      reason: "Invalid response object: Value of property LogicalResourceId must be the request's",
    },
    { fault: 'Data that is a list', answer: { Data: [] }, reason: 'Invalid response object: Value of property Data must be an object' },
    { fault: 'more than 4,096 bytes', answer: { Reason: 'é'.repeat(2000) }, reason: 'Response object is too long.' },
  ])('$fault fails the resource', async ({ answer, reason }) => {
    const result = await created({ Answer: JSON.stringify(answer) });
    expect(result).toMatchObject({ reason, requests: ['Create A -', INVENTED] });
    expect(result.rules.length).toBeGreaterThan(0);
  });

  test('4,096 bytes are enough, 4,097 are too many', async () => {
    const cloudFormation = await start();
    await cloudFormation.createStack({ name: 'measure', template: toys({ A: { Answer: '{"Reason":""}' } }) });
    const room = 4096 - Buffer.byteLength(cloudFormation.answers[0]?.body ?? '') + 'measure'.length - 's'.length;
    expect(await created({ Answer: JSON.stringify({ Reason: 'x'.repeat(room) }) })).toMatchObject({ reason: undefined, rules: [] });
    expect((await created({ Answer: JSON.stringify({ Reason: 'x'.repeat(room + 1) }) })).reason).toBe('Response object is too long.');
  });

  test('FAILED needs a Reason', async () => {
    const { rules } = await created({ Fail: 'Create', Answer: '{"Reason":""}' });
    expect(rules).toEqual(['FAILED without a Reason']);
  });

  test('no answer within ServiceTimeout fails the resource, in the words that users know', async () => {
    const cloudFormation = await start({ defaultServiceTimeout: 0.2 });
    const stack = await cloudFormation.createStack({ name: 's', template: toys({ A: { Silent: 'Create' } }) });
    const [create] = cloudFormation.requests;
    expect(stack.status).toBe('ROLLBACK_COMPLETE');
    expect(cloudFormation.events.find(({ status }) => status === 'CREATE_FAILED')?.reason).toBe(
      `CloudFormation did not receive a response from your Custom Resource. Please check your logs for requestId [${create?.RequestId ?? ''}]. If you are using the Python cfn-response module, you may need to update your Lambda function code so that CloudFormation can attach the updated version.`,
    );
    expect(requestLines(cloudFormation)).toEqual(['Create A -', INVENTED]);
  });

  test('ServiceTimeout of the resource counts, and must be 1 to 3600', async () => {
    const cloudFormation = await start();
    const begin = Date.now();
    await cloudFormation.createStack({ name: 's', template: toys({ A: { Properties: { Silent: 'Create', ServiceTimeout: 1 } } }) });
    expect(Date.now() - begin).toBeGreaterThanOrEqual(1000);
    expect(Date.now() - begin).toBeLessThan(3000);
    await cloudFormation.createStack({ name: 't', template: toys({ A: { Properties: { ServiceTimeout: 3601 } } }) });
    expect(cloudFormation.describe('t')).toMatchObject({ status: 'ROLLBACK_COMPLETE' });
    expect(cloudFormation.requests).toHaveLength(2);
  });
});

describe('the response URL', () => {
  /** A Create that waits for its answer, the URL it waits at, and the answer it wants. */
  async function waiting(
    settings: Parameters<typeof startToys>[0] = {},
  ): Promise<{ cloudFormation: LocalCloudFormation; url: string; body: string; done: Promise<unknown> }> {
    const cloudFormation = await start(settings);
    const done = cloudFormation.createStack({ name: 's', template: toys({ A: { Silent: 'Create' } }) });
    await nextTurn();
    const [sent] = cloudFormation.requests;
    if (sent === undefined) throw new Error('nothing was sent');
    const { StackId, RequestId, LogicalResourceId, ResponseURL: url } = sent;
    return {
      cloudFormation,
      url,
      done,
      body: JSON.stringify({ Status: 'SUCCESS', PhysicalResourceId: 'é', StackId, RequestId, LogicalResourceId }),
    };
  }

  interface Refused {
    readonly fault: string;
    readonly send: (url: string, body: string) => Promise<number | string>;
    readonly rule: string;
  }

  const REFUSED: readonly Refused[] = [
    { fault: 'another method', send: (url, body) => put(url, body, { method: 'POST' }), rule: 'method POST instead of PUT' },
    {
      fault: 'a Content-Type',
      send: (url, body) => put(url, body, { headers: { 'content-type': 'application/json' } }),
      rule: 'Content-Type "application/json" instead of none',
    },
    {
      fault: 'no query string',
      send: (url, body) => put(url.split('?')[0] ?? '', body),
      rule: 'the path or the query string is not that of a ResponseURL',
    },
    {
      fault: 'another signature',
      send: (url, body) => put(`${url}0`, body),
      rule: 'the path or the query string is not that of a ResponseURL',
    },
    { fault: 'no Content-Length', send: putChunked, rule: 'no Content-Length' },
  ];

  test.each(REFUSED)('refuses $fault with 403', async ({ send, rule }) => {
    const { cloudFormation, url, body, done } = await waiting();
    expect(await send(url, body)).toBe(403);
    expect(cloudFormation.violations.map((violation) => violation.rule)).toEqual([rule]);
    expect(await put(url, body)).toBe(200);
    await done;
    expect(cloudFormation.describe('s').status).toBe('CREATE_COMPLETE');
  });

  function putChunked(url: string, body: string): Promise<number> {
    return new Promise((resolve, reject) => {
      const sending = request(url, { method: 'PUT', headers: { 'transfer-encoding': 'chunked' } }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      sending.on('error', reject);
      sending.end(body);
    });
  }

  test('a Content-Length in characters instead of bytes cuts the body, and CloudFormation waits on', async () => {
    const { cloudFormation, url, body, done } = await waiting({ defaultServiceTimeout: 0.3 });
    await put(url, body, { headers: { 'content-length': String(body.length) } });
    expect(cloudFormation.violations.map(({ rule }) => rule)).toContain('the body is not a JSON object');
    await done;
    expect(cloudFormation.describe('s').status).toBe('ROLLBACK_COMPLETE');
  });

  test('an expired URL is refused', async () => {
    let time = Date.UTC(2026, 0, 1);
    const { cloudFormation, url, body, done } = await waiting({ now: () => new Date(time) });
    expect(url).toContain('X-Amz-Date=20260101T000000Z');
    time += 7200 * 1000 + 1;
    expect(await put(url, body)).toBe(403);
    time -= 1;
    expect(await put(url, body)).toBe(200);
    await done;
    expect(cloudFormation.violations).toMatchObject([{ rule: 'the URL has expired' }]);
  });

  test('can be told to fail, in every way', async () => {
    const { cloudFormation, url, body, done } = await waiting();
    cloudFormation.responses.fail({ kind: 'status', status: 503 }, { kind: 'reset' }, { kind: 'stored, then reset' });
    expect(await put(url, body)).toBe(503);
    expect(await put(url, body)).toBe('ECONNRESET');
    expect(cloudFormation.answers).toEqual([]);
    expect(await put(url, body)).toBe('ECONNRESET');
    await done;
    expect(await put(url, body)).toBe(200);
    expect(cloudFormation.answers.map(({ counted, acknowledged }) => ({ counted, acknowledged }))).toEqual([
      { counted: true, acknowledged: false },
      { counted: false, acknowledged: true },
    ]);
    expect(cloudFormation.violations).toEqual([]);
  });

  test('can be told to hang', async () => {
    const { cloudFormation, url, body, done } = await waiting();
    cloudFormation.responses.fail({ kind: 'hang' });
    const hanging = put(url, body);
    expect(await Promise.race([hanging, delay(50, 'no answer')])).toBe('no answer');
    await put(url, body);
    await done;
    await cloudFormation.close();
    expect(await hanging).toBe('ECONNRESET');
  });

  test('a second answer, and a different one, are violations', async () => {
    const { cloudFormation, url, body, done } = await waiting();
    await put(url, body);
    await done;
    await put(url, body.replace('SUCCESS', 'FAILED').replace('"StackId"', '"Reason":"r","StackId"'));
    expect(cloudFormation.describe('s').status).toBe('CREATE_COMPLETE');
    expect(cloudFormation.violations.map(({ rule }) => rule)).toEqual([
      'more than one answer to one event',
      'two different answers to one event',
    ]);
  });
});

describe('delivery', () => {
  test.each(['one after another', 'side by side'] as const)('each event %s, three times', async (order) => {
    const cloudFormation = await start({ delivery: { copies: 3, order } });
    await cloudFormation.createStack({ name: 's', template: toys({ A: { V: '1' } }) });
    await cloudFormation.deleteStack('s');
    expect(requestLines(cloudFormation)).toEqual(['Create A - 1', 'Delete A A-id 1']);
    expect(cloudFormation.answers.map(({ counted }) => counted)).toEqual([true, false, false, true, false, false]);
    expect(cloudFormation.violations).toEqual([]);
  });

  test('an event can come once more, long after', async () => {
    const cloudFormation = await start();
    await cloudFormation.createStack({ name: 's', template: toys({ A: {} }) });
    await cloudFormation.deleteStack('s');
    await cloudFormation.redeliver(cloudFormation.requests[0]?.RequestId ?? '');
    expect(cloudFormation.answers).toHaveLength(3);
    expect(cloudFormation.answers[2]?.counted).toBe(false);
    expect(cloudFormation.violations).toEqual([]);
  });

  test('a ServiceToken without a function fails the resource, and nothing is sent', async () => {
    const cloudFormation = await start({ functions: new Map() });
    const stack = await cloudFormation.createStack({ name: 's', template: toys({ A: {} }) });
    expect(stack.status).toBe('ROLLBACK_COMPLETE');
    expect(cloudFormation.requests).toEqual([]);
    expect(cloudFormation.events.find(({ status }) => status === 'CREATE_FAILED')?.reason).toContain(TOKEN);
  });
});
