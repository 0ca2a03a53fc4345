// `npm run docs`: makes the documents that are generated, the same bytes on every system.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { loadTypeScript, readPolicyFiles } from './bundle.mjs';
import { root } from './root.mjs';

const { buildCatalog } = await loadTypeScript('lambda/core/template.ts');
const { CATALOGUE_PAGE, cataloguePage } = await loadTypeScript('scripts/catalogue-page.ts');
const { PROPERTIES_PAGE, propertiesPage } = await loadTypeScript('scripts/properties-page.ts');
const catalog = buildCatalog(await readPolicyFiles());

for (const [page, make] of [
  [CATALOGUE_PAGE, cataloguePage],
  [PROPERTIES_PAGE, propertiesPage],
]) {
  const file = join(root, page);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, make(catalog));
  console.log(`Made ${page}.`);
}
