import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Invocation, ReplyStream } from '../../../../../kernel/executor.ts';

const root = '/2018-06-01/runtime/';
/** Ours: a reply of 6 MB and what an error may add; more is the environment's mistake. */
const bodyBytesMax = 16 * 1024 * 1024;

/** What a runtime says through the API. */
export interface RuntimeApiEvents {
  /** It asked for its first event: the init phase is done. */
  onReady(): void;
  onInitError(payload: Uint8Array): void;
  onReply(reply: RuntimeReply): void;
}

/** What became of an event. */
export interface RuntimeReply {
  readonly kind: 'result' | 'error';
  readonly payload: Uint8Array;
  /** It went to the `ReplyStream`. */
  readonly isStreamed?: boolean;
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
  #replyStream: ReplyStream | undefined;
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
  offer(invocation: Invocation, reply: ReplyStream): void {
    this.#next = invocation;
    this.#replyStream = reply;
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
    const outcome = /^invocation\/[^/]+\/(response|error)$/.exec(path.slice(root.length))?.[1];
    const reply = outcome === 'response' && isStreaming(request) ? this.#replyStream : undefined;
    if (reply && request.method === 'POST') {
      const told = await readStreamed(request, reply);
      response.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"OK"}');
      this.#events.onReply(told);
      return;
    }
    const body = await readBody(request);
    if (request.method !== 'POST' || (outcome === undefined && path !== `${root}init/error`)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"OK"}');
    if (outcome === undefined) this.#events.onInitError(body);
    else this.#events.onReply({ kind: outcome === 'response' ? 'result' : 'error', payload: body });
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

/** https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html#runtimes-custom-response-streaming */
const isStreaming = ({ headers }: IncomingMessage): boolean =>
  headers['lambda-runtime-function-response-mode'] === 'streaming';

/** Hands a streamed reply on piece by piece. What went wrong in its midst is told by trailers, or by its breaking off. */
async function readStreamed(request: IncomingMessage, reply: ReplyStream): Promise<RuntimeReply> {
  reply.begin(request.headers['content-type'] ?? 'application/octet-stream');
  try {
    for await (const piece of request as AsyncIterable<Uint8Array>) await reply.write(piece);
  } catch {
    const truncated = { errorType: 'Runtime.TruncatedResponse', errorMessage: 'Response truncated' };
    return { kind: 'error', payload: Buffer.from(JSON.stringify(truncated)) };
  }
  const type = request.trailers['lambda-runtime-function-error-type'];
  if (type === undefined) return { kind: 'result', payload: new Uint8Array(), isStreamed: true };
  const told = Buffer.from(request.trailers['lambda-runtime-function-error-body'] ?? '', 'base64');
  const payload = told.byteLength > 0 ? told : Buffer.from(JSON.stringify({ errorType: type, errorMessage: '' }));
  return { kind: 'error', payload };
}
