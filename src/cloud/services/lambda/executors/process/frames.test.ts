import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeInvoke, encodeFrame, encodeInvoke, type Frame, FrameReader, toChild } from './frames.ts';

const read = (chunks: readonly Buffer[]): Frame[] => {
  const frames: Frame[] = [];
  const reader = new FrameReader((frame) => frames.push({ kind: frame.kind, body: Buffer.from(frame.body) }));
  for (const chunk of chunks) reader.push(chunk);
  return frames;
};

describe('frames', () => {
  it('are the same however the stream is cut', () => {
    const frames = fc.array(
      fc.record({ kind: fc.integer({ min: 0, max: 255 }), body: fc.uint8Array({ maxLength: 40 }) }),
    );

    fc.assert(
      fc.property(frames, fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 }), (sent, cuts) => {
        const stream = Buffer.concat(sent.map(({ kind, body }) => encodeFrame(kind, body)));
        const chunks: Buffer[] = [];
        for (let offset = 0, turn = 0; offset < stream.length; turn += 1) {
          const size = cuts[turn % cuts.length] ?? 1;
          chunks.push(stream.subarray(offset, offset + size));
          offset += size;
        }

        expect(read(chunks)).toEqual(sent.map(({ kind, body }) => ({ kind, body: Buffer.from(body) })));
      }),
    );
  });

  it('carry an invoke with its header', () => {
    const header = { requestId: 'r', remainingMs: 1, invokedFunctionArn: 'ä', traceId: 't' };

    const [frame] = read([encodeInvoke(header, Buffer.from('{"ü":1}'))]);

    expect(frame?.kind).toBe(toChild.invoke);
    const { header: decoded, event } = decodeInvoke(frame?.body ?? Buffer.alloc(0));
    expect(decoded).toEqual(header);
    expect(event.toString()).toBe('{"ü":1}');
  });
});
