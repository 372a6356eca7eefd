import { serviceCaller } from '../../../../kernel/identity.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import type { Scope } from '../../../../kernel/scope.ts';
import { lambdaDeliveries, recordFor } from '../../invocation/destinations.ts';
import type { EventSourceMapping } from '../../state.ts';
import { type InvokeAnswer, LambdaCalls } from '../source-calls.ts';
import { type SourceRecord, sequenceOf } from './stream-event.ts';

const readLimitMs = 10_000;

/** What a poller asks of DynamoDB Streams, Lambda and destinations, as Lambda itself, through the pipeline like everybody. */
export class StreamCalls {
  readonly streamArn: string;
  readonly #kernel: Kernel;
  readonly #scope: Scope;
  readonly #lambda: LambdaCalls;

  constructor(kernel: Kernel, scope: Scope, streamArn: string) {
    this.#kernel = kernel;
    this.#scope = scope;
    this.#lambda = new LambdaCalls(kernel, scope);
    this.streamArn = streamArn;
  }

  /** Records behind a sequence number, oldest first; from the oldest there is when it is undefined. */
  async read(after: string | undefined, limit: number): Promise<{ records: SourceRecord[]; shardId: string }> {
    const { StreamArn, ShardId } = await this.#shard();
    const position =
      after === undefined
        ? { ShardIteratorType: 'TRIM_HORIZON' }
        : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: after };
    const { ShardIterator } = await this.#streams<{ readonly ShardIterator: string }>('GetShardIterator', {
      StreamArn,
      ShardId,
      ...position,
    });
    const { Records } = await this.#streams<{ readonly Records: SourceRecord[] }>('GetRecords', {
      ShardIterator,
      Limit: Math.min(1000, limit),
    });
    return { records: Records, shardId: ShardId };
  }

  /** The sequence number of the last record that is in the stream now; undefined for an empty one. */
  async lastSequence(): Promise<string | undefined> {
    let last: string | undefined;
    for (;;) {
      const { records } = await this.read(last, 1000);
      const record = records.at(-1);
      if (!record) return last;
      last = sequenceOf(record);
    }
  }

  invoke(mapping: EventSourceMapping, payload: string): Promise<InvokeAnswer> {
    return this.#lambda.invoke(mapping, payload);
  }

  /** Promises a destination a record; `key` is for buckets. */
  tell(destination: string, { functionName }: EventSourceMapping, record: string, key: string): void {
    const { account, region } = this.#scope;
    const origin = { account, region, caller: serviceCaller('lambda.amazonaws.com', account) };
    lambdaDeliveries.deliver({ ...recordFor(destination, functionName, record), key }, origin, this.#kernel);
  }

  async #shard(): Promise<{ readonly StreamArn: string; readonly ShardId: string }> {
    const StreamArn = this.streamArn;
    const { StreamDescription } = await this.#streams<{
      readonly StreamDescription: { readonly Shards: readonly { readonly ShardId: string }[] };
    }>('DescribeStream', { StreamArn });
    return { StreamArn, ShardId: StreamDescription.Shards[0]?.ShardId ?? '' };
  }

  #streams<Output>(operation: string, input: object): Promise<Output> {
    return this.#lambda.call<Output>('dynamodbstreams', operation, input, readLimitMs);
  }
}
