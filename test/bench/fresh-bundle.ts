import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { bundle, rulesInside } from '../../scripts/bundle.mjs';
import { freshProcess } from './measure';
import { ROOT } from './root';

/** Not in the system's folder: what is left out of a bundle is looked for from where it lies. */
const FOLDER = join(ROOT, '.cache', 'bench');

/**
 * Bundles a module of this folder as the function is bundled, catalogue compiled in.
 * @param contents TypeScript, with imports relative to this folder
 * @returns the file
 */
export async function freshBundle(name: string, contents: string): Promise<string> {
  mkdirSync(FOLDER, { recursive: true });
  const outfile = join(FOLDER, `${name}.js`);
  await bundle({
    stdin: { contents, resolveDir: __dirname, loader: 'ts' },
    outfile,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    minify: true,
    keepNames: false,
    plugins: [rulesInside],
  });
  return outfile;
}

/** What a function of a module of this folder returns in a fresh process, as JSON. */
export async function inFreshBundle(module: string, call: string): Promise<unknown> {
  const [name = ''] = call.split('(');
  const contents = `import { ${name} } from './${module}'; process.stdout.write(JSON.stringify(${call}));`;
  return freshProcess([await freshBundle(module, contents)]);
}
