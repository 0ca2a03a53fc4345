import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { PersonaRoleError } from '../lambda/core/errors';
import { WrongUsage } from './wrong-usage';

/** Options of `persona-role designer`. */
export interface DesignerOptions {
  /** `0`: any that is free. */
  readonly port: string;
  /** Whether a browser shall be opened. */
  readonly open: boolean;
}

/** Where the built page lies, seen from the bundle in dist/cli and from this file. */
const FOLDERS = [join(__dirname, '..', 'web'), join(__dirname, '..', 'dist', 'web')];

const TYPES: Readonly<Record<string, string>> = {
  'index.html': 'text/html; charset=utf-8',
  'app.js': 'text/javascript; charset=utf-8',
  'style.css': 'text/css; charset=utf-8',
  'licences.txt': 'text/plain; charset=utf-8',
};

/** A server of the role designer on the loopback interface. */
export interface Designer {
  /** `http://127.0.0.1:<port>/` */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves the built page until the process ends, says where, and opens it where there is a screen.
 * @throws PersonaRoleError where the page was not built, or the port is taken
 */
export async function designer({ port, open }: DesignerOptions): Promise<void> {
  const { url } = await startDesigner(portNumber(port));
  process.stdout.write(`The role designer: ${url}\nIt runs in the browser and sends nothing anywhere. Ctrl+C ends it.\n`);
  if (open) openInBrowser(url);
}

function portNumber(port: string): number {
  if (/^\d{1,5}$/.test(port) && Number(port) < 65_536) return Number(port);
  throw new WrongUsage([{ path: '--port', message: `"${port}" is no port, 0 to 65535` }]);
}

/** Starts the server. */
export async function startDesigner(port: number): Promise<Designer> {
  const folder = FOLDERS.find((candidate) => existsSync(join(candidate, 'index.html')));
  if (folder === undefined) {
    throw new PersonaRoleError('NotFound', [{ path: 'dist/web', message: 'is not there: build it by npm run build' }]);
  }
  const server = createServer((request, response) => {
    answer(folder, request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', ({ message }) => {
      reject(new PersonaRoleError('InvalidRequest', [{ path: '--port', message }]));
    });
    server.listen(port, '127.0.0.1', resolve);
  });
  const { port: chosen } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(chosen)}/`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

/** The files of the page and nothing else: a path is looked up, never put together. */
function answer(folder: string, { method, url = '/' }: IncomingMessage, response: ServerResponse): void {
  const path = url.split('?')[0];
  const file = path === '/' ? 'index.html' : (path?.slice(1) ?? '');
  const type = Object.hasOwn(TYPES, file) ? TYPES[file] : undefined;
  if (type === undefined) {
    response.writeHead(404).end();
  } else if (method !== 'GET' && method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD' }).end();
  } else {
    const headers = { 'content-type': type, 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' };
    response.writeHead(200, headers).end(method === 'HEAD' ? undefined : readFileSync(join(folder, file)));
  }
}

/** Opens the page as the desktop does; where that is not possible, the printed address has to do. */
function openInBrowser(url: string): void {
  const command = openingCommand(url);
  if (command === undefined) return;
  const child = spawn(command[0], command.slice(1), { detached: true, stdio: 'ignore' });
  child.on('error', () => undefined);
  child.unref();
}

function openingCommand(url: string): [string, ...string[]] | undefined {
  switch (process.platform) {
    case 'darwin':
      return ['open', url];
    case 'win32':
      return ['cmd', '/c', 'start', '', url];
    default: {
      const hasScreen = process.env['DISPLAY'] !== undefined || process.env['WAYLAND_DISPLAY'] !== undefined;
      return hasScreen ? ['xdg-open', url] : undefined;
    }
  }
}
