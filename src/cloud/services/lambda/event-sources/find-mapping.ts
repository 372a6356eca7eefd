import type { EventSourceMappingConfiguration } from '@aws-sdk/client-lambda';
import type { StreamSettings } from '../../../event-sources/consumer.ts';
import { formatArn } from '../../../kernel/arns.ts';
import { AwsError } from '../../../kernel/errors.ts';
import type { Scope } from '../../../kernel/scope.ts';
import type { Context } from '../../../service-kit/contract.ts';
import { invalidParameter, resourceNotFound } from '../errors.ts';
import { type FoundVersion, type FunctionReference, findVersion, functionArn } from '../function-reference.ts';
import type { EventSourceMapping, LambdaState } from '../state.ts';

/** Throws ResourceNotFoundException. */
export function findMapping(state: LambdaState, uuid: string | undefined): EventSourceMapping {
  const mapping = state.eventSourceMappings.get(uuid ?? '');
  if (!mapping) throw resourceNotFound();
  return mapping;
}

/** The function that a mapping shall invoke; mappings say it in words of their own when there is none. */
export function findTarget(state: LambdaState, context: Context, reference: FunctionReference): FoundVersion {
  try {
    return findVersion(state, context, reference);
  } catch (error) {
    if (error instanceof AwsError && error.code === 'ResourceNotFoundException') {
      throw invalidParameter('Function does not exist');
    }
    throw error;
  }
}

export const mappingArn = ({ account, region }: Scope, uuid: string): string =>
  formatArn({ service: 'lambda', region, account, resource: `event-source-mapping:${uuid}` });

type State = 'Creating' | 'Enabling' | 'Disabling' | 'Updating' | 'Deleting';

/** A mapping as the API shows it; while something is being done to it, with the state that AWS's answer names. */
export function describeMapping(
  scope: Scope,
  mapping: EventSourceMapping,
  state?: State,
): EventSourceMappingConfiguration {
  const { filters, maximumConcurrency, kmsKeyArn } = mapping;
  return {
    UUID: mapping.uuid,
    EventSourceMappingArn: mappingArn(scope, mapping.uuid),
    EventSourceArn: mapping.eventSourceArn,
    FunctionArn: functionArn(scope, mapping.functionName, mapping.qualifier),
    BatchSize: mapping.batchSize,
    MaximumBatchingWindowInSeconds: mapping.windowSeconds,
    FunctionResponseTypes: mapping.reportsItemFailures ? ['ReportBatchItemFailures'] : [],
    ...(filters.length > 0 && { FilterCriteria: { Filters: filters.map((Pattern) => ({ Pattern })) } }),
    ...(maximumConcurrency !== undefined && { ScalingConfig: { MaximumConcurrency: maximumConcurrency } }),
    ...(kmsKeyArn !== undefined && { KMSKeyArn: kmsKeyArn }),
    ...mapping.stored,
    ...(mapping.stream && describeStream(mapping.stream)),
    LastModified: new Date(mapping.lastModifiedMs),
    State: state ?? (mapping.isEnabled ? 'Enabled' : 'Disabled'),
    StateTransitionReason: mapping.stream ? 'User action' : 'USER_INITIATED',
  };
}

const describeStream = (stream: StreamSettings) => ({
  StartingPosition: stream.startingPosition,
  ...(stream.startingTimestampMs !== undefined && {
    StartingPositionTimestamp: new Date(stream.startingTimestampMs),
  }),
  ParallelizationFactor: stream.parallelizationFactor,
  BisectBatchOnFunctionError: stream.bisects,
  MaximumRetryAttempts: stream.maximumRetries,
  MaximumRecordAgeInSeconds: stream.maximumAgeSeconds,
  TumblingWindowInSeconds: stream.tumblingSeconds,
  DestinationConfig: { OnFailure: stream.onFailure === undefined ? {} : { Destination: stream.onFailure } },
  LastProcessingResult: 'No records processed',
});
