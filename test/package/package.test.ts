import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { blocksOf, readDocument } from '../docs/markdown';
import { describeWithPython } from '../python';
import { installed, ROOT, run } from './commands';
import { jsiiPython } from './jsii-python';

const MINUTES = 60_000;

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly files: readonly { readonly path: string }[];
}

let folder: string;
let app: string;
let packed: Packed;

/** The template that a program makes, run where the package is installed. */
function synthesized(program: string, args: readonly string[], stack: string): Record<string, unknown> {
  const outdir = mkdtempSync(join(folder, 'cdk.out-'));
  run(program, args, app, { CDK_OUTDIR: outdir });
  return JSON.parse(readFileSync(join(outdir, `${stack}.template.json`), 'utf8')) as Record<string, unknown>;
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'persona-role-package-'));
  app = join(folder, 'app');
  mkdirSync(app);
  run(process.execPath, ['scripts/build-library.mjs'], ROOT);
  const output = run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], ROOT);
  const [first] = JSON.parse(output) as Packed[];
  if (first === undefined) throw new Error(`npm pack made nothing: ${output}`);
  packed = first;

  writeFileSync(join(app, 'package.json'), '{ "name": "app", "private": true }\n');
  const offline = ['--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--legacy-peer-deps'];
  run('npm', ['install', ...offline, join(folder, packed.filename)], app);
  // What an app has besides: here it is not downloaded again.
  mkdirSync(join(app, 'node_modules', '@types'), { recursive: true });
  for (const name of ['aws-cdk-lib', 'constructs', '@types/node']) symlinkSync(installed(name), join(app, 'node_modules', name), 'dir');

  for (const { file, text } of blocksOf(readDocument('README.md'))) {
    if (file?.endsWith('.ts') === true) writeFileSync(join(app, file), text);
  }
  const examples = join(ROOT, 'examples', 'cdk');
  for (const name of readdirSync(examples).filter((file) => /\.(ts|py)$/.test(file))) copyFileSync(join(examples, name), join(app, name));
  // The types of the CDK are taken as they are; those of the package lead nowhere else, or it would not have been built.
  const compilerOptions = { target: 'ES2022', module: 'node16', strict: true, outDir: 'out', types: ['node'], skipLibCheck: true };
  writeFileSync(join(app, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
  run(process.execPath, [installed('typescript/bin/tsc'), '-p', '.'], app);
}, 10 * MINUTES);

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('the package', () => {
  it('is under two megabytes', () => {
    expect(packed.size).toBeLessThan(2_000_000);
  });

  it('holds what is deployed, run and read, no tests and no sources of the project', () => {
    const paths = packed.files.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining([
        'lib/infra/index.js',
        'lib/infra/index.d.ts',
        '.jsii',
        'dist/function/index.js',
        'dist/provider.template.json',
      ]),
    );
    const known =
      /^(\.jsii(\.gz)?|LICENSE|README\.md|CHANGELOG\.md|package\.json|(dist|examples|infra\/templates|lib\/infra|policy-templates)\/.+)$/;
    expect(paths.filter((path) => !known.test(path))).toEqual([]);
    expect(paths.filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts') && !path.startsWith('examples/'))).toEqual([]);
    expect(paths.filter((path) => path.startsWith('lib/') && path.endsWith('.js'))).toEqual(['lib/infra/index.js']);
  });

  it('needs nothing but the CDK', () => {
    const own = JSON.parse(readFileSync(join(app, 'node_modules/sagemaker-persona-role/package.json'), 'utf8')) as Record<string, unknown>;
    expect(own).not.toHaveProperty('dependencies');
    expect(Object.keys(own['peerDependencies'] as object)).toEqual(['aws-cdk-lib', 'constructs']);
  });

  it(
    'is used as the README says, types included',
    () => {
      const { Resources } = synthesized(process.execPath, ['out/my-app.js'], 'MlTeam') as { Resources: Record<string, { Type: string }> };
      const types = Object.values(Resources).map(({ Type }) => Type);
      expect(types.filter((type) => type === 'Custom::SageMakerPersonaRole')).toHaveLength(2);
      expect(types).toContain('AWS::Lambda::Function');
    },
    2 * MINUTES,
  );

  it(
    'has the command line, and the local AWS that it tries templates on',
    () => {
      const own = 'node_modules/sagemaker-persona-role';
      const output = run(process.execPath, [`${own}/dist/cli/persona-role.js`, 'try', `${own}/examples/raw/compute.yaml`], app);
      expect(output).toContain('DELETE_COMPLETE; roles left in the local IAM: 0');
    },
    MINUTES,
  );
});

describeWithPython('the package for Python', (python) => {
  it(
    'makes the same template of the data scientist example as TypeScript does',
    () => {
      const environment = jsiiPython(python);
      const generated = join(folder, 'generated');
      run(process.execPath, [installed('jsii-pacmak/bin/jsii-pacmak'), '--code-only', '--targets', 'python', '--outdir', generated], ROOT);
      const site = join(folder, 'site');
      const pip = ['-m', 'pip', '--disable-pip-version-check', 'install', '--quiet', '--no-deps', '--no-build-isolation'];
      run(environment, [...pip, '--target', site, join(generated, 'python')], folder);
      mkdirSync(join(folder, 'jsii-cache'));
      const fromTypeScript = synthesized(process.execPath, ['out/data-scientist.js'], 'DataScientists');
      const outdir = join(folder, 'cdk.out-python');
      run(environment, ['data_scientist.py'], app, { CDK_OUTDIR: outdir, PYTHONPATH: site, HOME: folder });
      const fromPython = JSON.parse(readFileSync(join(outdir, 'DataScientists.template.json'), 'utf8')) as unknown;
      expect(fromPython).toEqual(fromTypeScript);
    },
    10 * MINUTES,
  );
});
