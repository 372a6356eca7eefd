import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import {
  CreateKeyCommand,
  GenerateDataKeyPairCommand,
  GetPublicKeyCommand,
  type KeySpec,
  KMSClient,
  KMSInvalidSignatureException,
  SignCommand,
  type SigningAlgorithmSpec,
  VerifyCommand,
} from '@aws-sdk/client-kms';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
const message = Buffer.from('a message');

describe.each<readonly [KeySpec, SigningAlgorithmSpec, number, string[]]>([
  ['ECC_NIST_EDWARDS25519', 'ED25519_SHA_512', 64, ['ED25519_SHA_512', 'ED25519_PH_SHA_512']],
  ['ML_DSA_44', 'ML_DSA_SHAKE_256', 2420, ['ML_DSA_SHAKE_256']],
  ['ML_DSA_65', 'ML_DSA_SHAKE_256', 3309, ['ML_DSA_SHAKE_256']],
  ['ML_DSA_87', 'ML_DSA_SHAKE_256', 4627, ['ML_DSA_SHAKE_256']],
])('keys of spec %s', (KeySpec, SigningAlgorithm, signatureBytes, SigningAlgorithms) => {
  const kms = () => target.client(KMSClient);
  const make = async () => {
    const { KeyMetadata } = await kms().send(new CreateKeyCommand({ KeySpec, KeyUsage: 'SIGN_VERIFY' }));
    return KeyMetadata;
  };

  it('sign what their public key verifies elsewhere', async () => {
    const made = await make();
    const KeyId = made?.KeyId;

    const { Signature = new Uint8Array() } = await kms().send(
      new SignCommand({ KeyId, Message: message, SigningAlgorithm }),
    );
    const told = await kms().send(new GetPublicKeyCommand({ KeyId }));

    expect(made).toMatchObject({ KeySpec, KeyUsage: 'SIGN_VERIFY', SigningAlgorithms });
    expect(told).toMatchObject({ KeySpec, SigningAlgorithms });
    expect(Signature).toHaveLength(signatureBytes);
    const key = createPublicKey({ key: Buffer.from(told.PublicKey ?? []), format: 'der', type: 'spki' });
    expect(verify(null, message, key, Signature)).toBe(true);
  });

  it('verify their own signatures, and no others', async () => {
    const KeyId = (await make())?.KeyId;
    const { Signature } = await kms().send(new SignCommand({ KeyId, Message: message, SigningAlgorithm }));
    const check = (Message: Uint8Array) =>
      kms().send(new VerifyCommand({ KeyId, Message, Signature, SigningAlgorithm, MessageType: 'RAW' }));

    expect(await check(message)).toMatchObject({ SignatureValid: true, SigningAlgorithm });
    await expect(check(Buffer.from('another'))).rejects.toBeInstanceOf(KMSInvalidSignatureException);
  });

  it('are for no other usage, algorithm or digest', async () => {
    const KeyId = (await make())?.KeyId;
    const signing = (more: object) =>
      kms().send(new SignCommand({ KeyId, Message: message, SigningAlgorithm, ...more }));

    await expect(kms().send(new CreateKeyCommand({ KeySpec, KeyUsage: 'ENCRYPT_DECRYPT' }))).rejects.toMatchObject({
      name: 'ValidationException',
    });
    await expect(signing({ SigningAlgorithm: 'ECDSA_SHA_256' })).rejects.toMatchObject({
      name: 'InvalidKeyUsageException',
    });
    await expect(signing({ MessageType: 'DIGEST' })).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

describe('GenerateDataKeyPair', () => {
  it('makes pairs for Ed25519', async () => {
    const kms = target.client(KMSClient);
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));

    const pair = await kms.send(
      new GenerateDataKeyPairCommand({ KeyId: KeyMetadata?.KeyId, KeyPairSpec: 'ECC_NIST_EDWARDS25519' }),
    );

    const key = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []);
    const own = createPrivateKey({ key: key(pair.PrivateKeyPlaintext), format: 'der', type: 'pkcs8' });
    const known = createPublicKey({ key: key(pair.PublicKey), format: 'der', type: 'spki' });
    expect(verify(null, message, known, sign(null, message, own))).toBe(true);
  });
});
