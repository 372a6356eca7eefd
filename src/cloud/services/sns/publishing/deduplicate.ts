import type { Duplicate, SnsState, Topic } from '../state.ts';
import type { PublishedMessage } from './published-message.ts';

/** https://docs.aws.amazon.com/sns/latest/dg/fifo-message-dedup.html */
const intervalMs = 5 * 60_000;

type Identified = Pick<PublishedMessage, 'groupId' | 'deduplicationId'>;

/** What was published under the same deduplication id within the last five minutes. */
export function findDuplicate(
  state: SnsState,
  topic: Topic,
  message: Identified,
  nowMs: number,
): Duplicate | undefined {
  forgetExpired(state, nowMs);
  return state.duplicates.get(keyOf(topic, message));
}

export function rememberMessage(
  state: SnsState,
  topic: Topic,
  message: Identified,
  led: Omit<Duplicate, 'expiresMs'>,
  nowMs: number,
): void {
  const key = keyOf(topic, message);
  const expiresMs = nowMs + intervalMs;
  state.duplicates.set(key, { ...led, expiresMs });
  state.duplicateEnds.set(`${timePart(expiresMs)}/${key}`, key);
}

/** Numbers of a topic grow; AWS's have 20 digits as well. */
export function nextSequenceNumber(state: SnsState, topic: Topic): string {
  const count = (state.sequences.get(topic.name) ?? 0) + 1;
  state.sequences.set(topic.name, count);
  return String(10_000_000_000_000_000_000n + BigInt(count) * 1000n);
}

const keyOf = ({ name, attributes }: Topic, { groupId, deduplicationId }: Identified): string =>
  JSON.stringify(
    attributes.FifoThroughputScope === 'MessageGroup' ? [groupId, deduplicationId] : [deduplicationId],
  ).replace(/^/, `${name}/`);

function forgetExpired(state: SnsState, nowMs: number): void {
  for (const [end, key] of [...state.duplicateEnds.entries({ to: `${timePart(nowMs)}0` })]) {
    state.duplicateEnds.delete(end);
    if ((state.duplicates.get(key)?.expiresMs ?? 0) <= nowMs) state.duplicates.delete(key);
  }
}

const timePart = (ms: number): string => String(ms).padStart(15, '0');
