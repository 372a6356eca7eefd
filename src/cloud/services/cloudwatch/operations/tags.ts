import type {
  ListTagsForResourceInput,
  ListTagsForResourceOutput,
  TagResourceInput,
  UntagResourceInput,
} from '@aws-sdk/client-cloudwatch';
import { raise } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { type Tags, tagList, tagRecord, withoutTags } from '../../../service-kit/tags.ts';
import { resourceNotFoundException } from '../errors.ts';
import type { CloudWatchState } from '../state.ts';

interface Taggable {
  readonly tags: Tags;
  replace(tags: Tags): void;
}

const taggable = (state: CloudWatchState, arn: string): Taggable =>
  find(state, arn) ?? raise(resourceNotFoundException(arn));

/** What an ARN names, alarm, rule or dashboard: its tags, and how to replace them. */
function find(state: CloudWatchState, arn: string): Taggable | undefined {
  const alarm = state.alarms.get(/:alarm:(.+)$/.exec(arn)?.[1] ?? '');
  if (alarm)
    return { tags: alarm.tags, replace: (tags) => state.alarms.set(alarm.description.AlarmName, { ...alarm, tags }) };
  const rule = state.insightRules.get(/:insight-rule\/(.+)$/.exec(arn)?.[1] ?? '');
  if (rule) return { tags: rule.tags, replace: (tags) => state.insightRules.set(rule.name, { ...rule, tags }) };
  const dashboard = state.dashboards.get(/:dashboard\/(.+)$/.exec(arn)?.[1] ?? '');
  return (
    dashboard && {
      tags: dashboard.tags,
      replace: (tags) => state.dashboards.set(dashboard.name, { ...dashboard, tags }),
    }
  );
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_TagResource.html */
export const tagResource: Operation<Given<TagResourceInput>, object, CloudWatchState> = (state, input) => {
  const resource = taggable(state, input.ResourceARN);
  resource.replace({ ...resource.tags, ...tagRecord(input.Tags) });
  return {};
};

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_UntagResource.html */
export const untagResource: Operation<Given<UntagResourceInput>, object, CloudWatchState> = (state, input) => {
  const resource = taggable(state, input.ResourceARN);
  resource.replace(withoutTags(resource.tags, input.TagKeys));
  return {};
};

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListTagsForResource.html */
export const listTagsForResource: Operation<
  Given<ListTagsForResourceInput>,
  ListTagsForResourceOutput,
  CloudWatchState
> = (state, input) => ({
  // Not an error for what is gone: AWS answers none.
  Tags: tagList(find(state, input.ResourceARN)?.tags ?? {}),
});
