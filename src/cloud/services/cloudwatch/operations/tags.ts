import type {
  ListTagsForResourceInput,
  ListTagsForResourceOutput,
  TagResourceInput,
  UntagResourceInput,
} from '@aws-sdk/client-cloudwatch';
import { raise } from '../../../kernel/errors.ts';
import type { Given } from '../../../kernel/input.ts';
import type { Operation } from '../../../kernel/service.ts';
import { resourceNotFoundException } from '../errors.ts';
import type { Alarm, CloudWatchState } from '../state.ts';

/** Alarms are what can be tagged here. */
const find = (state: CloudWatchState, arn: string): Alarm =>
  state.alarms.get(/:alarm:(.+)$/.exec(arn)?.[1] ?? '') ?? raise(resourceNotFoundException(arn));

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_TagResource.html */
export const tagResource: Operation<Given<TagResourceInput>, object, CloudWatchState> = (state, input) => {
  const alarm = find(state, input.ResourceARN);
  const added = Object.fromEntries(input.Tags.map(({ Key = '', Value = '' }) => [Key, Value]));
  state.alarms.set(alarm.description.AlarmName, { ...alarm, tags: { ...alarm.tags, ...added } });
  return {};
};

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_UntagResource.html */
export const untagResource: Operation<Given<UntagResourceInput>, object, CloudWatchState> = (state, input) => {
  const alarm = find(state, input.ResourceARN);
  const kept = Object.entries(alarm.tags).filter(([key]) => !input.TagKeys.includes(key));
  state.alarms.set(alarm.description.AlarmName, { ...alarm, tags: Object.fromEntries(kept) });
  return {};
};

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListTagsForResource.html */
export const listTagsForResource: Operation<
  Given<ListTagsForResourceInput>,
  ListTagsForResourceOutput,
  CloudWatchState
> = (state, input) => ({
  Tags: Object.entries(find(state, input.ResourceARN).tags).map(([Key, Value]) => ({ Key, Value })),
});
