import type * as Kinesis from '@aws-sdk/client-kinesis';
import type { KinesisOperation } from '../operation.ts';
import { onDemandStreamsMax, openShardCount, shardLimitOf } from './streams.ts';

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DescribeLimits.html */
export const describeLimits: KinesisOperation<Kinesis.DescribeLimitsInput, Kinesis.DescribeLimitsOutput> = (
  state,
  _input,
  { region },
) => ({
  ShardLimit: shardLimitOf(region),
  OpenShardCount: openShardCount(state),
  OnDemandStreamCount: [...state.streams.values()].filter(({ mode }) => mode === 'ON_DEMAND').length,
  OnDemandStreamCountLimit: onDemandStreamsMax,
});
