import type * as Kinesis from '@aws-sdk/client-kinesis';
import { pageBehind } from '../../../service-kit/pages.ts';
import { isReservedTagKey, type Tags, tagList, withoutTags } from '../../../service-kit/tags.ts';
import { consumerNotFound, invalidArgument, notFound } from '../errors.ts';
import { type KinesisContext, type KinesisOperation, nothing } from '../operation.ts';
import type { KinesisState } from '../state.ts';
import { findStream, saveStream } from '../streams/find-stream.ts';

/** https://docs.aws.amazon.com/streams/latest/dev/tagging.html */
const tagsMax = 50;
const keyMax = 128;
const valueMax = 256;

/** Throws InvalidArgumentException. */
export function assertTags(tags: Tags): void {
  for (const [key, value] of Object.entries(tags)) {
    if (isReservedTagKey(key)) throw invalidArgument('Tag keys starting with aws: are reserved for system use.');
    if (key.length < 1 || key.length > keyMax || value.length > valueMax) {
      throw invalidArgument(`Tag keys must have 1 to ${keyMax} characters and tag values at most ${valueMax}: ${key}.`);
    }
  }
}

function added(tags: Tags, more: Tags, name: string, account: string): Tags {
  assertTags(more);
  const all = { ...tags, ...more };
  if (Object.keys(all).length > tagsMax) {
    throw invalidArgument(
      `Failed to add tags to stream ${name} under account ${account} because a given stream cannot have more than ${tagsMax} tags associated with it.`,
    );
  }
  return all;
}

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_AddTagsToStream.html */
export const addTagsToStream: KinesisOperation<Kinesis.AddTagsToStreamInput, object> = (state, input, context) => {
  const stream = findStream(state, input, context);
  saveStream(state, stream, { tags: added(stream.tags, input.Tags, stream.name, context.account) });
  return nothing;
};

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_RemoveTagsFromStream.html */
export const removeTagsFromStream: KinesisOperation<Kinesis.RemoveTagsFromStreamInput, object> = (
  state,
  input,
  context,
) => {
  const stream = findStream(state, input, context);
  saveStream(state, stream, { tags: withoutTags(stream.tags, input.TagKeys) });
  return nothing;
};

const sorted = (tags: Tags) => tagList(tags).sort((a, b) => (a.Key < b.Key ? -1 : 1));

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_ListTagsForStream.html */
export const listTagsForStream: KinesisOperation<Kinesis.ListTagsForStreamInput, Kinesis.ListTagsForStreamOutput> = (
  state,
  input,
  context,
) => {
  const page = pageBehind(sorted(findStream(state, input, context).tags), {
    limit: input.Limit ?? tagsMax,
    after: input.ExclusiveStartTagKey,
    keyOf: ({ Key }) => Key,
  });
  return { Tags: [...page.items], HasMoreTags: page.next !== undefined };
};

/** What bears tags and policies: a stream or a consumer of one. */
interface Bearer {
  readonly name: string;
  readonly tags: Tags;
  save(tags: Tags): void;
}

/** Throws ResourceNotFoundException. */
export function findBearer(state: KinesisState, arn: string, context: KinesisContext): Bearer {
  if (arn.includes('/consumer/')) {
    const consumer = state.consumers.get(arn);
    if (!consumer) throw consumerNotFound(arn, context.account);
    return { ...consumer, save: (tags) => state.consumers.set(arn, { ...consumer, tags }) };
  }
  const stream = findStream(state, { StreamARN: arn }, context);
  if (stream.arn !== arn) throw notFound(`Resource ${arn} not found.`);
  return { ...stream, save: (tags) => saveStream(state, stream, { tags }) };
}

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_TagResource.html */
export const tagResource: KinesisOperation<Kinesis.TagResourceInput, object> = (state, input, context) => {
  const { name, tags, save } = findBearer(state, input.ResourceARN, context);
  save(added(tags, input.Tags, name, context.account));
  return nothing;
};

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_UntagResource.html */
export const untagResource: KinesisOperation<Kinesis.UntagResourceInput, object> = (state, input, context) => {
  const { tags, save } = findBearer(state, input.ResourceARN, context);
  save(withoutTags(tags, input.TagKeys));
  return nothing;
};

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_ListTagsForResource.html */
export const listTagsForResource: KinesisOperation<
  Kinesis.ListTagsForResourceInput,
  Kinesis.ListTagsForResourceOutput
> = (state, input, context) => ({ Tags: sorted(findBearer(state, input.ResourceARN, context).tags) });
