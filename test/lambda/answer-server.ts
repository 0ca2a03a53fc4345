import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the server meets one PUT: with a status, by breaking the connection, or not at all. */
export type Meeting = number | 'reset' | 'hang';

export interface Put {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Whether the sender was told that it got through. */
  readonly accepted: boolean;
}

/** Takes answers on the loopback interface, as CloudFormation's bucket does. */
export interface AnswerServer {
  /** `127.0.0.1:port` */
  readonly host: string;
  readonly puts: readonly Put[];
  /** The next PUTs are met like this, in this order; all others with 200. */
  readonly meet: (...meetings: readonly Meeting[]) => void;
  /** Forgets what came. */
  readonly clear: () => void;
  readonly close: () => Promise<void>;
}

export async function startAnswerServer(): Promise<AnswerServer> {
  const puts: Put[] = [];
  const script: Meeting[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const meeting = script.shift() ?? 200;
      puts.push({
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString('utf8'),
        accepted: typeof meeting === 'number' && meeting < 300,
      });
      if (meeting === 'reset') response.destroy();
      if (typeof meeting === 'number') response.writeHead(meeting).end('<Error/>');
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    host: `127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    puts,
    meet: (...meetings) => {
      script.push(...meetings);
    },
    clear: () => {
      puts.length = 0;
      script.length = 0;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
