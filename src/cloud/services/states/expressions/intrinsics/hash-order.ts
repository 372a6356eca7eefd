import type { Json } from '../../definition/json.ts';

/**
 * Values in the order in which a `java.util.HashSet` of them has them: AWS's ArrayUnique answers `[false, true]` for
 * `[true, false]`, and `[[2, 1], [1, 2]]` for `[[1, 2], [2, 1]]`. `total` is the length of the list that it was made of.
 */
export function inHashOrder(values: readonly Json[], total: number): Json[] {
  const buckets = 2 ** Math.ceil(Math.log2(Math.max(Math.floor(total / 0.75) + 1, 16)));
  return values
    .map((value) => ({ value, bucket: bucketOf(value, buckets) }))
    .sort((one, other) => one.bucket - other.bucket)
    .map(({ value }) => value);
}

function bucketOf(value: Json, buckets: number): number {
  const hash = hashOf(value);
  return (hash ^ (hash >>> 16)) & (buckets - 1);
}

function hashOf(value: Json): number {
  if (value === null) return 0;
  if (typeof value === 'boolean') return value ? 1231 : 1237;
  if (typeof value === 'string') return hashOfText(value);
  if (typeof value === 'number') return hashOfNumber(value);
  if (Array.isArray(value)) {
    return value.reduce((hash: number, item: Json) => (Math.imul(31, hash) + hashOf(item)) | 0, 1);
  }
  return Object.entries(value).reduce((hash, [name, member]) => (hash + (hashOfText(name) ^ hashOf(member))) | 0, 0);
}

function hashOfText(text: string): number {
  let hash = 0;
  for (let at = 0; at < text.length; at += 1) hash = (Math.imul(31, hash) + text.charCodeAt(at)) | 0;
  return hash;
}

function hashOfNumber(value: number): number {
  if (Number.isInteger(value) && Math.abs(value) < 2 ** 31) return value;
  const view = new DataView(new ArrayBuffer(8));
  if (Number.isSafeInteger(value)) view.setBigInt64(0, BigInt(value));
  else view.setFloat64(0, value);
  return view.getInt32(0) ^ view.getInt32(4);
}
