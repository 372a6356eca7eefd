import type { Shard } from '../state.ts';

/*
 * A sequence number has 186 bits, so that it is a decimal number of 56 digits that begins with 49: a 2, the second in which
 * the shard was made, a count that holds the millisecond, and the shard. Numbers of a shard grow with its records, and
 * those of its children are greater.
 */

const headBits = 184n;
const createdBits = 148n;
const countBits = 92n;
const shardBits = 4n;
/** The milliseconds since the shard was made, ahead of a count within each. */
const msBits = 16n;
/** What all end with. */
const version = 2n;
const countMax = (1n << (createdBits - countBits)) - 1n;

const numberOf = (shard: Shard, count: bigint): string =>
  String((2n << headBits) + (BigInt(shard.createdSeconds) << createdBits) + (count << countBits) + tailOf(shard));

const tailOf = ({ index }: Shard): bigint => (BigInt(index) << shardBits) + version;

/** The number ahead of all records of a shard. */
export const firstSequence = (shard: Shard): string => numberOf(shard, 0n);

/** Greater than that of all records that a shard can have. */
export const endSequence = (shard: Shard): string => numberOf(shard, countMax);

/** The least number of a record that arrives at a time. */
export const sequenceAt = (shard: Shard, atMs: number): string => numberOf(shard, countAt(shard, atMs));

/** That of the record behind `last`, which is undefined for a shard that has none. */
export function nextSequence(shard: Shard, last: string | undefined, atMs: number): string {
  const count = countAt(shard, atMs);
  if (last === undefined) return numberOf(shard, count);
  const former = countOf(last) + 1n;
  return numberOf(shard, former > count ? former : count);
}

/** The least number behind another one of the shard. */
export const sequenceAfter = (shard: Shard, sequence: string): string => numberOf(shard, countOf(sequence) + 1n);

const countAt = ({ createdMs }: Shard, atMs: number): bigint =>
  (BigInt(Math.max(0, Math.floor(atMs - createdMs))) << msBits) + 1n;

const countOf = (sequence: string): bigint => (BigInt(sequence) >> countBits) & countMax;

/** Whether it could be of that shard. */
export function isOfShard(sequence: string, shard: Shard): boolean {
  if (!/^\d{56}$/.test(sequence)) return false;
  return numberOf(shard, countOf(sequence)) === sequence;
}

/** Whether it could be of any shard: 56 digits in the form of ours. */
export const isSequence = (sequence: string): boolean =>
  /^\d{56}$/.test(sequence) && BigInt(sequence) >> headBits === 2n && (BigInt(sequence) & 0xfn) === version;
