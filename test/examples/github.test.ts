import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { main } from '../../package.json';
import { ROOT } from '../docs/markdown';

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly steps: readonly { readonly run?: string; readonly uses?: string }[];
        readonly strategy?: { readonly matrix: { readonly node: readonly number[] } };
      }
    >
  >;
}

const stepsOf = (workflow: Workflow): string[] => Object.values(workflow.jobs).flatMap(({ steps }) => steps.flatMap(({ run = '' }) => run));

describe('the workflows', () => {
  it.each(['.github/workflows/ci.yml', '.github/workflows/release.yml', 'examples/github-actions/persona-roles.yml'])(
    '%s may do nothing beyond reading, where it does not say so',
    (path) => {
      const { permissions } = parse(read(path)) as Workflow;
      expect(permissions).toMatchObject({ contents: 'read' });
    },
  );

  it('run what a developer runs, on every supported version of Node.js', () => {
    const workflow = parse(read('.github/workflows/ci.yml')) as Workflow;
    expect(stepsOf(workflow)).toContain('.ci/run');
    expect(workflow.jobs['test']?.strategy?.matrix.node).toEqual([20, 22, 24]);
  });

  it('publish with provenance, after everything has passed', () => {
    const steps = stepsOf(parse(read('.github/workflows/release.yml')) as Workflow);
    expect(steps.indexOf('.ci/run')).toBeGreaterThan(0);
    expect(steps.findIndex((step) => step.startsWith('npm publish --provenance'))).toBeGreaterThan(steps.indexOf('.ci/run'));
  });

  it('publish what was built for it, with the construct library: npm runs no script by itself', () => {
    const steps = stepsOf(parse(read('.github/workflows/release.yml')) as Workflow);
    const order = ['npm run build && npm run build:library', `test -s ${main}`, 'npm publish --provenance --access public'];
    expect(read('.npmrc')).toContain('ignore-scripts=true');
    expect(steps.filter((step) => order.includes(step))).toEqual(order);
  });

  it('of users call commands that the program has', () => {
    const steps = stepsOf(parse(read('examples/github-actions/persona-roles.yml')) as Workflow);
    const commands = steps.flatMap((step) => [...step.matchAll(/persona-role (\w+)((?: --[\w-]+(?: [a-z]+)?)*)/g)]);
    expect(commands.length).toBeGreaterThan(2);
    for (const [, command = '', options = ''] of commands) {
      const { stdout, status } = spawnSync(process.execPath, ['dist/cli/persona-role.js', command, '--help'], {
        cwd: ROOT,
        encoding: 'utf8',
      });
      expect({ command, status }).toEqual({ command, status: 0 });
      for (const [option] of options.matchAll(/--[\w-]+/g)) expect(stdout).toContain(option);
    }
  });

  it('forms for issues ask for something each', () => {
    const forms = readdirSync(join(ROOT, '.github/ISSUE_TEMPLATE')).filter((file) => file !== 'config.yml');
    for (const form of forms)
      expect(parse(read(`.github/ISSUE_TEMPLATE/${form}`))).toMatchObject({
        name: expect.any(String) as unknown,
        body: expect.any(Array) as unknown,
      });
  });
});
