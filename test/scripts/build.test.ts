import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalog, catalogVersion } from '../../lambda/catalog';

const ROOT = join(__dirname, '..', '..');
const SOURCES = ['cli', 'infra', 'lambda', 'local', 'policy-templates', 'scripts', 'web', 'tsconfig.json', 'package.json'];
const BUILT = [
  'dist/function/index.js',
  'dist/cli/persona-role.js',
  'dist/cli/commands.js',
  'dist/cli/account-commands.js',
  'dist/local/index.js',
  'dist/local/lambda-bootstrap.cjs',
  'dist/provider.template.json',
  'dist/properties.schema.json',
  'dist/web/index.html',
  'dist/web/app.js',
  'dist/web/style.css',
  'dist/web/licences.txt',
];

/** The output of a build of the copy, or of its failure. */
function build(folder: string): string {
  try {
    return execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    return String((error as { stderr?: unknown }).stderr);
  }
}

describe('the build', () => {
  let folder = '';

  beforeAll(() => {
    folder = join(mkdtempSync(join(tmpdir(), 'persona-role-build-')), 'some', 'deeper', 'folder');
    mkdirSync(folder, { recursive: true });
    for (const source of SOURCES) cpSync(join(ROOT, source), join(folder, source), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
  });
  afterAll(() => {
    rmSync(join(folder, '..', '..', '..'), { recursive: true });
  });

  it('gives the same bytes from any folder', () => {
    build(folder);
    const differing = BUILT.filter((file) => readFileSync(join(folder, file), 'utf8') !== readFileSync(join(ROOT, file), 'utf8'));
    expect(differing).toEqual([]);
  });

  it('makes a command line that starts on its own', () => {
    expect(readFileSync(join(ROOT, 'dist/cli/persona-role.js'), 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
  });

  it('makes a function that exports its handler and has every policy file inside', () => {
    const code = readFileSync(join(ROOT, 'dist/function/index.js'), 'utf8');
    const alone = mkdtempSync(join(tmpdir(), 'persona-role-function-'));
    writeFileSync(join(alone, 'index.js'), code);
    const settings = {
      cwd: alone,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], AWS_REGION: 'eu-west-1', AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    } as const;
    expect(execFileSync(process.execPath, ['-p', "typeof require('./index.js').handler"], settings)).toBe('function\n');
    rmSync(alone, { recursive: true });
    const templates = [...catalog.activities.values()].map(
      ({ Activity, Version }) => `"Activity":"${Activity}","Version":${String(Version)}`,
    );
    for (const content of [catalogVersion, 'DataScientist', ...templates]) expect(code).toContain(content);
  });

  it('makes a function that takes no settings from files: Lambda has none', () => {
    const code = readFileSync(join(ROOT, 'dist/function/index.js'), 'utf8');
    const lineTool = readFileSync(join(ROOT, 'dist/cli/account-commands.js'), 'utf8');
    const variables = ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE'];
    expect(variables.filter((name) => lineTool.includes(name))).toEqual(variables);
    expect(variables.filter((name) => code.includes(name))).toEqual([]);
  });

  it('fails, naming the file, where a policy file is wrong', () => {
    const file = join(folder, 'policy-templates/activities/ManageJobs.v1.json');
    const content = readFileSync(file, 'utf8');
    writeFileSync(file, content.replace('"Version": 1', '"Version": 0'));
    expect(build(folder)).toContain('activities/ManageJobs.v1.json: Version');
    writeFileSync(file, content);
  });

  it('fails, naming the file, when the core needs Node, and leaves no template', () => {
    writeFileSync(join(folder, 'lambda/core/impure.ts'), "import { readFileSync } from 'node:fs';\nexport const impure = readFileSync;\n");
    expect(build(folder)).toContain('lambda/core/impure.ts');
    expect(existsSync(join(folder, 'dist/provider.template.json'))).toBe(false);
    rmSync(join(folder, 'lambda/core/impure.ts'));
  });
});
