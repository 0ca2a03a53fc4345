import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AWS_CALLS } from './aws-calls';

const LAMBDA = join(__dirname, '..', '..', 'lambda');

interface Import {
  readonly names: readonly string[];
  readonly from: string;
}

function importsOf(file: string): Import[] {
  const source = readFileSync(join(LAMBDA, file), 'utf8');
  return [...source.matchAll(/^(?:import|export) (?:type )?(?:(\{[^}]*\}|\* as \w+) from )?'([^']+)';$/gm)].map(
    ([, names = '', from = '']) => ({
      names: [...names.matchAll(/\w+/g)].map(([name]) => name).filter((name) => name !== 'type'),
      from,
    }),
  );
}

const files = readdirSync(LAMBDA, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
const all = files.flatMap((file) => importsOf(file).map((found) => ({ file, ...found })));

function commandsOf(service: string): string[] {
  return all
    .filter(({ from }) => from === `@aws-sdk/client-${service}`)
    .flatMap(({ names }) => names.filter((name) => name.endsWith('Command')))
    .map((name) => name.replace(/Command$/, ''))
    .sort();
}

describe('what the function imports', () => {
  it.each(Object.entries(AWS_CALLS))('of the calls of %s is exactly the documented list, each in one place', (service, calls) => {
    expect(commandsOf(service)).toEqual(calls);
  });

  it('of the SDK is these clients by name, never whole', () => {
    const sdk = all.filter(({ from }) => from.startsWith('@aws-sdk/'));
    expect([...new Set(sdk.map(({ from }) => from))].sort()).toEqual([
      '@aws-sdk/client-cloudformation',
      '@aws-sdk/client-iam',
      '@aws-sdk/util-arn-parser',
    ]);
    expect(sdk.filter(({ names }) => names.includes('as') || names.length === 0)).toEqual([]);
  });

  it('never comes from above the folder', () => {
    expect(all.filter(({ file, from }) => from.startsWith('..') && !file.includes('core'))).toEqual([]);
    expect(all.filter(({ from }) => from.startsWith('../..'))).toEqual([]);
  });
});
