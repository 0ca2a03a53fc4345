import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Catalog } from '../../lambda/core/catalog';
import { buildCatalog, type PolicyFile } from '../../lambda/core/template';

const FOLDER = join(__dirname, '..', '..', 'policy-templates');

/** Every published activity and persona file, with its path below `policy-templates/`. */
export const publishedFiles: readonly PolicyFile[] = ['activities', 'personas'].flatMap((folder) =>
  readdirSync(join(FOLDER, folder))
    .sort()
    .map((name) => policyFile(`${folder}/${name}`)),
);

export const catalog: Catalog = buildCatalog([...publishedFiles, policyFile('limits.json')]);

/** A JSON file beside the tests, by its path below this folder. */
export function testFile(path: string): unknown {
  return parsed(join(__dirname, path));
}

/** Names of the files of a folder beside the tests. */
export function testFileNames(folder: string): string[] {
  return readdirSync(join(__dirname, folder)).sort();
}

function policyFile(path: string): PolicyFile {
  return { path, content: parsed(join(FOLDER, path)) };
}

function parsed(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}
