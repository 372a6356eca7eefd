import { invalidRange } from '../errors.ts';

/** Both ends included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * The bytes that a `Range` header asks for; undefined for all of them, which S3 also answers to a header that it does
 * not understand and to several ranges at once. Throws InvalidRange when nothing of it is there.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html#AmazonS3-GetObject-request-header-Range
 */
export function rangeOf(header: string | undefined, size: number): ByteRange | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  if (!match || header === undefined) return undefined;
  const [, first = '', last = ''] = match;
  if (first === '' && last === '') return undefined;
  if (first === '') return suffix(header, Number(last), size);
  const start = Number(first);
  if (last !== '' && Number(last) < start) return undefined;
  if (start >= size) throw invalidRange(header, size);
  return { start, end: Math.min(last === '' ? size - 1 : Number(last), size - 1) };
}

function suffix(header: string, length: number, size: number): ByteRange | undefined {
  if (length === 0 || size === 0) throw invalidRange(header, size);
  return { start: Math.max(0, size - length), end: size - 1 };
}

/** `x-amz-copy-source-range` is stricter: it has both ends, and undefined is one that ends behind the object. */
export function copyRangeOf(header: string, size: number): ByteRange | 'malformed' | undefined {
  const match = /^bytes=(\d+)-(\d+)$/.exec(header);
  const [start, end] = [Number(match?.[1]), Number(match?.[2])];
  if (!(start <= end)) return 'malformed';
  return end < size ? { start, end } : undefined;
}
