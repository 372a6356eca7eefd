import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { SquallError } from '../errors.ts';
import type { Hold } from './hold.ts';

/** An inspector of Node's, in one execution environment. */
export interface InspectorTarget {
  /** `ws://127.0.0.1:40123/2b9c…`, as Node tells it. */
  readonly url: string;
}

export interface InspectorDoorOptions {
  readonly host: string;
  readonly port: number;
  /** Of the function; told to debuggers as the target's title. */
  readonly title: () => string;
  readonly hold: Hold;
  /** A debugger looks for a target where none is: start one, if you can. */
  readonly onAsk: () => Promise<void>;
}

/**
 * One address for the debuggers of one function, over all its execution environments: it answers as Node's own inspector
 * does, and leads each debugger to the environment that was started last. While one is attached, the hold is held.
 */
export class InspectorDoor {
  readonly #options: InspectorDoorOptions;
  readonly #server: Server;
  readonly #sockets = new Set<Duplex>();
  /** The one that was started last comes first. */
  readonly #targets: InspectorTarget[] = [];

  constructor(options: InspectorDoorOptions) {
    this.#options = options;
    this.#server = createServer((request, response) => void this.#answer(request, response));
    this.#server.on('upgrade', (request, socket, head) => void this.#lead(request, socket, head));
    this.#server.on('connection', (socket) => socket.unref());
  }

  /** Throws `SquallError` when the port is taken. */
  listen(): Promise<void> {
    const { host, port } = this.#options;
    return new Promise((resolve, reject) => {
      this.#server.once('error', (cause: NodeJS.ErrnoException) => {
        const message = `No debugger can be let in at ${host}:${port} (${cause.code}).`;
        reject(new SquallError('PortInUse', message, 'Name another port: --inspect FUNCTION:PORT', { cause }));
      });
      this.#server.listen(port, host, () => {
        this.#server.unref();
        resolve();
      });
    });
  }

  get port(): number {
    return (this.#server.address() as AddressInfo | null)?.port ?? this.#options.port;
  }

  get isEmpty(): boolean {
    return this.#targets.length === 0;
  }

  /** An environment can be debugged; call the answer at its end. */
  offer(target: InspectorTarget): () => void {
    this.#targets.unshift(target);
    return () => {
      const index = this.#targets.indexOf(target);
      if (index !== -1) this.#targets.splice(index, 1);
    };
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
    for (const socket of this.#sockets) socket.destroy();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (!isAllowed(request)) return reply(response, 403, { message: 'Debuggers of this machine alone are let in.' });
    switch (pathname.replace(/\/$/, '')) {
      case '/json':
      case '/json/list':
        if (this.isEmpty) await this.#options.onAsk();
        return reply(
          response,
          200,
          this.#targets.map((target) => this.#described(target, request.headers.host ?? '')),
        );
      case '/json/version':
        return reply(response, 200, { Browser: `node.js/${process.version}`, 'Protocol-Version': '1.1' });
      default:
        return reply(response, 404, { message: 'Targets are listed at /json/list.' });
    }
  }

  #described(target: InspectorTarget, host: string): object {
    const id = idOf(target);
    return {
      description: 'node.js instance',
      devtoolsFrontendUrl: `devtools://devtools/bundled/js_app.html?experiments=true&v8only=true&ws=${host}/${id}`,
      id,
      title: this.#options.title(),
      type: 'node',
      url: 'file://',
      webSocketDebuggerUrl: `ws://${host}/${id}`,
    };
  }

  /** The WebSocket is between the debugger and Node; nothing of it is read here. */
  async #lead(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => {});
    if (!isAllowed(request)) return void socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n');
    if (this.isEmpty) await this.#options.onAsk();
    const path = (request.url ?? '/').slice(1);
    const target = path === '' ? this.#targets[0] : this.#targets.find((each) => idOf(each) === path);
    if (!target) return void socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n');
    const { hostname, port, pathname, host } = new URL(target.url);
    const inspector = connect(Number(port), hostname);
    inspector.unref();
    const letGo = this.#options.hold.begin();
    const end = () => {
      letGo();
      socket.destroy();
      inspector.destroy();
    };
    for (const side of [socket, inspector]) side.on('close', end).on('error', end);
    const headers = Object.entries({ ...request.headers, host });
    inspector.write(
      `GET ${pathname} HTTP/1.1\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`,
    );
    inspector.write(head);
    inspector.pipe(socket).pipe(inspector);
  }
}

const idOf = ({ url }: InspectorTarget): string => new URL(url).pathname.slice(1);

/**
 * No page may find out the id of a target: neither by a name that leads here (DNS rebinding), which Node's inspector
 * refuses as well, nor from an origin of the web. DevTools and editors have none.
 */
function isAllowed({ headers: { host = '', origin = '' } }: IncomingMessage): boolean {
  const name = host.replace(/:\d+$/, '');
  const isLocal = name === 'localhost' || /^\d+\.\d+\.\d+\.\d+$/.test(name) || /^\[[\da-f:]+\]$/i.test(name);
  return isLocal && !/^https?:/i.test(origin);
}

function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8', 'cache-control': 'no-cache' });
  response.end(JSON.stringify(body));
}
