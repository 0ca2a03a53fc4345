// `npm run reference`: brings the newest version of AWS's service authorization reference, or the named one, and shows what changed.
import { join } from 'node:path';
import { buildCatalog } from '../lambda/core/template';
import { policyFiles } from '../lambda/policy-files';
import { updateReference } from './reference-update';

const [version = 'latest'] = process.argv.slice(2);
updateReference({ root: join(__dirname, '..'), catalog: buildCatalog(policyFiles()), version }).then(
  (lines) => {
    console.log(lines.join('\n'));
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
