import { createPublicKey, verify } from 'node:crypto';
import * as Kms from '@aws-sdk/client-kms';
import { describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import * as keys from './keys.ts';

const target = useCloud();
const client = () => target.client(Kms.KMSClient);
const secret = Buffer.from('attack at dawn');

const makeKey = async (more?: Kms.CreateKeyCommandInput) => (await keys.makeKey(client(), more)).KeyId;

const encrypt = async (KeyId: string, EncryptionContext?: Record<string, string>) =>
  (await client().send(new Kms.EncryptCommand({ KeyId, Plaintext: secret, EncryptionContext }))).CiphertextBlob;
const decrypt = (more: Partial<Kms.DecryptCommandInput>) =>
  client().send(new Kms.DecryptCommand({ CiphertextBlob: undefined, ...more }));

describe('Encrypt and Decrypt', () => {
  test('give back what was put in, and the key by which', async () => {
    const KeyId = await makeKey();

    const opened = await decrypt({ CiphertextBlob: await encrypt(KeyId) });

    expect(Buffer.from(opened.Plaintext ?? [])).toEqual(secret);
    expect(opened.KeyId).toBe(`arn:aws:kms:us-east-1:000000000000:key/${KeyId}`);
  });

  test('never answer the same ciphertext twice', async () => {
    const KeyId = await makeKey();

    expect(await encrypt(KeyId)).not.toEqual(await encrypt(KeyId));
  });

  test('are bound to the encryption context, in any order', async () => {
    const KeyId = await makeKey();
    const CiphertextBlob = await encrypt(KeyId, { tenant: 'a', stage: 'test' });

    await decrypt({ CiphertextBlob, EncryptionContext: { stage: 'test', tenant: 'a' } });
    await expect(decrypt({ CiphertextBlob, EncryptionContext: { tenant: 'a' } })).rejects.toMatchObject({
      name: 'InvalidCiphertextException',
    });
    await expect(decrypt({ CiphertextBlob })).rejects.toMatchObject({ name: 'InvalidCiphertextException' });
  });

  test('refuse what was changed or is no ciphertext', async () => {
    const changed = Buffer.from((await encrypt(await makeKey())) ?? []);
    changed.writeUInt8(changed.readUInt8(changed.length - 1) ^ 1, changed.length - 1);

    await expect(decrypt({ CiphertextBlob: changed })).rejects.toMatchObject({ name: 'InvalidCiphertextException' });
    await expect(decrypt({ CiphertextBlob: secret })).rejects.toMatchObject({ name: 'InvalidCiphertextException' });
  });

  test('refuse another key than the one that was used', async () => {
    const CiphertextBlob = await encrypt(await makeKey());

    await expect(decrypt({ CiphertextBlob, KeyId: await makeKey() })).rejects.toMatchObject({
      name: 'IncorrectKeyException',
      message: 'The key ID in the request does not identify a CMK that can perform this operation.',
    });
  });

  test('take 4096 bytes and no more', async () => {
    const KeyId = await makeKey();
    const send = (bytes: number) => client().send(new Kms.EncryptCommand({ KeyId, Plaintext: Buffer.alloc(bytes, 1) }));

    await send(4096);
    await expect(send(4097)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  test('refuse keys for something else', async () => {
    const KeyId = await makeKey({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' });

    await expect(encrypt(KeyId)).rejects.toMatchObject({ name: 'InvalidKeyUsageException' });
  });

  test('try without doing', async () => {
    const command = new Kms.EncryptCommand({ KeyId: await makeKey(), Plaintext: secret, DryRun: true });

    await expect(client().send(command)).rejects.toMatchObject({ name: 'DryRunOperationException' });
  });
});

test('ReEncrypt moves a ciphertext to another key and context', async () => {
  const [from, to] = [await makeKey(), await makeKey()];
  const CiphertextBlob = await encrypt(from, { tenant: 'a' });

  const moved = await client().send(
    new Kms.ReEncryptCommand({
      CiphertextBlob,
      SourceEncryptionContext: { tenant: 'a' },
      DestinationKeyId: to,
      DestinationEncryptionContext: { tenant: 'b' },
    }),
  );

  const opened = await decrypt({ CiphertextBlob: moved.CiphertextBlob, EncryptionContext: { tenant: 'b' } });
  expect(Buffer.from(opened.Plaintext ?? [])).toEqual(secret);
  expect(opened.KeyId).toContain(to);
});

describe('data keys', () => {
  test('come in plain and encrypted', async () => {
    const made = await client().send(new Kms.GenerateDataKeyCommand({ KeyId: await makeKey(), KeySpec: 'AES_256' }));

    const opened = await decrypt({ CiphertextBlob: made.CiphertextBlob });

    expect(made.Plaintext).toHaveLength(32);
    expect(opened.Plaintext).toEqual(made.Plaintext);
  });

  test('come without the plain one if asked', async () => {
    const command = new Kms.GenerateDataKeyWithoutPlaintextCommand({ KeyId: await makeKey(), NumberOfBytes: 24 });

    const made = await client().send(command);

    expect(made).not.toHaveProperty('Plaintext');
    expect((await decrypt({ CiphertextBlob: made.CiphertextBlob })).Plaintext).toHaveLength(24);
  });

  test('need one length', async () => {
    const KeyId = await makeKey();

    await expect(client().send(new Kms.GenerateDataKeyCommand({ KeyId }))).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Please specify either number of bytes or key spec.',
    });
  });

  test('GenerateRandom answers as many bytes as asked', async () => {
    const { Plaintext } = await client().send(new Kms.GenerateRandomCommand({ NumberOfBytes: 17 }));

    expect(Plaintext).toHaveLength(17);
  });
});

test.each(['HMAC_224', 'HMAC_256', 'HMAC_384', 'HMAC_512'] as const)('%s keys authenticate', async (KeySpec) => {
  const KeyId = await makeKey({ KeySpec, KeyUsage: 'GENERATE_VERIFY_MAC' });
  const MacAlgorithm = KeySpec.replace('HMAC_', 'HMAC_SHA_') as Kms.MacAlgorithmSpec;
  const { Mac } = await client().send(new Kms.GenerateMacCommand({ KeyId, MacAlgorithm, Message: secret }));
  const check = (Message: Uint8Array) => client().send(new Kms.VerifyMacCommand({ KeyId, MacAlgorithm, Message, Mac }));

  expect((await check(secret)).MacValid).toBe(true);
  await expect(check(Buffer.from('attack at noon'))).rejects.toMatchObject({ name: 'KMSInvalidMacException' });
});

test.each([
  ['ECC_NIST_P256', 256],
  ['ECC_NIST_P384', 384],
  ['ECC_NIST_P521', 512],
  ['ECC_SECG_P256K1', 256],
] as const)('%s keys sign what everybody can verify', async (KeySpec, bits) => {
  const KeyId = await makeKey({ KeySpec, KeyUsage: 'SIGN_VERIFY' });
  const SigningAlgorithm = `ECDSA_SHA_${bits}` as const;
  const { Signature = new Uint8Array() } = await client().send(
    new Kms.SignCommand({ KeyId, SigningAlgorithm, Message: secret }),
  );
  const { PublicKey = new Uint8Array() } = await client().send(new Kms.GetPublicKeyCommand({ KeyId }));
  const check = (Message: Uint8Array) =>
    client().send(new Kms.VerifyCommand({ KeyId, SigningAlgorithm, Message, Signature }));

  const key = createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' });
  expect(verify(`sha${bits}`, secret, key, Signature)).toBe(true);
  expect((await check(secret)).SignatureValid).toBe(true);
  await expect(check(Buffer.from('attack at noon'))).rejects.toMatchObject({ name: 'KMSInvalidSignatureException' });
});
