import { createHash } from 'node:crypto';
import { isOpen, type Shard, type Stream } from '../state.ts';

/** 128 bits. */
export const hashKeyMax = (1n << 128n) - 1n;
const hexDigits = 32;

const hexOf = (hashKey: bigint): string => hashKey.toString(16).padStart(hexDigits, '0');

interface OpenShard {
  /** The first of its hash keys, as MD5 writes them. */
  readonly start: string;
  readonly shard: Shard;
}

/** By the value that the state holds, which never changes. */
const openShards = new WeakMap<Stream, readonly OpenShard[]>();

/** Open shards in the order of their hash keys. */
function openShardsOf(stream: Stream): readonly OpenShard[] {
  const known = openShards.get(stream);
  if (known) return known;
  const made = stream.shards
    .filter(isOpen)
    .map((shard) => ({ start: hexOf(BigInt(shard.startHashKey)), shard }))
    .sort((a, b) => (a.start < b.start ? -1 : 1));
  openShards.set(stream, made);
  return made;
}

/** The open shard that takes a record. An explicit hash key is in range. */
export function shardOf(stream: Stream, partitionKey: string, explicitHashKey: string | undefined): Shard {
  const open = openShardsOf(stream);
  const hash =
    explicitHashKey === undefined
      ? createHash('md5').update(partitionKey).digest('hex')
      : hexOf(BigInt(explicitHashKey));
  let low = 0;
  let high = open.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((open[middle]?.start ?? '') <= hash) low = middle;
    else high = middle - 1;
  }
  const found = open[low];
  if (!found) throw new Error(`${stream.arn} has no open shard`);
  return found.shard;
}
