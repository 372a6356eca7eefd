import type * as Cw from '@aws-sdk/client-cloudwatch';
import type { Operation } from '../../../service-kit/contract.ts';
import type { CloudWatchState } from '../state.ts';

/* What cannot be made here, so that there is none of it. */

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListMetricStreams.html */
export const listMetricStreams: Operation<
  Cw.ListMetricStreamsInput,
  Cw.ListMetricStreamsOutput,
  CloudWatchState
> = () => ({ Entries: [] });
