import type { Kernel } from '../../kernel/kernel.ts';
import { SourceCalls } from '../source-calls.ts';
import { dynamodbRecord, type SourceRecord } from './dynamodb-record.ts';
import type { Shard, ShardPosition, StreamAccess, StreamSource } from './stream-source.ts';

const readLimitMs = 10_000;
/** AWS: of one GetRecords. */
const recordsMax = 1000;

/** The stream of a table, through DynamoDB Streams. */
export class DynamodbSource implements StreamSource {
  readonly announcedAs: string;
  readonly #arn: string;
  readonly #calls: SourceCalls;

  constructor(kernel: Kernel, { sourceArn, principal, account, region }: StreamAccess) {
    this.announcedAs = sourceArn;
    this.#arn = sourceArn;
    this.#calls = new SourceCalls(kernel, { account, region }, principal);
  }

  async shards(): Promise<readonly Shard[]> {
    const { StreamDescription } = await this.#call<{
      readonly StreamDescription: { readonly Shards: readonly { readonly ShardId: string }[] };
    }>('DescribeStream', { StreamArn: this.#arn });
    // One at a time, whatever parents it had: what was in those is in it.
    return StreamDescription.Shards.slice(0, 1).map(({ ShardId }) => ({ id: ShardId, parents: [] }));
  }

  async read(ShardId: string, position: ShardPosition, limit: number) {
    const { ShardIterator } = await this.#call<{ readonly ShardIterator: string }>('GetShardIterator', {
      StreamArn: this.#arn,
      ShardId,
      ...iteratorAt(position),
    });
    const { Records } = await this.#call<{ readonly Records: readonly SourceRecord[] }>('GetRecords', {
      ShardIterator,
      Limit: Math.min(recordsMax, limit),
    });
    return { records: Records.map((record) => dynamodbRecord(record, this.#arn)), isOver: false };
  }

  #call<Output>(operation: string, input: object): Promise<Output> {
    return this.#calls.call<Output>('dynamodbstreams', operation, input, readLimitMs);
  }
}

/** Tables' streams know no times. */
function iteratorAt(position: ShardPosition): object {
  if (position === 'latest') return { ShardIteratorType: 'LATEST' };
  if (typeof position === 'object' && 'after' in position) {
    return { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: position.after };
  }
  return { ShardIteratorType: 'TRIM_HORIZON' };
}
