import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export const ROOT = join(__dirname, '..', '..');

/** Runs a program to its end. @returns what it wrote to standard output. @throws Error with all that it wrote, where it fails */
export function run(program: string, args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}): string {
  const path = `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`;
  const result = spawnSync(program, args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 50_000_000,
    env: {
      PATH: path,
      HOME: process.env['HOME'] ?? tmpdir(),
      TMPDIR: tmpdir(),
      JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: process.versions.node.split('.')[0] ?? '',
      ...env,
    },
  });
  if (result.error !== undefined) throw result.error;
  if (result.status !== 0) throw new Error(`${program} ${args.join(' ')} failed:\n${result.stdout}${result.stderr}`);
  return result.stdout;
}

/** Path of a program in node_modules. */
export function installed(path: string): string {
  return join(ROOT, 'node_modules', path);
}
