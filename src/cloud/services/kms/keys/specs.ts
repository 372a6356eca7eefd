import type {
  EncryptionAlgorithmSpec,
  KeySpec,
  KeyUsageType,
  MacAlgorithmSpec,
  SigningAlgorithmSpec,
} from '@aws-sdk/client-kms';

/** What keys of one spec are made of and good for; a spec that is not here is not emulated. */
export type SpecTraits =
  | { readonly kind: 'aes'; readonly usages: readonly KeyUsageType[]; readonly materialBytes: number }
  | {
      readonly kind: 'hmac';
      readonly usages: readonly KeyUsageType[];
      readonly materialBytes: number;
      readonly algorithm: MacAlgorithmSpec;
      readonly hash: string;
    }
  | { readonly kind: 'rsa'; readonly usages: readonly KeyUsageType[]; readonly bits: number }
  | {
      readonly kind: 'ec';
      readonly usages: readonly KeyUsageType[];
      readonly materialBytes: number;
      readonly algorithm: SigningAlgorithmSpec;
      /** OpenSSL's name and JOSE's. */
      readonly curve: string;
      readonly jwkCurve: string;
    }
  | {
      /** A key that follows from 32 random bytes: Edwards' curve, lattices. */
      readonly kind: 'seed';
      readonly usages: readonly KeyUsageType[];
      readonly materialBytes: 32;
      readonly algorithms: readonly SigningAlgorithmSpec[];
      /** Node's name. */
      readonly keyType: string;
      /** What PKCS #8 puts ahead of the seed. */
      readonly pkcs8Prefix: string;
    };

const seed = (keyType: string, pkcs8Prefix: string, ...algorithms: readonly SigningAlgorithmSpec[]): SpecTraits => ({
  kind: 'seed',
  usages: ['SIGN_VERIFY'],
  materialBytes: 32,
  algorithms,
  keyType,
  pkcs8Prefix,
});

/** `level`: the last byte of the object identifier; https://datatracker.ietf.org/doc/html/rfc9881 */
const lattice = (keyType: string, level: 0x11 | 0x12 | 0x13): SpecTraits =>
  seed(keyType, `3034020100300b06096086480165030403${level.toString(16)}04228020`, 'ML_DSA_SHAKE_256');

const hmac = (bits: 224 | 256 | 384 | 512, materialBytes: number): SpecTraits => ({
  kind: 'hmac',
  usages: ['GENERATE_VERIFY_MAC'],
  materialBytes,
  algorithm: `HMAC_SHA_${bits}`,
  hash: `sha${bits}`,
});

const ec = (bits: 256 | 384 | 512, materialBytes: number, curve: string, jwkCurve: string): SpecTraits => ({
  kind: 'ec',
  // Bitcoin's curve is for signatures alone.
  usages: curve === 'secp256k1' ? ['SIGN_VERIFY'] : ['SIGN_VERIFY', 'KEY_AGREEMENT'],
  materialBytes,
  algorithm: `ECDSA_SHA_${bits}`,
  curve,
  jwkCurve,
});

const rsa = (bits: number): SpecTraits => ({ kind: 'rsa', usages: ['ENCRYPT_DECRYPT', 'SIGN_VERIFY'], bits });

/** https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-spec.html */
const specs: Partial<Record<KeySpec, SpecTraits>> = {
  SYMMETRIC_DEFAULT: { kind: 'aes', usages: ['ENCRYPT_DECRYPT'], materialBytes: 32 },
  RSA_2048: rsa(2048),
  RSA_3072: rsa(3072),
  RSA_4096: rsa(4096),
  HMAC_224: hmac(224, 28),
  HMAC_256: hmac(256, 32),
  HMAC_384: hmac(384, 48),
  HMAC_512: hmac(512, 64),
  ECC_NIST_P256: ec(256, 32, 'prime256v1', 'P-256'),
  ECC_NIST_P384: ec(384, 48, 'secp384r1', 'P-384'),
  ECC_NIST_P521: ec(512, 66, 'secp521r1', 'P-521'),
  ECC_SECG_P256K1: ec(256, 32, 'secp256k1', 'secp256k1'),
  ECC_NIST_EDWARDS25519: seed('ed25519', '302e020100300506032b657004220420', 'ED25519_SHA_512', 'ED25519_PH_SHA_512'),
  ML_DSA_44: lattice('ml-dsa-44', 0x11),
  ML_DSA_65: lattice('ml-dsa-65', 0x12),
  ML_DSA_87: lattice('ml-dsa-87', 0x13),
};

/** Undefined for a spec that is not emulated (SM2). */
export const traitsOf = (spec: KeySpec): SpecTraits | undefined => specs[spec];

const rsaEncryption = ['RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256'] as const;
const rsaSigning = [
  'RSASSA_PKCS1_V1_5_SHA_256',
  'RSASSA_PKCS1_V1_5_SHA_384',
  'RSASSA_PKCS1_V1_5_SHA_512',
  'RSASSA_PSS_SHA_256',
  'RSASSA_PSS_SHA_384',
  'RSASSA_PSS_SHA_512',
] as const;

interface Used {
  readonly spec: KeySpec;
  readonly usage: KeyUsageType;
}

/** What a key can encrypt by. */
export function encryptionAlgorithms({ spec, usage }: Used): EncryptionAlgorithmSpec[] {
  if (usage !== 'ENCRYPT_DECRYPT') return [];
  return traitsOf(spec)?.kind === 'rsa' ? [...rsaEncryption] : ['SYMMETRIC_DEFAULT'];
}

/** What a key can sign by. */
export function signingAlgorithms({ spec, usage }: Used): SigningAlgorithmSpec[] {
  const traits = traitsOf(spec);
  if (usage !== 'SIGN_VERIFY' || !traits) return [];
  if (traits.kind === 'ec') return [traits.algorithm];
  if (traits.kind === 'seed') return [...traits.algorithms];
  return traits.kind === 'rsa' ? [...rsaSigning] : [];
}

/** Whether the traits are those of key pairs. */
export const isAsymmetric = (
  traits: SpecTraits | undefined,
): traits is Extract<SpecTraits, { kind: 'ec' | 'rsa' | 'seed' }> =>
  traits?.kind === 'ec' || traits?.kind === 'rsa' || traits?.kind === 'seed';
