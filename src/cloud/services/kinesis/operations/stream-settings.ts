import type * as Kinesis from '@aws-sdk/client-kinesis';
import { AwsError } from '../../../kernel/errors.ts';
import { invalidArgument } from '../errors.ts';
import { type KinesisContext, type KinesisOperation, nothing } from '../operation.ts';
import { findStream, saveStream } from '../streams/find-stream.ts';

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_UpdateStreamMode.html */
export const updateStreamMode: KinesisOperation<Kinesis.UpdateStreamModeInput, object> = (state, input, context) => {
  const stream = findStream(state, input, context);
  saveStream(state, stream, {
    mode: input.StreamModeDetails.StreamMode ?? stream.mode,
    ...(input.WarmThroughputMiBps !== undefined && { warmMibps: input.WarmThroughputMiBps }),
  });
  return nothing;
};

const retentionMin = 24;
const retentionMax = 8760;

function assertRetention(hours: number): void {
  if (hours < retentionMin) {
    throw invalidArgument(
      `Minimum allowed retention period is ${retentionMin} hours. Requested retention period (${hours} hours) is too short.`,
    );
  }
  if (hours > retentionMax) {
    throw invalidArgument(
      `Maximum allowed retention period is ${retentionMax} hours. Requested retention period (${hours} hours) is too long.`,
    );
  }
}

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_IncreaseStreamRetentionPeriod.html */
export const increaseStreamRetentionPeriod: KinesisOperation<Kinesis.IncreaseStreamRetentionPeriodInput, object> = (
  state,
  input,
  context,
) => {
  const hours = input.RetentionPeriodHours;
  assertRetention(hours);
  const stream = findStream(state, input, context);
  if (hours < stream.retentionHours) {
    throw invalidArgument(
      `Requested retention period (${hours} hours) for stream ${stream.name} can not be shorter than existing retention ` +
        `period (${stream.retentionHours} hours). Use DecreaseRetentionPeriod API.`,
    );
  }
  saveStream(state, stream, { retentionHours: hours });
  return nothing;
};

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DecreaseStreamRetentionPeriod.html */
export const decreaseStreamRetentionPeriod: KinesisOperation<Kinesis.DecreaseStreamRetentionPeriodInput, object> = (
  state,
  input,
  context,
) => {
  const hours = input.RetentionPeriodHours;
  assertRetention(hours);
  const stream = findStream(state, input, context);
  if (hours > stream.retentionHours) {
    throw invalidArgument(
      `Requested retention period (${hours} hours) for stream ${stream.name} can not be longer than existing retention ` +
        `period (${stream.retentionHours} hours). Use IncreaseRetentionPeriod API.`,
    );
  }
  saveStream(state, stream, { retentionHours: hours });
  return nothing;
};

const managedKey = 'alias/aws/kinesis';

/** Throws KMSNotFoundException and its like, as KMS says it. */
async function assertKey(keyId: string, context: KinesisContext): Promise<void> {
  if (keyId === managedKey || keyId.endsWith(`:${managedKey}`)) return;
  try {
    await context.call('kms', 'DescribeKey', { KeyId: keyId });
  } catch (error) {
    if (!(error instanceof AwsError && error.code === 'NotFoundException')) throw error;
    throw new AwsError('KMSNotFoundException', error.message);
  }
}

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_StartStreamEncryption.html */
export const startStreamEncryption: KinesisOperation<Kinesis.StartStreamEncryptionInput, object> = async (
  state,
  input,
  context,
) => {
  findStream(state, input, context);
  await assertKey(input.KeyId, context);
  saveStream(state, findStream(state, input, context), { keyId: input.KeyId });
  return nothing;
};

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_StopStreamEncryption.html */
export const stopStreamEncryption: KinesisOperation<Kinesis.StopStreamEncryptionInput, object> = (
  state,
  input,
  context,
) => {
  const { keyId: _gone, ...stream } = findStream(state, input, context);
  state.streams.set(stream.name, stream);
  return nothing;
};

const allMetrics = [
  'IncomingBytes',
  'OutgoingRecords',
  'IteratorAgeMilliseconds',
  'IncomingRecords',
  'ReadProvisionedThroughputExceeded',
  'WriteProvisionedThroughputExceeded',
  'OutgoingBytes',
];

type Monitoring = KinesisOperation<Kinesis.EnableEnhancedMonitoringInput, Kinesis.EnhancedMonitoringOutput>;

const changeMonitoring =
  (isWanted: (isOn: boolean, isNamed: boolean) => boolean): Monitoring =>
  (state, input, context) => {
    const stream = findStream(state, input, context);
    const named: readonly string[] = input.ShardLevelMetrics;
    const isNamed = (metric: string) => named.includes('ALL') || named.includes(metric);
    const monitoring = allMetrics.filter((metric) => isWanted(stream.monitoring.includes(metric), isNamed(metric)));
    saveStream(state, stream, { monitoring });
    return {
      StreamName: stream.name,
      CurrentShardLevelMetrics: [...stream.monitoring] as Kinesis.MetricsName[],
      DesiredShardLevelMetrics: monitoring as Kinesis.MetricsName[],
      StreamARN: stream.arn,
    };
  };

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_EnableEnhancedMonitoring.html */
export const enableEnhancedMonitoring = changeMonitoring((isOn, isNamed) => isOn || isNamed);

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DisableEnhancedMonitoring.html */
export const disableEnhancedMonitoring = changeMonitoring((isOn, isNamed) => isOn && !isNamed);

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_UpdateMaxRecordSize.html */
export const updateMaxRecordSize: KinesisOperation<Kinesis.UpdateMaxRecordSizeInput, object> = (
  state,
  input,
  context,
) => {
  saveStream(state, findStream(state, input, context), { maxRecordKib: input.MaxRecordSizeInKiB });
  return nothing;
};

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_UpdateStreamWarmThroughput.html */
export const updateStreamWarmThroughput: KinesisOperation<
  Kinesis.UpdateStreamWarmThroughputInput,
  Kinesis.UpdateStreamWarmThroughputOutput
> = (state, input, context) => {
  const stream = findStream(state, input, context);
  const target = input.WarmThroughputMiBps;
  saveStream(state, stream, { warmMibps: target });
  return {
    StreamARN: stream.arn,
    StreamName: stream.name,
    WarmThroughput: { TargetMiBps: target, CurrentMiBps: stream.warmMibps ?? 0 },
  };
};
