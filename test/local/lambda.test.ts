import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFunction, type LocalFunction, type LocalFunctionSettings, type LogLine } from '../../local/lambda';

const TOY = `
let calls = 0;
exports.handler = async (event, context) => {
  calls += 1;
  switch (event.do) {
    case 'echo': return { event, calls, pid: process.pid };
    case 'context': {
      const first = context.getRemainingTimeInMillis();
      await new Promise((resolve) => setTimeout(resolve, 60));
      return { ...context, first, later: context.getRemainingTimeInMillis() };
    }
    case 'environment': return { ...process.env };
    case 'log': console.log('one\\ntwo'); console.error('three'); return null;
    case 'throw': throw new TypeError('no such luck');
    case 'crash': setImmediate(() => { throw new Error('boom'); }); return new Promise(() => {});
    case 'exit': process.exit(3);
    case 'hang': return new Promise(() => {});
    case 'slow': await new Promise((resolve) => setTimeout(resolve, 150)); return { pid: process.pid };
  }
};
`;

let folder: string;
let functions: LocalFunction[];

function start(settings: Partial<LocalFunctionSettings> = {}): LocalFunction {
  const bundle = join(folder, 'index.js');
  writeFileSync(bundle, TOY);
  const started = startFunction({
    bundle,
    handler: 'index.handler',
    environment: { ROLE_PATH: '/x/', AWS_REGION: 'nowhere' },
    timeoutSeconds: 5,
    memoryMb: 256,
    functionName: 'toy',
    accountId: '111122223333',
    region: 'eu-west-1',
    partition: 'aws',
    ...settings,
  });
  functions.push(started);
  return started;
}

function valueOf(invocation: unknown): Record<string, unknown> {
  expect(invocation).toMatchObject({ outcome: 'result' });
  return (invocation as { value: Record<string, unknown> }).value;
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lambda-test-'));
  functions = [];
});

afterEach(async () => {
  await Promise.all(functions.map((started) => started.close()));
  rmSync(folder, { recursive: true });
});

describe('the local Lambda', () => {
  test('keeps a warm process for the next event', async () => {
    const toy = start();
    const first = valueOf(await toy.invoke({ do: 'echo' }));
    const second = valueOf(await toy.invoke({ do: 'echo' }));
    expect(first).toMatchObject({ event: { do: 'echo' }, calls: 1 });
    expect(second).toMatchObject({ calls: 2, pid: first['pid'] });
  });

  test('gives every concurrent event a process of its own', async () => {
    const toy = start();
    const results = await Promise.all([1, 2, 3].map(() => toy.invoke({ do: 'slow' })));
    expect(new Set(results.map((result) => valueOf(result)['pid'])).size).toBe(3);
  });

  test("hands over Lambda's context, whose remaining time counts down", async () => {
    const context = valueOf(await start().invoke({ do: 'context' }));
    expect(context).toMatchObject({
      functionName: 'toy',
      functionVersion: '$LATEST',
      invokedFunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:toy',
      logGroupName: '/aws/lambda/toy',
      logStreamName: expect.stringMatching(/^2026\/01\/01\/\[\$LATEST\][0-9a-f]{32}$/) as string,
      memoryLimitInMB: '256',
      awsRequestId: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/) as string,
    });
    const [first, later] = [context['first'], context['later']] as [number, number];
    expect(first).toBeGreaterThan(4000);
    expect(first).toBeLessThanOrEqual(5000);
    expect(first - later).toBeGreaterThanOrEqual(50);
  });

  test("shows the function its own environment and Lambda's, nothing of the host's", async () => {
    process.env['LEAK_OF_THE_HOST'] = 'x';
    const environment = valueOf(await start().invoke({ do: 'environment' }));
    delete process.env['LEAK_OF_THE_HOST'];
    expect(environment).toMatchObject({
      ROLE_PATH: '/x/',
      AWS_REGION: 'eu-west-1',
      AWS_LAMBDA_FUNCTION_NAME: 'toy',
      _HANDLER: 'index.handler',
    });
    expect(Object.keys(environment).filter((name) => !/^(AWS_|_HANDLER$|PATH$|LANG$|TZ$|ROLE_PATH$)/.test(name))).toEqual([]);
  });

  test('collects the lines that the function writes', async () => {
    const lines: LogLine[] = [];
    const toy = start({ log: (line) => lines.push(line) });
    await toy.invoke({ do: 'log' });
    await toy.close();
    expect(lines.filter(({ stream }) => stream === 'stdout').map(({ line }) => line)).toEqual(['one', 'two']);
    expect(lines.filter(({ stream }) => stream === 'stderr').map(({ line }) => line)).toEqual(['three']);
  });

  test('reports an error that the handler throws, and keeps the process', async () => {
    const toy = start();
    expect(await toy.invoke({ do: 'throw' })).toMatchObject({
      outcome: 'error',
      error: { errorType: 'TypeError', errorMessage: 'no such luck' },
    });
    expect(valueOf(await toy.invoke({ do: 'echo' }))['calls']).toBe(2);
  });

  test.each([
    { what: 'an uncaught exception', event: { do: 'crash' }, outcome: 'crash', message: 'Runtime exited with error: exit status 1' },
    { what: 'an exit', event: { do: 'exit' }, outcome: 'crash', message: 'Runtime exited with error: exit status 3' },
    { what: 'a hanging handler', event: { do: 'hang' }, outcome: 'timeout', message: 'Task timed out after 0.30 seconds' },
  ])('replaces the process after $what', async ({ event, outcome, message }) => {
    const toy = start({ timeoutSeconds: 0.3 });
    expect(await toy.invoke(event)).toMatchObject({ outcome, error: { errorMessage: message } });
    expect(valueOf(await toy.invoke({ do: 'echo' }))['calls']).toBe(1);
  });

  test('kill ends the running process, as out of memory would', async () => {
    const toy = start();
    await toy.invoke({ do: 'echo' });
    const running = toy.invoke({ do: 'hang' });
    setTimeout(() => {
      toy.kill();
    }, 50);
    expect(await running).toMatchObject({ outcome: 'crash', error: { errorMessage: 'Runtime exited with error: signal: SIGKILL' } });
    expect(valueOf(await toy.invoke({ do: 'echo' }))['calls']).toBe(1);
  });

  test.each([
    { what: 'throws while loading', code: "throw new Error('bad bundle');", message: 'bad bundle' },
    { what: 'exports no handler', code: 'exports.other = 1;', message: 'handler is not exported by' },
  ])('a bundle that $what is a crash', async ({ code, message }) => {
    const bundle = join(folder, 'bad.js');
    writeFileSync(bundle, code);
    const invocation = await start({ bundle }).invoke({});
    expect(invocation).toMatchObject({ outcome: 'crash', error: { errorMessage: expect.stringContaining(message) as string } });
  });

  test('an asynchronous invocation is retried twice with the same event, and no more', async () => {
    const toy = start();
    let attempts = 0;
    const invocations = await toy.invokeAsync({ do: 'throw' }, () => (attempts += 1));
    expect(invocations.map(({ outcome }) => outcome)).toEqual(['error', 'error', 'error']);
    expect(attempts).toBe(3);
  });

  test('an asynchronous invocation that succeeds runs once', async () => {
    expect(await start().invokeAsync({ do: 'echo' })).toHaveLength(1);
  });

  test('retries wait as long as they are told', async () => {
    const toy = start({ retryDelays: [40, 60] });
    const begin = Date.now();
    await toy.invokeAsync({ do: 'throw' });
    expect(Date.now() - begin).toBeGreaterThanOrEqual(100);
  });

  test('after close no retry begins', async () => {
    const toy = start({ retryDelays: [60_000, 60_000] });
    const attempts = toy.invokeAsync({ do: 'throw' });
    setTimeout(() => void toy.close(), 200);
    expect(await attempts).toHaveLength(1);
  });
});
