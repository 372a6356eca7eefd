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
    };

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
};

/** Undefined for a spec that is not emulated (SM2, ML-DSA, …). */
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
  return traits.kind === 'rsa' ? [...rsaSigning] : [];
}
