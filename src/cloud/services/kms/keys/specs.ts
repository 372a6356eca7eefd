import type { KeySpec, KeyUsageType, MacAlgorithmSpec, SigningAlgorithmSpec } from '@aws-sdk/client-kms';

/** What keys of one spec are made of and good for; a spec that is not here is not emulated. */
export type SpecTraits =
  | { readonly kind: 'aes'; readonly usage: KeyUsageType; readonly materialBytes: number }
  | {
      readonly kind: 'hmac';
      readonly usage: KeyUsageType;
      readonly materialBytes: number;
      readonly algorithm: MacAlgorithmSpec;
      readonly hash: string;
    }
  | {
      readonly kind: 'ec';
      readonly usage: KeyUsageType;
      readonly materialBytes: number;
      readonly algorithm: SigningAlgorithmSpec;
      readonly hash: string;
      /** OpenSSL's name and JOSE's. */
      readonly curve: string;
      readonly jwkCurve: string;
    };

const hmac = (bits: 224 | 256 | 384 | 512, materialBytes: number): SpecTraits => ({
  kind: 'hmac',
  usage: 'GENERATE_VERIFY_MAC',
  materialBytes,
  algorithm: `HMAC_SHA_${bits}`,
  hash: `sha${bits}`,
});

const ec = (bits: 256 | 384 | 512, materialBytes: number, curve: string, jwkCurve: string): SpecTraits => ({
  kind: 'ec',
  usage: 'SIGN_VERIFY',
  materialBytes,
  algorithm: `ECDSA_SHA_${bits}`,
  hash: `sha${bits}`,
  curve,
  jwkCurve,
});

/** https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-spec.html */
const specs: Partial<Record<KeySpec, SpecTraits>> = {
  SYMMETRIC_DEFAULT: { kind: 'aes', usage: 'ENCRYPT_DECRYPT', materialBytes: 32 },
  HMAC_224: hmac(224, 28),
  HMAC_256: hmac(256, 32),
  HMAC_384: hmac(384, 48),
  HMAC_512: hmac(512, 64),
  ECC_NIST_P256: ec(256, 32, 'prime256v1', 'P-256'),
  ECC_NIST_P384: ec(384, 48, 'secp384r1', 'P-384'),
  ECC_NIST_P521: ec(512, 66, 'secp521r1', 'P-521'),
  ECC_SECG_P256K1: ec(256, 32, 'secp256k1', 'secp256k1'),
};

/** Undefined for a spec that is not emulated (RSA, SM2, …). */
export const traitsOf = (spec: KeySpec): SpecTraits | undefined => specs[spec];
