import type { Tag } from '@aws-sdk/client-s3';
import { AwsError } from '../../../kernel/errors.ts';
import { isReservedTagKey } from '../../../service-kit/tags.ts';
import { invalidArgument, invalidTag } from '../errors.ts';

const bucketTagsMax = 50;
const objectTagsMax = 10;
const keyCharactersMax = 128;
const valueCharactersMax = 256;
const characters = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** Throws InvalidTag for keys and values that S3 does not take, and BadRequest beyond 50 tags. */
export const bucketTags = (tags: readonly Tag[]): Record<string, string> => tagRecord(tags, bucketTagsMax, 'Bucket');

/** The same for objects, which have ten at the most. */
export const objectTags = (tags: readonly Tag[]): Record<string, string> => tagRecord(tags, objectTagsMax, 'Object');

/** The `x-amz-tagging` header: tags in the form of a query. */
export function tagsFromHeader(header: string | undefined): Record<string, string> {
  if (header === undefined || header === '') return {};
  const pairs = [...new URLSearchParams(header)];
  const hasTwice = new Set(pairs.map(([name]) => name)).size < pairs.length;
  if (hasTwice || !/^[^=&]+(?:=[^&]*)?(?:&[^=&]+(?:=[^&]*)?)*$/.test(header)) {
    throw invalidArgument(
      "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
      'x-amz-tagging',
      header,
    );
  }
  return objectTags(pairs.map(([Key, Value]) => ({ Key, Value })));
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html */
function tagRecord(tags: readonly Tag[], tagsMax: number, what: string): Record<string, string> {
  if (tags.length > tagsMax) {
    throw new AwsError('BadRequest', `${what} tags cannot be greater than ${tagsMax}`, { status: 400 });
  }
  const record = new Map<string, string>();
  for (const { Key: key = '', Value: value = '' } of tags) {
    if (key.length === 0 || key.length > keyCharactersMax || !characters.test(key)) {
      throw invalidTag('The TagKey you have provided is invalid', { TagKey: key });
    }
    if (value.length > valueCharactersMax || !characters.test(value)) {
      throw invalidTag('The TagValue you have provided is invalid', { TagKey: key, TagValue: value });
    }
    if (isReservedTagKey(key)) {
      if (what === 'Object') throw invalidTag('Your TagKey cannot be prefixed with aws:', { TagKey: key });
      throw invalidTag('System tags cannot be added/updated by requester', { TagKey: key });
    }
    if (record.has(key)) throw invalidTag('Cannot provide multiple Tags with the same key', { TagKey: key });
    record.set(key, value);
  }
  return Object.fromEntries(record);
}
