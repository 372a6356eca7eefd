import type { InputShape, MemberShape } from '../../service-kit/shapes.ts';

/** Lengths and ranges as on each operation's page of https://docs.aws.amazon.com/kms/latest/APIReference/ */
const keyId: MemberShape = { required: true, min: 1, max: 2048 };
const aliasName: MemberShape = {
  required: true,
  min: 1,
  max: 256,
  pattern: /^[a-zA-Z0-9:/_-]+$/,
  patternText: '^[a-zA-Z0-9:/_-]+$',
};
const plaintext: MemberShape = { required: true, min: 1, max: 4096, sensitive: true };
const ciphertext: MemberShape = { required: true, min: 1, max: 6144 };
/** In the order of https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html */
const keySpec: MemberShape = {
  enum: [
    ...['RSA_2048', 'RSA_3072', 'RSA_4096', 'ECC_NIST_P256', 'ECC_NIST_P384', 'ECC_NIST_P521', 'ECC_SECG_P256K1'],
    ...['SYMMETRIC_DEFAULT', 'HMAC_224', 'HMAC_256', 'HMAC_384', 'HMAC_512', 'SM2'],
    ...['ML_DSA_44', 'ML_DSA_65', 'ML_DSA_87', 'ECC_NIST_EDWARDS25519', 'ML_KEM_512', 'ML_KEM_768', 'ML_KEM_1024'],
  ],
};
const keyUsage: MemberShape = {
  enum: ['SIGN_VERIFY', 'ENCRYPT_DECRYPT', 'GENERATE_VERIFY_MAC', 'KEY_AGREEMENT', 'ENCAPSULATE_DECAPSULATE'],
};
const byteCount: MemberShape = { min: 1, max: 1024 };
const listing: InputShape = { Limit: { min: 1, max: 1000 }, Marker: { min: 1, max: 1024 } };
const tagKey: MemberShape = { required: true, min: 1, max: 128 };
const grantId: MemberShape = { min: 1, max: 128 };
const region: MemberShape = { required: true, min: 1, max: 32 };
const tags: MemberShape = { each: { members: { TagKey: tagKey, TagValue: { required: true, min: 0, max: 256 } } } };
const dataKey: InputShape = { KeyId: keyId, NumberOfBytes: byteCount, KeySpec: { enum: ['AES_256', 'AES_128'] } };

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_Operations.html */
export const kmsShapes: Readonly<Record<string, InputShape>> = {
  CreateKey: {
    KeySpec: keySpec,
    KeyUsage: keyUsage,
    Policy: { min: 1, max: 131_072 },
    Description: { min: 0, max: 8192 },
    Tags: tags,
  },
  DescribeKey: { KeyId: keyId },
  ListKeys: listing,
  CreateAlias: { AliasName: aliasName, TargetKeyId: keyId },
  UpdateAlias: { AliasName: aliasName, TargetKeyId: keyId },
  DeleteAlias: { AliasName: aliasName },
  ListAliases: { KeyId: { min: 1, max: 2048 }, ...listing },
  Encrypt: { KeyId: keyId, Plaintext: plaintext },
  Decrypt: { CiphertextBlob: ciphertext },
  ReEncrypt: { CiphertextBlob: ciphertext, DestinationKeyId: keyId },
  GenerateDataKey: dataKey,
  GenerateDataKeyWithoutPlaintext: dataKey,
  GenerateRandom: { NumberOfBytes: byteCount },
  PutKeyPolicy: { KeyId: keyId, Policy: { required: true, min: 1, max: 131_072 } },
  EnableKeyRotation: { KeyId: keyId, RotationPeriodInDays: { min: 90, max: 2560 } },
  ScheduleKeyDeletion: { KeyId: keyId, PendingWindowInDays: { min: 7, max: 30 } },
  UpdateKeyDescription: { KeyId: keyId, Description: { required: true, min: 0, max: 8192 } },
  TagResource: { KeyId: keyId, Tags: { required: true, ...tags } },
  UntagResource: { KeyId: keyId, TagKeys: { required: true, each: tagKey } },
  GenerateMac: { Message: plaintext, KeyId: keyId },
  VerifyMac: { Message: plaintext, KeyId: keyId, Mac: { required: true, min: 1, max: 6144 } },
  Sign: { KeyId: keyId, Message: plaintext },
  CreateGrant: { KeyId: keyId, Name: { min: 1, max: 256, pattern: /^[a-zA-Z0-9:/_-]+$/ } },
  ListGrants: { KeyId: keyId, GrantId: grantId, ...listing },
  ListRetirableGrants: listing,
  RevokeGrant: { KeyId: keyId, GrantId: { required: true, ...grantId } },
  RetireGrant: { KeyId: { min: 1, max: 2048 }, GrantId: grantId, GrantToken: { min: 1, max: 8192 } },
  GetParametersForImport: { KeyId: keyId },
  ImportKeyMaterial: { KeyId: keyId, ImportToken: ciphertext, EncryptedKeyMaterial: ciphertext },
  DeleteImportedKeyMaterial: { KeyId: keyId },
  RotateKeyOnDemand: { KeyId: keyId },
  ListKeyRotations: { KeyId: keyId, ...listing },
  GenerateDataKeyPair: { KeyId: keyId },
  GenerateDataKeyPairWithoutPlaintext: { KeyId: keyId },
  ReplicateKey: { KeyId: keyId, ReplicaRegion: region, Description: { min: 0, max: 8192 }, Tags: tags },
  UpdatePrimaryRegion: { KeyId: keyId, PrimaryRegion: region },
  DeriveSharedSecret: { KeyId: keyId, PublicKey: { required: true, min: 1, max: 8192 } },
  Verify: { KeyId: keyId, Message: plaintext, Signature: { required: true, min: 1, max: 6144 } },
};
