/**
 * The language between us and a Node execution environment: length-prefixed frames over one socket, file descriptor 3.
 *
 * The child reads and writes it synchronously. That is what freezes an environment between invokes: its main thread is
 * blocked in `read` while it waits for the next frame, so timers and sockets stand still until the next invoke, as on
 * AWS, without signals; and when we die, by whatever cause, the read ends and so does the child.
 */
export const channelFd = 3;

/** What we tell the child. */
export const toChild = { init: 1, invoke: 2 } as const;

/** What the child tells us. */
export const fromChild = {
  /** The generic process is up and waits for `init`. */
  warm: 1,
  /** The init phase ended well. */
  ready: 2,
  initError: 3,
  log: 4,
  /** Reply of an invoke: peak memory in KiB (uint32), then the JSON payload. */
  result: 5,
  /** Function error of an invoke: peak memory in KiB (uint32), then the JSON error. */
  error: 6,
  /** End of a streaming handler's reply: peak memory in KiB (uint32). */
  streamed: 7,
  /** As `error`, and the process ends right after: an exception that nobody caught. */
  fatal: 8,
  /** A streaming handler begins its reply: content type. */
  streamBegun: 9,
  /** A piece of it. */
  streamPiece: 10,
  /** Its inspector is open: the URL that Node tells. Ahead of `warm`. */
  inspector: 11,
} as const;

export interface InitMessage {
  /** The whole environment of the function; replaces what the process had. */
  readonly env: Readonly<Record<string, string>>;
  readonly taskRoot: string;
  readonly handler: string;
  /** 22 for `nodejs22.x`: whose semantics apply, whatever binary runs. */
  readonly runtimeMajor: number;
  /** The process was started by the function's own wrapper. */
  readonly isWrapped: boolean;
  /** Where bare imports of ES modules are looked for when node_modules has no answer: layers. */
  readonly importRoots: readonly string[];
  /** Has how long the function's limits have been held by a debugger; undefined where none can be. */
  readonly heldFile: string | undefined;
  /** AppConfig's agent is to answer at `localhost:2772`. */
  readonly hasAppConfigAgent: boolean;
}

export interface InvokeHeader {
  readonly requestId: string;
  readonly remainingMs: number;
  readonly invokedFunctionArn: string;
  readonly traceId: string;
  /** JSON text. */
  readonly clientContext?: string;
}

const prefixBytes = 5;

export interface Frame {
  readonly kind: number;
  readonly body: Buffer;
}

/** One frame: length of kind and body (uint32), kind (uint8), body. */
export function encodeFrame(kind: number, ...parts: readonly Uint8Array[]): Buffer {
  let length = 0;
  for (const part of parts) length += part.byteLength;
  const frame = Buffer.allocUnsafe(prefixBytes + length);
  frame.writeUInt32BE(length + 1, 0);
  frame.writeUInt8(kind, 4);
  let offset = prefixBytes;
  for (const part of parts) {
    frame.set(part, offset);
    offset += part.byteLength;
  }
  return frame;
}

/** An invoke: the header as JSON with its length before it, then the event as it came. */
export function encodeInvoke(header: InvokeHeader, event: Uint8Array): Buffer {
  const json = Buffer.from(JSON.stringify(header));
  return encodeFrame(toChild.invoke, uint32(json.byteLength), json, event);
}

export function decodeInvoke(body: Buffer): { readonly header: InvokeHeader; readonly event: Buffer } {
  const end = 4 + body.readUInt32BE(0);
  return { header: JSON.parse(body.toString('utf8', 4, end)) as InvokeHeader, event: body.subarray(end) };
}

export function uint32(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeUInt32BE(value, 0);
  return bytes;
}

/** Cuts a stream of chunks into frames; `onFrame` is called for each, in order. */
export class FrameReader {
  readonly #onFrame: (frame: Frame) => void;
  #chunks: Buffer[] = [];
  #bytes = 0;

  constructor(onFrame: (frame: Frame) => void) {
    this.#onFrame = onFrame;
  }

  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#bytes += chunk.byteLength;
    for (let frame = this.#next(); frame; frame = this.#next()) this.#onFrame(frame);
  }

  #next(): Frame | undefined {
    if (this.#bytes < prefixBytes) return undefined;
    const first = this.#joined(prefixBytes);
    const end = 4 + first.readUInt32BE(0);
    if (this.#bytes < end) return undefined;
    const all = this.#joined(end);
    this.#chunks[0] = all.subarray(end);
    this.#bytes -= end;
    if (all.byteLength === end) this.#chunks.shift();
    return { kind: all.readUInt8(4), body: all.subarray(prefixBytes, end) };
  }

  /** The first chunk, made to hold at least `bytes`; chunks are joined only when a whole frame is there. */
  #joined(bytes: number): Buffer {
    const [first] = this.#chunks;
    if (first && first.byteLength >= bytes) return first;
    const all = Buffer.concat(this.#chunks);
    this.#chunks = [all];
    return all;
  }
}
