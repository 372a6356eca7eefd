import { iteratorExpired, iteratorInvalid } from '../errors/stream-errors.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetShardIterator.html */
const lifeMs = 15 * 60_000;

/** A place in a shard. */
export interface Position {
  readonly streamArn: string;
  readonly shardId: string;
  /** Records behind this sequence number come next. */
  readonly after: string;
  readonly issuedMs: number;
}

/** `arn|1|…`, as real ones begin. */
export const iteratorOf = (position: Position): string =>
  `${position.streamArn}|1|${Buffer.from(JSON.stringify(position)).toString('base64')}`;

/** Throws ValidationException for what is no iterator, and ExpiredIteratorException after a quarter of an hour. */
export function readIterator(text: string, nowMs: number): Position {
  const position = parse(text.split('|')[2] ?? '');
  if (!position || !text.startsWith(`${position.streamArn}|`)) throw iteratorInvalid();
  if (position.issuedMs + lifeMs <= nowMs) throw iteratorExpired();
  return position;
}

function parse(text: string): Position | undefined {
  try {
    const found: unknown = JSON.parse(Buffer.from(text, 'base64').toString('utf8'));
    const { streamArn, shardId, after, issuedMs } = found as Position;
    const isPosition =
      typeof streamArn === 'string' &&
      typeof shardId === 'string' &&
      typeof after === 'string' &&
      typeof issuedMs === 'number';
    return isPosition ? (found as Position) : undefined;
  } catch {
    return undefined;
  }
}
