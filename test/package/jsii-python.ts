import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, run } from './commands';

const REQUIREMENTS = join(ROOT, 'test', 'requirements-jsii.txt');
const FOLDER = join(ROOT, '.cache', 'jsii-python');

/**
 * The python of an environment with test/requirements-jsii.txt, made once: about a minute. It is apart from the environment of the other
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
  run(made, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--only-binary', ':all:', '-r', REQUIREMENTS], ROOT);
  writeFileSync(stampFile, stamp);
  return made;
}
