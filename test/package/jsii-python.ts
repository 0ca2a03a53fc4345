import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, run } from './commands';

const REQUIREMENTS = join(ROOT, 'test', 'requirements-jsii.txt');
const FOLDER = join(ROOT, '.cache', 'jsii-python');

/** A python with jsii, and where jsii keeps what it unpacked of packages, each under the digest of its archive. */
export interface JsiiPython {
  readonly program: string;
  readonly packageCache: string;
}

/**
 * The python of an environment with test/requirements-jsii.txt, made once: half a minute. It is apart from the environment of the other
 * tests, since the CDK brings versions of its own.
 * @param python any Python that can make environments
 */
export function jsiiPython(python: string): JsiiPython {
  const program = join(FOLDER, 'bin', 'python');
  const made = { program, packageCache: join(FOLDER, 'jsii-packages') };
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
  run(program, [...pip, '-r', REQUIREMENTS], ROOT);
  writeFileSync(stampFile, stamp);
  return made;
}
