import { spawn } from 'node:child_process';
import type { Catalog } from '../lambda/core/catalog';
import { referenceChanges, type ReferenceChange } from './reference-changes';
import { readReference, REFERENCE_PACKAGE, referenceVersion } from './reference-package';
import { catalogueUse, type CatalogueUse } from './reference-use';

export interface UpdateOptions {
  /** The folder with `package.json`. */
  readonly root: string;
  readonly catalog: Pick<Catalog, 'activities' | 'limits'>;
  /** A version of the package, or `latest`. */
  readonly version: string;
  /** Environment of npm. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/**
 * Installs a version of the reference, pinned exactly, and tells what changed for the catalogue, a line at a time.
 * @throws Error which says what is wrong and what to do, where no such version could be installed; nothing is changed then
 */
export async function updateReference({ root, catalog, version, environment = process.env }: UpdateOptions): Promise<readonly string[]> {
  if (!/^[0-9A-Za-z][0-9A-Za-z.-]*$/.test(version)) {
    throw new Error(`"${version}" is no version of ${REFERENCE_PACKAGE}: write one (0.21.202609261), or none for the newest`);
  }
  const old = referenceVersion(root);
  if (old === undefined) throw new Error(`${REFERENCE_PACKAGE} is not installed: run npm ci --ignore-scripts first`);
  const use = catalogueUse(catalog);
  const before = readReference(root, use.services);
  await install(root, version, environment);
  const changes = referenceChanges(before, readReference(root, use.services), use);
  return [`${REFERENCE_PACKAGE}: ${versions(old, referenceVersion(root))}`, ...changeReport(changes, use)];
}

function versions(old: string, now: string | undefined): string {
  return now === undefined || now === old ? `${old}, as before` : `${old} -> ${now}`;
}

/** The changes, a line each, and what they come to. */
export function changeReport(changes: readonly ReferenceChange[], { services }: Pick<CatalogueUse, 'services'>): readonly string[] {
  if (changes.length === 0) return [`Nothing changed in the ${String(services.length)} services that the catalogue uses.`];
  const concerning = changes.filter(({ files }) => files.length > 0);
  const advice =
    concerning.length === 0 ? 'none concerns the catalogue' : `${String(concerning.length)} of them (!) concern files of policy-templates`;
  return [
    ...changes.map(({ about, text, files }) => (files.length === 0 ? `  ${about} ${text}` : `! ${about} ${text} (${files.join(', ')})`)),
    `${String(changes.length)} ${changes.length === 1 ? 'change' : 'changes'}, ${advice}. Now run: npm test -- test/policy-templates`,
  ];
}

/** Runs npm, which changes `package.json`, the lock file and `node_modules` together, or none of them. */
async function install(root: string, version: string, environment: UpdateOptions['environment'] = {}): Promise<void> {
  const args = ['install', '--save-dev', '--save-exact', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const { code, output } = await npm([...args, `${REFERENCE_PACKAGE}@${version}`], root, environment);
  if (code !== 0) throw new Error(reason(version, output));
}

function reason(version: string, output: string): string {
  const [, npmCode = ''] = /code (E[A-Z_0-9]+)/.exec(output) ?? [];
  switch (npmCode) {
    case 'ETARGET':
      return `there is no version ${version} of ${REFERENCE_PACKAGE}: its versions are told by npm view ${REFERENCE_PACKAGE} versions`;
    case 'E404':
      return `the registry knows no ${REFERENCE_PACKAGE}: npm config get registry tells which registry is asked`;
    case 'ECONNREFUSED':
    case 'ECONNRESET':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'ETIMEDOUT':
      return `the registry could not be reached (${npmCode}): check the network, and what npm config get registry prints`;
    default:
      return `npm could not install ${REFERENCE_PACKAGE}@${version}:\n${output.trim()}`;
  }
}

/** The npm that called us, or the one on the path. On Windows that is a .cmd file, which only a shell can start; no argument needs quotes. */
function npm(
  args: readonly string[],
  cwd: string,
  environment: NonNullable<UpdateOptions['environment']>,
): Promise<{ readonly code: number | null; readonly output: string }> {
  const caller = environment['npm_execpath'];
  const options = { cwd, env: { ...environment } };
  const started =
    caller !== undefined && /npm-cli\.c?js$/.test(caller)
      ? spawn(process.execPath, [caller, ...args], options)
      : spawn('npm', args, { ...options, shell: process.platform === 'win32' });
  started.stdin.end();
  return new Promise((resolve, reject) => {
    let output = '';
    for (const stream of [started.stdout, started.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    started.on('error', reject);
    started.on('close', (code) => {
      resolve({ code, output });
    });
  });
}
