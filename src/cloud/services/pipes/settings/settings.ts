import type {
  CreatePipeRequest,
  PipeLogConfigurationParameters,
  PipeSourceParameters,
  PipeTargetParameters,
} from '@aws-sdk/client-pipes';
import { MalformedPattern, readPattern } from '../../../event-patterns/read-pattern.ts';
import { UnsupportedError } from '../../../kernel/errors.ts';
import { invalidField, missingParameter } from '../errors.ts';
import type { PipeRecord } from '../state.ts';
import { readTemplate } from '../transform/input-template.ts';
import { batchMax, enrichmentKind, type SourceKind, sourceKind, type TargetKind, targetKind } from './arn-kinds.ts';

/** What callers choose of a pipe. */
export type PipeSettings = Pick<
  PipeRecord,
  | 'source'
  | 'sourceParameters'
  | 'startingTimestampMs'
  | 'enrichment'
  | 'enrichmentParameters'
  | 'target'
  | 'targetParameters'
  | 'logConfiguration'
>;

/** The member of the parameters that belongs to a source of that kind. */
export const sourceMember = {
  queue: 'SqsQueueParameters',
  table: 'DynamoDBStreamParameters',
  stream: 'KinesisStreamParameters',
} as const satisfies Record<SourceKind, keyof PipeSourceParameters>;

/** AWS's own, where the target takes so many. */
const batchSizeDefault: Readonly<Record<SourceKind, number>> = { queue: 10, table: 100, stream: 100 };

/** Settings that go together. Throws ValidationException, and UnsupportedError for what is not emulated. */
export function readSettings(input: Omit<CreatePipeRequest, 'Name' | 'RoleArn'>): PipeSettings {
  const { Source = '', Target = '', Enrichment, EnrichmentParameters, TargetParameters, LogConfiguration } = input;
  const kind = sourceKind(Source);
  const target = targetKind(Target);
  const enrichment = Enrichment ? enrichmentKind(Enrichment) : undefined;
  const { StartingPositionTimestamp: startsAt } = input.SourceParameters?.KinesisStreamParameters ?? {};
  const max = Math.min(batchMax[target], enrichment ? batchMax[enrichment] : Number.POSITIVE_INFINITY);
  assertTarget(Target, target, TargetParameters ?? {});
  assertTemplate('TargetParameters.InputTemplate', TargetParameters?.InputTemplate);
  assertTemplate('EnrichmentParameters.InputTemplate', EnrichmentParameters?.InputTemplate);
  if (LogConfiguration) assertLogs(LogConfiguration);
  return {
    source: Source,
    sourceParameters: sourceParameters(Source, kind, input.SourceParameters ?? {}, max),
    ...(startsAt && { startingTimestampMs: startsAt.getTime() }),
    ...(Enrichment && { enrichment: Enrichment }),
    ...(EnrichmentParameters && { enrichmentParameters: EnrichmentParameters }),
    target: Target,
    ...(TargetParameters && { targetParameters: TargetParameters }),
    ...(LogConfiguration && { logConfiguration: LogConfiguration }),
  };
}

function sourceParameters(source: string, kind: SourceKind, given: PipeSourceParameters, max: number) {
  const member = sourceMember[kind];
  const { FilterCriteria, [member]: own, ...others } = given;
  const other = Object.keys(others).find((name) => others[name as keyof typeof others] !== undefined);
  if (other !== undefined)
    throw invalidField(`SourceParameters.${other}`, 'Parameter is not supported for the source.');
  if (kind !== 'queue' && !own) throw missingParameter(`SourceParameters.${member}`);
  const { StartingPositionTimestamp, ...rest } = { ...own } as NonNullable<
    PipeSourceParameters['KinesisStreamParameters']
  >;
  const parameters = { ...rest, BatchSize: own?.BatchSize ?? Math.min(batchSizeDefault[kind], max) };
  const path = `SourceParameters.${member}`;
  assertBatch(path, parameters, { isFifo: source.endsWith('.fifo'), isQueue: kind === 'queue', max });
  const isTimed = rest.StartingPosition === 'AT_TIMESTAMP';
  if (isTimed && !StartingPositionTimestamp) throw missingParameter(`${path}.StartingPositionTimestamp`);
  for (const { Pattern = '' } of FilterCriteria?.Filters ?? []) assertPattern(Pattern);
  return { ...(FilterCriteria && { FilterCriteria }), [member]: parameters };
}

interface BatchRules {
  readonly isFifo: boolean;
  readonly isQueue: boolean;
  /** What enrichment and target take. */
  readonly max: number;
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-batching-concurrency.html */
function assertBatch(
  path: string,
  {
    BatchSize,
    MaximumBatchingWindowInSeconds: window = 0,
  }: { BatchSize: number; MaximumBatchingWindowInSeconds?: number | undefined },
  { isFifo, isQueue, max }: BatchRules,
): void {
  if (BatchSize > max) {
    throw invalidField(`${path}.BatchSize`, `The maximum batch size for the enrichment and the target is ${max}.`);
  }
  if (isQueue && isFifo && window > 0) {
    throw invalidField(`${path}.MaximumBatchingWindowInSeconds`, 'Batching window is not supported for FIFO queues');
  }
  if (isQueue && BatchSize > 10 && window === 0) {
    throw invalidField(
      `${path}.MaximumBatchingWindowInSeconds`,
      'Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10',
    );
  }
}

function assertPattern(pattern: string): void {
  try {
    readPattern(pattern);
  } catch (error) {
    if (!(error instanceof MalformedPattern)) throw error;
    throw invalidField('SourceParameters.FilterCriteria', `Event pattern is not valid. Reason: ${error.message}`);
  }
}

/** The members of target parameters by the kind that they are for; all others are of targets that are not emulated. */
const targetMember: Readonly<Partial<Record<TargetKind, keyof PipeTargetParameters>>> = {
  function: 'LambdaFunctionParameters',
  machine: 'StepFunctionStateMachineParameters',
  stream: 'KinesisStreamParameters',
  queue: 'SqsQueueParameters',
  destination: 'HttpParameters',
  api: 'HttpParameters',
  bus: 'EventBridgeEventBusParameters',
  logs: 'CloudWatchLogsParameters',
};

function assertTarget(target: string, kind: TargetKind, { InputTemplate: _, ...given }: PipeTargetParameters): void {
  const own = targetMember[kind];
  const other = Object.entries(given).find(([member, value]) => value !== undefined && member !== own)?.[0];
  if (other !== undefined)
    throw invalidField(`TargetParameters.${other}`, 'Parameter is not supported for the target.');
  if (kind === 'stream' && !given.KinesisStreamParameters)
    throw missingParameter('TargetParameters.KinesisStreamParameters');
  if (kind === 'queue' && target.endsWith('.fifo') && !given.SqsQueueParameters?.MessageGroupId) {
    throw missingParameter('TargetParameters.SqsQueueParameters.MessageGroupId');
  }
  if (given.EventBridgeEventBusParameters?.EndpointId !== undefined) {
    throw new UnsupportedError('global endpoints of EventBridge (EndpointId)');
  }
}

function assertTemplate(name: string, template: string | undefined): void {
  const [unknown] = template === undefined ? [] : readTemplate(template).unknown;
  if (unknown !== undefined) throw invalidField(name, `Invalid reserved variable <${unknown}>.`);
}

function assertLogs({ S3LogDestination, FirehoseLogDestination }: PipeLogConfigurationParameters): void {
  if (S3LogDestination) throw new UnsupportedError('logs of pipes in S3 (S3LogDestination)');
  if (FirehoseLogDestination) throw new UnsupportedError('logs of pipes in Firehose (FirehoseLogDestination)');
}
