import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const JEST = join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');

it('a run of tests that make CDK apps leaves nothing in the temporary folder of the system', () => {
  const folder = mkdtempSync(join(tmpdir(), 'temporary-'));
  const { status, stderr } = spawnSync(process.execPath, [JEST, '--ci', '--maxWorkers=1', 'test/infra/known-props.test.ts'], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, TMPDIR: folder, TEMP: folder, TMP: folder },
  });
  expect({ status, stderr }).toMatchObject({ status: 0 });
  expect(readdirSync(folder)).toEqual([]);
  rmSync(folder, { recursive: true });
}, 60_000);
