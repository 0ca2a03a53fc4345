import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ROOT } from '../docs/markdown';

const FOLDER = join(ROOT, 'dist', 'web');
const KILOBYTE = 1000;

it('the page has less than 400 kB in all, as it is sent', () => {
  const bytes = readdirSync(FOLDER).reduce((sum, file) => sum + gzipSync(readFileSync(join(FOLDER, file))).length, 0);
  expect(bytes).toBeLessThan(400 * KILOBYTE);
});

it('the page has the licences of everything inside, none of them AGPL', () => {
  const licences = readFileSync(join(FOLDER, 'licences.txt'), 'utf8');
  const named = [...licences.matchAll(/^(\S+) \d+\.\d+\S* \((.*)\)$/gm)].map(([, name, licence]) => [name, licence]);
  expect(named).toContainEqual(['preact', 'MIT']);
  expect(named.filter(([, licence]) => !['MIT', 'ISC', 'Apache-2.0', '0BSD'].includes(licence ?? ''))).toEqual([]);
});
