import { figure, judged, times, type Row } from './goal';
import type { Loopback } from './loopback';
import { median } from './measure';
import { eventOf } from './serving';
import { asTheFunction, oneAfterTheOther, startTurns, type Turn } from './turns';
import { CLASSIC, properties } from './workload';

/** Milliseconds from a call of IAM to its answer: IAM's control plane stands in one Region, and most functions in others. */
const ROUND_TRIP = 50;

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

/** What each operation costs, in calls and in round trips, for an ordinary role. */
export async function roundTrips(): Promise<Row[]> {
  const turns = await startTurns(ROUND_TRIP, { asTheFunction });
  try {
    const taken = new Map<Operation, OrdinaryTurn[]>(OPERATIONS.map((operation) => [operation, []]));
    const trips: number[] = [];
    for (let round = 0; round < 15; round += 1) {
      for (const [operation, before] of taken) before.push(await turns.serve(operation.events(turns.loopback)));
      trips.push(...(await turns.roundTrips()));
    }
    return [...taken].flatMap(([operation, of]) => rowsOf(operation, of, median(trips)));
  } finally {
    await turns.close();
  }
}

type OrdinaryTurn = Turn<'asTheFunction'>;

function rowsOf({ name, writes, reads, depth }: Operation, turns: readonly OrdinaryTurn[], roundTrip: number): Row[] {
  const bound = depth * roundTrip;
  const typical = (figureOf: (turn: OrdinaryTurn) => number): number => median(turns.map(figureOf));
  const [written, read] = [typical((turn) => turn.writes / 2), typical((turn) => turn.reads / 2)];
  const timed = (event: 'first' | 'later'): Row => {
    const index = event === 'first' ? 0 : 1;
    const measured = typical((turn) => turn.measured[index] ?? NaN);
    const minimal = typical((turn) => turn.minimal.asTheFunction[index] ?? NaN);
    return {
      what: `the same at ${String(ROUND_TRIP)} ms a round trip, ${event === 'first' ? 'its first event' : 'a later event'}: ${name}`,
      measured: figure(measured, 'ms'),
      peer: '',
      bound: `${figure(bound, 'ms')}: ${String(depth)} × ${figure(roundTrip, 'ms')}, without the SDK; ${figure(minimal, 'ms')}: the SDK alone`,
      ratio: times(measured / bound),
      goal: '≤ 1.15 ×',
      met: judged(event, measured, 1.15 * bound, minimal),
    };
  };
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
    timed('first'),
    timed('later'),
  ];
}

type OverflowTurn = Turn<'asTheFunction' | 'oneAfterTheOther'>;

/** A role of six activities that needs managed policies: against the same calls one after the other. */
export async function overflowingRole(): Promise<Row[]> {
  const turns = await startTurns(ROUND_TRIP, { asTheFunction, oneAfterTheOther });
  const input = { ...properties(OVERFLOWING, 'VpcKms', 'large'), RoleName: 'large' };
  const operations = {
    create: eventOf(turns.loopback, 'Create', input),
    delete: eventOf(turns.loopback, 'Delete', input, { PhysicalResourceId: 'large' }),
  };
  try {
    const taken: Record<keyof typeof operations, OverflowTurn[]> = { create: [], delete: [] };
    for (let round = 0; round < 15; round += 1) {
      taken.create.push(await turns.serve([operations.create]));
      taken.delete.push(await turns.serve([operations.delete]));
    }
    return (['create', 'delete'] as const).map((operation) => {
      const typical = (figureOf: (turn: OverflowTurn) => number): number => median(taken[operation].map(figureOf));
      const measured = typical((turn) => turn.measured[0] ?? NaN);
      const minimal = typical((turn) => turn.minimal.asTheFunction[0] ?? NaN);
      const sequential = typical((turn) => turn.minimal.oneAfterTheOther[0] ?? NaN);
      const calls = typical((turn) => turn.reads + turn.writes);
      return {
        what: `${operation} of a role of six activities with overflow policies, ${String(ROUND_TRIP)} ms a round trip`,
        measured: figure(measured, 'ms'),
        peer: `${figure(sequential, 'ms')}: its ${String(calls)} calls one after the other, the SDK alone`,
        bound: `${figure(minimal, 'ms')}: the SDK alone, ${String(typical((turn) => turn.depth))} deep`,
        ratio: times(sequential / measured),
        goal: '≥ 3 ×',
        met: judged('first', measured, sequential / 3, minimal),
      };
    });
  } finally {
    await turns.close();
  }
}

const OVERFLOWING = CLASSIC.filter((name) =>
  ['AccessAwsServices@1', 'ManageJobs@1', 'ManageModels@1', 'MonitorModels@1', 'ManageGlueTables@1', 'RunStudioApps@2'].includes(name),
);
