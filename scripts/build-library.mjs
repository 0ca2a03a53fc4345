// Makes the construct library: lib/ with one JavaScript file and its types, and the assembly .jsii for other languages.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { bundle } from './bundle.mjs';
import { root } from './root.mjs';

/**
 * Everything but the CDK goes into the file, so that the package has no dependencies. The core is taken from its TypeScript source: what
 * jsii makes of it is CommonJS, of which a bundler can leave nothing out.
 */
const coreFromSource = {
  name: 'core-from-source',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.\/lambda\// }, ({ path, importer }) => {
      const isCompiled = importer.includes(`${join('lib', 'infra')}`);
      return isCompiled ? { path: join(root, `${path.replace(/^\.\.\//, '')}.ts`) } : undefined;
    });
  },
};

/** Files of types that index.d.ts leads to. */
function reachable(file, found = new Set()) {
  if (found.has(file)) return found;
  found.add(file);
  for (const [, name] of readFileSync(file, 'utf8').matchAll(/from '(\.[^']*)'/g)) reachable(join(dirname(file), `${name}.d.ts`), found);
  return found;
}

/** What jsii compiled and nobody can use goes: all JavaScript but the bundle, and types that are not public. */
function removeRest() {
  const kept = reachable(join(root, 'lib/infra/index.d.ts')).add(join(root, 'lib/infra/index.js'));
  for (const file of readdirSync(join(root, 'lib/infra')).map((name) => join(root, 'lib/infra', name))) if (!kept.has(file)) rmSync(file);
  rmSync(join(root, 'lib/lambda'), { recursive: true });
}

/**
 * The entry: an ES module that names what there is, by which esbuild tells Node which names other ES modules may import. Node does not
 * execute a CommonJS module to find out, and does not understand what jsii compiles.
 * Source: https://nodejs.org/api/esm.html#commonjs-namespaces
 */
function entry() {
  const { types } = JSON.parse(gunzipSync(readFileSync(join(root, '.jsii.gz'))).toString());
  const names = Object.values(types).flatMap(({ kind, name }) => (kind === 'interface' ? [] : [name]));
  return { contents: `export { ${names.sort().join(', ')} } from './index.js';`, resolveDir: join(root, 'lib/infra') };
}

rmSync(join(root, 'lib'), { recursive: true, force: true });
const jsii = spawnSync(
  process.execPath,
  [join(root, 'node_modules/jsii/bin/jsii'), '--compress-assembly', '--silence-warnings=reserved-word'],
  {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: process.versions.node.split('.')[0] },
  },
);
if (jsii.status !== 0) {
  console.error(`The construct library does not compile for other languages:\n${jsii.stdout}${jsii.stderr}`);
  process.exitCode = 1;
} else {
  // Names are kept: the CDK shows those of classes.
  await bundle({
    stdin: entry(),
    outfile: 'lib/infra/index.js',
    allowOverwrite: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    keepNames: true,
    minifySyntax: true,
    minifyWhitespace: true,
    external: ['aws-cdk-lib', 'constructs'],
    plugins: [coreFromSource],
  });
  removeRest();
  console.log('Built lib and .jsii.');
}
