import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, run } from './commands';

const REQUIREMENTS = join(ROOT, 'test', 'requirements-jsii.txt');
const FOLDER = join(ROOT, '.cache', 'jsii-python');

/**
 * The python of an environment with test/requirements-jsii.txt, made once: half a minute. It is apart from the environment of the other
 * tests, since the CDK brings versions of its own.
 * @param python any Python that can make environments
 */
export function jsiiPython(python: string): string {
  const made = join(FOLDER, 'bin', 'python');
  const stampFile = join(FOLDER, '.requirements-stamp');
  const stamp = createHash('sha256')
    .update(readFileSync(REQUIREMENTS))
    .update(run(python, ['--version'], ROOT))
    .digest('hex');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return made;
  mkdirSync(FOLDER, { recursive: true });
  run(python, ['-m', 'venv', '--clear', FOLDER], ROOT);
  // Of the CDK's modules a few are used: these are compiled when they are imported.
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-compile', '--only-binary', ':all:'];
  run(made, [...pip, '-r', REQUIREMENTS], ROOT);
  writeFileSync(stampFile, stamp);
  return made;
}
