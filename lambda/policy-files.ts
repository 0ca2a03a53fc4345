import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { PolicyFile } from './core/template';

/** The folder of the policy files, seen from this file. */
const FOLDER = join(__dirname, '..', 'policy-templates');

/** Every JSON file below a folder, sorted by path. */
export function policyFiles(folder: string = FOLDER): readonly PolicyFile[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => ({
      path: name.split(sep).join('/'),
      content: JSON.parse(readFileSync(join(folder, name), 'utf8')) as unknown,
    }));
}
