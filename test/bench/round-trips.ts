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
  readonly event: (loopback: Loopback) => object;
  /** Writing calls that it may need. */
  readonly writes: number;
  readonly reads: number;
  /** Calls one after the other, the read that finds IAM consistent included. */
  readonly depth: number;
}

const update = (from: object, to: object) => (loopback: Loopback) =>
  eventOf(loopback, 'Update', to, { PhysicalResourceId: 'role', OldResourceProperties: from });

const OPERATIONS: readonly Operation[] = [
  { name: 'create', event: (loopback) => eventOf(loopback, 'Create', BEFORE), writes: 2, reads: Infinity, depth: 3 },
  { name: 'one activity changed', event: update(BEFORE, AFTER), writes: 1, reads: Infinity, depth: 3 },
  { name: 'no change', event: update(BEFORE, AFTER), writes: 0, reads: 4, depth: 1 },
  {
    name: 'delete',
    event: (loopback) => eventOf(loopback, 'Delete', AFTER, { PhysicalResourceId: 'role' }),
    writes: 2,
    reads: Infinity,
    depth: 3,
  },
];

/** What each operation costs, in calls and in round trips, for an ordinary role. */
export async function roundTrips(): Promise<Row[]> {
  const loopback = await startLoopback({ protocol: 'http', latency: ROUND_TRIP });
  try {
    const figures = new Map<string, number[]>();
    const calls = new Map<string, { reads: number; writes: number }>();
    for (let round = 0; round < 15; round += 1) {
      for (const { name, event } of OPERATIONS) {
        const before = loopback.iam.calls.length;
        const { serving } = await serve(loopback, FUNCTION, [event(loopback)]);
        const made = loopback.iam.calls.slice(before);
        calls.set(name, {
          reads: made.filter(({ effect }) => effect === 'read').length,
          writes: made.filter(({ effect }) => effect === 'write').length,
        });
        figures.set(name, [...(figures.get(name) ?? []), serving]);
      }
    }
    return OPERATIONS.flatMap((operation) => rowsOf(operation, calls.get(operation.name), median(figures.get(operation.name) ?? [])));
  } finally {
    await loopback.close();
  }
}

function rowsOf(
  { name, writes, reads, depth }: Operation,
  made: { reads: number; writes: number } | undefined,
  milliseconds: number,
): Row[] {
  const bound = depth * ROUND_TRIP;
  const counted = made ?? { reads: Infinity, writes: Infinity };
  return [
    {
      what: `IAM calls, ordinary role: ${name}`,
      measured: `${String(counted.writes)} writes, ${String(counted.reads)} reads`,
      peer: '',
      bound: `${String(writes)} writes`,
      ratio: '',
      goal: `${String(writes)} writes${Number.isFinite(reads) ? `, ≤ ${String(reads)} reads` : ''}`,
      met: counted.writes <= writes && counted.reads <= reads,
    },
    {
      what: `the same at ${String(ROUND_TRIP)} ms a round trip: ${name}`,
      measured: figure(milliseconds, 'ms'),
      peer: '',
      bound: `${String(bound)} ms: ${String(depth)} deep`,
      ratio: times(milliseconds / bound),
      goal: '≤ 1.15 ×',
      met: milliseconds / bound <= 1.15,
    },
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
          const { serving } = await serve(loopback, FUNCTION, [eventOf(loopback, 'Create', input)]);
          calls.create = loopback.iam.calls.length - before;
          return serving;
        },
        delete: async () => {
          const before = loopback.iam.calls.length;
          const { serving } = await serve(loopback, FUNCTION, [eventOf(loopback, 'Delete', input, { PhysicalResourceId: 'large' })]);
          calls.delete = loopback.iam.calls.length - before;
          return serving;
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
