/** What a shimmed Python says: a head of JSON and a body. */
export interface Frame<Head> {
  readonly head: Head;
  readonly body: Buffer;
}

const prefixBytes = 8;

/** Two lengths (uint32), the head as JSON, the body as it is. */
export function encodeFrame(head: object, body: Uint8Array): Buffer {
  const text = Buffer.from(JSON.stringify(head));
  const prefix = Buffer.allocUnsafe(prefixBytes);
  prefix.writeUInt32BE(text.byteLength, 0);
  prefix.writeUInt32BE(body.byteLength, 4);
  return Buffer.concat([prefix, text, body]);
}

/** Cuts frames out of bytes that come in pieces. */
export class FrameCutter<Head> {
  #bytes: Buffer = Buffer.alloc(0);

  push(piece: Uint8Array): void {
    this.#bytes = Buffer.concat([this.#bytes, piece]);
  }

  /** The next whole frame; undefined while it is not all there. */
  next(): Frame<Head> | undefined {
    if (this.#bytes.byteLength < prefixBytes) return undefined;
    const headEnd = prefixBytes + this.#bytes.readUInt32BE(0);
    const end = headEnd + this.#bytes.readUInt32BE(4);
    if (this.#bytes.byteLength < end) return undefined;
    const head = JSON.parse(this.#bytes.toString('utf8', prefixBytes, headEnd)) as Head;
    const body = this.#bytes.subarray(headEnd, end);
    this.#bytes = this.#bytes.subarray(end);
    return { head, body };
  }
}
