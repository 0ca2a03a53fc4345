import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A running MiniStack: an emulator of AWS in Python that runs the provider's function and its templates. */
export interface MiniStack {
  /** `http://127.0.0.1:<port>`, for every service. */
  readonly endpoint: string;
  readonly region: string;
  readonly accountId: string;
  /** What it has logged so far, for the message of a failure. */
  log(): string;
  /** Ends it and the functions that it runs, and removes its files. */
  stop(): Promise<void>;
}

const REGION = 'eu-west-1';
const ACCOUNT_ID = '111122223333';
const START_SECONDS = 30;
const LOG_CHARACTERS = 20_000;

/**
 * Starts MiniStack on a free port of 127.0.0.1, with an environment of its own: it hands all of it to the functions it runs.
 * @param python path of a Python that has the package `ministack`
 * @throws Error with its log when it does not answer in time.
 */
export async function startMiniStack(python: string): Promise<MiniStack> {
  const folder = await mkdtemp(join(tmpdir(), 'persona-role-ministack-'));
  const port = await freePort();
  const child = spawn(python, ['-m', 'ministack'], {
    cwd: folder,
    env: environment(folder, port),
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own, so that its functions end with it.
    detached: process.platform !== 'win32',
  });
  let log = '';
  const keep = (chunk: Buffer): void => {
    log = `${log}${chunk.toString()}`.slice(-LOG_CHARACTERS);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  child.on('error', (error) => {
    keep(Buffer.from(error.message));
  });
  const endpoint = `http://127.0.0.1:${String(port)}`;
  const stop = async (): Promise<void> => {
    await end(child);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await untilReady(endpoint, child);
  } catch (error) {
    await stop();
    throw new Error(`MiniStack did not start: ${log}`, { cause: error });
  }
  return { endpoint, region: REGION, accountId: ACCOUNT_ID, log: () => log, stop };
}

/** Its HTTP server follows BIND_HOST; the two other listeners that would take every interface are switched off. */
function environment(folder: string, port: number): NodeJS.ProcessEnv {
  const systemRoot = process.env['SystemRoot'];
  return {
    // The functions run with the `node` that is found here.
    PATH: [dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter),
    // Without it Python does not start on Windows.
    ...(systemRoot === undefined ? {} : { SystemRoot: systemRoot }),
    HOME: folder,
    TMPDIR: folder,
    BIND_HOST: '127.0.0.1',
    MINISTACK_HOST: '127.0.0.1',
    GATEWAY_PORT: String(port),
    IOT_MTLS_ENABLED: '0',
    SFTP_ENABLED: '0',
    MINISTACK_REGION: REGION,
    MINISTACK_ACCOUNT_ID: ACCOUNT_ID,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}

/** MiniStack does not take port 0, so a free one is found first. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (typeof address === 'object' && address !== null) resolve(address.port);
        else reject(new Error('no free port on 127.0.0.1'));
      });
    });
  });
}

async function untilReady(endpoint: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + START_SECONDS * 1000;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`it ended with exit code ${String(child.exitCode)}`);
    const answered = await fetch(`${endpoint}/_ministack/health`).then(
      (response) => response.ok,
      () => false,
    );
    if (answered) return;
    await sleep(50);
  }
  throw new Error(`no answer within ${String(START_SECONDS)} s`);
}

/** Asks the process group to end, and makes it end after two seconds. */
async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null) return;
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve();
    });
  });
  signal(child.pid, 'SIGTERM');
  await Promise.race([ended, sleep(2000, undefined, { ref: false })]);
  signal(child.pid, 'SIGKILL');
  await ended;
}

function signal(pid: number, name: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, name);
  } catch (error) {
    // The whole group may have ended by itself meanwhile.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
