import { isDeepStrictEqual } from 'node:util';
import type {
  DeleteObjectTaggingOutput,
  DeleteObjectTaggingRequest,
  GetObjectAclOutput,
  GetObjectAclRequest,
  GetObjectTaggingOutput,
  GetObjectTaggingRequest,
  PutObjectAclOutput,
  PutObjectAclRequest,
  PutObjectTaggingOutput,
  PutObjectTaggingRequest,
} from '@aws-sdk/client-s3';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { tagList } from '../../../service-kit/tags.ts';
import { assertAcl, grantsOf, requiredAcl } from '../buckets/acl.ts';
import { findBucket } from '../buckets/find-bucket.ts';
import { ownerOf } from '../buckets/owner.ts';
import { objectTags } from '../buckets/tag-set.ts';
import { noteLifecycle } from '../lifecycle/sweep.ts';
import { noteVersion } from '../notifications/note-event.ts';
import { findObjectWithSettings } from '../objects/find-object.ts';
import { replaceVersion } from '../objects/versions.ts';
import type { S3State } from '../state.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectTagging.html */
export const putObjectTagging: Operation<Given<PutObjectTaggingRequest>, PutObjectTaggingOutput, S3State> = (
  state,
  input,
  context,
) => {
  const { bucket, object, versionId } = addressed(state, input, context, 'PUT');
  replaceVersion(state, input.Bucket, { ...object, tags: objectTags(input.Tagging.TagSet ?? []) });
  noteLifecycle(state, input.Bucket, input.Key, context);
  noteVersion(state, bucket, { name: 'ObjectTagging:Put', version: object }, context);
  return { VersionId: versionId };
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectTagging.html */
export const getObjectTagging: Operation<Given<GetObjectTaggingRequest>, GetObjectTaggingOutput, S3State> = (
  state,
  input,
  context,
) => {
  const { object, versionId } = addressed(state, input, context, 'GET');
  return { TagSet: tagList(object.tags), VersionId: versionId };
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjectTagging.html */
export const deleteObjectTagging: Operation<Given<DeleteObjectTaggingRequest>, DeleteObjectTaggingOutput, S3State> = (
  state,
  input,
  context,
) => {
  const { bucket, object, versionId } = addressed(state, input, context, 'DELETE');
  replaceVersion(state, input.Bucket, { ...object, tags: {} });
  noteLifecycle(state, input.Bucket, input.Key, context);
  noteVersion(state, bucket, { name: 'ObjectTagging:Delete', version: object }, context);
  return { VersionId: versionId };
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectAcl.html */
export const putObjectAcl: Operation<Given<PutObjectAclRequest>, PutObjectAclOutput, S3State> = (
  state,
  input,
  context,
) => {
  const { bucket, object } = addressed(state, input, context, 'PUT');
  const acl = requiredAcl(input);
  assertAcl(bucket, acl, context.account);
  const { grants: _, ...rest } = object;
  const changed = { ...rest, ...acl };
  replaceVersion(state, input.Bucket, changed);
  // AWS: a request that changes nothing is not told.
  if (!isDeepStrictEqual(changed, object)) {
    noteVersion(state, bucket, { name: 'ObjectAcl:Put', version: object }, context);
  }
  return {};
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAcl.html */
export const getObjectAcl: Operation<Given<GetObjectAclRequest>, GetObjectAclOutput, S3State> = (
  state,
  input,
  context,
) => {
  const { object } = addressed(state, input, context, 'GET');
  return { Owner: ownerOf(context.account), Grants: grantsOf(object, context.account) };
};

function addressed(
  state: S3State,
  input: Given<GetObjectTaggingRequest>,
  context: Context,
  method: 'GET' | 'PUT' | 'DELETE',
) {
  const bucket = findBucket(state, input, context);
  const object = findObjectWithSettings(state, input, method);
  return { bucket, object, versionId: bucket.versioning ? object.versionId : undefined };
}
