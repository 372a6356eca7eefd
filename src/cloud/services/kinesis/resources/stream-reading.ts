import type { DescribeStreamSummaryOutput } from '@aws-sdk/client-kinesis';
import type { ResourceReading } from '../../../service-kit/contract.ts';
import { pick, present } from '../../../service-kit/resource-reading.ts';

/** What a stream is, as its type's schema has it. */
export const streamReading: ResourceReading = {
  identifiers: ['Name'],
  properties: [
    'DesiredShardLevelMetrics',
    'MaxRecordSizeInKiB',
    'Name',
    'RetentionPeriodHours',
    'ShardCount',
    'StreamEncryption',
    'StreamModeDetails',
    'Tags',
  ],
  writeOnly: ['WarmThroughputMiBps'],
  async read({ Name: StreamName = '' }, calls) {
    const asked = { StreamName };
    const told = await calls.call<DescribeStreamSummaryOutput>('kinesis', 'DescribeStreamSummary', asked);
    const { StreamDescriptionSummary: stream } = told;
    const { Tags } = await calls.call<{ Tags?: object[] }>('kinesis', 'ListTagsForStream', asked);
    const mode = stream?.StreamModeDetails?.StreamMode;
    return present({
      ...pick(stream, ['MaxRecordSizeInKiB', 'RetentionPeriodHours', 'StreamModeDetails']),
      Arn: stream?.StreamARN,
      DesiredShardLevelMetrics: stream?.EnhancedMonitoring?.[0]?.ShardLevelMetrics,
      Name: StreamName,
      ShardCount: mode === 'ON_DEMAND' ? undefined : stream?.OpenShardCount,
      StreamEncryption: stream?.EncryptionType === 'KMS' ? pick(stream, ['EncryptionType', 'KeyId']) : undefined,
      Tags,
      WarmThroughputObject: stream?.WarmThroughput,
    });
  },
  async list(calls) {
    const names: string[] = [];
    let isMore = true;
    while (isMore) {
      const after = names.at(-1);
      const input = after === undefined ? {} : { ExclusiveStartStreamName: after };
      const page = await calls.call<{ StreamNames?: string[]; HasMoreStreams?: boolean }>(
        'kinesis',
        'ListStreams',
        input,
      );
      names.push(...(page.StreamNames ?? []));
      isMore = page.HasMoreStreams === true;
    }
    return names.map((Name) => ({ Name }));
  },
};
