import type { StoredOnly } from '../../service-kit/stored-only.ts';

/** https://docs.aws.amazon.com/streams/latest/dev/introduction.html */
export const kinesisStoredOnly: StoredOnly = {
  StartStreamEncryption: 'records are kept as they are; answers say that they are encrypted',
  EnableEnhancedMonitoring: 'metrics of shards are not reported, those of streams are',
  DisableEnhancedMonitoring: 'metrics of shards are not reported, those of streams are',
  UpdateStreamWarmThroughput: 'streams on demand scale without limit here',
  PutResourcePolicy: 'IAM does not decide on calls of users',
  'AWS::Kinesis::ResourcePolicy': 'IAM does not decide on calls of users',
  'AWS::Kinesis::Stream.DesiredShardLevelMetrics': 'metrics of shards are not reported, those of streams are',
  'AWS::Kinesis::Stream.WarmThroughputMiBps': 'streams on demand scale without limit here',
  'AWS::Kinesis::Stream.StreamEncryption': 'records are kept as they are; answers say that they are encrypted',
};
