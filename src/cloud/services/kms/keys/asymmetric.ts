import { createECDH, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { UnsupportedError } from '../../../kernel/errors.ts';
import type { Random } from '../../../kernel/random.ts';
import { newRsaKey } from '../../../service-kit/rsa-key.ts';
import type { Key } from '../state.ts';
import { type SpecTraits, traitsOf } from './specs.ts';

type AsymmetricTraits = Extract<SpecTraits, { kind: 'ec' | 'rsa' | 'seed' }>;
type EllipticTraits = Extract<SpecTraits, { kind: 'ec' }>;
type Material = Pick<Key, 'material' | 'spec'>;

/** Fresh material of an asymmetric spec: the scalar of a curve, a seed, or an RSA key in PKCS #8. */
export function newPrivateMaterial(traits: AsymmetricTraits, random: Random): Uint8Array {
  if (traits.kind === 'rsa') return newRsaKey(traits.bits, random);
  if (traits.kind === 'ec') return newScalar(traits.curve, traits.materialBytes, random);
  return random.bytes(traits.materialBytes);
}

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
 * The key that Node signs with, made from its material each time: keys are kept as bytes, which snapshots and the log
 * can hold.
 */
export function privateKeyOf(key: Material): KeyObject {
  const traits = traitsOf(key.spec);
  const material = Buffer.from(key.material, 'base64');
  if (traits?.kind === 'ec') return ellipticKey(material, traits);
  if (traits?.kind === 'rsa') return createPrivateKey({ key: material, format: 'der', type: 'pkcs8' });
  if (traits?.kind === 'seed') {
    const der = Buffer.concat([Buffer.from(traits.pkcs8Prefix, 'hex'), material]);
    return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  }
  throw new UnsupportedError(`a private key of spec ${key.spec}`);
}

/** What GetPublicKey tells and Verify uses. */
export const publicKeyOf = (key: Material): KeyObject => createPublicKey(privateKeyOf(key));

/** Material as it is kept, from a private key in PKCS #8. Throws for a key of another spec. */
export function materialFrom(pkcs8: Uint8Array, spec: Key['spec']): Uint8Array {
  const traits = traitsOf(spec);
  const key = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
  const { namedCurve, modulusLength } = key.asymmetricKeyDetails ?? {};
  if (traits?.kind === 'rsa' && modulusLength === traits.bits) return pkcs8;
  if (traits?.kind === 'ec' && namedCurve === traits.curve) {
    return Buffer.from(key.export({ format: 'jwk' }).d ?? '', 'base64url');
  }
  if (traits?.kind === 'seed' && key.asymmetricKeyType === traits.keyType) {
    const { d, priv = d } = key.export({ format: 'jwk' });
    if (typeof priv === 'string') return Buffer.from(priv, 'base64url');
  }
  throw new Error(`no key of spec ${spec}`);
}

function ellipticKey(scalar: Buffer, traits: EllipticTraits): KeyObject {
  const curve = createECDH(traits.curve);
  curve.setPrivateKey(scalar);
  const point = curve.getPublicKey(); // 0x04, x, y
  const coordinateBytes = (point.length - 1) / 2;
  const jwk = {
    kty: 'EC',
    crv: traits.jwkCurve,
    x: point.subarray(1, 1 + coordinateBytes).toString('base64url'),
    y: point.subarray(1 + coordinateBytes).toString('base64url'),
    d: scalar.toString('base64url'),
  };
  return createPrivateKey({ key: jwk, format: 'jwk' });
}

function isScalar(curve: string, scalar: Uint8Array): boolean {
  try {
    createECDH(curve).setPrivateKey(scalar);
    return true;
  } catch {
    return false;
  }
}
