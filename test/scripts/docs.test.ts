import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

it('everything that is generated is as the policy files and the schema make it', () => {
  const script = join(__dirname, '..', '..', 'scripts', 'docs.mjs');
  const { stdout, stderr } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
  expect(stdout + stderr).toBe('');
}, 60_000);
