import type { ServerSideEncryption } from '@aws-sdk/client-s3';
import { AwsError, UnsupportedError } from '../../../kernel/errors.ts';
import type { Context } from '../../../service-kit/contract.ts';
import { invalidArgument } from '../errors.ts';
import type { Bucket, StoredEncryption, StoredObject } from '../state.ts';
import { type CustomerKeyInput, customerKeyOf } from './customer-key.ts';

interface EncryptionInput extends CustomerKeyInput {
  readonly ServerSideEncryption?: ServerSideEncryption | undefined;
  readonly SSEKMSKeyId?: string | undefined;
  readonly SSEKMSEncryptionContext?: string | undefined;
  readonly BucketKeyEnabled?: boolean | undefined;
}

const managedKey = 'alias/aws/s3';

/**
 * How an object is encrypted: as its request says, else as its bucket says, else with AES256. A KMS key must be there
 * and usable: S3 asks it for a data key.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/serv-side-encryption.html
 */
export async function encryptionFor(
  bucket: Bucket,
  key: string,
  input: EncryptionInput,
  context: Context,
): Promise<StoredEncryption> {
  const customerKeyMd5 = customerKeyOf(input);
  if (customerKeyMd5 !== undefined) {
    if (input.ServerSideEncryption === undefined) return { algorithm: 'AES256', customerKeyMd5 };
    throw invalidArgument(
      'Server Side Encryption with Customer provided key is incompatible with the encryption method specified',
      'x-amz-server-side-encryption',
      input.ServerSideEncryption,
    );
  }
  const rule = bucket.encryption?.[0];
  const byDefault = rule?.ApplyServerSideEncryptionByDefault;
  const algorithm = input.ServerSideEncryption ?? byDefault?.SSEAlgorithm ?? 'AES256';
  if (algorithm === 'AES256') {
    if (input.SSEKMSKeyId === undefined) return { algorithm };
    throw invalidArgument(
      'Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms',
      'x-amz-server-side-encryption',
      'AES256',
    );
  }
  if (algorithm !== 'aws:kms') throw new UnsupportedError(`S3 encryption with ${algorithm}`);
  if (input.SSEKMSEncryptionContext !== undefined) throw new UnsupportedError('S3 SSEKMSEncryptionContext');
  const keyId = input.SSEKMSKeyId ?? (input.ServerSideEncryption ? undefined : byDefault?.KMSMasterKeyID) ?? managedKey;
  const bucketKey = input.BucketKeyEnabled ?? rule?.BucketKeyEnabled ?? false;
  const dataKey = await callKms(() =>
    context.call<{ readonly KeyId: string; readonly CiphertextBlob: Uint8Array }>('kms', 'GenerateDataKey', {
      KeyId: keyId,
      KeySpec: 'AES_256',
      EncryptionContext: encryptionContext(bucket.name, key),
    }),
  );
  return {
    algorithm,
    keyArn: dataKey.KeyId,
    dataKey: Buffer.from(dataKey.CiphertextBlob).toString('base64'),
    bucketKey,
  };
}

/** A reader needs the key too: KMS must open the object's data key, or the reading fails with KMS's reason. */
export async function assertReadable(bucket: string, object: StoredObject, context: Context): Promise<void> {
  const { dataKey } = object.encryption;
  if (dataKey === undefined) return;
  await callKms(() =>
    context.call('kms', 'Decrypt', {
      CiphertextBlob: Buffer.from(dataKey, 'base64'),
      EncryptionContext: encryptionContext(bucket, object.key),
    }),
  );
}

/** Encryption as members of outputs. */
export const encryptionMembers = ({ algorithm, keyArn, bucketKey, customerKeyMd5 }: StoredEncryption) => ({
  ...(customerKeyMd5 === undefined
    ? { ServerSideEncryption: algorithm }
    : { SSECustomerAlgorithm: algorithm, SSECustomerKeyMD5: customerKeyMd5 }),
  ...(keyArn !== undefined && { SSEKMSKeyId: keyArn }),
  ...(bucketKey && { BucketKeyEnabled: true }),
});

const encryptionContext = (bucket: string, key: string) => ({ 'aws:s3:arn': `arn:aws:s3:::${bucket}/${key}` });

async function callKms<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof AwsError) || error.fault === 'server') throw error;
    throw new AwsError(`KMS.${error.code}`, error.message, { status: 400 });
  }
}
