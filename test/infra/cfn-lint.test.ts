import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeWithPython } from '../python';

const ROOT = join(__dirname, '..', '..');
/** What its command does; the package has no __main__. */
const CFN_LINT = 'import sys; from cfnlint.runner import main; sys.exit(main())';
const EXAMPLES = ['raw', 'sam'].flatMap((folder) =>
  readdirSync(join(ROOT, 'examples', folder))
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => `examples/${folder}/${file}`),
);

describeWithPython('cfn-lint', (python) => {
  const findings = (file: string): string => {
    const { stdout, stderr, error } = spawnSync(python, ['-c', CFN_LINT, '--', file], { cwd: ROOT, encoding: 'utf8' });
    return error === undefined ? stdout + stderr : error.message;
  };

  it.each(['dist/provider.template.json', 'dist/provider-sam.template.json', ...EXAMPLES])(
    'finds no error and no warning in %s',
    (file) => {
      expect(findings(file)).toBe('');
    },
    60_000,
  );

  it('does find a fault', () => {
    const folder = mkdtempSync(join(tmpdir(), 'persona-role-cfn-lint-'));
    const file = join(folder, 'faulty.yaml');
    const example = readFileSync(join(ROOT, 'examples/raw/compute.yaml'), 'utf8');
    writeFileSync(file, example.replace('!Ref DataBucket', '!Ref Bucket'));
    expect(findings(file)).toContain('E1020');
    rmSync(folder, { recursive: true });
  }, 60_000);
});
