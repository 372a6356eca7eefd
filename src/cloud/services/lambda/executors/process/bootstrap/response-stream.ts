import { Writable } from 'node:stream';
import type { Handler } from './load-handler.ts';
import { RuntimeError } from './runtime-errors.ts';

const streamingMark = Symbol.for('aws.lambda.runtime.handler.streaming');
const integrationType = 'application/vnd.awslambda.http-integration-response';

/** Where a reply goes while it is written. */
export interface ResponseSink {
  begin(contentType: string): void;
  write(piece: Uint8Array): void;
}

/** What a streaming handler writes to. */
export class ResponseStream extends Writable {
  contentType = 'application/octet-stream';
  /** Written ahead of the first chunk: the status and headers of an HTTP response. */
  prelude: string | undefined;
  readonly #sink: ResponseSink;
  #hasBegun = false;
  #isOver = false;

  constructor(sink: ResponseSink) {
    super({ decodeStrings: true });
    this.#sink = sink;
  }

  /** The invoke is over: what is written from now on would be another one's. */
  abandon(): void {
    this.#isOver = true;
  }

  setContentType(contentType: string): void {
    if (this.#hasBegun) throw new RuntimeError('InvalidStreamingOperation', 'Cannot set content-type, too late.');
    this.contentType = contentType;
  }

  /** Objects are written as JSON. */
  override write(chunk: unknown, ...rest: never[]): boolean {
    const isRaw = typeof chunk === 'string' || chunk instanceof Uint8Array;
    return super.write(isRaw ? chunk : JSON.stringify(chunk), ...rest);
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    if (!this.#isOver) {
      this.#begin();
      this.#sink.write(chunk);
    }
    done();
  }

  override _final(done: () => void): void {
    if (!this.#isOver) this.#begin();
    done();
  }

  /** The prelude and the content are separated by eight NUL bytes. */
  #begin(): void {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    this.#sink.begin(this.contentType);
    if (this.prelude !== undefined) this.#sink.write(Buffer.from(this.prelude + '\0'.repeat(8)));
  }
}

/** `awslambda`, the global that AWS's Node runtime offers: response streaming. */
export const awslambda = {
  streamifyResponse(handler: Handler): Handler {
    Object.defineProperty(handler, streamingMark, { value: 'response' });
    return handler;
  },
  HttpResponseStream: {
    from(stream: ResponseStream, metadata: unknown): ResponseStream {
      stream.setContentType(integrationType);
      stream.prelude = JSON.stringify(metadata);
      return stream;
    },
  },
};

/** Throws Runtime.MalformedStreamingHandler for a mark that nobody knows. */
export function isStreaming(handler: Handler): boolean {
  const mark = (handler as unknown as Readonly<Record<symbol, unknown>>)[streamingMark];
  if (!mark) return false;
  if (mark === 'response') return true;
  throw new RuntimeError('MalformedStreamingHandler', 'Only response streaming is supported.');
}
