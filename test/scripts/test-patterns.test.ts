import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');

it('npm test with a pattern that matches no test file says so at once, builds nothing and ends with 2', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'scripts', 'test.mjs'), 'test/cor/', '-t', 'x'], {
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 2, stderr: '' });
  expect(stdout).toMatch(/^No test file matches test\/cor\/ -t x\. .*; the folders of test are attacks, .*, core, .*\.\n$/);
}, 60_000);
