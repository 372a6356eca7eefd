import type {
  ListResourceTagsRequest,
  ListResourceTagsResponse,
  Tag,
  TagResourceRequest,
  UntagResourceRequest,
} from '@aws-sdk/client-kms';
import { AwsError } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { isReservedTagKey, withoutTags } from '../../../service-kit/tags.ts';
import { assertNotPendingDeletion, findKey } from '../keys/find-key.ts';
import { paginate } from '../paging.ts';
import type { KmsState } from '../state.ts';

const tagsMax = 50;

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_TagResource.html */
export const tagResource: Operation<Given<TagResourceRequest>, object, KmsState> = (state, input, context) => {
  const key = findKey(state, input.KeyId, context);
  assertNotPendingDeletion(key);
  const tags = { ...key.tags, ...tagRecord(input.Tags) };
  assertTags(input.Tags, Object.keys(tags).length);
  state.keys.set(key.id, { ...key, tags });
  return {};
};

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_UntagResource.html */
export const untagResource: Operation<Given<UntagResourceRequest>, object, KmsState> = (state, input, context) => {
  const key = findKey(state, input.KeyId, context);
  assertNotPendingDeletion(key);
  state.keys.set(key.id, { ...key, tags: withoutTags(key.tags, input.TagKeys) });
  return {};
};

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_ListResourceTags.html */
export const listResourceTags: Operation<Given<ListResourceTagsRequest>, ListResourceTagsResponse, KmsState> = (
  state,
  input,
  context,
) => {
  const key = findKey(state, input.KeyId, context);
  const tags = Object.entries(key.tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
  const { items, ...rest } = paginate(tags, (tag) => tag.TagKey, input, tagsMax);
  return { Tags: items, ...rest };
};

/** In order of their keys, which is the order in which they are listed. */
export function tagRecord(tags: readonly Tag[]): Record<string, string> {
  const pairs = tags.map((tag): [string, string] => [tag.TagKey ?? '', tag.TagValue ?? '']);
  return Object.fromEntries(pairs.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Throws TagException for keys given twice, AWS's own keys, and more than 50 tags in `total`. */
export function assertTags(tags: readonly Tag[], total: number = tags.length): void {
  const names = tags.map((tag) => tag.TagKey ?? '');
  if (new Set(names).size !== names.length) throw new AwsError('TagException', 'Duplicate tag keys');
  if (names.some(isReservedTagKey)) {
    throw new AwsError('TagException', 'Tags beginning with aws: are reserved');
  }
  if (total > tagsMax) throw new AwsError('TagException', 'Too many tags');
}
