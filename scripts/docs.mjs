// `npm run docs`: makes the documents that are generated, the same bytes on every system.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { loadTypeScript, readPolicyFiles } from './bundle.mjs';
import { root } from './root.mjs';

const { buildCatalog } = await loadTypeScript('lambda/core/template.ts');
const { CATALOGUE_PAGE, cataloguePage } = await loadTypeScript('scripts/catalogue-page.ts');
const catalog = buildCatalog(await readPolicyFiles());
const file = join(root, CATALOGUE_PAGE);
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, cataloguePage(catalog));
console.log(`Made ${CATALOGUE_PAGE}: ${catalog.personas.size} personas and ${catalog.activities.size} activities.`);
