import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDocument, ROOT } from './markdown';

const document = readDocument('docs/reliability.md');
const ROWS = [...document.matchAll(/^\| ([RF]\d+) \| (.+?) \| (.+) \|$/gm)].map(([, id = '', words = '', shown = '']) => ({
  id,
  words,
  shown,
}));
const numbers = (letter: string, count: number): string[] => Array.from({ length: count }, (_, index) => `${letter}${String(index + 1)}`);

it('has every requirement and every fault once, in their order', () => {
  expect(ROWS.map(({ id }) => id)).toEqual([...numbers('R', 60), ...numbers('F', 45)]);
});

it.each(ROWS)('$id is shown by tests that there are, or it is said why by none', ({ shown }) => {
  const named = [...shown.matchAll(/`(test\/[^`]+)`: \*([^*]+)\*/g)].map(([, file = '', title = '']) => ({ file, title }));
  const missing = named.filter(({ file, title }) => {
    const path = join(ROOT, file);
    return !existsSync(path) || !readFileSync(path, 'utf8').replaceAll("\\'", "'").includes(title);
  });
  expect(missing).toEqual([]);
  if (named.length === 0) expect(shown).toMatch(/^(No code can help|Left out|Does not arise|Needs AWS): ./);
});
