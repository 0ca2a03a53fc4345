import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OPERATIONS, type LocalIam } from './iam';
import { ConnectionReset, IamError } from './iam-error';
import { errorXml, readForm, resultXml } from './iam-query';

export interface IamServerOptions {
  /** Default: any free one. */
  readonly port?: number;
}

export interface IamServer {
  /** `http://127.0.0.1:<port>`, for `AWS_ENDPOINT_URL_IAM`. */
  readonly url: string;
  /** Ends the server and every connection, hanging calls too. */
  close(): Promise<void>;
}

/** Serves a local IAM over IAM's query protocol on the loopback interface. Signatures are not checked. */
export async function startIamServer(iam: LocalIam, { port = 0 }: IamServerOptions = {}): Promise<IamServer> {
  const server = createServer({ keepAliveTimeout: 60_000 }, iamListener(iam));
  // Without this every answer on a kept connection waits some 40 ms for the acknowledgement of its first packet.
  server.on('connection', (socket) => socket.setNoDelay(true));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** Answers HTTP requests for a local IAM, for servers of any kind. */
export function iamListener(iam: Pick<LocalIam, 'call'>): RequestListener {
  let requests = 0;
  return (request, response) => {
    requests += 1;
    void answer(iam, request, response, `00000000-0000-4000-8000-${String(requests).padStart(12, '0')}`);
  };
}

async function answer(iam: Pick<LocalIam, 'call'>, request: IncomingMessage, response: ServerResponse, requestId: string): Promise<void> {
  const send = (status: number, xml: string): void => {
    response.writeHead(status, { 'content-type': 'text/xml', 'content-length': Buffer.byteLength(xml), 'x-amzn-requestid': requestId });
    response.end(xml);
  };
  try {
    const form = new URLSearchParams(await body(request));
    const operation = form.get('Action') ?? '';
    const shape = Object.hasOwn(OPERATIONS, operation) ? (OPERATIONS[operation]?.shape ?? {}) : {};
    const output = await iam.call(operation, readForm(form, shape));
    send(200, resultXml(operation, output, requestId));
  } catch (thrown) {
    if (thrown instanceof ConnectionReset) request.socket.resetAndDestroy();
    else if (thrown instanceof IamError) send(thrown.status, errorXml(thrown.code, thrown.message, thrown.status, requestId));
    else send(500, errorXml('ServiceFailure', thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown), 500, requestId));
  }
}

async function body(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
