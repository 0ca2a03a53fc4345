import { parseConfiguration } from '../../lambda/core/configuration';
import { desiredRole, policyDigest } from '../../lambda/core/desired';
import { SCOPE } from './scope';

// Bundled and run in a fresh process by cold-render.ts: the code is loaded by then, the catalogue is not.
async function main(): Promise<void> {
  const input: unknown = JSON.parse(process.argv[2] ?? '');
  const configuration = parseConfiguration({});
  const started = performance.now();
  const { catalog } = await import('../../lambda/catalog.js');
  policyDigest(desiredRole(input, { catalog, configuration, scope: SCOPE }));
  process.stdout.write(`${JSON.stringify(performance.now() - started)}\n`);
}

void main();
