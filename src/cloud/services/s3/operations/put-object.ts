import type { PutObjectOutput, PutObjectRequest } from '@aws-sdk/client-s3';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { findBucket } from '../buckets/find-bucket.ts';
import { expirationMember } from '../lifecycle/expiration.ts';
import { checksumMember, etagOf, ownChecksum, verifiedChecksum } from '../objects/checksums.ts';
import { assertWriteConditions } from '../objects/conditions.ts';
import { encryptionFor, encryptionMembers } from '../objects/encryption.ts';
import { assertKey, settingsOf } from '../objects/settings.ts';
import { currentObject } from '../objects/versions.ts';
import { writeObject } from '../objects/write-object.ts';
import type { S3State } from '../state.ts';

type Input = Given<Omit<PutObjectRequest, 'Body'>> & { readonly Body?: Uint8Array | undefined };

/**
 * Stores an object in one piece. Throws BadDigest for bytes that do not match their checksum.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
 */
export const putObject: Operation<Input, PutObjectOutput, S3State> = async (state, input, context) => {
  const bucket = findBucket(state, input, context);
  assertKey(input.Key);
  const settings = settingsOf(bucket, input, context);
  const bytes = input.Body ?? new Uint8Array();
  const checksum = verifiedChecksum(input, bytes) ?? ownChecksum(bytes);
  const encryption = await encryptionFor(bucket, input.Key, input, context);
  // Nothing may come between the condition and the write.
  assertWriteConditions(input.Key, currentObject(state, input.Bucket, input.Key), input);
  const object = writeObject(
    state,
    findBucket(state, input, context),
    {
      key: input.Key,
      bytes,
      etag: etagOf(bytes),
      checksum,
      encryption,
      settings,
      event: context.isPostedForm ? 'ObjectCreated:Post' : 'ObjectCreated:Put',
    },
    context,
  );
  return {
    ETag: object.etag,
    ...checksumMember(checksum),
    ChecksumType: checksum.type,
    ...encryptionMembers(encryption),
    ...expirationMember(bucket, object),
    ...(bucket.versioning === 'Enabled' && { VersionId: object.versionId }),
  };
};
