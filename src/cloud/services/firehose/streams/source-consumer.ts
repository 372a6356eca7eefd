import type { Consumer, EventBatch, Handled, SourceSettings } from '../../../event-sources/consumer.ts';
import { SourceCalls } from '../../../event-sources/source-calls.ts';
import { isJsonObject, parseJsonObject } from '../../../kernel/json.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Scope } from '../../../kernel/scope.ts';
import type { DeliveryStream, FirehoseState, KinesisStreamSource } from '../state.ts';
import { firehosePrincipal } from './source.ts';

const takeLimitMs = 10_000;

/** Until it is taken: Firehose never gives up a record of its source. */
const settings: SourceSettings = {
  // As many as one PutRecordBatch takes.
  batchSize: 500,
  windowSeconds: 0,
  filters: [],
  stream: {
    startingPosition: 'LATEST',
    parallelizationFactor: 1,
    tumblingSeconds: 0,
    bisects: false,
    maximumRetries: -1,
    maximumAgeSeconds: -1,
  },
};

/** A delivery stream, as what takes what a stream of Kinesis has. */
export class SourceConsumer implements Consumer {
  readonly account: string;
  readonly region: string;
  readonly sourceArn: string;
  readonly name: string;
  readonly principal = firehosePrincipal;
  readonly #state: FirehoseState;
  readonly #createdMs: number;
  readonly #calls: SourceCalls;

  constructor(kernel: Kernel, scope: Scope, state: FirehoseState, stream: DeliveryStream & Sourced) {
    this.account = scope.account;
    this.region = scope.region;
    this.sourceArn = stream.source.streamArn;
    this.name = stream.name;
    this.#state = state;
    this.#createdMs = stream.createdMs;
    this.#calls = new SourceCalls(kernel, scope, this.principal);
  }

  settings(): SourceSettings | undefined {
    return this.#state.streams.get(this.name)?.createdMs === this.#createdMs ? settings : undefined;
  }

  async handle({ records, trace }: EventBatch): Promise<Handled> {
    const input = { Name: this.name, Records: records.map(dataOf) };
    await this.#calls.call('firehose', 'TakeFromSource', input, takeLimitMs, trace);
    return { failed: new Set(), functionError: null };
  }

  position(shardId: string): string | undefined {
    return this.#state.positions(this.name).get(shardId);
  }

  keepPosition(shardId: string, sequence: string): void {
    if (this.settings()) this.#state.positions(this.name).set(shardId, sequence);
  }

  giveUp(): void {}
}

/** That it is read from somewhere. */
export interface Sourced {
  readonly source: KinesisStreamSource;
}

/** Base64. */
function dataOf(text: string): string {
  const kinesis = parseJsonObject(text)?.kinesis;
  return isJsonObject(kinesis) ? String(kinesis.data) : '';
}
