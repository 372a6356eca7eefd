import type { StreamSettings } from '../../../event-sources/consumer.ts';
import { invalidParameter } from '../errors.ts';
import { isKinesis } from './event-source.ts';
import { commonSettings, type MappingInput, type MappingSettings } from './mapping-settings.ts';

/** AWS: https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-params.html */
const initial: StreamSettings = {
  startingPosition: 'LATEST',
  parallelizationFactor: 1,
  tumblingSeconds: 0,
  bisects: false,
  maximumRetries: -1,
  maximumAgeSeconds: -1,
};
const batchSizeDefault = 100;

/** What a mapping of a stream is set to after a call. Throws InvalidParameterValueException. */
export function streamMappingSettings(
  streamArn: string,
  input: MappingInput,
  previous?: MappingSettings,
): MappingSettings & { readonly stream: StreamSettings } {
  const before = previous?.stream ?? initial;
  const position = input.StartingPosition ?? (previous ? before.startingPosition : undefined);
  if (position === undefined)
    throw invalidParameter(
      "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null.",
    );
  if (position !== 'TRIM_HORIZON' && position !== 'LATEST' && !(position === 'AT_TIMESTAMP' && isKinesis(streamArn))) {
    throw invalidParameter(`Unsupported starting position for arn type: ${streamArn}`);
  }
  const timestamp = timestampOf(position, input, before);
  if (input.ScalingConfig?.MaximumConcurrency !== undefined) {
    throw invalidParameter('Unsupported ScalingConfig parameter for given event source mapping type.');
  }
  const onFailure = input.DestinationConfig ? input.DestinationConfig.OnFailure?.Destination : before.onFailure;
  return {
    ...commonSettings(input, previous, batchSizeDefault),
    stream: {
      startingPosition: position,
      ...(timestamp !== undefined && { startingTimestampMs: timestamp }),
      parallelizationFactor: input.ParallelizationFactor ?? before.parallelizationFactor,
      tumblingSeconds: input.TumblingWindowInSeconds ?? before.tumblingSeconds,
      bisects: input.BisectBatchOnFunctionError ?? before.bisects,
      maximumRetries: input.MaximumRetryAttempts ?? before.maximumRetries,
      maximumAgeSeconds: input.MaximumRecordAgeInSeconds ?? before.maximumAgeSeconds,
      ...(onFailure !== undefined && { onFailure }),
    },
  };
}

/** Throws InvalidParameterValueException where one of the two is given without the other. */
function timestampOf(position: string, input: MappingInput, before: StreamSettings): number | undefined {
  const given = input.StartingPositionTimestamp;
  if (position !== 'AT_TIMESTAMP') {
    if (given === undefined) return undefined;
    throw invalidParameter('StartingPositionTimestamp is only valid when StartingPosition is AT_TIMESTAMP.');
  }
  if (given !== undefined) return new Date(given).getTime();
  if (before.startingTimestampMs !== undefined) return before.startingTimestampMs;
  throw invalidParameter('StartingPositionTimestamp is required when StartingPosition is AT_TIMESTAMP.');
}
