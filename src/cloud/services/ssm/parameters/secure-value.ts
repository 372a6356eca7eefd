import { AwsError } from '../../../kernel/errors.ts';
import type { Context } from '../../../service-kit/contract.ts';
import type { ParameterVersion } from '../state.ts';

/** The key that AWS keeps for Parameter Store. */
export const defaultKeyId = 'alias/aws/ssm';

/** Encrypts under KMS, bound to the parameter as AWS binds it. https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html */
export async function sealValue(value: string, keyId: string, arn: string, context: Context): Promise<string> {
  const { CiphertextBlob } = await asInvalidKey(() =>
    context.call<{ readonly CiphertextBlob: Uint8Array }>('kms', 'Encrypt', {
      KeyId: keyId,
      Plaintext: Buffer.from(value),
      EncryptionContext: { PARAMETER_ARN: arn },
    }),
  );
  return Buffer.from(CiphertextBlob).toString('base64');
}

/** The value of a version; a SecureString's is decrypted only if asked for, and is else the ciphertext. */
export async function readValue(
  version: ParameterVersion,
  arn: string,
  withDecryption: boolean,
  context: Context,
): Promise<string> {
  if (version.type !== 'SecureString' || !withDecryption) return version.value;
  const { Plaintext } = await asInvalidKey(() =>
    context.call<{ readonly Plaintext: Uint8Array }>('kms', 'Decrypt', {
      CiphertextBlob: Buffer.from(version.value, 'base64'),
      EncryptionContext: { PARAMETER_ARN: arn },
    }),
  );
  return Buffer.from(Plaintext).toString();
}

async function asInvalidKey<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof AwsError) || error.fault === 'server') throw error;
    throw new AwsError(
      'InvalidKeyId',
      `${error.message} (Service: AWSKMS; Status Code: 400; Error Code: ${error.code})`,
    );
  }
}
