import { rereadAndRender } from './rereading-renderer';

// Bundled and run in a fresh process by cold-render.ts.
const { activities, lists } = JSON.parse(process.argv[2] ?? '') as {
  readonly activities: readonly string[];
  readonly lists: Readonly<Record<string, readonly string[]>>;
};
const folder = process.argv[3] ?? '';
const started = performance.now();
for (const name of activities) rereadAndRender(folder, name, 'none', lists);
process.stdout.write(`${JSON.stringify(performance.now() - started)}\n`);
