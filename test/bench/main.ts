// `npm run bench`: measures every goal, writes docs/performance.md and its plot, and fails where a goal is missed. It takes minutes, and
// wants a machine that does nothing else.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { coldRender } from './cold-render';
import { coldRequest } from './cold-request';
import { commandLine } from './command-line';
import { templateEconomy } from './economy';
import { inFreshBundle } from './fresh-bundle';
import { functionBundle } from './function-bundle';
import { line, type Row } from './goal';
import { measureGrowth, type Growth } from './growth';
import { growthPlot } from './growth-plot';
import { growthRow, machine, performancePage } from './page';
import { ROOT } from './root';
import { overflowingRole, roundTrips } from './round-trips';
import { synth, SYNTH_GROWTH } from './synth';
import { throttling } from './throttling';

async function growth(): Promise<readonly Growth[]> {
  const core = (await inFreshBundle('growth-of-core', 'growthOfCore()')) as readonly Growth[];
  return [...core, ...SYNTH_GROWTH.map(measureGrowth)];
}

const MEASUREMENTS: readonly (() => Promise<readonly Row[]>)[] = [
  async () => (await inFreshBundle('render-warm', 'warmRenders()')) as readonly Row[],
  async () => [await coldRender()],
  functionBundle,
  async () => [await coldRequest()],
  roundTrips,
  overflowingRole,
  throttling,
  async () => Promise.resolve(templateEconomy()),
  async () => [(await inFreshBundle('subsets', 'allSubsets()')) as Row],
  async () => [await synth()],
  commandLine,
];

async function main(): Promise<void> {
  const rows: Row[] = [];
  const report = (row: Row): void => {
    rows.push(row);
    console.log(line(row));
  };
  for (const measure of MEASUREMENTS) (await measure()).forEach(report);
  const growths = await growth();
  report(growthRow(growths));
  writeFileSync(join(ROOT, 'docs', 'performance.svg'), growthPlot(growths));
  writeFileSync(join(ROOT, 'docs', 'performance.md'), performancePage(rows, growths, machine()));
  const missed = rows.filter(({ met }) => met === false);
  console.log(missed.length === 0 ? 'All goals are met.' : `Goals missed: ${missed.map(({ what }) => what).join('; ')}.`);
  process.exitCode = missed.length === 0 ? 0 : 1;
}

void main();
