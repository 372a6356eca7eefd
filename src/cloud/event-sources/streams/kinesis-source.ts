import type { Kernel } from '../../kernel/kernel.ts';
import { SourceCalls } from '../source-calls.ts';
import { type KinesisRecord, kinesisRecord } from './kinesis-record.ts';
import type { Shard, ShardPosition, StreamAccess, StreamSource } from './stream-source.ts';

const readLimitMs = 10_000;
/** AWS: of one GetRecords. */
const recordsMax = 10_000;

/** What ListShards answers, as far as it is read. */
interface ListedShards {
  readonly Shards: readonly {
    readonly ShardId: string;
    readonly ParentShardId?: string;
    readonly AdjacentParentShardId?: string;
  }[];
  readonly NextToken?: string;
}

/**
 * A stream of Kinesis. A consumer of enhanced fan-out is read as its stream is: what it gets is the same, and nobody shares
 * throughput here.
 */
export class KinesisSource implements StreamSource {
  readonly announcedAs: string;
  readonly #access: StreamAccess;
  readonly #calls: SourceCalls;

  constructor(kernel: Kernel, access: StreamAccess) {
    this.#access = access;
    this.announcedAs = access.sourceArn.replace(/\/consumer\/.*$/s, '');
    this.#calls = new SourceCalls(kernel, access, access.principal);
  }

  async shards(): Promise<readonly Shard[]> {
    const shards: Shard[] = [];
    for (let input: object | undefined = { StreamARN: this.announcedAs }; input; ) {
      const page: ListedShards = await this.#call('ListShards', input);
      for (const { ShardId, ParentShardId, AdjacentParentShardId } of page.Shards) {
        const parents = [ParentShardId, AdjacentParentShardId].filter((parent) => parent !== undefined);
        shards.push({ id: ShardId, parents });
      }
      input = page.NextToken === undefined ? undefined : { NextToken: page.NextToken };
    }
    return shards;
  }

  async read(ShardId: string, position: ShardPosition, limit: number) {
    const StreamARN = this.announcedAs;
    const { ShardIterator } = await this.#call<{ readonly ShardIterator: string }>('GetShardIterator', {
      StreamARN,
      ShardId,
      ...iteratorAt(position),
    });
    const { Records, NextShardIterator } = await this.#call<{
      readonly Records: readonly KinesisRecord[];
      readonly NextShardIterator?: string;
    }>('GetRecords', { StreamARN, ShardIterator, Limit: Math.min(recordsMax, limit) });
    const { sourceArn: streamArn, region } = this.#access;
    const place = { streamArn, region, shardId: ShardId, identityArn: this.#access.identityArn?.() };
    return {
      records: Records.map((record) => kinesisRecord(record, place)),
      isOver: NextShardIterator === undefined,
    };
  }

  #call<Output>(operation: string, input: object): Promise<Output> {
    return this.#calls.call<Output>('kinesis', operation, input, readLimitMs);
  }
}

function iteratorAt(position: ShardPosition): object {
  if (position === 'latest') return { ShardIteratorType: 'LATEST' };
  if (position === 'oldest') return { ShardIteratorType: 'TRIM_HORIZON' };
  if ('after' in position) {
    return { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: position.after };
  }
  return { ShardIteratorType: 'AT_TIMESTAMP', Timestamp: new Date(position.fromMs) };
}
