import { createRequire } from 'node:module';
import type * as eventStreams from '@smithy/core/event-streams';
import { lazy } from '../../kernel/lazy.ts';

/** The media type of event streams. https://smithy.io/2.0/aws/amazon-eventstream.html */
export const eventStreamType = 'application/vnd.amazon.eventstream';

/** Loaded by the first stream: few clouds have any. It keeps nothing between messages that it encodes. */
const codec = lazy(() => {
  const load = createRequire(import.meta.url);
  const { EventStreamCodec } = load('@smithy/core/event-streams') as typeof eventStreams;
  return new EventStreamCodec(
    (bytes) => Buffer.from(bytes as Uint8Array).toString(),
    (text) => Buffer.from(text),
  );
});

/** A header's value, typed as it travels. */
export type HeaderValue =
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'boolean'; readonly value: boolean }
  | { readonly type: 'integer'; readonly value: number }
  | { readonly type: 'timestamp'; readonly value: Date }
  | { readonly type: 'binary'; readonly value: Uint8Array };

/** One message: lengths, typed headers, payload, and the checksums of AWS's framing. */
export const encodeMessage = (headers: Readonly<Record<string, string | HeaderValue>>, body: Uint8Array): Uint8Array =>
  codec().encode({
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [
        name,
        typeof value === 'string' ? { type: 'string', value } : value,
      ]),
    ),
    body,
  });
