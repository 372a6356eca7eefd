import type {
  ListTagsForDeliveryStreamInput,
  ListTagsForDeliveryStreamOutput,
  StartDeliveryStreamEncryptionInput,
  StopDeliveryStreamEncryptionInput,
  TagDeliveryStreamInput,
  UntagDeliveryStreamInput,
} from '@aws-sdk/client-firehose';
import type { Operation } from '../../../service-kit/contract.ts';
import { given } from '../../../service-kit/input.ts';
import { tagList, tagRecord, withoutTags } from '../../../service-kit/tags.ts';
import type { FirehoseState } from '../state.ts';
import { findStream } from '../streams/find-stream.ts';

/** https://docs.aws.amazon.com/firehose/latest/APIReference/API_TagDeliveryStream.html */
export const tagDeliveryStream: Operation<TagDeliveryStreamInput, object, FirehoseState> = (state, input, context) => {
  const stream = findStream(state, input, context);
  state.streams.set(stream.name, { ...stream, tags: { ...stream.tags, ...tagRecord(input.Tags ?? []) } });
  return {};
};

/** https://docs.aws.amazon.com/firehose/latest/APIReference/API_UntagDeliveryStream.html */
export const untagDeliveryStream: Operation<UntagDeliveryStreamInput, object, FirehoseState> = (
  state,
  input,
  context,
) => {
  const stream = findStream(state, input, context);
  state.streams.set(stream.name, { ...stream, tags: withoutTags(stream.tags, input.TagKeys ?? []) });
  return {};
};

const tagsPage = 50;

/** https://docs.aws.amazon.com/firehose/latest/APIReference/API_ListTagsForDeliveryStream.html */
export const listTagsForDeliveryStream: Operation<
  ListTagsForDeliveryStreamInput,
  ListTagsForDeliveryStreamOutput,
  FirehoseState
> = (state, input, context) => {
  const { ExclusiveStartTagKey: after, Limit = tagsPage } = input;
  const all = tagList(findStream(state, input, context).tags).sort((a, b) => (a.Key < b.Key ? -1 : 1));
  const tags = after === undefined ? all : all.filter(({ Key }) => Key > after);
  return { Tags: tags.slice(0, Limit), HasMoreTags: tags.length > Limit };
};

/** https://docs.aws.amazon.com/firehose/latest/APIReference/API_StartDeliveryStreamEncryption.html */
export const startDeliveryStreamEncryption: Operation<StartDeliveryStreamEncryptionInput, object, FirehoseState> = (
  state,
  input,
  context,
) => {
  const stream = findStream(state, input, context);
  const { KeyARN, KeyType = 'AWS_OWNED_CMK' } = input.DeliveryStreamEncryptionConfigurationInput ?? {};
  state.streams.set(stream.name, { ...stream, encryption: given({ KeyARN, KeyType, Status: 'ENABLED' as const }) });
  return {};
};

/** https://docs.aws.amazon.com/firehose/latest/APIReference/API_StopDeliveryStreamEncryption.html */
export const stopDeliveryStreamEncryption: Operation<StopDeliveryStreamEncryptionInput, object, FirehoseState> = (
  state,
  input,
  context,
) => {
  const stream = findStream(state, input, context);
  state.streams.set(stream.name, { ...stream, encryption: { Status: 'DISABLED' } });
  return {};
};
