import { valueFault } from '../../lambda/core/parameter-types';
import { hash } from '#sha256';
import { SCOPE } from './scope';

/*
 * Bundled and run in a fresh process by cold-render.ts: what no renderer of checked roles can do without. It opens the catalogue, parses the
 * activities' templates, looks at each value once, puts values into texts by replacement, and hashes the policy's JSON. It knows no personas,
 * limits, versions, quotas, names, trust policies or messages.
 */

interface Input {
  readonly Activities: readonly string[];
  readonly [parameter: string]: readonly string[];
}

async function main(): Promise<void> {
  const input = JSON.parse(process.argv[2] ?? '') as Input;
  const started = performance.now();
  const { catalog } = await import('../../lambda/catalog.js');
  const templates = input.Activities.flatMap((name) => catalog.activities.get(name) ?? []);
  for (const { Parameters } of templates) {
    for (const [name, { Type }] of Object.entries(Parameters)) {
      for (const value of input[name] ?? []) if (valueFault(Type, value, SCOPE) !== undefined) throw new Error(`${value} is wrong`);
    }
  }
  const filled = (text: string): string[] => {
    const placed = text
      .replaceAll('{{Partition}}', SCOPE.partition)
      .replaceAll('{{Region}}', SCOPE.region)
      .replaceAll('{{AccountId}}', SCOPE.accountId);
    const start = placed.indexOf('[[');
    const name = placed.slice(start + 2, placed.indexOf(']]'));
    return start === -1 ? [placed] : (input[name] ?? []).map((value) => placed.replace(`[[${name}]]`, value));
  };
  const Statement = templates.flatMap(({ Statements }) =>
    Statements.filter(({ When }) => When === undefined).map(({ Sid, Action, Resource, Condition }) => ({
      Sid,
      Effect: 'Allow',
      Action,
      Resource: Resource.flatMap(filled),
      Condition,
    })),
  );
  hash(JSON.stringify({ Version: '2012-10-17', Statement }));
  process.stdout.write(`${JSON.stringify(performance.now() - started)}\n`);
}

void main();
