import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { contextProperties, exportName, processEnvironment, type FunctionSettings } from './lambda-environment';

/** An error as Lambda reports it. */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: readonly string[];
}

/** How one run of a function ended. Only after `result` and `error` does its process stay. */
export type Invocation =
  | { readonly outcome: 'result'; readonly value: unknown }
  | { readonly outcome: 'error' | 'timeout' | 'crash'; readonly error: FunctionError };

/** A line that the function wrote. */
export interface LogLine {
  readonly logStreamName: string;
  readonly stream: 'stdout' | 'stderr';
  readonly line: string;
}

type Message =
  | { readonly type: 'ready' }
  | { readonly type: 'result'; readonly value: unknown }
  | { readonly type: 'error' | 'init error'; readonly error: FunctionError };

/** One execution environment: a process that has loaded the bundle and runs one event at a time. */
export class FunctionProcess {
  readonly #settings: FunctionSettings;
  readonly #logStreamName: string;
  readonly #child: ChildProcess;
  readonly #loaded: Promise<Invocation | undefined>;
  readonly #exited: Promise<void>;
  #report: (message: Message) => void = () => undefined;
  #usable = true;

  constructor(settings: FunctionSettings, logStreamName: string, log: (line: LogLine) => void) {
    this.#settings = settings;
    this.#logStreamName = logStreamName;
    this.#child = fork(join(__dirname, 'lambda-bootstrap.cjs'), [settings.bundle, exportName(settings)], {
      env: processEnvironment(settings, logStreamName),
      execArgv: [],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#child.on('message', (message: Message) => {
      this.#report(message);
    });
    this.#child.on('error', () => undefined);
    this.#forwardLines('stdout', log);
    this.#forwardLines('stderr', log);
    this.#exited = new Promise((resolve) => {
      this.#child.once('close', (code, signal) => {
        this.#usable = false;
        this.#report({ type: 'init error', error: exitError(code, signal) });
        resolve();
      });
    });
    this.#loaded = this.#nextMessage().then((message) => ('error' in message ? { outcome: 'crash', error: message.error } : undefined));
  }

  /** Whether it can take another event. */
  get usable(): boolean {
    return this.#usable;
  }

  /** Runs one event. The timeout counts from when the bundle is loaded, as Lambda's does after the init phase. */
  async run(event: unknown, awsRequestId: string): Promise<Invocation> {
    const loadFailure = await this.#loaded;
    if (loadFailure !== undefined || !this.#usable) {
      await this.stop();
      return loadFailure ?? { outcome: 'crash', error: exitError(null, 'SIGKILL') };
    }
    const milliseconds = this.#settings.timeoutSeconds * 1000;
    const timeout = { passed: false };
    const timer = setTimeout(() => {
      timeout.passed = true;
      this.kill();
    }, milliseconds);
    const answer = this.#nextMessage();
    this.#child.send({ event, context: contextProperties(this.#settings, this.#logStreamName, awsRequestId, Date.now() + milliseconds) });
    const message = await answer;
    clearTimeout(timer);
    switch (message.type) {
      case 'result':
        return { outcome: 'result', value: message.value };
      case 'error':
        return { outcome: 'error', error: message.error };
      default:
        return timeout.passed ? { outcome: 'timeout', error: this.#timeoutError() } : { outcome: 'crash', error: endError(message) };
    }
  }

  /** SIGKILL, at once. */
  kill(): void {
    this.#usable = false;
    this.#child.kill('SIGKILL');
  }

  /** Kills the process and waits until it is gone and its output is read. */
  async stop(): Promise<void> {
    this.kill();
    await this.#exited;
  }

  #nextMessage(): Promise<Message> {
    return new Promise((resolve) => {
      this.#report = resolve;
    });
  }

  #forwardLines(stream: 'stdout' | 'stderr', log: (line: LogLine) => void): void {
    const output = this.#child[stream];
    if (output === null) return;
    createInterface({ input: output }).on('line', (line) => {
      log({ logStreamName: this.#logStreamName, stream, line });
    });
  }

  #timeoutError(): FunctionError {
    const seconds = this.#settings.timeoutSeconds.toFixed(2);
    return { errorType: 'Sandbox.Timedout', errorMessage: `Task timed out after ${seconds} seconds`, trace: [] };
  }
}

function endError(message: Message): FunctionError {
  return 'error' in message ? message.error : exitError(null, null);
}

function exitError(code: number | null, signal: NodeJS.Signals | null): FunctionError {
  const how = signal === null ? `exit status ${String(code ?? 0)}` : `signal: ${signal}`;
  return { errorType: 'Runtime.ExitError', errorMessage: `Runtime exited with error: ${how}`, trace: [] };
}
