import { build, type BuildOptions } from 'esbuild';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { sdkInLambda } from '../../scripts/bundle.mjs';
import { figure, times, type Row } from './goal';
import { freshProcess, interleavedAsync } from './measure';
import { ROOT } from './root';

/** The options of the function's own build, so that only what is bundled differs. */
export const FUNCTION_BUILD: BuildOptions = {
  absWorkingDir: ROOT,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  minify: true,
  target: 'node22',
  mainFields: ['module', 'main'],
  legalComments: 'none',
  charset: 'ascii',
  logLevel: 'silent',
};

/** Header, directory entry and end record of a zip with one file. https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT */
const ZIP_OVERHEAD = 30 + 46 + 22 + 2 * 'index.js'.length;

export function zipSize(file: string): number {
  return deflateRawSync(readFileSync(file), { level: 9 }).length + ZIP_OVERHEAD;
}

interface SdkName {
  readonly name: string;
  /** The package. */
  readonly from: string;
}

/** Every client and command of the AWS SDK that the function imports. */
export function sdkNames(): readonly SdkName[] {
  const sources = readdirSync(join(ROOT, 'lambda')).filter((name) => name.endsWith('.ts'));
  const imports = sources.flatMap((name) => [
    ...readFileSync(join(ROOT, 'lambda', name), 'utf8').matchAll(/import \{([^}]*)\} from '(@aws-sdk\/client-[a-z]+)'/g),
  ]);
  const names = imports.flatMap(([, list = '', from = '']) =>
    [...list.matchAll(/(?<!type )\b(\w+(?:Client|Command))\b/g)].map(([name]) => ({ name, from })),
  );
  return [...new Map(names.map((entry) => [entry.name, entry])).values()];
}

/** A bundle of {@link sdkNames} and nothing else. */
export async function sdkOnlyBundle(outfile: string): Promise<void> {
  const names = sdkNames();
  const contents = [
    ...names.map(({ name, from }) => `import { ${name} } from '${from}';`),
    `globalThis.kept = [${names.map(({ name }) => name).join(', ')}];`,
    ...names.filter(({ name }) => name.endsWith('Client')).map(({ name }) => `new ${name}({ maxAttempts: 1 });`),
  ].join('\n');
  await build({ ...FUNCTION_BUILD, stdin: { contents, resolveDir: ROOT, loader: 'ts' }, outfile });
}

/** A handler that makes a role and its policy and answers, with the SDK and nothing else: less than any function must do. */
export async function sdkAloneHandler(): Promise<string> {
  const contents = `
    import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
    import { request } from 'node:https';
    const client = new IAMClient({ maxAttempts: 1 });
    export async function handler({ ResponseURL, ResourceProperties: { RoleName, trust, permissions } }) {
      await client.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
      await client.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'SageMakerPersona', PolicyDocument: permissions }));
      await new Promise((resolve, reject) => {
        request(ResponseURL, { method: 'PUT' }, resolve).on('error', reject).end(JSON.stringify({ Status: 'SUCCESS' }));
      });
    }`;
  const outfile = join(ROOT, '.cache', 'bench', 'sdk-alone.js');
  await build({
    ...FUNCTION_BUILD,
    ...sdkInLambda,
    stdin: { contents, resolveDir: ROOT, loader: 'js' },
    outfile,
  });
  return outfile;
}

interface Loaded {
  readonly milliseconds: number;
  readonly megabytes: number;
}

/** Loads a file in a fresh process; megabytes are what the process holds more than before. */
function load(file: string): Loaded {
  const script =
    'const b = process.memoryUsage().rss, t = performance.now(); require(process.argv[1]);' +
    'console.log(JSON.stringify({ milliseconds: performance.now() - t, megabytes: (process.memoryUsage().rss - b) / 1e6 }))';
  return freshProcess(['-e', script, file]) as Loaded;
}

/** Size, loading time and memory of the built function against the same commands of the SDK alone. */
export async function functionBundle(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'sdk-only-'));
  const [ours, sdk] = [join(ROOT, 'dist/function/index.js'), join(folder, 'index.js')];
  try {
    await sdkOnlyBundle(sdk);
    const zip = { ours: zipSize(ours) / 1000, sdk: zipSize(sdk) / 1000 };
    const loading = await interleavedAsync(
      { ours: async () => Promise.resolve(load(ours).milliseconds), sdk: async () => Promise.resolve(load(sdk).milliseconds) },
      21,
    );
    const memory = await interleavedAsync(
      { ours: async () => Promise.resolve(load(ours).megabytes), sdk: async () => Promise.resolve(load(sdk).megabytes) },
      15,
    );
    return [
      {
        what: 'function, zip',
        measured: figure(zip.ours, 'kB'),
        peer: `${figure(zip.sdk, 'kB')}, SDK alone`,
        bound: figure(zip.sdk, 'kB'),
        ratio: times(zip.ours / zip.sdk),
        goal: '≤ 140 kB',
        met: zip.ours <= 140,
      },
      ratioRow('function, loading', loading, 'ms', 1.25),
      ratioRow('function, memory after loading', memory, 'MB', 1.2),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function ratioRow(what: string, { ours, sdk }: { readonly ours: number; readonly sdk: number }, unit: string, limit: number): Row {
  return {
    what,
    measured: figure(ours, unit),
    peer: `${figure(sdk, unit)}, SDK alone`,
    bound: '',
    ratio: times(ours / sdk),
    goal: `≤ ${String(limit)} ×`,
    met: ours / sdk <= limit,
  };
}
