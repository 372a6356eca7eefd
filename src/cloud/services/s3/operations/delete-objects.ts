import type {
  DeletedObject,
  DeleteObjectsOutput,
  DeleteObjectsRequest,
  _Error as ObjectError,
  ObjectIdentifier,
} from '@aws-sdk/client-s3';
import { AwsError } from '../../../kernel/errors.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { findBucket } from '../buckets/find-bucket.ts';
import { malformedXml } from '../errors.ts';
import { assertDeleteCondition } from '../objects/conditions.ts';
import { currentObject } from '../objects/versions.ts';
import type { Bucket, S3State } from '../state.ts';
import { deleteKey } from './delete-object.ts';

const objectsMax = 1000;

/**
 * Up to a thousand keys, each on its own: the answer tells which were deleted and which failed.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html
 */
export const deleteObjects: Operation<Given<DeleteObjectsRequest>, DeleteObjectsOutput, S3State> = (
  state,
  input,
  context,
) => {
  const bucket = findBucket(state, input, context);
  const objects = input.Delete.Objects ?? [];
  if (objects.length === 0 || objects.length > objectsMax) throw malformedXml();
  const Deleted: DeletedObject[] = [];
  const Errors: ObjectError[] = [];
  for (const object of objects) {
    try {
      Deleted.push(deleteOne(state, bucket, object, input.BypassGovernanceRetention, context));
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const { Key, VersionId } = object;
      Errors.push({ Key, VersionId, Code: error.code, Message: error.message });
    }
  }
  return {
    ...(!input.Delete.Quiet && { Deleted }),
    ...(Errors.length > 0 && { Errors }),
  };
};

function deleteOne(
  state: S3State,
  bucket: Bucket,
  object: ObjectIdentifier,
  BypassGovernanceRetention: boolean | undefined,
  context: Context,
): DeletedObject {
  const { Key = '', VersionId, ETag } = object;
  if (ETag !== undefined) assertDeleteCondition(Key, currentObject(state, bucket.name, Key), ETag);
  const { DeleteMarker, VersionId: touched } = deleteKey(
    state,
    bucket,
    { Key, VersionId, BypassGovernanceRetention },
    context,
  );
  return {
    Key,
    ...(VersionId !== undefined && { VersionId }),
    ...(DeleteMarker && { DeleteMarker, DeleteMarkerVersionId: touched }),
  };
}
