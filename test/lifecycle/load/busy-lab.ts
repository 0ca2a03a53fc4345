import { setImmediate as turn } from 'node:timers/promises';
import type { Clock } from '../../../lambda/clock';
import { handle } from '../../../lambda/index';
import { LocalCloudFormation } from '../../../local/cloudformation';
import type { CustomResourceFunction } from '../../../local/cloudformation-channel';
import { LocalIam } from '../../../local/iam';
import { IamError } from '../../../local/iam-error';
import { PLACE } from '../../../local/local-aws';
import { providerDeployment } from '../../../local/provider-deployment';
import { contextOf, TOKEN, withRetries } from '../harness';
import { inProcessCloudFormation, inProcessIam } from '../in-process';

/** Time that passes when everybody sleeps: to the moment at which the first one wakes. */
interface EventClock extends Clock {
  /** Lets time pass until the work is done. */
  readonly drive: <T>(work: Promise<T>) => Promise<T>;
}

function eventClock(start: number): EventClock {
  let time = start;
  const sleepers: { readonly at: number; readonly wake: () => void }[] = [];
  const wakeNext = (): void => {
    const next = sleepers.reduce(
      (first, other) => (other.at < first.at ? other : first),
      sleepers[0] ?? { at: Infinity, wake: () => undefined },
    );
    const index = sleepers.indexOf(next);
    if (index === -1) return;
    sleepers.splice(index, 1);
    time = Math.max(time, next.at);
    next.wake();
  };
  return {
    now: () => time,
    sleep: (milliseconds) =>
      new Promise((wake) => {
        sleepers.push({ at: time + milliseconds, wake });
      }),
    drive: async (work) => {
      const state = { isDone: false };
      const end = (): void => {
        state.isDone = true;
      };
      work.then(end, end);
      while (!state.isDone) {
        // Answers travel over HTTP meanwhile; they need no time of this clock.
        await turn();
        await turn();
        wakeNext();
      }
      return work;
    },
  };
}

/** How an IAM throttles. */
export interface Throttle {
  /** Calls a second that it takes of one kind. */
  readonly rate: number;
  /** Calls that it takes at once after a rest. */
  readonly burst: number;
  /** The kind of calls that an operation counts among; `undefined` where it is never refused. */
  readonly kindOf: (operation: string) => string | undefined;
}

export interface BusyLab {
  readonly iam: LocalIam;
  readonly cloudFormation: LocalCloudFormation;
  readonly clock: EventClock;
  /** Calls that IAM took, by operation. */
  readonly taken: Map<string, number>;
  /** Calls that it refused as too many. */
  readonly throttled: () => number;
}

/** Many invocations at once, each with a process of its own, against an IAM that throttles. */
export async function startBusyLab({ rate, burst, kindOf }: Throttle): Promise<BusyLab> {
  const clock = eventClock(Date.UTC(2026, 0, 1));
  const iam = new LocalIam(PLACE);
  const functions = new Map<string, CustomResourceFunction>();
  const cloudFormation = await LocalCloudFormation.start({ ...PLACE, functions, now: () => new Date(clock.now()) });
  const deployment = providerDeployment(PLACE, { AllowedResponseHosts: cloudFormation.responses.host, PropagationDelaySeconds: '0' });
  await iam.call('CreatePolicy', { PolicyName: deployment.ceiling.name, PolicyDocument: deployment.ceiling.document });
  const taken = new Map<string, number>();
  const buckets = new Map<string, { tokens: number; at: number }>();
  let throttled = 0;
  const take = (kind: string): boolean => {
    const { tokens, at } = buckets.get(kind) ?? { tokens: burst, at: clock.now() };
    const filled = Math.min(burst, tokens + ((clock.now() - at) / 1000) * rate);
    const isTaken = filled >= 1;
    buckets.set(kind, { tokens: isTaken ? filled - 1 : filled, at: clock.now() });
    return isTaken;
  };
  const client = inProcessIam(iam, ({ operation, perform }) => {
    const kind = kindOf(operation);
    if (kind !== undefined && !take(kind)) {
      throttled += 1;
      return Promise.reject(new IamError('Throttling', 'Rate exceeded', 400));
    }
    taken.set(operation, (taken.get(operation) ?? 0) + 1);
    return perform();
  });
  const serve = (event: unknown): Promise<void> => {
    const end = clock.now() + deployment.timeoutSeconds * 1000;
    return handle(
      event,
      { ...contextOf(deployment.timeoutSeconds), getRemainingTimeInMillis: () => end - clock.now() },
      {
        iam: client,
        cloudFormation: inProcessCloudFormation(cloudFormation),
        clock,
        environment: deployment.environment,
        writeLog: () => undefined,
      },
    );
  };
  functions.set(TOKEN, withRetries(serve));
  return { iam, cloudFormation, clock, taken, throttled: () => throttled };
}
