import { readSync, writeSync } from 'node:fs';
import { channelFd, encodeFrame, type Frame } from '../frames.ts';

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
      offset += writeSync(channelFd, frame, offset, frame.byteLength - offset);
    }
  } catch {
    process.exit(0);
  }
}

function readExactly(count: number): Buffer {
  const bytes = Buffer.allocUnsafe(count);
  for (let offset = 0; offset < count; ) {
    const read = readSome(bytes, offset);
    if (read === 0) process.exit(0);
    offset += read;
  }
  return bytes;
}

function readSome(bytes: Buffer, offset: number): number {
  try {
    return readSync(channelFd, bytes, offset, bytes.byteLength - offset, null);
  } catch (error) {
    // A signal that interrupts the read is no end; a reset connection is.
    if ((error as NodeJS.ErrnoException).code === 'EINTR') return readSome(bytes, offset);
    return 0;
  }
}
