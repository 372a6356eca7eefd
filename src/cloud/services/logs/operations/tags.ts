import type * as Logs from '@aws-sdk/client-cloudwatch-logs';
import type { Collection } from '../../../kernel/collection.ts';
import { raise } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { type Tags, withoutTags } from '../../../service-kit/tags.ts';
import { invalidParameter, resourceNotFound } from '../errors.ts';
import { findGroup, nameFromArn } from '../groups.ts';
import type { LogGroup, LogsState } from '../state.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_TagResource.html */
const tagsMax = 50;

interface Tagged {
  readonly tags: Tags;
  replace(tags: Tags): void;
}

function addTags({ tags, replace }: Tagged, given: Tags): void {
  const merged = { ...tags, ...given };
  if (Object.keys(merged).length > tagsMax) throw invalidParameter(`A resource can have at most ${tagsMax} tags.`);
  replace(merged);
}

const removeTags = ({ tags, replace }: Tagged, keys: readonly string[]): void => replace(withoutTags(tags, keys));

const ofGroup = (state: LogsState, group: LogGroup): Tagged => ({
  tags: group.tags,
  replace: (tags) => state.groups.set(group.name, { ...group, tags }),
});

/** Groups, destinations, and the parts of deliveries. */
function taggedBy(state: LogsState, arn: string): Tagged {
  const group = state.groups.get(nameFromArn(arn) ?? '');
  if (group) return ofGroup(state, group);
  return (
    taggedIn(state.destinations, arn) ??
    taggedIn(state.deliverySources, arn) ??
    taggedIn(state.deliveryDestinations, arn) ??
    taggedIn(state.deliveries, arn) ??
    raise(resourceNotFound())
  );
}

function taggedIn<T extends { readonly arn: string; readonly tags: Tags }>(
  collection: Collection<T>,
  arn: string,
): Tagged | undefined {
  const found = [...collection.entries()].find(([, item]) => item.arn === arn);
  if (!found) return undefined;
  const [key, item] = found;
  return { tags: item.tags, replace: (tags) => collection.set(key, { ...item, tags }) };
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_TagResource.html */
export const tagResource: Operation<Given<Logs.TagResourceRequest>, object, LogsState> = (state, input) => {
  addTags(taggedBy(state, input.resourceArn), input.tags);
  return {};
};

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_UntagResource.html */
export const untagResource: Operation<Given<Logs.UntagResourceRequest>, object, LogsState> = (state, input) => {
  removeTags(taggedBy(state, input.resourceArn), input.tagKeys);
  return {};
};

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_ListTagsForResource.html */
export const listTagsForResource: Operation<
  Given<Logs.ListTagsForResourceRequest>,
  Logs.ListTagsForResourceResponse,
  LogsState
> = (state, input) => ({ tags: { ...taggedBy(state, input.resourceArn).tags } });

/** The older three, by name; https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_TagLogGroup.html */
export const tagLogGroup: Operation<Given<Logs.TagLogGroupRequest>, object, LogsState> = (state, input) => {
  addTags(ofGroup(state, findGroup(state, input.logGroupName)), input.tags);
  return {};
};

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_UntagLogGroup.html */
export const untagLogGroup: Operation<Given<Logs.UntagLogGroupRequest>, object, LogsState> = (state, input) => {
  removeTags(ofGroup(state, findGroup(state, input.logGroupName)), input.tags);
  return {};
};

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_ListTagsLogGroup.html */
export const listTagsLogGroup: Operation<
  Given<Logs.ListTagsLogGroupRequest>,
  Logs.ListTagsLogGroupResponse,
  LogsState
> = (state, input) => ({ tags: { ...findGroup(state, input.logGroupName).tags } });
