import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hexOf } from './deterministic-ids';

/** Something that goes wrong with one PUT. `stored, then reset` keeps the body but breaks the connection before the answer. */
export type ResponseFault =
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'reset' }
  | { readonly kind: 'hang' }
  | { readonly kind: 'stored, then reset' };

/** Whose answer a URL awaits. */
export interface ResponseUrlFor {
  readonly stackId: string;
  readonly logicalId: string;
  readonly requestId: string;
}

/** @param acknowledged whether the sender was told that the body is stored; if not, it may send it again. */
export type Store = (body: Buffer, acknowledged: boolean) => void;

/** Stands in for the bucket that takes the answers of custom resources. */
export interface ResponseServer {
  /** `127.0.0.1:port`. */
  readonly host: string;
  /** A new presigned URL. `store` gets the body of every PUT that the bucket accepts. */
  presign(request: ResponseUrlFor, store: Store): string;
  /** The next PUTs meet these faults, one each, in this order. */
  fail(...faults: readonly ResponseFault[]): void;
  close(): Promise<void>;
}

export interface ResponseServerSettings {
  readonly region: string;
  readonly now: () => Date;
  /** Told what was wrong with a request that the bucket refused. */
  readonly refused: (path: string, why: string) => void;
}

/** Seconds that a URL is valid. Seen in a complete ResponseURL: https://github.com/anomalyco/sst/pull/3539 */
const EXPIRES = 7200;

interface OpenUrl {
  readonly expires: number;
  readonly store: Store;
}

export async function startResponseServer(settings: ResponseServerSettings): Promise<ResponseServer> {
  const open = new Map<string, OpenUrl>();
  const faults: ResponseFault[] = [];
  const server = createServer((request, response) => {
    void receive(request).then((body) => {
      put(request, response, body);
    });
  });
  // A body that is longer than its Content-Length arrives as a malformed next request.
  server.on('clientError', (error, socket) => {
    settings.refused('', `not HTTP, or a body that does not match its Content-Length: ${error.message}`);
    socket.destroy();
  });

  const put = (request: IncomingMessage, response: ServerResponse, body: Buffer | undefined): void => {
    const url = request.url ?? '';
    const target = open.get(url);
    const why = refusal(request, target, body, settings.now());
    if (target === undefined || body === undefined || why !== undefined) {
      settings.refused(url.split('?')[0] ?? '', why ?? 'refused');
      response.writeHead(403, { 'content-type': 'application/xml' }).end('<Error><Code>AccessDenied</Code></Error>');
      return;
    }
    const fault = faults.shift();
    if (fault === undefined || fault.kind === 'stored, then reset') target.store(body, fault === undefined);
    meet(fault, response);
  };

  await listen(server);
  const host = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  let signed = 0;
  return {
    host,
    presign: ({ stackId, logicalId, requestId }, store) => {
      signed += 1;
      const now = settings.now();
      const date = now.toISOString().replace(/[-:]|\.\d{3}/g, '');
      const key = `/${[stackId, logicalId, requestId].map(encodeURIComponent).join('%7C')}`;
      const query = new URLSearchParams({
        'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
        'X-Amz-Date': date,
        'X-Amz-SignedHeaders': 'host',
        'X-Amz-Expires': String(EXPIRES),
        'X-Amz-Credential': `AKIALOCALLOCALLOCAL0/${date.slice(0, 8)}/${settings.region}/s3/aws4_request`,
        'X-Amz-Signature': hexOf(`first half ${String(signed)}`) + hexOf(`second half ${String(signed)}`),
      });
      const path = `${key}?${query.toString()}`;
      open.set(path, { expires: now.getTime() + EXPIRES * 1000, store });
      return `http://${host}${path}`;
    },
    fail: (...next) => {
      faults.push(...next);
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

/**
 * Why the bucket answers 403. A presigned PUT is signed for one method, one key, one query string and no Content-Type.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html
 */
function refusal(request: IncomingMessage, target: OpenUrl | undefined, body: Buffer | undefined, now: Date): string | undefined {
  const { 'content-type': contentType = '', 'content-length': contentLength } = request.headers;
  if (request.method !== 'PUT') return `method ${request.method ?? ''} instead of PUT`;
  if (target === undefined) return 'the path or the query string is not that of a ResponseURL';
  if (contentType !== '') return `Content-Type "${contentType}" instead of none`;
  if (contentLength === undefined) return 'no Content-Length';
  if (body?.length !== Number(contentLength)) return `Content-Length ${contentLength} does not match the body`;
  if (now.getTime() > target.expires) return 'the URL has expired';
  return undefined;
}

function meet(fault: ResponseFault | undefined, response: ServerResponse): void {
  switch (fault?.kind) {
    case undefined:
      response.writeHead(200).end();
      return;
    case 'status':
      response.writeHead(fault.status).end();
      return;
    case 'reset':
    case 'stored, then reset':
      response.destroy();
      return;
    case 'hang':
      return;
  }
}

/** The whole body; undefined if the client broke off. */
async function receive(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  } catch {
    return undefined;
  }
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
}
