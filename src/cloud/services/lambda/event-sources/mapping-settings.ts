import type {
  CreateEventSourceMappingCommandInput,
  UpdateEventSourceMappingCommandInput,
} from '@aws-sdk/client-lambda';
import { MalformedPattern, readPattern } from '../../../event-patterns/read-pattern.ts';
import { invalidParameter } from '../errors.ts';
import type { EventSourceMapping } from '../state.ts';

/** AWS: https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html, for queues. */
const batchSizeDefault = 10;
/** Beyond it a batch takes several receives, so AWS wants a window for them. */
const batchSizeWithoutWindow = 10;
/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html; ten where a quota was raised. */
const filtersMax = 5;

/** What callers give of a mapping, at first and later. */
export type MappingInput = Partial<CreateEventSourceMappingCommandInput> &
  Partial<UpdateEventSourceMappingCommandInput>;

/** What callers choose of a mapping. */
export type MappingSettings = Pick<
  EventSourceMapping,
  | 'isEnabled'
  | 'batchSize'
  | 'windowSeconds'
  | 'maximumConcurrency'
  | 'filters'
  | 'reportsItemFailures'
  | 'kmsKeyArn'
  | 'stream'
  | 'stored'
>;

/** The settings of a queue's mapping after a call: what the input does not name stays as it was, at first AWS's defaults. */
export function mappingSettings(queueArn: string, input: MappingInput, previous?: MappingSettings): MappingSettings {
  refuseForQueues(input);
  const maximumConcurrency = input.ScalingConfig
    ? input.ScalingConfig.MaximumConcurrency
    : previous?.maximumConcurrency;
  const settings: MappingSettings = {
    ...commonSettings(input, previous, batchSizeDefault),
    ...(maximumConcurrency !== undefined && { maximumConcurrency }),
  };
  assertBatching(settings, queueArn.endsWith('.fifo'));
  return settings;
}

/** What mappings of all sources have. */
export function commonSettings(
  input: MappingInput,
  previous: MappingSettings | undefined,
  defaultBatchSize: number,
): MappingSettings {
  const kmsKeyArn = input.KMSKeyArn ?? previous?.kmsKeyArn;
  return {
    isEnabled: input.Enabled ?? previous?.isEnabled ?? true,
    batchSize: input.BatchSize ?? previous?.batchSize ?? defaultBatchSize,
    windowSeconds: input.MaximumBatchingWindowInSeconds ?? previous?.windowSeconds ?? 0,
    filters: input.FilterCriteria ? patternsOf(input.FilterCriteria) : (previous?.filters ?? []),
    reportsItemFailures: input.FunctionResponseTypes
      ? input.FunctionResponseTypes.includes('ReportBatchItemFailures')
      : (previous?.reportsItemFailures ?? false),
    ...storedOf(input, previous),
    // Empty is how callers take it away.
    ...(kmsKeyArn && { kmsKeyArn }),
  };
}

function assertBatching({ batchSize, windowSeconds }: MappingSettings, isFifo: boolean): void {
  if (isFifo && windowSeconds > 0) throw invalidParameter('Batching window is not supported for FIFO queues');
  if (batchSize > batchSizeWithoutWindow && windowSeconds === 0) {
    throw invalidParameter(
      'Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10',
    );
  }
}

function patternsOf({ Filters = [] }: NonNullable<MappingInput['FilterCriteria']>): string[] {
  const patterns = Filters.flatMap(({ Pattern }) => (Pattern === undefined ? [] : [Pattern]));
  if (patterns.length > filtersMax) throw invalidParameter(`Exceeded the maximum number of filters: ${filtersMax}.`);
  for (const pattern of patterns) assertPattern(pattern);
  return patterns;
}

function assertPattern(pattern: string): void {
  try {
    readPattern(pattern);
  } catch (error) {
    if (error instanceof MalformedPattern) throw invalidParameter('Invalid filter pattern definition.');
    throw error;
  }
}

const storedMembers = ['MetricsConfig', 'ProvisionedPollerConfig', 'LoggingConfig'] as const;

/** What is kept alone; empty values take it away. */
function storedOf(input: MappingInput, previous: MappingSettings | undefined): Pick<MappingSettings, 'stored'> {
  const given = storedMembers.flatMap((member) => (input[member] ? [[member, { ...input[member] }] as const] : []));
  const stored = Object.entries({ ...previous?.stored, ...Object.fromEntries(given) }).filter(
    ([, value]) => Object.keys(value).length > 0,
  );
  return stored.length > 0 ? { stored: Object.fromEntries(stored) } : {};
}

/** Members that streams and brokers have and queues have not. */
const notOfQueues = [
  'ParallelizationFactor',
  'StartingPositionTimestamp',
  'DestinationConfig',
  'MaximumRecordAgeInSeconds',
  'BisectBatchOnFunctionError',
  'MaximumRetryAttempts',
  'TumblingWindowInSeconds',
  'Topics',
  'Queues',
  'SourceAccessConfigurations',
  'AmazonManagedKafkaEventSourceConfig',
  'SelfManagedKafkaEventSourceConfig',
  'DocumentDBEventSourceConfig',
] as const satisfies readonly (keyof MappingInput)[];

function refuseForQueues(input: MappingInput): void {
  if (input.StartingPosition !== undefined) {
    throw invalidParameter('StartingPosition is not valid for SQS event sources.');
  }
  const given = notOfQueues.find((member) => input[member] !== undefined);
  if (given !== undefined) {
    throw invalidParameter(`Unsupported ${given} parameter for given event source mapping type.`);
  }
}
