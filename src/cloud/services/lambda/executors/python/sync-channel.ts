import { closeSync, readSync, writeSync } from 'node:fs';
import { encodeFrame, type Frame, FrameCutter } from './frames.ts';

/** How an answer did not come. */
export type Silence = 'ended' | 'stuck';

const pieceBytes = 1 << 16;
/** Looks without a pause in between, then with one: most answers come at once. */
const eagerLooks = 50;
const pauseMs = 0.2;

/**
 * A conversation with a child process in which we stand still until it has answered. So its code runs as if it were a
 * function of ours: nothing else happens meanwhile, and what it does comes in one order only.
 */
export class SyncChannel<Head> {
  readonly #readFd: number;
  readonly #writeFd: number;
  readonly #cutter = new FrameCutter<Head>();
  readonly #piece = Buffer.allocUnsafe(pieceBytes);
  readonly #pause = new Int32Array(new SharedArrayBuffer(4));
  #isClosed = false;

  /** `readFd` does not block. */
  constructor(readFd: number, writeFd: number) {
    this.#readFd = readFd;
    this.#writeFd = writeFd;
  }

  /** What nobody takes any more is dropped: its end is told by `receive`. */
  send(head: object, body: Uint8Array = new Uint8Array()): void {
    const frame = encodeFrame(head, body);
    try {
      for (let offset = 0; offset < frame.byteLength && !this.#isClosed; ) {
        offset += writeSync(this.#writeFd, frame, offset);
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
    }
  }

  /** The next frame, waited for at most so long in the machine's time. */
  receive(patienceMs: number): Frame<Head> | Silence {
    const untilMs = performance.now() + patienceMs;
    for (let looks = 0; !this.#isClosed; looks += 1) {
      const frame = this.#cutter.next();
      if (frame) return frame;
      const count = this.#read();
      if (count === 0) return 'ended';
      if (count !== undefined) continue;
      if (performance.now() > untilMs) return 'stuck';
      if (looks > eagerLooks) Atomics.wait(this.#pause, 0, 0, pauseMs);
    }
    return 'ended';
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    closeSync(this.#readFd);
    closeSync(this.#writeFd);
  }

  /** Undefined while nothing is there. */
  #read(): number | undefined {
    try {
      const count = readSync(this.#readFd, this.#piece);
      this.#cutter.push(this.#piece.subarray(0, count));
      return count;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return undefined;
      throw error;
    }
  }
}
