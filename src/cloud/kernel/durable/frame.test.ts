import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FileWindow } from './file-window.ts';
import { encodeFrame, type FrameRead, readFrame } from './frame.ts';

/** What a start finds at the beginning of a file with these bytes. */
function found(bytes: Uint8Array, payloadBytesMax = 1024 * 1024 * 1024): FrameRead {
  const path = join(mkdtempSync(join(tmpdir(), 'squall-test-')), 'log');
  writeFileSync(path, bytes);
  const file = new FileWindow(path);
  try {
    return readFrame(file, 0, payloadBytesMax);
  } finally {
    file.close();
  }
}

describe('a record', () => {
  it('of version 0.1.0 is read by every later one', () => {
    const written =
      '314c51532f000000a642deefff2ac013ff0f41016f220a636f6c6c656374696f6e22067468696e677322036b65792201' +
      '61220576616c756549027b03240001';

    expect(found(Buffer.from(written, 'hex'))).toEqual({
      kind: 'value',
      value: [{ collection: 'things', key: 'a', value: 1 }],
      next: 63,
    });
  });

  it('may be as large as the limit, and is refused when it is larger', () => {
    const frame = encodeFrame('x'.repeat(500), 1000);
    const payloadBytes = frame.byteLength - 16;

    expect(encodeFrame('x'.repeat(500), payloadBytes).equals(frame)).toBe(true);
    expect(found(frame, payloadBytes)).toMatchObject({ kind: 'value' });
    expect(() => encodeFrame('x'.repeat(500), payloadBytes - 1)).toThrow(
      expect.objectContaining({ code: 'RecordTooLarge' }),
    );
  });

  it('that says it is larger than any may be is corrupt', () => {
    const frame = encodeFrame('x'.repeat(500), 1000);

    expect(found(frame, 100)).toMatchObject({ kind: 'corrupt' });
  });

  it('whose header is there and wrong is corrupt, be nothing behind it', () => {
    expect(found(Buffer.alloc(16, 7))).toMatchObject({ kind: 'corrupt', why: expect.stringContaining('header') });
  });

  it('is torn when its end is missing, however large it was to be', () => {
    const frame = encodeFrame('x'.repeat(5 * 1024 * 1024), 6 * 1024 * 1024);

    expect(found(frame.subarray(0, -1))).toEqual({ kind: 'torn' });
  });
});
