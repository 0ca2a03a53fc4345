// `npm run docs`: makes the files that are generated from the policy files and the schema, the same bytes on every system.
// `node scripts/docs.mjs --check` names those that are stale, and fails if there is one.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { format } from 'prettier';
import { loadTypeScript, readPolicyFiles } from './bundle.mjs';
import { root } from './root.mjs';

const { buildCatalog } = await loadTypeScript('lambda/core/template.ts');
const { CATALOGUE_PAGE, cataloguePage } = await loadTypeScript('scripts/catalogue-page.ts');
const { PROPERTIES_PAGE, propertiesPage } = await loadTypeScript('scripts/properties-page.ts');
const { libraryCode } = await loadTypeScript('scripts/library-code.ts');
const catalog = buildCatalog(await readPolicyFiles());
const style = JSON.parse(readFileSync(join(root, '.prettierrc.json'), 'utf8'));

const files = new Map([
  [CATALOGUE_PAGE, cataloguePage(catalog)],
  [PROPERTIES_PAGE, propertiesPage(catalog)],
]);
for (const [path, text] of Object.entries(libraryCode(catalog))) files.set(path, await format(text, { ...style, parser: 'typescript' }));

function isStale([path, text]) {
  try {
    return readFileSync(join(root, path), 'utf8') !== text;
  } catch {
    return true;
  }
}

if (process.argv.includes('--check')) {
  const stale = [...files].filter(isStale).map(([path]) => path);
  if (stale.length > 0) console.log(`Stale: ${stale.join(', ')}. Make them anew: npm run docs`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  for (const [path, text] of files) {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    console.log(`Made ${path}.`);
  }
}
