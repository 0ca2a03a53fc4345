// Makes all that is deployed or installed, reproducible to the byte from any folder: dist/function, dist/cli,
// dist/local, dist/web, dist/provider.template.json, dist/provider-sam.template.json, dist/properties.schema.json.
import { formatMessages } from 'esbuild';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { bundle, loadTypeScript, readPolicyFiles, rulesInside, sdkInLambda } from './bundle.mjs';
import { providerTemplate, samProviderTemplate } from './provider-template.mjs';
import { root } from './root.mjs';
import { buildWeb } from './web.mjs';

/** One file, minified, so that it holds no paths; names are kept, since errors are told apart by theirs. */
const program = { platform: 'node', format: 'cjs', minify: true, keepNames: true };

async function buildFunction() {
  const outfile = 'dist/function/index.js';
  await bundle({
    ...program,
    ...sdkInLambda,
    // Giving each function its name back takes a tenth of a first event. The errors that are told apart by name are given theirs in the source.
    keepNames: false,
    entryPoints: ['lambda/index.ts'],
    outfile,
    target: 'node22',
    plugins: [...sdkInLambda.plugins, rulesInside],
  });
  return readFileSync(join(root, outfile), 'utf8');
}

/** Three files: what help needs, the commands, and those that need the AWS SDK. Each is loaded only where it is needed. */
async function buildCommandLine() {
  const shared = {
    ...program,
    target: 'node20',
    external: ['./commands.js', './account-commands.js'],
    supported: { 'dynamic-import': false },
  };
  const banner = { js: '#!/usr/bin/env node' };
  await Promise.all([
    bundle({ ...shared, entryPoints: ['cli/main.ts'], outfile: 'dist/cli/persona-role.js', banner }),
    bundle({ ...shared, entryPoints: ['cli/commands.ts', 'cli/account-commands.ts'], outdir: 'dist/cli' }),
  ]);
}

/** What `persona-role try` starts: the local AWS, and beside it what each process of a function runs. */
async function buildLocal() {
  await bundle({ ...program, entryPoints: ['local/try.ts'], outfile: 'dist/local/index.js', target: 'node20' });
  copyFileSync(join(root, 'local/lambda-bootstrap.cjs'), join(root, 'dist/local/lambda-bootstrap.cjs'));
}

/** For editors and linters; what `persona-role schema` prints. */
async function buildSchema() {
  const { buildCatalog } = await loadTypeScript('lambda/core/template.ts');
  const { propertiesJsonSchema } = await loadTypeScript('lambda/core/json-schema.ts');
  const schema = propertiesJsonSchema(buildCatalog(await readPolicyFiles()));
  writeFileSync(join(root, 'dist/properties.schema.json'), `${JSON.stringify(schema, undefined, 2)}\n`);
}

/** The core runs in browsers too: a build for them finds every import of Node. Its output is thrown away. */
async function checkCoreIsPure() {
  const files = readdirSync(join(root, 'lambda/core')).filter((file) => file.endsWith('.ts'));
  const entryPoints = files.map((file) => `lambda/core/${file}`);
  await bundle({ entryPoints, outdir: 'dist/core', platform: 'browser', format: 'esm', target: 'es2022', write: false });
}

async function main() {
  const started = performance.now();
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  mkdirSync(join(root, 'dist'));
  const code = await buildFunction();
  const others = [buildWeb(), buildCommandLine(), buildLocal(), buildSchema(), checkCoreIsPure()];
  const [template, page] = await Promise.all([providerTemplate(code), ...others]);
  writeFileSync(join(root, 'dist/provider.template.json'), template);
  writeFileSync(join(root, 'dist/provider-sam.template.json'), samProviderTemplate(template));
  const kilobytes = ({ length }) => `${Math.ceil(length / 1024)} kB`;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const sizes = `dist/function (${kilobytes(code)}), dist/provider.template.json (${kilobytes(template)}), dist/web (${kilobytes(page)})`;
  console.log(`Built ${sizes} with dist/cli and dist/local in ${seconds} s.`);
}

try {
  await main();
} catch (error) {
  const messages = error.errors === undefined ? [error.message] : await formatMessages(error.errors, { kind: 'error' });
  console.error(`The build failed:\n${messages.join('\n')}`);
  process.exitCode = 1;
}
