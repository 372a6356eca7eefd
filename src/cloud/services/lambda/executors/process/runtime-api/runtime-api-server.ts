import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Invocation } from '../../../../../kernel/executor.ts';

const root = '/2018-06-01/runtime/';
/** Ours: a reply of 6 MB and what an error may add; more is the environment's mistake. */
const bodyBytesMax = 16 * 1024 * 1024;

/** What a runtime says through the API. */
export interface RuntimeApiEvents {
  /** It asked for its first event: the init phase is done. */
  onReady(): void;
  onInitError(payload: Uint8Array): void;
  onReply(kind: 'result' | 'error', payload: Uint8Array): void;
}

/**
 * The Lambda Runtime API over HTTP, for one environment: a runtime asks for the next event and posts what became of it.
 * While it waits for an answer to `next` it is frozen as far as its own thread goes.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export class RuntimeApiServer {
  readonly #events: RuntimeApiEvents;
  readonly #server: Server;
  #waiting: ServerResponse | undefined;
  #next: Invocation | undefined;
  #isReady = false;

  constructor(events: RuntimeApiEvents) {
    this.#events = events;
    this.#server = createServer((request, response) => void this.#handle(request, response));
    // `next` may wait for hours.
    this.#server.requestTimeout = 0;
    this.#server.keepAliveTimeout = 0;
  }

  /** `127.0.0.1:port`, as AWS_LAMBDA_RUNTIME_API has it. */
  listen(): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(0, '127.0.0.1', () => {
        this.#server.unref();
        resolve(`127.0.0.1:${(this.#server.address() as AddressInfo).port}`);
      });
    });
  }

  /** Hands the event to the runtime, now or when it asks. */
  offer(invocation: Invocation): void {
    this.#next = invocation;
    this.#serve();
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #serve(): void {
    const response = this.#waiting;
    const invocation = this.#next;
    if (!response || !invocation) return;
    this.#waiting = undefined;
    this.#next = undefined;
    const { requestId, remainingMs, invokedFunctionArn, traceId, clientContext, event } = invocation;
    // The runtime compares it with the machine's clock, whatever the cloud's clock says.
    const deadlineMs = Math.floor(performance.timeOrigin + performance.now() + remainingMs);
    response.writeHead(200, {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': requestId,
      'lambda-runtime-deadline-ms': String(deadlineMs),
      'lambda-runtime-invoked-function-arn': invokedFunctionArn,
      'lambda-runtime-trace-id': traceId,
      ...(clientContext !== undefined && { 'lambda-runtime-client-context': clientContext }),
    });
    response.end(event);
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    if (request.method === 'GET' && path === `${root}invocation/next`) {
      this.#waiting = response;
      if (!this.#isReady) this.#events.onReady();
      this.#isReady = true;
      this.#serve();
      return;
    }
    const body = await readBody(request);
    const outcome = /^invocation\/[^/]+\/(response|error)$/.exec(path.slice(root.length))?.[1];
    if (request.method !== 'POST' || (outcome === undefined && path !== `${root}init/error`)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"OK"}');
    if (outcome === undefined) this.#events.onInitError(body);
    else this.#events.onReply(outcome === 'response' ? 'result' : 'error', body);
  }
}

async function readBody(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    // What is dropped makes the reply too large, which is what the caller is told.
    if (bytes <= bodyBytesMax) chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
