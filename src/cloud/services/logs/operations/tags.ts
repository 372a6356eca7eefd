import type * as Logs from '@aws-sdk/client-cloudwatch-logs';
import { raise } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { type Tags, withoutTags } from '../../../service-kit/tags.ts';
import { invalidParameter, resourceNotFound } from '../errors.ts';
import { findGroup, nameFromArn } from '../groups.ts';
import type { LogGroup, LogsState } from '../state.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_TagResource.html */
const tagsMax = 50;

function addTags(state: LogsState, group: LogGroup, tags: Tags): void {
  const merged = { ...group.tags, ...tags };
  if (Object.keys(merged).length > tagsMax) throw invalidParameter(`A resource can have at most ${tagsMax} tags.`);
  state.groups.set(group.name, { ...group, tags: merged });
}

function removeTags(state: LogsState, group: LogGroup, keys: readonly string[]): void {
  state.groups.set(group.name, { ...group, tags: withoutTags(group.tags, keys) });
}

const groupByArn = (state: LogsState, arn: string): LogGroup =>
  state.groups.get(nameFromArn(arn) ?? '') ?? raise(resourceNotFound());

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_TagResource.html */
export const tagResource: Operation<Given<Logs.TagResourceRequest>, object, LogsState> = (state, input) => {
  addTags(state, groupByArn(state, input.resourceArn), input.tags);
  return {};
};

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_UntagResource.html */
export const untagResource: Operation<Given<Logs.UntagResourceRequest>, object, LogsState> = (state, input) => {
  removeTags(state, groupByArn(state, input.resourceArn), input.tagKeys);
  return {};
};

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_ListTagsForResource.html */
export const listTagsForResource: Operation<
  Given<Logs.ListTagsForResourceRequest>,
  Logs.ListTagsForResourceResponse,
  LogsState
> = (state, input) => ({ tags: { ...groupByArn(state, input.resourceArn).tags } });

/** The older three, by name; https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_TagLogGroup.html */
export const tagLogGroup: Operation<Given<Logs.TagLogGroupRequest>, object, LogsState> = (state, input) => {
  addTags(state, findGroup(state, input.logGroupName), input.tags);
  return {};
};

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_UntagLogGroup.html */
export const untagLogGroup: Operation<Given<Logs.UntagLogGroupRequest>, object, LogsState> = (state, input) => {
  removeTags(state, findGroup(state, input.logGroupName), input.tags);
  return {};
};

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_ListTagsLogGroup.html */
export const listTagsLogGroup: Operation<
  Given<Logs.ListTagsLogGroupRequest>,
  Logs.ListTagsLogGroupResponse,
  LogsState
> = (state, input) => ({ tags: { ...findGroup(state, input.logGroupName).tags } });
