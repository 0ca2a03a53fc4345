import { eventOf, serve } from './cold-request';
import { figure, times, type Row } from './goal';
import { startLoopback, type Loopback } from './loopback';
import { interleavedAsync, median } from './measure';
import { CLASSIC, properties } from './workload';

/** Milliseconds from a call of IAM to its answer: IAM's control plane stands in one Region, and most functions in others. */
const ROUND_TRIP = 50;

const FUNCTION = 'dist/function/index.js';
const BEFORE = { ...properties(['ManageJobs@1'], 'none', 'typical'), RoleName: 'role' };
const AFTER = { ...BEFORE, Activities: ['ManageJobs@1', 'VisualizeExperiments@1'] };

interface Operation {
  readonly name: string;
  /** The same work twice, for a process that has just been started and for one that has served before. */
  readonly events: (loopback: Loopback) => readonly [object, object];
  /** Writing calls that it may need. */
  readonly writes: number;
  readonly reads: number;
  /** Calls one after the other, the read that finds IAM consistent included. */
  readonly depth: number;
}

const create = (loopback: Loopback, RoleName: string): object => eventOf(loopback, 'Create', { ...BEFORE, RoleName });

const update = (loopback: Loopback, from: object, to: object): object =>
  eventOf(loopback, 'Update', to, { PhysicalResourceId: 'role', OldResourceProperties: from });

const remove = (loopback: Loopback, PhysicalResourceId: string): object => eventOf(loopback, 'Delete', BEFORE, { PhysicalResourceId });

/** In an order in which each finds what the one before it left. */
const OPERATIONS: readonly Operation[] = [
  { name: 'create', events: (to) => [create(to, 'role'), create(to, 'other')], writes: 2, reads: Infinity, depth: 3 },
  {
    name: 'one activity changed',
    events: (to) => [update(to, BEFORE, AFTER), update(to, AFTER, BEFORE)],
    writes: 1,
    reads: Infinity,
    depth: 3,
  },
  { name: 'no change', events: (to) => [update(to, AFTER, BEFORE), update(to, AFTER, BEFORE)], writes: 0, reads: 4, depth: 1 },
  { name: 'delete', events: (to) => [remove(to, 'other'), remove(to, 'role')], writes: 2, reads: Infinity, depth: 3 },
];

interface Costs {
  readonly reads: number;
  readonly writes: number;
  /** Milliseconds in a process that was just started, and in one that has served before. */
  readonly cold: number;
  readonly warm: number;
}

/** What each operation costs, in calls and in round trips, for an ordinary role. */
export async function roundTrips(): Promise<Row[]> {
  const loopback = await startLoopback({ protocol: 'http', latency: ROUND_TRIP });
  try {
    const costs = new Map<string, Costs[]>(OPERATIONS.map(({ name }) => [name, []]));
    for (let round = 0; round < 15; round += 1) {
      for (const { name, events } of OPERATIONS) {
        const before = loopback.iam.calls.length;
        const { serving } = await serve(loopback, FUNCTION, events(loopback));
        const made = loopback.iam.calls.slice(before);
        const each = (effect: string): number => made.filter((call) => call.effect === effect).length / serving.length;
        costs.get(name)?.push({ reads: each('read'), writes: each('write'), cold: serving[0] ?? NaN, warm: serving[1] ?? NaN });
      }
    }
    return OPERATIONS.flatMap((operation) => rowsOf(operation, costs.get(operation.name) ?? []));
  } finally {
    await loopback.close();
  }
}

function rowsOf({ name, writes, reads, depth }: Operation, costs: readonly Costs[]): Row[] {
  const bound = depth * ROUND_TRIP;
  const typical = (figureOf: (cost: Costs) => number): number => median(costs.map(figureOf));
  const [written, read] = [typical((cost) => cost.writes), typical((cost) => cost.reads)];
  const timed = (process: string, milliseconds: number): Row => ({
    what: `the same at ${String(ROUND_TRIP)} ms a round trip, ${process}: ${name}`,
    measured: figure(milliseconds, 'ms'),
    peer: '',
    bound: `${String(bound)} ms: ${String(depth)} deep`,
    ratio: times(milliseconds / bound),
    goal: '≤ 1.15 ×',
    met: milliseconds / bound <= 1.15,
  });
  return [
    {
      what: `IAM calls, ordinary role: ${name}`,
      measured: `${String(written)} writes, ${String(read)} reads`,
      peer: '',
      bound: `${String(writes)} writes`,
      ratio: '',
      goal: `${String(writes)} writes${Number.isFinite(reads) ? `, ≤ ${String(reads)} reads` : ''}`,
      met: written <= writes && read <= reads,
    },
    timed(
      'its first event',
      typical(({ cold }) => cold),
    ),
    timed(
      'a later event',
      typical(({ warm }) => warm),
    ),
  ];
}

/** A role of six activities that needs two managed policies: against the same calls one after the other. */
export async function overflowingRole(): Promise<Row[]> {
  const loopback = await startLoopback({ protocol: 'http', latency: ROUND_TRIP });
  const input = { ...properties(OVERFLOWING, 'VpcKms', 'large'), RoleName: 'large' };
  try {
    const calls = { create: 0, delete: 0 };
    const medians = await interleavedAsync(
      {
        create: async () => {
          const before = loopback.iam.calls.length;
          const {
            serving: [time = NaN],
          } = await serve(loopback, FUNCTION, [eventOf(loopback, 'Create', input)]);
          calls.create = loopback.iam.calls.length - before;
          return time;
        },
        delete: async () => {
          const before = loopback.iam.calls.length;
          const {
            serving: [time = NaN],
          } = await serve(loopback, FUNCTION, [eventOf(loopback, 'Delete', input, { PhysicalResourceId: 'large' })]);
          calls.delete = loopback.iam.calls.length - before;
          return time;
        },
      },
      15,
    );
    return (['create', 'delete'] as const).map((operation) => {
      const sequential = calls[operation] * ROUND_TRIP;
      return {
        what: `${operation} of a role of six activities with overflow policies, ${String(ROUND_TRIP)} ms a round trip`,
        measured: figure(medians[operation], 'ms'),
        peer: `${String(sequential)} ms: its ${String(calls[operation])} calls one after the other`,
        bound: '',
        ratio: times(sequential / medians[operation]),
        goal: '≥ 3 ×',
        met: sequential / medians[operation] >= 3,
      };
    });
  } finally {
    await loopback.close();
  }
}

const OVERFLOWING = CLASSIC.filter((name) =>
  ['AccessAwsServices@1', 'ManageJobs@1', 'ManageModels@1', 'MonitorModels@1', 'ManageGlueTables@1', 'RunStudioApps@2'].includes(name),
);
