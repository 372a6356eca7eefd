import { createECDH } from 'node:crypto';
import { raise } from '../../../kernel/errors.ts';
import type { Random } from '../../../kernel/random.ts';
import { inverse } from '../../../service-kit/rsa-key.ts';
import { newScalar } from '../keys/asymmetric.ts';
import { type Curve, curves } from './curves.ts';

/* Node hashes whatever it signs by elliptic curves, so signatures of digests are computed here: FIPS 186-5, section 6. */

type Point = { readonly x: bigint; readonly y: bigint } | undefined;

/** A signature in DER. */
export function signDigest(name: string, scalar: Uint8Array, digest: Uint8Array, random: Random): Uint8Array {
  const curve = curveOf(name);
  const { n } = curve;
  for (;;) {
    const nonce = newScalar(name, curve.bytes, random);
    const r = (basePointTimes(name, nonce)?.x ?? 0n) % n;
    const s = (inverse(toInteger(nonce), n) * (shortened(digest, n) + r * toInteger(scalar))) % n;
    if (r !== 0n && s !== 0n) return new Uint8Array(sequence(integer(r), integer(s)));
  }
}

/** Whether a signature in DER is one of the digest; `publicPoint` is uncompressed. */
export function verifyDigest(
  name: string,
  publicPoint: Uint8Array,
  digest: Uint8Array,
  signature: Uint8Array,
): boolean {
  const curve = curveOf(name);
  const { n } = curve;
  const [r, s] = readSignature(signature) ?? [0n, 0n];
  if (r <= 0n || s <= 0n || r >= n || s >= n) return false;
  const w = inverse(s, n);
  const u1 = (shortened(digest, n) * w) % n;
  const u2 = (r * w) % n;
  const ofBase = u1 === 0n ? undefined : basePointTimes(name, toBytes(u1, curve.bytes));
  const sum = add(ofBase, multiply(u2, pointFrom(publicPoint), curve), curve);
  return sum !== undefined && sum.x % n === r;
}

const curveOf = (name: string): Curve => curves[name] ?? raise(new Error(`Invariant violated: ${name} is a curve`));

const toInteger = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`);
const toBytes = (value: bigint, bytes: number): Buffer =>
  Buffer.from(value.toString(16).padStart(bytes * 2, '0'), 'hex');

/** The leftmost bits of a digest, as many as the order has. */
function shortened(digest: Uint8Array, n: bigint): bigint {
  const surplus = digest.length * 8 - n.toString(2).length;
  return surplus > 0 ? toInteger(digest) >> BigInt(surplus) : toInteger(digest);
}

function basePointTimes(name: string, scalar: Uint8Array): Point {
  const ecdh = createECDH(name);
  ecdh.setPrivateKey(scalar);
  return pointFrom(ecdh.getPublicKey());
}

function pointFrom(uncompressed: Uint8Array): Point {
  const half = (uncompressed.length - 1) / 2;
  return { x: toInteger(uncompressed.subarray(1, 1 + half)), y: toInteger(uncompressed.subarray(1 + half)) };
}

function add(left: Point, right: Point, { p, a }: Curve): Point {
  if (!left || !right) return left ?? right;
  const isSame = left.x === right.x;
  if (isSame && (left.y + right.y) % p === 0n) return undefined;
  const slope = isSame
    ? (3n * left.x * left.x + a) * inverse(2n * left.y, p)
    : (right.y - left.y) * inverse(right.x - left.x, p);
  const x = modulo(slope * slope - left.x - right.x, p);
  return { x, y: modulo(slope * (left.x - x) - left.y, p) };
}

function multiply(factor: bigint, point: Point, curve: Curve): Point {
  let sum: Point;
  for (const bit of factor.toString(2)) {
    sum = add(sum, sum, curve);
    if (bit === '1') sum = add(sum, point, curve);
  }
  return sum;
}

const modulo = (value: bigint, p: bigint): bigint => ((value % p) + p) % p;

/** DER: tag 2, length, big-endian bytes with a leading zero where the first bit is set. */
function integer(value: bigint): Buffer {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  const padded = (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes;
  return Buffer.concat([Buffer.from([2, padded.length]), padded]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(body.length < 128 ? [0x30, body.length] : [0x30, 0x81, body.length]), body]);
}

function readSignature(der: Uint8Array): readonly [bigint, bigint] | undefined {
  const start = der[1] === 0x81 ? 3 : 2;
  const rEnd = start + 2 + (der[start + 1] ?? 0);
  const sEnd = rEnd + 2 + (der[rEnd + 1] ?? 0);
  const isWhole = der[0] === 0x30 && der[start] === 2 && der[rEnd] === 2 && sEnd === der.length;
  return isWhole ? [toInteger(der.subarray(start + 2, rEnd)), toInteger(der.subarray(rEnd + 2, sEnd))] : undefined;
}
