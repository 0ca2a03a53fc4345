import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalog } from '../../lambda/catalog';
import { EXAMPLE_PLACE } from '../../web/design/design';
import { pythonProgram, typeScriptProgram } from '../../web/take-away/cdk-program';
import { cdkProps } from '../../web/take-away/cdk-props';
import { blocksOf, readDocument } from '../docs/markdown';
import { describeWithPython } from '../python';
import { CDK_CASES } from '../web/cdk-cases';
import { installed, ROOT, run } from './commands';
import { jsiiPython } from './jsii-python';

const MINUTES = 60_000;

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly files: readonly { readonly path: string }[];
}

/** The programs that the role designer makes of a design with every kind of property. */
const [, DESIGN] = CDK_CASES;
const DESIGN_PROPS = cdkProps(DESIGN?.[1] ?? {}, catalog);
const DESIGNS = {
  'design.ts': typeScriptProgram(DESIGN_PROPS, EXAMPLE_PLACE.logicalId),
  'design.py': pythonProgram(DESIGN_PROPS, EXAMPLE_PLACE.logicalId),
};

let folder: string;
let app: string;
let packed: Packed;

/** What programs make, each of them a stack of another name, in one process: loading the CDK is most of the work. */
type Templates = (stack: string) => Readonly<Record<string, unknown>>;

function synthesized(run: (outdir: string) => void): Templates {
  const outdir = mkdtempSync(join(folder, 'cdk.out-'));
  run(outdir);
  return (stack) => JSON.parse(readFileSync(join(outdir, `${stack}.template.json`), 'utf8')) as Record<string, unknown>;
}

let fromTypeScript: Templates;

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
  for (const [file, text] of Object.entries(DESIGNS)) writeFileSync(join(app, file), text);
  for (const name of readdirSync(examples).filter((file) => /\.(ts|py)$/.test(file))) copyFileSync(join(examples, name), join(app, name));
  // The types of the CDK are taken as they are; those of the package lead nowhere else, or it would not have been built.
  const compilerOptions = { target: 'ES2022', module: 'node16', strict: true, outDir: 'out', types: ['node'], skipLibCheck: true };
  writeFileSync(join(app, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
  run(process.execPath, [installed('typescript/bin/tsc'), '-p', '.'], app);
  fromTypeScript = synthesized((outdir) => {
    const programs = ['my-app', 'data-scientist', 'design'].map((name) => `require('./out/${name}.js')`);
    run(process.execPath, ['--eval', programs.join('; ')], app, { CDK_OUTDIR: outdir });
  });
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

  it('is used as the README says, types included', () => {
    const { Resources } = fromTypeScript('MlTeam') as { Resources: Record<string, { Type: string }> };
    const types = Object.values(Resources).map(({ Type }) => Type);
    expect(types.filter((type) => type === 'Custom::SageMakerPersonaRole')).toHaveLength(2);
    expect(types).toContain('AWS::Lambda::Function');
  });

  it('is imported by name from ES modules too', () => {
    writeFileSync(
      join(app, 'module.mjs'),
      "import { Activity, Persona, PersonaRoleProvider, ProviderLogLevel, SageMakerPersonaRole, SourceCondition } from 'sagemaker-persona-role';\n" +
        'console.log([Activity, Persona, PersonaRoleProvider, ProviderLogLevel, SageMakerPersonaRole, SourceCondition].every(Boolean));\n',
    );
    expect(run(process.execPath, ['module.mjs'], app)).toBe('true\n');
  });

  it.each([
    ['for bundlers', ['--module', 'esnext', '--moduleResolution', 'bundler']],
    ['for the old one', ['--module', 'commonjs', '--moduleResolution', 'node10', '--ignoreDeprecations', '6.0']],
  ])(
    "has types not only for Node's resolution of modules, but also %s",
    (_, options) => {
      const flags = ['--noEmit', '--ignoreConfig', '--strict', '--skipLibCheck', '--target', 'es2022', '--types', 'node', ...options];
      expect(run(process.execPath, [installed('typescript/bin/tsc'), ...flags, 'my-app.ts'], app)).toBe('');
    },
    MINUTES,
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
  let fromPython: Templates;
  beforeAll(() => {
    const { program, packageCache } = jsiiPython(python);
    const generated = join(folder, 'generated');
    run(process.execPath, [installed('jsii-pacmak/bin/jsii-pacmak'), '--code-only', '--targets', 'python', '--outdir', generated], ROOT);
    const site = join(folder, 'site');
    const pip = ['-m', 'pip', '--disable-pip-version-check', 'install', '--quiet', '--no-deps', '--no-build-isolation'];
    run(program, [...pip, '--target', site, join(generated, 'python')], folder);
    fromPython = synthesized((outdir) => {
      const each = 'import runpy, sys; [runpy.run_path(path, run_name="__main__") for path in sys.argv[1:]]';
      const settings = { CDK_OUTDIR: outdir, PYTHONPATH: site, HOME: folder, JSII_RUNTIME_PACKAGE_CACHE_ROOT: packageCache };
      run(program, ['-c', each, 'data_scientist.py', 'design.py'], app, settings);
    });
  }, 10 * MINUTES);

  it.each([
    ['the data scientist example', 'DataScientists'],
    ['a design that is taken away from the role designer', 'RoleStack'],
  ])('makes the same template of %s as TypeScript does', (_, stack) => {
    expect(fromPython(stack)).toEqual(fromTypeScript(stack));
  });
});
