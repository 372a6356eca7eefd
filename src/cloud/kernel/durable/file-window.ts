import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** Records are mostly small: one call to the system brings many of them. */
const windowBytes = 4 * 1024 * 1024;

/** Reads a file of any size in pieces: Node reads no file of 2 GiB or more in one go. */
export class FileWindow {
  readonly size: number;
  readonly #file: number;
  #window: Buffer = Buffer.alloc(0);
  #start = 0;
  #endOfData: number | undefined;

  constructor(path: string) {
    this.#file = openSync(path, 'r');
    this.size = fstatSync(this.#file).size;
  }

  /** `length` bytes that nobody else holds: what is made of them may go on pointing into them. */
  read(offset: number, length: number): Buffer {
    if (length > windowBytes) return this.#load(offset, length);
    if (offset < this.#start || offset + length > this.#start + this.#window.byteLength) {
      this.#window = this.#load(offset, Math.min(windowBytes, this.size - offset));
      this.#start = offset;
    }
    return Buffer.from(this.#window.subarray(offset - this.#start, offset - this.#start + length));
  }

  /** Where the zeros begin that reach up to the end of the file; its size where there are none. */
  endOfData(): number {
    this.#endOfData ??= this.#findEndOfData();
    return this.#endOfData;
  }

  close(): void {
    closeSync(this.#file);
  }

  #findEndOfData(): number {
    for (let end = this.size; end > 0; end -= windowBytes) {
      const start = Math.max(0, end - windowBytes);
      const piece = this.#load(start, end - start);
      for (let index = piece.byteLength - 1; index >= 0; index -= 1) if (piece[index] !== 0) return start + index + 1;
    }
    return 0;
  }

  #load(offset: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafeSlow(length);
    for (let read = 0; read < length; ) {
      const count = readSync(this.#file, bytes, read, length - read, offset + read);
      if (count === 0) throw new Error(`The file was cut off at byte ${offset + read} while it was read.`);
      read += count;
    }
    return bytes;
  }
}
