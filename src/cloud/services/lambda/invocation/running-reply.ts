import type { ReplyStream } from '../../../kernel/executor.ts';

/** A reply may have 6 MB and a little: AWS's own number. */
const bufferedBytesMax = 6_291_556;

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-response-streaming.html */
const streamedBytesMax = 200 * 1024 * 1024;

/**
 * The reply of one invoke while the runtime makes it: handed on as it comes where the caller reads it so, kept whole for
 * all others. What goes beyond the limit is left out.
 */
export class RunningReply implements ReplyStream {
  #bytesMax: number;
  readonly #reader: ReplyStream | undefined;
  readonly #pieces: Uint8Array[] = [];
  #contentType: string | undefined;
  #bytes = 0;

  constructor(reader: ReplyStream | undefined) {
    this.#reader = reader;
    this.#bytesMax = reader ? streamedBytesMax : bufferedBytesMax;
  }

  /** Of a streaming handler's reply. */
  get contentType(): string | undefined {
    return this.#contentType;
  }

  get bytesMax(): number {
    return this.#bytesMax;
  }

  get isTooLarge(): boolean {
    return this.#bytes > this.#bytesMax;
  }

  /** What the caller is still to be given. */
  payload(): Uint8Array {
    const [only] = this.#pieces;
    return only && this.#pieces.length === 1 ? only : Buffer.concat(this.#pieces);
  }

  begin(contentType: string): void {
    this.#contentType = contentType;
    this.#reader?.begin(contentType);
  }

  write(piece: Uint8Array): void | Promise<void> {
    this.#bytes += piece.byteLength;
    if (this.isTooLarge) return;
    if (this.#reader) return this.#reader.write(piece);
    this.#pieces.push(piece);
  }

  /** A reply that came whole: of a handler that does not stream, unless it has a content type. */
  takeWhole(payload: Uint8Array, contentType: string | undefined): void {
    if (contentType === undefined) this.#bytesMax = bufferedBytesMax;
    if (payload.byteLength > this.#bytesMax) this.#bytes = payload.byteLength;
    if (this.isTooLarge) return;
    if (contentType !== undefined) this.#contentType = contentType;
    this.#reader?.begin(contentType ?? 'application/json');
    void this.write(payload);
  }
}
