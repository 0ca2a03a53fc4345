import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { startDesigner, type Designer } from '../../cli/designer';
import { ROOT } from '../docs/markdown';

/** Status, type and body of an answer to a path that no client library tidies up. */
function ask(url: string, path: string, method = 'GET'): Promise<{ status: number | undefined; type: string | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(url);
    request({ host: '127.0.0.1', port, path, method }, (response) => {
      let body = '';
      response.on('data', (chunk) => (body += String(chunk)));
      response.on('end', () => {
        resolve({ status: response.statusCode, type: response.headers['content-type'], body });
      });
    })
      .on('error', reject)
      .end();
  });
}

describe('the server of the role designer', () => {
  let designer: Designer;

  beforeAll(async () => {
    designer = await startDesigner(0);
  });
  afterAll(() => designer.close());

  it.each([
    ['/', 'index.html', 'text/html; charset=utf-8'],
    ['/app.js', 'app.js', 'text/javascript; charset=utf-8'],
    ['/style.css', 'style.css', 'text/css; charset=utf-8'],
    ['/licences.txt', 'licences.txt', 'text/plain; charset=utf-8'],
  ])('gives %s as it was built', async (path, file, type) => {
    expect(await ask(designer.url, path)).toEqual({ status: 200, type, body: readFileSync(join(ROOT, 'dist/web', file), 'utf8') });
  });

  it.each(['/../cli/persona-role.js', '/%2e%2e/cli/persona-role.js', '/package.json', '/constructor', '//', '/index.html/..'])(
    'has no %s',
    async (path) => {
      expect((await ask(designer.url, path)).status).toBe(404);
    },
  );

  it('takes nothing in', async () => {
    expect((await ask(designer.url, '/', 'POST')).status).toBe(405);
    expect(await ask(designer.url, '/', 'HEAD')).toMatchObject({ status: 200, body: '' });
  });
});

/** What the built command prints until it has said enough, or ends. */
function run(args: readonly string[], enough: RegExp): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(ROOT, 'dist/cli/persona-role.js'), 'designer', ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let printed = '';
    const look = (chunk: Buffer): void => {
      printed += chunk.toString();
      if (enough.test(printed)) child.kill();
    };
    child.stdout.on('data', look);
    child.stderr.on('data', look);
    child.on('close', () => {
      resolve(printed);
    });
  });
}

describe('persona-role designer', () => {
  it('says where the page is', async () => {
    expect(await run(['--no-open'], /Ctrl/)).toMatch(/^The role designer: http:\/\/127\.0\.0\.1:\d+\/\n/);
  });

  it('says why it cannot have a port', async () => {
    expect(await run(['--no-open', '--port', '99999'], /$^/)).toBe('--port: "99999" is no port, 0 to 65535\n');
    const other = await startDesigner(0);
    expect(await run(['--no-open', '--port', new URL(other.url).port], /$^/)).toMatch(/^--port: .*EADDRINUSE/);
    await other.close();
  });
});
