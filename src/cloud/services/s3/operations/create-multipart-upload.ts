import type { CreateMultipartUploadOutput, CreateMultipartUploadRequest } from '@aws-sdk/client-s3';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { findBucket } from '../buckets/find-bucket.ts';
import { invalidRequest } from '../errors.ts';
import { noteUpload } from '../lifecycle/sweep.ts';
import { algorithmOf } from '../objects/checksums.ts';
import { writingOf } from '../objects/conditions.ts';
import { encryptionFor, encryptionMembers } from '../objects/encryption.ts';
import { assertKey, settingsOf } from '../objects/settings.ts';
import { currentObject, wholeSeconds } from '../objects/versions.ts';
import type { S3State, Upload } from '../state.ts';

type Input = Given<CreateMultipartUploadRequest>;

const uploadIdCharacters = 128;
const uploadIdAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._';

/**
 * Everything but the bytes is said now: settings, encryption, and the kind of checksum.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html
 */
export const createMultipartUpload: Operation<Input, CreateMultipartUploadOutput, S3State> = async (
  state,
  input,
  context,
) => {
  const bucket = findBucket(state, input, context);
  assertKey(input.Key);
  const checksum = checksumChoice(input);
  const upload: Upload = {
    id: context.random.text(uploadIdCharacters, uploadIdAlphabet),
    key: input.Key,
    startedMs: wholeSeconds(context.clock.now()),
    settings: settingsOf(bucket, input, context),
    encryption: await encryptionFor(bucket, input.Key, input, context),
    writingAtStart: writingOf(currentObject(state, bucket.name, input.Key)),
    ...(checksum && { checksum }),
  };
  state.uploads(bucket.name).set(upload.id, upload);
  noteUpload(state, bucket, upload, context);
  return {
    Bucket: bucket.name,
    Key: input.Key,
    UploadId: upload.id,
    ...(checksum && { ChecksumAlgorithm: checksum.algorithm, ChecksumType: checksum.type }),
    ...encryptionMembers(upload.encryption),
  };
};

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html#Full-object-checksums */
function checksumChoice(input: Input): Upload['checksum'] {
  const algorithm = algorithmOf(input.ChecksumAlgorithm);
  if (!algorithm) {
    if (input.ChecksumType === undefined) return undefined;
    throw invalidRequest('The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.');
  }
  const type = input.ChecksumType ?? (algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE');
  const isPossible = type === 'COMPOSITE' ? algorithm !== 'CRC64NVME' : algorithm.startsWith('CRC');
  if (!isPossible) {
    throw invalidRequest(
      `The ${type} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
    );
  }
  return { algorithm, type };
}
