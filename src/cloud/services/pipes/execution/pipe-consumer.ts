import type { Consumer, EventBatch, Handled, LostRecords, SourceSettings } from '../../../event-sources/consumer.ts';
import { SourceCalls } from '../../../event-sources/source-calls.ts';
import { serviceCaller } from '../../../kernel/identity.ts';
import { isJsonObject, parseJson } from '../../../kernel/json.ts';
import type { Scope } from '../../../kernel/scope.ts';
import type { CloudKernel } from '../../../service-kit/contract.ts';
import { type PipeRecord, type PipesState, positionKey } from '../state.ts';
import { lostMessage, pipesDeliveries } from './dead-letters.ts';
import type { ExecutionLog, PipeLogs } from './pipe-logs.ts';
import { type Metered, pipeMetrics } from './pipe-metrics.ts';
import { pipesPrincipal } from './probe-source.ts';
import type { TargetOutput } from './run-target.ts';
import { StageFailure } from './stage.ts';

/** AWS: for how long one execution may run. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const executionMsMax = 5 * 60_000;

/** One execution, from the source's batch to its end. */
interface Execution {
  readonly pipe: PipeRecord;
  readonly id: string;
  readonly log: ExecutionLog;
  readonly metered: Metered;
  readonly trace: EventBatch['trace'];
}

/** A pipe, as what takes what its source has. */
export class PipeConsumer implements Consumer {
  readonly account: string;
  readonly region: string;
  readonly sourceArn: string;
  readonly name: string;
  readonly principal = pipesPrincipal;
  readonly #kernel: CloudKernel;
  readonly #state: PipesState;
  readonly #id: string;
  readonly #calls: SourceCalls;
  readonly #logs: PipeLogs;

  constructor(kernel: CloudKernel, scope: Scope, state: PipesState, pipe: PipeRecord, logs: PipeLogs) {
    this.account = scope.account;
    this.region = scope.region;
    this.sourceArn = pipe.source;
    this.name = pipe.name;
    this.#kernel = kernel;
    this.#state = state;
    this.#id = pipe.id;
    this.#calls = new SourceCalls(kernel, scope, this.principal);
    this.#logs = logs;
  }

  settings(): SourceSettings | undefined {
    const pipe = this.#find();
    return pipe?.currentState === 'RUNNING' ? sourceSettings(pipe) : undefined;
  }

  async handle(batch: EventBatch): Promise<Handled> {
    const pipe = this.#pipe();
    const id = this.#kernel.random.uuid();
    const log = this.#logs.of(pipe, id);
    const metered = pipeMetrics(this.#kernel, this, pipe.name);
    const records = batch.records.map(flattened);
    metered.begin(records);
    log.step('EXECUTION_STARTED', { payload: `[${records.join(',')}]` });
    try {
      const failed = await this.#run({ pipe, id, log, metered, trace: batch.trace }, records);
      log.step(endOf(failed, 'EXECUTION'));
      metered.end(failed);
      return handled(failed, batch.ids);
    } catch (error) {
      log.step('EXECUTION_FAILED', { error });
      metered.end('all');
      // Work that went wrong is not tried again at once: that is the source's affair.
      if (error instanceof StageFailure) return { failed: 'all', functionError: error.code };
      throw error;
    } finally {
      if (pipe.logConfiguration) await this.#logs.flush();
    }
  }

  position(shardId: string): string | undefined {
    return this.#state.positions.get(positionKey(this.#pipe(), shardId));
  }

  keepPosition(shardId: string, sequence: string): void {
    this.#state.positions.set(positionKey(this.#pipe(), shardId), sequence);
  }

  /** The pipe's role, where records of functions name the function's. */
  identityArn(): string | undefined {
    return this.#find()?.roleArn;
  }

  giveUp(lost: LostRecords): void {
    const { account, region } = this;
    const message = lostMessage(this.#pipe(), lost, this.#kernel.clock.now());
    if (!message) return;
    const caller = serviceCaller(this.principal, account);
    pipesDeliveries.deliver(message, { account, region, caller }, this.#kernel);
  }

  async #run(execution: Execution, records: readonly string[]): Promise<TargetOutput['Failed']> {
    const { pipe, log } = execution;
    const Events = pipe.enrichment === undefined ? records : await this.#enrich(execution, records);
    if (Events.length === 0) {
      log.step('TARGET_STAGE_SKIPPED');
      execution.metered.skip();
      return [];
    }
    return this.#tell(execution, Events, records.map(idOf));
  }

  async #enrich({ pipe, id, log, metered, trace }: Execution, records: readonly string[]): Promise<readonly string[]> {
    log.step('ENRICHMENT_STAGE_ENTERED');
    const input = { Pipe: pipe.name, Execution: id, Events: records };
    const stage = metered.stage('Enrichment');
    try {
      const answer = this.#calls.call<{ readonly Events: readonly string[] }>(
        'pipes',
        'RunEnrichment',
        input,
        executionMsMax,
        trace,
      );
      const { Events } = await answer;
      stage([]);
      log.step('ENRICHMENT_STAGE_SUCCEEDED');
      return Events;
    } catch (error) {
      stage('all');
      log.step('ENRICHMENT_STAGE_FAILED', { error });
      throw error;
    }
  }

  async #tell({ pipe, id, log, metered, trace }: Execution, Events: readonly string[], Ids: readonly string[]) {
    log.step('TARGET_STAGE_ENTERED');
    const input = { Pipe: pipe.name, Execution: id, Events, Ids };
    const stage = metered.stage('Target');
    try {
      const { Failed } = await this.#calls.call<TargetOutput>('pipes', 'RunTarget', input, executionMsMax, trace);
      stage(Failed);
      log.step(endOf(Failed, 'TARGET_STAGE'));
      return Failed;
    } catch (error) {
      stage('all');
      log.step('TARGET_STAGE_FAILED', { error });
      throw error;
    }
  }

  #find(): PipeRecord | undefined {
    const pipe = this.#state.pipes.get(this.name);
    return pipe?.id === this.#id ? pipe : undefined;
  }

  #pipe(): PipeRecord {
    const pipe = this.#find();
    if (!pipe) throw new Error(`the pipe ${this.name} is gone`);
    return pipe;
  }
}

const endOf = (failed: TargetOutput['Failed'], what: string): string =>
  failed === 'all' ? `${what}_FAILED` : failed.length > 0 ? `${what}_PARTIALLY_FAILED` : `${what}_SUCCEEDED`;

function handled(failed: TargetOutput['Failed'], ids: readonly string[]): Handled {
  if (failed === 'all') return { failed: 'all', functionError: null };
  const at = new Set(failed);
  return { failed: new Set(ids.filter((_, index) => at.has(index))), functionError: null };
}

/** How the source is read. */
function sourceSettings({ sourceParameters, startingTimestampMs }: PipeRecord): SourceSettings {
  const { FilterCriteria, SqsQueueParameters, DynamoDBStreamParameters, KinesisStreamParameters } = sourceParameters;
  const stream = DynamoDBStreamParameters ?? KinesisStreamParameters;
  const { BatchSize = 1, MaximumBatchingWindowInSeconds = 0 } = SqsQueueParameters ?? stream ?? {};
  return {
    batchSize: BatchSize,
    windowSeconds: MaximumBatchingWindowInSeconds,
    filters: (FilterCriteria?.Filters ?? []).flatMap(({ Pattern }) => (Pattern ? [Pattern] : [])),
    ...(stream && {
      stream: {
        startingPosition: stream.StartingPosition ?? 'LATEST',
        ...(startingTimestampMs !== undefined && { startingTimestampMs }),
        tumblingSeconds: 0,
        parallelizationFactor: stream.ParallelizationFactor ?? 1,
        bisects: stream.OnPartialBatchItemFailure === 'AUTOMATIC_BISECT',
        maximumRetries: stream.MaximumRetryAttempts ?? -1,
        maximumAgeSeconds: stream.MaximumRecordAgeInSeconds ?? -1,
        ...(stream.DeadLetterConfig?.Arn && { onFailure: stream.DeadLetterConfig.Arn }),
      },
    }),
  };
}

/**
 * A record as pipes pass it on. Records of Kinesis are flat, where those of functions have what is in the shard under
 * `kinesis`. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-kinesis.html
 */
export function flattened(text: string): string {
  if (!text.includes('"kinesis":')) return text;
  const record = parseJson(text);
  if (!isJsonObject(record) || !isJsonObject(record.kinesis)) return text;
  const { kinesis, ...rest } = record;
  return JSON.stringify({ ...(kinesis as object), ...rest });
}

/** By which targets name a record: the id of a message, or of an event of a stream. */
function idOf(text: string): string {
  const record = parseJson(text);
  return isJsonObject(record) ? String(record.messageId ?? record.eventID ?? '') : '';
}
