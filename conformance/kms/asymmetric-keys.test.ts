import { constants, createHash, createPublicKey, diffieHellman, generateKeyPairSync, verify } from 'node:crypto';
import * as Kms from '@aws-sdk/client-kms';
import { describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import * as keys from './keys.ts';

const target = useCloud();
const client = () => target.client(Kms.KMSClient);
const makeKey = async (KeySpec: Kms.KeySpec, KeyUsage: Kms.KeyUsageType) =>
  (await keys.makeKey(client(), { KeySpec, KeyUsage })).KeyId;
const publicKey = async (KeyId: string) => {
  const { PublicKey = new Uint8Array() } = await client().send(new Kms.GetPublicKeyCommand({ KeyId }));
  return createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' });
};
const message = Buffer.from('attack at dawn');

describe('Sign and Verify', () => {
  const cases: [Kms.KeySpec, Kms.SigningAlgorithmSpec][] = [
    ['RSA_2048', 'RSASSA_PKCS1_V1_5_SHA_256'],
    ['RSA_2048', 'RSASSA_PKCS1_V1_5_SHA_512'],
    ['RSA_2048', 'RSASSA_PSS_SHA_256'],
    ['RSA_3072', 'RSASSA_PSS_SHA_384'],
    ['RSA_2048', 'RSASSA_PSS_SHA_512'],
    ['ECC_NIST_P256', 'ECDSA_SHA_256'],
    ['ECC_NIST_P384', 'ECDSA_SHA_384'],
    ['ECC_NIST_P521', 'ECDSA_SHA_512'],
    ['ECC_SECG_P256K1', 'ECDSA_SHA_256'],
  ];

  test.each(cases)('%s by %s › a message and its digest have the same signatures', async (spec, SigningAlgorithm) => {
    const KeyId = await makeKey(spec, 'SIGN_VERIFY');
    const hash = `sha${SigningAlgorithm.slice(-3)}`;
    const digest = createHash(hash).update(message).digest();
    const sign = async (Message: Uint8Array, MessageType: Kms.MessageType) =>
      (await client().send(new Kms.SignCommand({ KeyId, Message, MessageType, SigningAlgorithm }))).Signature;
    const check = (Message: Uint8Array, MessageType: Kms.MessageType, Signature: Uint8Array | undefined) =>
      client().send(new Kms.VerifyCommand({ KeyId, Message, MessageType, SigningAlgorithm, Signature }));

    const ofMessage = await sign(message, 'RAW');
    const ofDigest = await sign(digest, 'DIGEST');

    expect((await check(digest, 'DIGEST', ofMessage)).SignatureValid).toBe(true);
    expect((await check(message, 'RAW', ofDigest)).SignatureValid).toBe(true);
    const key = await publicKey(KeyId);
    const padding = SigningAlgorithm.includes('PSS')
      ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
      : {};
    expect(verify(hash, message, { key, ...padding }, ofDigest ?? Buffer.of())).toBe(true);
    const other = createHash(hash).update('other').digest();
    await expect(check(other, 'DIGEST', ofMessage)).rejects.toMatchObject({ name: 'KMSInvalidSignatureException' });
  });

  test('refuse a digest of another length, and an algorithm of other keys', async () => {
    const KeyId = await makeKey('RSA_2048', 'SIGN_VERIFY');
    const sign = (SigningAlgorithm: Kms.SigningAlgorithmSpec) =>
      client().send(new Kms.SignCommand({ KeyId, Message: message, MessageType: 'DIGEST', SigningAlgorithm }));

    await expect(sign('RSASSA_PSS_SHA_256')).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Digest is invalid length for algorithm RSASSA_PSS_SHA_256.',
    });
    await expect(sign('ECDSA_SHA_256')).rejects.toMatchObject({
      name: 'InvalidKeyUsageException',
      message: 'Algorithm ECDSA_SHA_256 is incompatible with key spec RSA_2048.',
    });
  });
});

describe('RSA encryption', () => {
  test.each(['RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256'] as const)('%s gives back what was put in', async (algorithm) => {
    const KeyId = await makeKey('RSA_2048', 'ENCRYPT_DECRYPT');

    const sealed = await client().send(
      new Kms.EncryptCommand({ KeyId, Plaintext: message, EncryptionAlgorithm: algorithm }),
    );
    const opened = await client().send(
      new Kms.DecryptCommand({ KeyId, CiphertextBlob: sealed.CiphertextBlob, EncryptionAlgorithm: algorithm }),
    );

    expect(Buffer.from(opened.Plaintext ?? [])).toEqual(message);
    expect(sealed.CiphertextBlob).toHaveLength(256);
  });

  test('refuses more than the key can take, and the symmetric algorithm', async () => {
    const KeyId = await makeKey('RSA_2048', 'ENCRYPT_DECRYPT');
    const encrypt = (EncryptionAlgorithm?: Kms.EncryptionAlgorithmSpec) =>
      client().send(new Kms.EncryptCommand({ KeyId, Plaintext: Buffer.alloc(191), EncryptionAlgorithm }));

    await expect(encrypt('RSAES_OAEP_SHA_256')).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Algorithm RSAES_OAEP_SHA_256 and key spec RSA_2048 cannot encrypt data larger than 190 bytes.',
    });
    await expect(encrypt()).rejects.toMatchObject({ name: 'InvalidKeyUsageException' });
    expect((await keys.describeKey(client(), KeyId))?.EncryptionAlgorithms).toEqual([
      'RSAES_OAEP_SHA_1',
      'RSAES_OAEP_SHA_256',
    ]);
  });
});

describe('GenerateDataKeyPair', () => {
  test.each(['RSA_2048', 'ECC_NIST_P256'] as const)(
    '%s › the sealed private key is the one in the clear',
    async (KeyPairSpec) => {
      const { KeyId } = await keys.makeKey(client());

      const pair = await client().send(new Kms.GenerateDataKeyPairCommand({ KeyId, KeyPairSpec }));
      const opened = await client().send(new Kms.DecryptCommand({ CiphertextBlob: pair.PrivateKeyCiphertextBlob }));
      const bare = await client().send(new Kms.GenerateDataKeyPairWithoutPlaintextCommand({ KeyId, KeyPairSpec }));

      expect(opened.Plaintext).toEqual(pair.PrivateKeyPlaintext);
      expect(pair.KeyMaterialId).toBe(opened.KeyMaterialId);
      expect(bare).not.toHaveProperty('PrivateKeyPlaintext');
      expect(bare.PublicKey).toBeDefined();
    },
  );
});

describe('DeriveSharedSecret', () => {
  test('agrees with whoever holds the other key', async () => {
    const KeyId = await makeKey('ECC_NIST_P256', 'KEY_AGREEMENT');
    const theirs = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });

    const { SharedSecret } = await client().send(
      new Kms.DeriveSharedSecretCommand({
        KeyId,
        KeyAgreementAlgorithm: 'ECDH',
        PublicKey: theirs.publicKey.export({ type: 'spki', format: 'der' }),
      }),
    );

    const expected = diffieHellman({ privateKey: theirs.privateKey, publicKey: await publicKey(KeyId) });
    expect(Buffer.from(SharedSecret ?? [])).toEqual(expected);
  });
});
