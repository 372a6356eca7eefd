import type { StreamSettings } from '../../../event-sources/consumer.ts';
import { UnsupportedError } from '../../../kernel/errors.ts';
import { invalidParameter } from '../errors.ts';
import { commonSettings, type MappingInput, type MappingSettings } from './mapping-settings.ts';

/** AWS: https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-params.html */
const initial: StreamSettings = {
  startingPosition: 'LATEST',
  parallelizationFactor: 1,
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
  if (position !== 'TRIM_HORIZON' && position !== 'LATEST') {
    throw invalidParameter(`Unsupported starting position for arn type: ${streamArn}`);
  }
  if ((input.TumblingWindowInSeconds ?? 0) > 0) {
    throw new UnsupportedError('tumbling windows of Lambda event source mappings (TumblingWindowInSeconds)');
  }
  if (input.ScalingConfig?.MaximumConcurrency !== undefined) {
    throw invalidParameter('Unsupported ScalingConfig parameter for given event source mapping type.');
  }
  const onFailure = input.DestinationConfig ? input.DestinationConfig.OnFailure?.Destination : before.onFailure;
  return {
    ...commonSettings(input, previous, batchSizeDefault),
    stream: {
      startingPosition: position,
      parallelizationFactor: input.ParallelizationFactor ?? before.parallelizationFactor,
      bisects: input.BisectBatchOnFunctionError ?? before.bisects,
      maximumRetries: input.MaximumRetryAttempts ?? before.maximumRetries,
      maximumAgeSeconds: input.MaximumRecordAgeInSeconds ?? before.maximumAgeSeconds,
      ...(onFailure !== undefined && { onFailure }),
    },
  };
}
