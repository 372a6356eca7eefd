import type * as Sdk from '@aws-sdk/client-scheduler';
import type { Operation } from '../../../service-kit/contract.ts';
import { lastStep } from '../../../service-kit/explored-state.ts';
import type { Given } from '../../../service-kit/input.ts';
import { tagList, tagRecord, withoutTags } from '../../../service-kit/tags.ts';
import { findGroup } from '../groups/groups.ts';
import type { SchedulerState } from '../state.ts';

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_ListTagsForResource.html */
export const listTagsForResource: Operation<
  Given<Sdk.ListTagsForResourceInput>,
  Sdk.ListTagsForResourceOutput,
  SchedulerState
> = (state, { ResourceArn }, context) => ({ Tags: tagList(findGroup(state, lastStep(ResourceArn), context).tags) });

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_TagResource.html */
export const tagResource: Operation<Given<Sdk.TagResourceInput>, object, SchedulerState> = (
  state,
  { ResourceArn, Tags },
  context,
) => {
  const group = findGroup(state, lastStep(ResourceArn), context);
  state.groups.set(group.name, { ...group, tags: { ...group.tags, ...tagRecord(Tags) } });
  return {};
};

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_UntagResource.html */
export const untagResource: Operation<Given<Sdk.UntagResourceInput>, object, SchedulerState> = (
  state,
  { ResourceArn, TagKeys },
  context,
) => {
  const group = findGroup(state, lastStep(ResourceArn), context);
  state.groups.set(group.name, { ...group, tags: withoutTags(group.tags, TagKeys) });
  return {};
};
