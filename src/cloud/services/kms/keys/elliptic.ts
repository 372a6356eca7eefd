import { createECDH, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import type { Random } from '../../../kernel/random.ts';
import type { Key } from '../state.ts';
import type { SpecTraits } from './specs.ts';

type EllipticTraits = Extract<SpecTraits, { kind: 'ec' }>;

/** A private scalar of the curve; draws again in the rare case that the bytes are not one. */
export function newScalar(curve: string, bytes: number, random: Random): Uint8Array {
  for (;;) {
    const scalar = random.bytes(bytes);
    // P-521 has 521 bits: of the first byte only the last bit counts.
    if (curve === 'secp521r1') scalar[0] = (scalar[0] ?? 0) & 1;
    if (isScalar(curve, scalar)) return scalar;
  }
}

/**
 * The key that Node signs with, made from its scalar each time: keys are kept as bytes, which snapshots and the log
 * can hold.
 */
export function privateKeyOf(key: Key, traits: EllipticTraits): KeyObject {
  const curve = createECDH(traits.curve);
  curve.setPrivateKey(Buffer.from(key.material, 'base64'));
  const point = curve.getPublicKey(); // 0x04, x, y
  const coordinateBytes = (point.length - 1) / 2;
  const jwk = {
    kty: 'EC',
    crv: traits.jwkCurve,
    x: point.subarray(1, 1 + coordinateBytes).toString('base64url'),
    y: point.subarray(1 + coordinateBytes).toString('base64url'),
    d: Buffer.from(key.material, 'base64').toString('base64url'),
  };
  return createPrivateKey({ key: jwk, format: 'jwk' });
}

/** What GetPublicKey tells and Verify uses. */
export const publicKeyOf = (key: Key, traits: EllipticTraits): KeyObject => createPublicKey(privateKeyOf(key, traits));

function isScalar(curve: string, scalar: Uint8Array): boolean {
  try {
    createECDH(curve).setPrivateKey(scalar);
    return true;
  } catch {
    return false;
  }
}
