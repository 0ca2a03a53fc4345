import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Stands in for npm: notes how it was called, and ends as it is told. */
const NPM = `
const fs = require('fs');
fs.mkdirSync('node_modules', { recursive: true });
fs.appendFileSync('calls.txt', process.argv.slice(2).join(' ') + '\\n');
process.exitCode = Number(process.env.NPM_EXIT_CODE);
`;

describe('the first run', () => {
  let folder = '';
  const run = (npmExitCode = 0): { code: number | null; output: string } => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/first-run.cjs'], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, npm_execpath: join(folder, 'npm-cli.js'), NPM_EXIT_CODE: String(npmExitCode) },
    });
    return { code: status, output: stdout + stderr };
  };
  const calls = (): string => (existsSync(join(folder, 'calls.txt')) ? readFileSync(join(folder, 'calls.txt'), 'utf8') : '');

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'persona-role-first-run-'));
    mkdirSync(join(folder, 'scripts'));
    cpSync(join(__dirname, '..', '..', 'scripts', 'first-run.cjs'), join(folder, 'scripts', 'first-run.cjs'));
    writeFileSync(join(folder, 'package-lock.json'), '{}');
    writeFileSync(join(folder, 'npm-cli.js'), NPM);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('installs what the lock file says, without install scripts, and says so before', () => {
    const { code, output } = run();
    expect(code).toBe(0);
    expect(output).toMatch(/^Installing the development packages/);
    expect(calls()).toBe('ci --ignore-scripts --no-audit --no-fund --loglevel=error\n');
  });

  it('installs once', () => {
    run();
    expect(run()).toEqual({ code: 0, output: '' });
    expect(calls().split('\n')).toHaveLength(2);
  });

  it('installs again when the lock file has changed', () => {
    run();
    writeFileSync(join(folder, 'package-lock.json'), '{"lockfileVersion":3}');
    run();
    expect(calls().split('\n')).toHaveLength(3);
  });

  it('fails in one line when npm fails, and tries again the next time', () => {
    const { code, output } = run(7);
    expect(code).toBe(1);
    expect(output).toContain('npm ci failed (exit code 7)');
    expect(run().code).toBe(0);
    expect(calls().split('\n')).toHaveLength(3);
  });

  it('tells an old Node so in one line, before anything else', () => {
    const script = join(folder, 'scripts', 'first-run.cjs');
    const asOldNode = `Object.defineProperty(process.versions, 'node', { value: '18.20.4' }); require(${JSON.stringify(script)});`;
    const { status, stderr } = spawnSync(process.execPath, ['-e', asOldNode], { encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stderr.trimEnd().split('\n')).toEqual([expect.stringMatching(/^Node\.js 20\.19 or newer is needed, this is 18\.20\.4\./)]);
    expect(calls()).toBe('');
  });
});
