import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface LockFile {
  /** By path below the project; the project itself is `""`. */
  readonly packages: Readonly<Record<string, { readonly optionalDependencies?: Readonly<Record<string, string>> }>>;
}

const { packages } = JSON.parse(readFileSync(join(__dirname, '..', '..', 'package-lock.json'), 'utf8')) as LockFile;

/** Where Node looks for a package that another one asks for: inside it, then in each package around it. */
function places(path: string, name: string): string[] {
  if (path === '') return [`node_modules/${name}`];
  const around = path.slice(0, Math.max(0, path.lastIndexOf('/node_modules/')));
  return [`${path}/node_modules/${name}`, ...places(around, name)];
}

describe('the lock file', () => {
  const wanted = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).map((name) => ({ path, name })),
  );

  it('has packages with parts per platform', () => {
    expect(wanted.map(({ path }) => path)).toContain('node_modules/esbuild');
  });

  // A registry that lacks some of them makes npm leave them out without a word; then npm ci fails, or macOS and Windows have no binary.
  it('has an entry for each part that is for one platform only, so that it installs everywhere', () => {
    expect(wanted.filter(({ path, name }) => !places(path, name).some((place) => place in packages))).toEqual([]);
  });
});
