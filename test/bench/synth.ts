import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { figure, times, type Row } from './goal';
import type { Growing } from './growth';
import { freshProcess, interleavedAsync, wallTime } from './measure';
import { ROOT } from './root';

const APP = join(ROOT, 'test', 'bench', 'synth-app.cjs');
const PERSONAS = 200;

function inFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'synth-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A whole process, loading the CDK included. */
function synthesis(kind: 'persona' | 'role'): number {
  return inFolder((folder) => wallTime([APP, kind, String(PERSONAS), '2', folder]));
}

/** Personas against as many plain roles, which have no permissions at all. */
export async function synth(): Promise<Row> {
  const medians = await interleavedAsync(
    { personas: async () => Promise.resolve(synthesis('persona')), roles: async () => Promise.resolve(synthesis('role')) },
    15,
  );
  const ratio = medians.personas / medians.roles;
  return {
    what: `synth of a CDK app with ${String(PERSONAS)} personas of six activities, whole process`,
    measured: figure(medians.personas, 'ms'),
    peer: `${figure(medians.roles, 'ms')}, ${String(PERSONAS)} plain iam.Role`,
    bound: '',
    ratio: times(ratio),
    goal: '≤ 1.5 ×',
    met: ratio <= 1.5,
  };
}

/** Loading the CDK is not counted. */
const synthTime = (personas: number, values: number): number =>
  inFolder((folder) => freshProcess([APP, 'persona', String(personas), String(values), folder]) as number);

export const SYNTH_GROWTH: readonly Growing[] = [
  { name: 'synth', unit: 'personas', sizes: [1, 10, 100, 1000], prepare: (size) => () => synthTime(size, 2) },
  { name: 'synth', unit: 'values', sizes: [1, 10, 100], prepare: (size) => () => synthTime(1, size) },
];
