import { parseArn } from '../../../kernel/arns.ts';
import { UnsupportedError } from '../../../kernel/errors.ts';
import { invalidField } from '../errors.ts';

/** What a pipe reads from. */
export type SourceKind = 'queue' | 'table' | 'stream';

/** Sources of AWS that are not emulated, by the service in their ARN. */
const otherSources: Readonly<Record<string, string>> = {
  mq: 'Amazon MQ',
  kafka: 'Amazon MSK',
};

/** Throws UnsupportedError for sources that Squall has not got, ValidationException for what is no source. */
export function sourceKind(source: string): SourceKind {
  if (source.startsWith('smk://')) throw new UnsupportedError('pipes from self-managed Apache Kafka');
  const arn = parseArn(source);
  const other = otherSources[arn?.service ?? ''];
  if (other !== undefined) throw new UnsupportedError(`pipes from ${other}`);
  if (arn?.service === 'sqs') return 'queue';
  if (arn?.service === 'kinesis' && arn.resource.startsWith('stream/')) return 'stream';
  if (arn?.service === 'dynamodb' && /^table\/[^/]+\/stream\/./.test(arn.resource)) return 'table';
  throw invalidField('Source', `The source ${source} is not supported.`);
}

/** What a pipe asks or tells. */
export type TargetKind =
  | 'function'
  | 'queue'
  | 'topic'
  | 'bus'
  | 'destination'
  | 'stream'
  | 'firehose'
  | 'logs'
  | 'machine'
  | 'api';

const otherTargets: Readonly<Record<string, string>> = {
  ecs: 'Amazon ECS tasks',
  batch: 'AWS Batch jobs',
  sagemaker: 'Amazon SageMaker pipelines',
  redshift: 'Amazon Redshift',
  'redshift-serverless': 'Amazon Redshift',
  timestream: 'Amazon Timestream',
  inspector: 'Amazon Inspector',
};

const kinds: Readonly<Record<string, (resource: string) => TargetKind | undefined>> = {
  lambda: () => 'function',
  sqs: () => 'queue',
  // FIFO topics are no targets of pipes.
  sns: (resource) => (resource.endsWith('.fifo') ? undefined : 'topic'),
  events: (resource) =>
    resource.startsWith('api-destination/') ? 'destination' : resource.startsWith('event-bus/') ? 'bus' : undefined,
  kinesis: () => 'stream',
  firehose: () => 'firehose',
  logs: () => 'logs',
  states: () => 'machine',
  'execute-api': () => 'api',
};

/** What a target's ARN names; undefined where a pipe cannot have it for one. Throws UnsupportedError. */
export function kindOf(target: string): TargetKind | undefined {
  const arn = parseArn(target);
  if (!arn) return undefined;
  const other = otherTargets[arn.service];
  if (other !== undefined) throw new UnsupportedError(`pipes to ${other}`);
  return Object.hasOwn(kinds, arn.service) ? kinds[arn.service]?.(arn.resource) : undefined;
}

/** Events that a target takes at once; of functions and state machines that is the customer's affair. */
export const batchMax: Readonly<Record<TargetKind, number>> = {
  function: 10_000,
  machine: 10_000,
  logs: 10_000,
  firehose: 500,
  stream: 500,
  queue: 10,
  topic: 10,
  bus: 10,
  destination: 1,
  api: 1,
};

const enrichments: ReadonlySet<TargetKind> = new Set(['function', 'machine', 'destination', 'api']);

/** Throws ValidationException for what is no target. */
export function targetKind(target: string): TargetKind {
  const kind = kindOf(target);
  if (!kind) throw invalidField('Target', `The target ${target} is not supported.`);
  return kind;
}

/** Throws ValidationException for what cannot enrich. */
export function enrichmentKind(enrichment: string): TargetKind {
  const kind = kindOf(enrichment);
  if (!kind || !enrichments.has(kind))
    throw invalidField('Enrichment', `The enrichment ${enrichment} is not supported.`);
  return kind;
}
