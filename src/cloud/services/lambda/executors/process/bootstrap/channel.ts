import { readSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { channelFd, encodeFrame, type Frame } from '../frames.ts';

const waitMs = 5;
const never = new Int32Array(new SharedArrayBuffer(4));
let channel: Socket | undefined;

/**
 * From now on the process waits in short steps. It stays frozen between them, as nothing turns its event loop, and yet a
 * debugger is answered: V8 takes the inspector's messages where JavaScript runs or waits for memory, and not in a `read`
 * that blocks.
 */
export function waitInSteps(): void {
  // What it does is to make the descriptor one that does not block; nothing is read or written by it.
  channel ??= new Socket({ fd: channelFd, readable: false }).unref();
}

const waitALittle = (): void => void Atomics.wait(never, 0, 0, waitMs);

/** Blocks until the next frame is there. Ends the process when the other side is gone. */
export function readFrame(): Frame {
  const length = readExactly(4).readUInt32BE(0);
  const frame = readExactly(length);
  return { kind: frame.readUInt8(0), body: frame.subarray(1) };
}

/** Writes the frame whole before it returns, so that nothing is lost when the process exits right after. */
export function writeFrame(kind: number, ...parts: readonly Uint8Array[]): void {
  const frame = encodeFrame(kind, ...parts);
  try {
    for (let offset = 0; offset < frame.byteLength; ) {
      offset += writeSome(frame, offset);
    }
  } catch {
    process.exit(0);
  }
}

function writeSome(frame: Buffer, offset: number): number {
  try {
    return writeSync(channelFd, frame, offset, frame.byteLength - offset);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    waitALittle();
    return 0;
  }
}

function readExactly(count: number): Buffer {
  const bytes = Buffer.allocUnsafe(count);
  for (let offset = 0; offset < count; ) {
    const read = readSome(bytes, offset);
    if (read === 0) process.exit(0);
    offset += read ?? 0;
  }
  return bytes;
}

/** Undefined when nothing was read yet. */
function readSome(bytes: Buffer, offset: number): number | undefined {
  try {
    return readSync(channelFd, bytes, offset, bytes.byteLength - offset, null);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EAGAIN') waitALittle();
    // A signal that interrupts the read is no end; a reset connection is.
    if (code === 'EINTR' || code === 'EAGAIN') return undefined;
    return 0;
  }
}
