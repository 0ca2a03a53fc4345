import { setTimeout as delay } from 'node:timers/promises';
import { hexOf, uuidOf } from './deterministic-ids';
import { functionArn, type FunctionSettings } from './lambda-environment';
import { FunctionProcess, type Invocation, type LogLine } from './lambda-process';

export type { FunctionSettings } from './lambda-environment';
export type { FunctionError, Invocation, LogLine } from './lambda-process';

export interface LocalFunctionSettings extends FunctionSettings {
  readonly log?: (line: LogLine) => void;
  /** Milliseconds before the first and the second retry of an asynchronous invocation. Real ones are 60,000 and 120,000; default none. */
  readonly retryDelays?: readonly number[];
}

/**
 * Lambda's defaults for asynchronous invocations: two retries.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
const RETRY_DELAYS: readonly number[] = [0, 0];

/** A function of the local Lambda. */
export interface LocalFunction {
  readonly arn: string;
  /** Runs the event once, in a warm process if one is idle, else in a new one. */
  invoke(event: unknown): Promise<Invocation>;
  /**
   * Runs the event as an asynchronous invocation: after an error, a timeout or a crash again, with the same event and request id.
   * @param onAttempt called as each attempt begins.
   * @returns all attempts; the last is the one that counted.
   */
  invokeAsync(event: unknown, onAttempt?: () => void): Promise<readonly Invocation[]>;
  /** SIGKILL for every process that is running an event. */
  kill(): void;
  /** Ends all processes; no retry begins any more. */
  close(): Promise<void>;
}

/** Makes a function ready to be invoked. No process starts before the first event. */
export function startFunction(settings: LocalFunctionSettings): LocalFunction {
  const { log = () => undefined, retryDelays = RETRY_DELAYS } = settings;
  const idle: FunctionProcess[] = [];
  const busy = new Set<FunctionProcess>();
  const closing = new AbortController();
  let processes = 0;
  let requests = 0;

  const newProcess = (): FunctionProcess => {
    processes += 1;
    // Lambda's form is date/[version]id; the date stands still so that the same runs log the same names.
    return new FunctionProcess(settings, `2026/01/01/[$LATEST]${hexOf(`${settings.functionName} ${String(processes)}`)}`, log);
  };
  const newRequestId = (): string => {
    requests += 1;
    return uuidOf(`invocation of ${settings.functionName} ${String(requests)}`);
  };

  const run = async (event: unknown, requestId: string): Promise<Invocation> => {
    const environment = takeUsable(idle) ?? newProcess();
    busy.add(environment);
    const invocation = await environment.run(event, requestId);
    busy.delete(environment);
    if (environment.usable && !closing.signal.aborted) idle.push(environment);
    else await environment.stop();
    return invocation;
  };

  return {
    arn: functionArn(settings),
    invoke: (event) => run(event, newRequestId()),
    invokeAsync: async (event, onAttempt = () => undefined) => {
      const requestId = newRequestId();
      const attempts: Invocation[] = [];
      for (const wait of [0, ...retryDelays]) {
        if (wait > 0) await delay(wait, undefined, { signal: closing.signal }).catch(() => undefined);
        if (closing.signal.aborted) break;
        onAttempt();
        const invocation = await run(event, requestId);
        attempts.push(invocation);
        if (invocation.outcome === 'result') break;
      }
      return attempts;
    },
    kill: () => {
      for (const environment of busy) environment.kill();
    },
    close: async () => {
      closing.abort();
      await Promise.all([...idle.splice(0), ...busy].map((environment) => environment.stop()));
    },
  };
}

/** The process that worked last, as Lambda tends to; processes that died while idle are dropped. */
function takeUsable(idle: FunctionProcess[]): FunctionProcess | undefined {
  for (let candidate = idle.pop(); candidate !== undefined; candidate = idle.pop()) {
    if (candidate.usable) return candidate;
  }
  return undefined;
}
