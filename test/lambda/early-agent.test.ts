import { once } from 'node:events';
import { createServer, request, type Server } from 'node:https';
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import { answerAgent, putAnswer } from '../../lambda/cfn-response';
import { EarlyAgent } from '../../lambda/early-agent';
import { iamClient } from '../../lambda/iam-client';
import { recordedLog } from './recorded-log';
import { virtualClock } from './virtual-clock';

/** TLS with a shared key, which needs no certificate. */
const TLS = { ciphers: 'PSK', maxVersion: 'TLSv1.2' } as const;
const KEY = Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex');

let server: Server;
let agent: EarlyAgent;
let sockets: Socket[];

beforeEach(async () => {
  sockets = [];
  server = createServer({ ...TLS, pskCallback: () => KEY }, (_, response) => response.end('hello'));
  server.on('secureConnection', (socket: Socket) => sockets.push(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  agent = new EarlyAgent({ ...TLS, pskCallback: () => ({ psk: KEY, identity: 'test' }), checkServerIdentity: () => undefined });
});

afterEach(async () => {
  agent.destroy();
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

function address(): URL {
  return new URL(`https://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
}

async function ask(): Promise<string> {
  const { hostname, port } = address();
  const [response] = (await once(request({ hostname, port, agent }).end(), 'response')) as [AsyncIterable<Buffer>];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

async function opened(count: number): Promise<void> {
  while (sockets.length < count) await once(server, 'secureConnection');
}

/** How many connections are made to a host that answers none: as many as are expected, and those that come a little later. */
async function arrivals(connect: (host: string) => unknown, expected: number): Promise<number> {
  const arrived: Socket[] = [];
  const tcp = createTcpServer((socket) => arrived.push(socket)).listen(0, '127.0.0.1');
  await once(tcp, 'listening');
  try {
    connect(`127.0.0.1:${String((tcp.address() as AddressInfo).port)}`);
    while (arrived.length < expected) await once(tcp, 'connection', { signal: AbortSignal.timeout(2_000) });
    await new Promise((resolve) => setTimeout(resolve, 50));
    return arrived.length;
  } finally {
    for (const socket of arrived) socket.destroy();
    tcp.close();
  }
}

describe('connections that are opened early', () => {
  it('serve the requests that come later, and no more are opened than are needed at once', async () => {
    agent.open(address(), 2);
    await opened(2);
    expect(await Promise.all([ask(), ask()])).toEqual(['hello', 'hello']);
    expect(await ask()).toBe('hello');
    expect(sockets).toHaveLength(2);
    await Promise.all([ask(), ask(), ask()]);
    expect(sockets).toHaveLength(3);
  });

  it('serve requests that come before they are open', async () => {
    agent.open(address(), 1);
    expect(await ask()).toBe('hello');
    expect(sockets).toHaveLength(1);
  });

  it('are forgotten where they are closed before they are needed', async () => {
    agent.open(address(), 1);
    await opened(1);
    sockets[0]?.end();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await ask()).toBe('hello');
    expect(sockets).toHaveLength(2);
  });

  it('harm nothing where nobody answers', async () => {
    const tcp = createTcpServer().listen(0, '127.0.0.1');
    await once(tcp, 'listening');
    const { port } = tcp.address() as AddressInfo;
    tcp.close();
    await once(tcp, 'close');
    agent.open(new URL(`https://127.0.0.1:${String(port)}`), 2);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await ask()).toBe('hello');
  });
});

describe('the connection for an answer', () => {
  it('is one, opened before there is an answer, and closed behind it', async () => {
    agent = new EarlyAgent({ ...agent.options, keepAlive: false });
    agent.open(address(), 1);
    await opened(1);
    await putAnswer(address(), '{}', { clock: virtualClock(), log: recordedLog().log, deadline: 60_000, agent });
    expect(sockets).toHaveLength(1);
    if (sockets[0]?.destroyed === false) await once(sockets[0], 'close');
  });

  it.each([
    ['https:', 1],
    ['http:', 0],
  ])('to an address of %s is opened %d times', async (protocol, count) => {
    expect(await arrivals((host) => answerAgent(new URL(`${protocol}//${host}/answer`)), count)).toBe(count);
  });
});

describe('the client of IAM', () => {
  it.each<[string, Record<string, string>, number]>([
    ['in Lambda opens as many connections as an event has calls under way', { AWS_LAMBDA_FUNCTION_NAME: 'f' }, 4],
    ['elsewhere opens none', {}, 0],
  ])('%s', async (_, environment, count) => {
    const client = (host: string) => iamClient({ ...environment, AWS_REGION: 'us-east-1', AWS_ENDPOINT_URL_IAM: `https://${host}` });
    expect(await arrivals(client, count)).toBe(count);
  });

  it.each([{ AWS_ENDPOINT_URL: 'nowhere' }, { AWS_REGION: '' }, { AWS_ENDPOINT_URL_IAM: 'http://127.0.0.1:9' }])(
    'is made with %p, and opens nothing',
    (environment) => {
      iamClient({ AWS_LAMBDA_FUNCTION_NAME: 'f', ...environment }).destroy();
    },
  );
});
