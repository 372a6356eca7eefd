import type {
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
  Tag,
  TagResourceRequest,
  UntagResourceRequest,
} from '@aws-sdk/client-sns';
import { raise } from '../../../kernel/errors.ts';
import { tagList, tagRecord, withoutAwsTags, withoutTags } from '../../../service-kit/tags.ts';
import { invalidParameter, resourceNotFound, tagLimit } from '../errors.ts';
import type { SnsContext, SnsOperation } from '../operation.ts';
import type { SnsState } from '../state.ts';
import { lookUpTopic } from '../topics/find-topic.ts';

/** https://docs.aws.amazon.com/sns/latest/dg/sns-tags.html */
const tagsMax = 50;

/** Throws for a list that names a key twice. */
export function assertTags(tags: readonly Tag[]): void {
  const keys = tags.map(({ Key }) => Key);
  if (new Set(keys).size < keys.length) throw invalidParameter('Duplicated keys are not allowed.');
  if (keys.length > tagsMax) throw tagLimit();
}

/** https://docs.aws.amazon.com/sns/latest/api/API_TagResource.html */
export const tagResource: SnsOperation<TagResourceRequest> = (state, { ResourceArn, Tags }, context) => {
  const { state: owner, topic } = taggedTopic(state, ResourceArn, context);
  assertTags(Tags);
  const tags = { ...topic.tags, ...tagRecord(Tags) };
  if (Object.keys(withoutAwsTags(tags)).length > tagsMax) throw tagLimit();
  owner.topics.set(topic.name, { ...topic, tags });
  return {};
};

/** https://docs.aws.amazon.com/sns/latest/api/API_UntagResource.html */
export const untagResource: SnsOperation<UntagResourceRequest> = (state, { ResourceArn, TagKeys }, context) => {
  const { state: owner, topic } = taggedTopic(state, ResourceArn, context);
  owner.topics.set(topic.name, { ...topic, tags: withoutTags(topic.tags, TagKeys) });
  return {};
};

/** https://docs.aws.amazon.com/sns/latest/api/API_ListTagsForResource.html */
export const listTagsForResource: SnsOperation<ListTagsForResourceRequest, ListTagsForResourceResponse> = (
  state,
  { ResourceArn },
  context,
) => ({ Tags: tagList(withoutAwsTags(taggedTopic(state, ResourceArn, context).topic.tags)) });

function taggedTopic(state: SnsState, arn: string, context: SnsContext) {
  const { state: owner, topic } = lookUpTopic(state, arn, context, 'ResourceArn');
  return { state: owner, topic: topic ?? raise(resourceNotFound()) };
}
