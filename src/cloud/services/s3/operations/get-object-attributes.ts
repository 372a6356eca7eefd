import type {
  GetObjectAttributesOutput,
  GetObjectAttributesParts,
  GetObjectAttributesRequest,
  ObjectAttributes,
} from '@aws-sdk/client-s3';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { findBucket } from '../buckets/find-bucket.ts';
import { invalidArgument } from '../errors.ts';
import { checksumMember } from '../objects/checksums.ts';
import { assertCustomerKey } from '../objects/customer-key.ts';
import { findObject } from '../objects/find-object.ts';
import type { S3State, StoredObject } from '../state.ts';

const partsMax = 1000;

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
  assertAttributes(input.ObjectAttributes);
  const object = findObject(state, input);
  assertCustomerKey(object.encryption, input);
  return {
    LastModified: new Date(object.modifiedMs),
    ...(bucket.versioning && { VersionId: object.versionId }),
    ...Object.assign({}, ...input.ObjectAttributes.map((name) => attribute(object, name, input))),
  };
};

const attributes: ReadonlySet<string> = new Set(['ETag', 'Checksum', 'ObjectParts', 'StorageClass', 'ObjectSize']);

function assertAttributes(names: readonly string[]): void {
  const unknown = names.find((name) => !attributes.has(name));
  if (unknown === undefined) return;
  throw invalidArgument('Invalid attribute name specified.', 'x-amz-object-attributes', unknown);
}

type Page = Pick<Given<GetObjectAttributesRequest>, 'MaxParts' | 'PartNumberMarker'>;

function attribute(object: StoredObject, name: ObjectAttributes, input: Page): GetObjectAttributesOutput {
  switch (name) {
    case 'ETag':
      return { ETag: object.etag.replaceAll('"', '') };
    case 'Checksum':
      return { Checksum: { ...checksumMember(object.checksum), ChecksumType: object.checksum.type } };
    case 'ObjectParts':
      return object.partSizes ? { ObjectParts: partsOf(object, object.partSizes, input) } : {};
    case 'StorageClass':
      return { StorageClass: object.storageClass };
    case 'ObjectSize':
      return { ObjectSize: object.size };
    default:
      return {};
  }
}

/** Single parts are told only of objects that were uploaded with additional checksums of their parts. */
function partsOf(
  { checksum, parts }: StoredObject,
  sizes: readonly number[],
  { MaxParts, PartNumberMarker }: Page,
): GetObjectAttributesParts {
  if (!parts || checksum.type !== 'COMPOSITE') return { TotalPartsCount: sizes.length };
  const after = Number(PartNumberMarker ?? 0);
  const limit = Math.min(MaxParts ?? partsMax, partsMax);
  const rest = parts.map((part, index) => ({ ...part, size: sizes[index] })).filter((part) => part.number > after);
  const page = rest.slice(0, limit);
  return {
    TotalPartsCount: sizes.length,
    PartNumberMarker: String(after),
    NextPartNumberMarker: String(page.at(-1)?.number ?? 0),
    MaxParts: limit,
    IsTruncated: page.length < rest.length,
    Parts: page.map((part) => ({ PartNumber: part.number, Size: part.size, ...checksumMember(part.checksum) })),
  };
}
