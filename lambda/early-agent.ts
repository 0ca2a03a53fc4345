import { Agent, type AgentOptions, type RequestOptions } from 'node:https';
import { isIP } from 'node:net';
import { Duplex } from 'node:stream';
import { createSecureContext } from 'node:tls';

/**
 * Opens connections before the first request needs them: the round trips of TCP and TLS then go by while the function is loaded and an
 * event is on its way. Each of them serves once as a new connection; after that, it is kept alive like the others.
 */
export class EarlyAgent extends Agent {
  private readonly early = new Map<string, Duplex[]>();

  constructor(options: AgentOptions = {}) {
    // One context for all: reading the root certificates takes longer than the rest of a connection.
    super({ keepAlive: true, ...options, secureContext: createSecureContext(options) });
  }

  /** Opens connections to where a URL leads. One that breaks is forgotten: the request that would have had it opens its own. */
  open(url: URL, count: number): void {
    const host = url.hostname;
    const target: RequestOptions = { ...this.options, host, port: url.port || 443, servername: isIP(host) === 0 ? host : '' };
    const sockets = Array.from({ length: count }, () => super.createConnection(target)).filter((socket) => socket instanceof Duplex);
    for (const socket of sockets) socket.on('error', () => socket.destroy()).resume();
    this.early.set(placeOf(target), sockets);
  }

  override createConnection(options: RequestOptions, callback?: (error: Error | null, stream: Duplex) => void): Duplex | null | undefined {
    const sockets = this.early.get(placeOf(options)) ?? [];
    for (let socket = sockets.shift(); socket !== undefined; socket = sockets.shift()) if (!socket.destroyed) return socket;
    return super.createConnection(options, callback);
  }
}

function placeOf({ host, port }: RequestOptions): string {
  return `${host ?? ''}:${String(port ?? 443)}`;
}
