import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { figure, times, type Row } from './goal';
import { interleavedAsync, wallTime } from './measure';
import { ROOT } from './root';
import { ACCOUNT } from './scope';
import { DATA_SCIENTIST, properties } from './workload';

const PROGRAM = join(ROOT, 'dist', 'cli', 'persona-role.js');
/** Seconds of wall time; what Node itself takes to start is the bound. */
const GOALS = { help: 0.15, render: 0.3, check: 1 } as const;

/** Whole commands, as their user waits for them. */
export async function commandLine(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'command-line-'));
  const template = join(folder, 'template.json');
  const input = JSON.stringify(properties(DATA_SCIENTIST, 'VpcKms', 'typical'));
  writeFileSync(template, templateOf(200));
  try {
    const run =
      (args: readonly string[], text = '') =>
      async (): Promise<number> =>
        Promise.resolve(wallTime(args, text) / 1000);
    const medians = await interleavedAsync(
      {
        node: run(['-e', '0']),
        help: run([PROGRAM, '--help']),
        render: run([PROGRAM, 'render', '-'], input),
        check: run([PROGRAM, 'check', template]),
      },
      15,
    );
    const row = (name: keyof typeof GOALS, what: string): Row => ({
      what: `command line: ${what}`,
      measured: figure(medians[name], 's'),
      peer: '',
      bound: `${figure(medians.node, 's')}, an empty Node process`,
      ratio: times(medians[name] / medians.node),
      goal: `≤ ${String(GOALS[name])} s`,
      met: medians[name] <= GOALS[name],
    });
    return [row('help', '`--help`'), row('render', '`render`'), row('check', '`check` of a template with 200 personas')];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function templateOf(personas: number): string {
  const role = {
    Type: 'Custom::SageMakerPersonaRole',
    Properties: {
      ServiceToken: `arn:aws:lambda:us-east-1:${ACCOUNT}:function:sagemaker-persona-role`,
      ServiceTimeout: 1200,
      ...properties(DATA_SCIENTIST, 'VpcKms', 'typical'),
    },
  };
  return JSON.stringify({ Resources: Object.fromEntries(Array.from({ length: personas }, (_, index) => [`Role${String(index)}`, role])) });
}
