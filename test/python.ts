import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { makePython, readyPython } from '../scripts/python.cjs';

/** Set by whoever runs the tests, where the environment lies elsewhere than in `.venv`. */
const PYTHON_VARIABLE = 'PERSONA_ROLE_PYTHON';
const START_TIMEOUT_MS = 60_000;

/** The python whose environment holds `test/requirements.txt`, or `undefined`. */
export function testPython(): string | undefined {
  return process.env[PYTHON_VARIABLE] ?? readyPython();
}

/**
 * A suite that needs Python programs. Without the environment it is skipped, except in CI, where it fails and says why:
 * a comparison that never runs proves nothing.
 */
export function describeWithPython(name: string, suite: (python: string) => void): void {
  const python = testPython();
  if (python !== undefined) {
    describe(name, () => {
      suite(python);
    });
  } else if (process.env['CI'] === 'true') {
    describe(name, () => {
      it('has the Python environment that it needs (made by: node scripts/python.cjs)', async () => {
        const { reason } = await makePython();
        throw new Error(reason ?? 'the environment was missing and has been made now: run the tests again');
      }, 600_000);
    });
  } else {
    describe.skip(`${name} (needs the Python environment: node scripts/python.cjs)`, () => {
      suite('python');
    });
  }
}

export interface PythonServer {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts a Python program that serves on the loopback interface, and waits for the line in which it says where.
 * The program sees none of our environment but the path, the temporary folder and what is given here.
 * @param ready finds the URL in what the program prints
 */
export async function startPythonServer(
  python: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  ready: RegExp,
): Promise<PythonServer> {
  const child = spawn(python, args, {
    env: { PATH: process.env['PATH'] ?? '', HOME: tmpdir(), TMPDIR: tmpdir(), PYTHONUNBUFFERED: '1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => {
      resolve();
    });
    child.once('error', () => {
      resolve();
    });
  });
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  let printed = '';
  const url = new Promise<string>((resolve) => {
    const look = (chunk: Buffer): void => {
      // What follows the line is read, so that the program never waits for us, but not kept.
      if (printed.length < 100_000) printed += chunk.toString();
      const match = ready.exec(printed);
      if (match !== null) resolve(match[1] ?? match[0]);
    };
    child.stdout.on('data', look);
    child.stderr.on('data', look);
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, START_TIMEOUT_MS, undefined);
  });
  const started = await Promise.race([url, late, ended.then(() => undefined)]);
  clearTimeout(timer);
  if (started === undefined) {
    await stop();
    throw new Error(`${python} ${args.join(' ')} did not start:\n${printed}`);
  }
  return { url: started, stop };
}

/** Starts moto's server with the AWS-managed policies loaded, on any free port. */
export function startMoto(python: string, environment: Readonly<Record<string, string>> = {}): Promise<PythonServer> {
  return startPythonServer(
    python,
    ['-m', 'moto.server', '-H', '127.0.0.1', '-p', '0'],
    { MOTO_IAM_LOAD_MANAGED_POLICIES: 'true', ...environment },
    /Running on (http:\/\/127\.0\.0\.1:\d+)/,
  );
}

/** Makes a moto server forget everything: https://docs.getmoto.org/en/latest/docs/server_mode.html#reset-api */
export async function resetMoto(url: string): Promise<void> {
  const response = await fetch(`${url}/moto-api/reset`, { method: 'POST' });
  if (!response.ok) throw new Error(`moto answered ${String(response.status)} to a reset`);
}
