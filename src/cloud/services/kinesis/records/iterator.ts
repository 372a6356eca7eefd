import { AwsError } from '../../../kernel/errors.ts';
import { invalidArgument } from '../errors.ts';

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetShardIterator.html */
const lifeMs = 300_000;

/** A place in a shard. */
export interface Position {
  readonly stream: string;
  /** Tells a stream from a later one of the same name. */
  readonly createdMs: number;
  readonly shard: number;
  /** The first sequence number that is read. */
  readonly from: string;
  readonly issuedMs: number;
}

/** What real ones begin with, too. */
const head = Buffer.from([0, 0, 0, 0, 0, 0, 0, 1]);

export const iteratorOf = ({ stream, createdMs, shard, from, issuedMs }: Position): string =>
  Buffer.concat([head, Buffer.from(JSON.stringify([stream, createdMs, shard, from, issuedMs]))]).toString('base64');

/** Throws InvalidArgumentException for what is no iterator, ExpiredIteratorException after five minutes. */
export function readIterator(text: string, nowMs: number): Position {
  const position = parse(Buffer.from(text, 'base64'));
  if (!position) throw invalidArgument('Invalid ShardIterator.');
  if (nowMs - position.issuedMs > lifeMs) {
    throw new AwsError(
      'ExpiredIteratorException',
      `Iterator expired. The iterator was created at time ${javaDate(position.issuedMs)} while right now it is ` +
        `${javaDate(nowMs)} which is further in the future than the tolerated delay of ${lifeMs} milliseconds.`,
    );
  }
  return position;
}

function parse(bytes: Buffer): Position | undefined {
  if (!bytes.subarray(0, head.length).equals(head)) return undefined;
  try {
    const found: unknown = JSON.parse(bytes.subarray(head.length).toString());
    if (!Array.isArray(found)) return undefined;
    const [stream, createdMs, shard, from, issuedMs] = found;
    const isPosition =
      typeof stream === 'string' && typeof createdMs === 'number' && typeof shard === 'number' && /^\d+$/.test(from);
    return isPosition && typeof issuedMs === 'number' ? { stream, createdMs, shard, from, issuedMs } : undefined;
  } catch {
    return undefined;
  }
}

/** `Fri Nov 27 17:30:23 UTC 2026` */
function javaDate(ms: number): string {
  const [day = '', date, month, year, time] = new Date(ms).toUTCString().split(' ');
  return `${day.replace(',', '')} ${month} ${date} ${time} UTC ${year}`;
}
