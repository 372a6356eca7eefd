import type {
  PipeEnrichmentParameters,
  PipeLogConfigurationParameters,
  PipeSourceParameters,
  PipeState,
  PipeTargetParameters,
  RequestedPipeState,
} from '@aws-sdk/client-pipes';
import type { Collection } from '../../kernel/collection.ts';
import type { StateScope } from '../../kernel/world.ts';
import type { Tags } from '../../service-kit/tags.ts';

/** A pipe. Times are milliseconds since the epoch. */
export interface PipeRecord {
  /** Another one for each pipe of a name, so that none inherits the positions of the one before. */
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  readonly description?: string;
  readonly roleArn: string;
  readonly source: string;
  /** With AWS's defaults in it. */
  readonly sourceParameters: PipeSourceParameters;
  /** Of `AT_TIMESTAMP`; the parameters are without it, as they are plain data. */
  readonly startingTimestampMs?: number;
  readonly enrichment?: string;
  readonly enrichmentParameters?: PipeEnrichmentParameters;
  readonly target: string;
  readonly targetParameters?: PipeTargetParameters;
  readonly logConfiguration?: PipeLogConfigurationParameters;
  readonly kmsKeyIdentifier?: string;
  readonly desiredState: RequestedPipeState;
  readonly currentState: PipeState;
  readonly stateReason?: string;
  readonly createdMs: number;
  readonly modifiedMs: number;
  readonly tags: Tags;
}

/** EventBridge Pipes in one account and region. */
export interface PipesState {
  /** By name. */
  readonly pipes: Collection<PipeRecord>;
  /** Sequence numbers up to which a shard is done, by {@link positionKey}. */
  readonly positions: Collection<string>;
}

/** The collection of pipes, as the world names it. */
export const pipesCollection = 'pipes';

/** Opens the state of one account and region. */
export const openPipesState = (scope: StateScope): PipesState => ({
  pipes: scope.collection<PipeRecord>(pipesCollection),
  positions: scope.collection<string>('positions'),
});

/** Where the position in a shard is kept. Streams of tables have one shard at a time, whose sequence goes on in the next. */
export const positionKey = ({ id, source }: Pick<PipeRecord, 'id' | 'source'>, shardId: string): string =>
  `${id} ${/^arn:[^:]+:dynamodb:/.test(source) ? '' : shardId}`;
