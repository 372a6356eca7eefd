import { type Tagging, taggingCalls } from '../../service-kit/tagging.ts';
import type { CloudWatchState } from './state.ts';

/** Alarms and dashboards. */
export const cloudWatchTagging: Tagging<CloudWatchState> = {
  arnService: 'cloudwatch',
  *resources({ alarms, dashboards }) {
    for (const { description, tags } of alarms.values()) yield { arn: description.AlarmArn, tags };
    for (const { arn, tags } of dashboards.values()) yield { arn, tags };
  },
  ...taggingCalls({ tag: 'TagResource', untag: 'UntagResource', on: (ResourceARN) => ({ ResourceARN }) }),
};
