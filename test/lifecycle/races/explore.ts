import { createHash } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { handle } from '../../../lambda/index';
import { LocalIam } from '../../../local/iam';
import { IamError } from '../../../local/iam-error';
import { PLACE } from '../../../local/local-aws';
import { providerDeployment } from '../../../local/provider-deployment';
import type { AnswerServer } from '../../lambda/answer-server';
import { QUERY } from '../../lambda/events';
import type { AnswerBody } from '../../lambda/invoke';
import { virtualClock } from '../../lambda/virtual-clock';
import { contextOf } from '../harness';
import { inProcessIam, type PassingCall } from '../in-process';

/*
 * A small model checker: two invocations of the real handler against one local IAM, each call a step, and a scheduler that decides whose
 * next step is carried out. All schedules are explored, depth first; two schedules that lead to the same IAM, the same stack status and the
 * same answers to both handlers so far have the same futures and are explored once.
 */

export type Event = Readonly<Record<string, unknown>>;

/** One of the two invocations. */
export interface Racer {
  /** Without its ResponseURL. */
  readonly event: () => Event;
  /** The stack's status from the moment at which this event is delivered. */
  readonly stackStatus: string;
}

export interface Race {
  readonly environment?: Readonly<Record<string, string>>;
  /** Lambda's time for each handler, 300 unless told: where both wait for what the other prevents, every round doubles the schedules. */
  readonly seconds?: number;
  /** What is there when the first event is delivered. */
  readonly there?: (iam: LocalIam) => Promise<void>;
  /** The first one is delivered first; the second at any moment after that. */
  readonly racers: readonly [Racer, Racer];
}

/** How one schedule ended. */
export interface Ending {
  readonly iam: LocalIam;
  /** By racer. */
  readonly answers: readonly [AnswerBody | undefined, AnswerBody | undefined];
  /** `0 GetRole`, in the order in which they were carried out. */
  readonly steps: readonly string[];
}

export interface Explored {
  /** Schedules that were run to their end, each a different one. */
  readonly schedules: number;
  readonly states: number;
}

/** Runs every schedule and hands each ending to the judge, which throws where an invariant is broken. */
export async function explore(race: Race, server: AnswerServer, judge: (ending: Ending) => void): Promise<Explored> {
  const seen = new Set<string>();
  const open: (readonly number[])[] = [[]];
  let schedules = 0;
  for (let prefix = open.pop(); prefix !== undefined; prefix = open.pop()) {
    const ending = await run(race, server, prefix, seen, open);
    if (ending === undefined) continue;
    schedules += 1;
    try {
      judge(ending);
    } catch (cause) {
      throw new Error(`schedule:\n  ${ending.steps.join('\n  ')}`, { cause });
    }
  }
  return { schedules, states: seen.size };
}

/** A handler that is under way: its calls wait here until it is their turn. */
interface Runner {
  readonly waiting: { readonly name: string; readonly go: () => Promise<void> }[];
  /** Everything that it was answered so far. */
  history: string;
  state: 'not delivered' | 'running' | 'done';
}

async function run(
  race: Race,
  server: AnswerServer,
  prefix: readonly number[],
  seen: Set<string>,
  open: (readonly number[])[],
): Promise<Ending | undefined> {
  const world = await worldOf(race, server);
  const steps: string[] = [];
  const schedule: number[] = [];
  for (;;) {
    const enabled = world.runners.flatMap(({ state, waiting }, index) =>
      canGo(world.runners, state, index, waiting.length) ? [index] : [],
    );
    if (enabled.length === 0) break;
    let choice = prefix[schedule.length] ?? enabled[0] ?? 0;
    if (enabled.length > 1 && schedule.length >= prefix.length) {
      const key = digest([world.held(), world.status(), ...world.runners.map(({ history, state }) => [history, state])]);
      if (seen.has(key)) return undefined;
      seen.add(key);
      choice = enabled[0] ?? 0;
      open.push([...schedule, enabled[1] ?? 0]);
    }
    schedule.push(choice);
    steps.push(await world.step(choice));
  }
  const answers = race.racers.map((_, index) => {
    const put = server.puts.find(({ path }) => path.startsWith(pathOf(index)));
    return put === undefined ? undefined : (JSON.parse(put.body) as AnswerBody);
  });
  return { iam: world.iam, answers: [answers[0], answers[1]], steps };
}

/** The second event comes when the first handler has made its first call, at the earliest. */
function canGo(runners: readonly Runner[], state: Runner['state'], index: number, waiting: number): boolean {
  if (state === 'not delivered') return index === 0 || runners[0]?.state !== 'not delivered';
  return state === 'running' && waiting > 0;
}

async function worldOf(race: Race, server: AnswerServer) {
  const iam = new LocalIam(PLACE);
  const { environment, ceiling } = (deployment ??= providerDeployment(PLACE, { PropagationDelaySeconds: '0' }));
  await iam.call('CreatePolicy', { PolicyName: ceiling.name, PolicyDocument: ceiling.document });
  await race.there?.(iam);
  server.clear();
  let status = '';
  const runners: readonly Runner[] = race.racers.map(() => ({ waiting: [], history: '', state: 'not delivered' }));

  const gate =
    (runner: Runner) =>
    (name: string, perform: () => Promise<unknown>): Promise<unknown> =>
      new Promise((resolve, reject) => {
        runner.waiting.push({
          name,
          go: async () => {
            const [settle, outcome] = await perform().then(
              (result) =>
                [
                  () => {
                    resolve(result);
                  },
                  result,
                ] as const,
              (error: unknown) =>
                [
                  () => {
                    reject(error instanceof Error ? error : new Error(String(error)));
                  },
                  error instanceof IamError ? error.code : String(error),
                ] as const,
            );
            runner.history = digest([runner.history, name, outcome]);
            settle();
          },
        });
      });

  const deliver = (index: number): void => {
    const { event, stackStatus } = race.racers[index] ?? race.racers[0];
    const runner = runners[index];
    if (runner === undefined) return;
    runner.state = 'running';
    status = stackStatus;
    const pass = gate(runner);
    // Each has a clock of its own: one that stands still while the other waits must not run out of time.
    const clock = virtualClock(Date.UTC(2026, 10, 23, 12, 0, 1));
    // Waiting for something that the other handler prevents would otherwise take hundreds of rounds.
    const impatient = { now: clock.now, sleep: (milliseconds: number) => clock.sleep(Math.max(milliseconds, 20_000)) };
    const seconds = race.seconds ?? 300;
    const end = clock.now() + seconds * 1000;
    const cloudFormation = new CloudFormationClient({ region: PLACE.region });
    const world = {
      iam: inProcessIam(iam, ({ operation, perform }: PassingCall) => pass(operation, perform)),
      cloudFormation: Object.assign(cloudFormation, {
        send: (command: object) =>
          command.constructor.name === 'DescribeStacksCommand'
            ? pass('DescribeStacks', () => Promise.resolve({ Stacks: [{ StackStatus: status }] }))
            : Promise.reject(new Error('not asked')),
      }),
      clock: impatient,
      environment: { ...environment, ALLOWED_RESPONSE_HOSTS: server.host, ...race.environment },
      writeLog: () => undefined,
    };
    const over = (): void => {
      runner.state = 'done';
    };
    handle(
      { ...event(), ResponseURL: `http://${server.host}${pathOf(index)}?${QUERY}` },
      { ...contextOf(seconds), getRemainingTimeInMillis: () => end - clock.now() },
      world,
    ).then(over, over);
  };

  const step = async (index: number): Promise<string> => {
    const runner = runners[index];
    if (runner === undefined) throw new Error('there are two racers');
    let name = 'is delivered';
    if (runner.state === 'not delivered') deliver(index);
    else {
      const call = runner.waiting.shift();
      name = call?.name ?? '';
      await call?.go();
    }
    // Until it has calls waiting again, all that it makes side by side, or is done.
    await turn();
    while (runner.state === 'running' && runner.waiting.length === 0) await turn();
    return `${String(index)} ${name}`;
  };
  // Reading all of IAM takes longer than a step, and few steps change it.
  let changes = -1;
  let held = '';
  const heldByIam = (): string => {
    const now = iam.calls.filter(({ changed }) => changed).length;
    if (now !== changes) held = digest(iam.contents());
    changes = now;
    return held;
  };
  return { iam, runners, step, status: () => status, held: heldByIam };
}

/** Where a racer's answer goes: two deliveries of one event have the same ids. */
function pathOf(index: number): string {
  return `/racer-${String(index)}`;
}

let deployment: ReturnType<typeof providerDeployment> | undefined;

/** Ids and dates depend on how many calls there were before, and decide nothing. */
function digest(value: unknown): string {
  const text = JSON.stringify(value ?? null, (key, item: unknown) => (/Date$|^RoleId$|^PolicyId$/.test(key) ? undefined : item));
  return createHash('sha256').update(text).digest('base64');
}
