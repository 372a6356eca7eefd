import type {
  Consumer,
  EventBatch,
  Handled,
  LostRecords,
  SourceSettings,
  WindowedBatch,
} from '../../../event-sources/consumer.ts';
import { failedIn } from '../../../event-sources/item-failures.ts';
import { SourceCalls } from '../../../event-sources/source-calls.ts';
import { parseArn } from '../../../kernel/arns.ts';
import { serviceCaller } from '../../../kernel/identity.ts';
import { parseJsonObject } from '../../../kernel/json.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Scope } from '../../../kernel/scope.ts';
import { functionArn, latest } from '../function-reference.ts';
import { lambdaDeliveries, objectKey, recordFor } from '../invocation/destinations.ts';
import type { Metrics } from '../invocation/telemetry.ts';
import { type EventSourceMapping, keyOf, type LambdaState } from '../state.ts';
import { isKinesis } from './event-source.ts';

/** Where a mapping is kept. */
export interface MappingPlace extends Scope {
  readonly state: LambdaState;
  readonly uuid: string;
}

/** What consumers work with. */
export interface ConsumerParts {
  readonly kernel: Kernel;
  readonly metrics: Pick<Metrics, 'count'>;
}

/** As whom Lambda asks sources. */
export const lambdaPrincipal = 'lambda.amazonaws.com';

/** Longer than any function may run (15 minutes): its own timeout comes first. */
const invokeLimitMs = 16 * 60_000;

/** What an Invoke answers, as far as mappings look. */
interface InvokeAnswer {
  readonly FunctionError?: string;
  readonly Payload?: Uint8Array;
}

/** A function that takes what a source has, by its mapping. */
export class MappingConsumer implements Consumer {
  readonly account: string;
  readonly region: string;
  readonly sourceArn: string;
  readonly name: string;
  readonly principal = lambdaPrincipal;
  readonly #kernel: Kernel;
  readonly #metrics: Pick<Metrics, 'count'>;
  readonly #place: MappingPlace;
  readonly #calls: SourceCalls;

  constructor(
    { kernel, metrics }: ConsumerParts,
    place: MappingPlace,
    { eventSourceArn, functionName }: EventSourceMapping,
  ) {
    this.#metrics = metrics;
    this.account = place.account;
    this.region = place.region;
    this.sourceArn = eventSourceArn;
    this.name = functionName;
    this.#kernel = kernel;
    this.#place = place;
    this.#calls = new SourceCalls(kernel, place, this.principal);
  }

  settings(): SourceSettings | undefined {
    const { state, uuid } = this.#place;
    const mapping = state.eventSourceMappings.get(uuid);
    return mapping && state.functions.has(mapping.functionName) ? mapping : undefined;
  }

  async handle({ records, ids, trace, lastCreatedMs, windowed }: EventBatch): Promise<Handled> {
    const mapping = this.#mapping();
    const input = {
      FunctionName: functionArn(this, mapping.functionName, mapping.qualifier),
      InvocationType: 'RequestResponse',
      Payload: Buffer.from(`{"Records":[${records.join(',')}]${this.#windowText(windowed)}}`),
    };
    if (lastCreatedMs !== undefined) this.#countAge(lastCreatedMs);
    const answer = await this.#calls.call<InvokeAnswer>('lambda', 'Invoke', input, invokeLimitMs, trace);
    if (answer.FunctionError !== undefined) return { failed: 'all', functionError: answer.FunctionError };
    const payload = Buffer.from(answer.Payload ?? []).toString();
    const state = windowed && stateIn(payload);
    // Functions of windows must answer one, but for the last time.
    if (windowed && !state && !windowed.isFinalInvokeForWindow) return { failed: 'all', functionError: 'Unhandled' };
    if (!mapping.reportsItemFailures) return state ? { ...allDone, state } : allDone;
    // Mappings of streams take an empty array for no failures; those of queues for an answer without sense.
    if (mapping.stream && /^\s*\[\s*\]\s*$/.test(payload)) return allDone;
    return { failed: failedIn(payload, ids), functionError: null, ...(state && { state }) };
  }

  position(shardId: string): string | undefined {
    return this.#place.state.checkpoints.get(positionKey(this.#mapping(), shardId));
  }

  keepPosition(shardId: string, sequence: string): void {
    this.#place.state.checkpoints.set(positionKey(this.#mapping(), shardId), sequence);
  }

  window(shardId: string): string | undefined {
    return this.#place.state.checkpoints.get(windowKey(this.#mapping(), shardId));
  }

  keepWindow(shardId: string, text: string | undefined): void {
    const key = windowKey(this.#mapping(), shardId);
    if (text === undefined) this.#place.state.checkpoints.delete(key);
    else this.#place.state.checkpoints.set(key, text);
  }

  /** The role of the function. */
  identityArn(): string | undefined {
    const { state, uuid } = this.#place;
    const mapping = state.eventSourceMappings.get(uuid);
    const { functionName = '', qualifier = latest } = mapping ?? {};
    const alias = state.aliases.get(keyOf(functionName, qualifier));
    return state.versions.get(keyOf(functionName, alias?.functionVersion ?? qualifier))?.settings.Role;
  }

  giveUp(lost: LostRecords): void {
    const mapping = this.#mapping();
    const destination = mapping.stream?.onFailure;
    if (destination === undefined) return;
    const { account, region } = this;
    const record = recordFor(destination, mapping.functionName, JSON.stringify(this.#failureRecord(mapping, lost)));
    const key = objectKey(`${mapping.uuid}/${lost.shardId}`, this.#kernel);
    lambdaDeliveries.deliver(
      { ...record, key },
      { account, region, caller: serviceCaller(this.principal, account) },
      this.#kernel,
    );
  }

  #windowText(windowed: WindowedBatch | undefined): string {
    return windowed ? `,${JSON.stringify({ ...windowed, eventSourceARN: this.sourceArn }).slice(1, -1)}` : '';
  }

  /** https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html */
  #countAge(lastCreatedMs: number): void {
    this.#metrics.count(this, this.name, 'IteratorAge', Math.max(0, this.#kernel.clock.now() - lastCreatedMs));
  }

  #mapping(): EventSourceMapping {
    const mapping = this.#place.state.eventSourceMappings.get(this.#place.uuid);
    if (!mapping) throw new Error(`the mapping of ${this.sourceArn} is gone`);
    return mapping;
  }

  /** The JSON that destinations get. https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html */
  #failureRecord({ functionName, qualifier }: EventSourceMapping, lost: LostRecords): object {
    const { condition, attempts, functionError, shardId, first, last, batchSize } = lost;
    const at = (createdMs: number) => new Date(createdMs).toISOString().replace('.000Z', 'Z');
    return {
      requestContext: {
        requestId: this.#kernel.random.uuid(),
        functionArn: functionArn(this, functionName, qualifier),
        condition,
        approximateInvokeCount: attempts,
      },
      ...(attempts > 0 && {
        responseContext: { statusCode: 200, executedVersion: qualifier ?? '$LATEST', functionError },
      }),
      version: '1.0',
      timestamp: new Date(this.#kernel.clock.now()).toISOString(),
      [isKinesis(this.sourceArn) ? 'KinesisBatchInfo' : 'DDBStreamBatchInfo']: {
        shardId,
        startSequenceNumber: first.sequence,
        endSequenceNumber: last.sequence,
        approximateArrivalOfFirstRecord: at(first.createdMs),
        approximateArrivalOfLastRecord: at(last.createdMs),
        batchSize,
        streamArn: this.sourceArn,
      },
    };
  }
}

/** Where a mapping's position is kept. Streams of tables have one shard at a time, whose sequence goes on in the next. */
export const positionKey = (
  { uuid, eventSourceArn }: Pick<EventSourceMapping, 'uuid' | 'eventSourceArn'>,
  shardId: string,
) => (parseArn(eventSourceArn)?.service === 'dynamodb' ? uuid : `${uuid}:${shardId}`);

const windowKey = ({ uuid }: Pick<EventSourceMapping, 'uuid'>, shardId: string) => `${uuid}:${shardId}:window`;

/** The state that a function of windows answered; undefined for none. */
function stateIn(payload: string): object | undefined {
  const state = parseJsonObject(payload)?.state;
  return typeof state === 'object' && state !== null ? state : undefined;
}

const allDone: Handled = { failed: new Set(), functionError: null };
