import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Where the build lies, seen from the bundle in dist/local and from this file. */
const FOLDERS = [join(__dirname, '..'), join(__dirname, '..', 'dist')];

/**
 * A file of the build, named from dist.
 * @throws Error where it has not been built
 */
export function builtFile(name: string): string {
  const file = FOLDERS.map((folder) => join(folder, name)).find((candidate) => existsSync(candidate));
  if (file === undefined) throw new Error(`dist/${name} is not there yet; run: npm run build`);
  return file;
}
