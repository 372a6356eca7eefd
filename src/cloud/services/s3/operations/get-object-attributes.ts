import type { GetObjectAttributesOutput, GetObjectAttributesRequest, ObjectAttributes } from '@aws-sdk/client-s3';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { findBucket } from '../buckets/find-bucket.ts';
import { checksumMember } from '../objects/checksums.ts';
import { refuseCustomerKeys } from '../objects/encryption.ts';
import { findObject } from '../objects/find-object.ts';
import type { S3State, StoredObject } from '../state.ts';

/**
 * The attributes that were asked for, without bytes and in one call.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAttributes.html
 */
export const getObjectAttributes: Operation<Given<GetObjectAttributesRequest>, GetObjectAttributesOutput, S3State> = (
  state,
  input,
  context,
) => {
  const bucket = findBucket(state, input, context);
  refuseCustomerKeys(input);
  const object = findObject(state, input);
  return {
    LastModified: new Date(object.modifiedMs),
    ...(bucket.versioning && { VersionId: object.versionId }),
    ...Object.assign({}, ...input.ObjectAttributes.map((name) => attribute(object, name))),
  };
};

function attribute(object: StoredObject, name: ObjectAttributes): GetObjectAttributesOutput {
  switch (name) {
    case 'ETag':
      return { ETag: object.etag.replaceAll('"', '') };
    case 'Checksum':
      return { Checksum: { ...checksumMember(object.checksum), ChecksumType: object.checksum.type } };
    case 'ObjectParts':
      return object.partSizes ? { ObjectParts: { TotalPartsCount: object.partSizes.length } } : {};
    case 'StorageClass':
      return { StorageClass: object.storageClass };
    case 'ObjectSize':
      return { ObjectSize: object.size };
    default:
      return {};
  }
}
