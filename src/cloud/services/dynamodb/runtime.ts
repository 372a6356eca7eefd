import type { ServiceRuntime } from '../../kernel/service-runtime.ts';
import type { CloudKernel, Context } from '../../service-kit/contract.ts';
import { ThroughputLimits } from './engine/throughput-limits.ts';
import { ThroughputMeter } from './engine/throughput-meter.ts';
import { transactionConflict, transactionInProgress } from './errors/item-errors.ts';
import type { Table } from './state.ts';
import type { ByteString } from './values/attribute-value.ts';

type DynamoKernel = Pick<CloudKernel, 'clock' | 'settings' | 'signals' | 'metrics'>;

/** The living part of DynamoDB: which transactions are under way, what was spent. No state. */
export class DynamoRuntime implements ServiceRuntime {
  readonly locks = new TransactionLocks();
  /** Where the cloud was started to enforce capacity. */
  readonly #enforced: ThroughputLimits | undefined;
  /** What reads and writes spend is counted, and limited there. */
  readonly limits: ThroughputMeter;
  readonly #signals: CloudKernel['signals'];

  constructor({ clock, settings, signals, metrics }: DynamoKernel) {
    this.#enforced = settings.enforceCapacity ? new ThroughputLimits(clock) : undefined;
    this.limits = new ThroughputMeter(metrics, this.#enforced);
    this.#signals = signals;
  }

  /** Something was written into a stream. */
  tell(streamArn: string): void {
    void this.#signals.announce(`stream:${streamArn}`);
  }

  /** The world was replaced: what was under way belongs to another one. */
  forget(): void {
    this.locks.clear();
    this.#enforced?.clear();
  }
}

/** That of the cloud; tests of the engine have none. */
export const dynamoRuntimeOf = ({ runtime }: Pick<Context, 'runtime'>): DynamoRuntime | undefined =>
  runtime as DynamoRuntime | undefined;

/** An item, wherever it is. */
export interface Touched {
  readonly table: Table;
  readonly key: ByteString;
}

/**
 * The items of transactions that are under way. At AWS a transaction takes a while, and meanwhile others that want one of its
 * items are refused; here it takes one turn of the event loop, so that whatever comes together conflicts.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-conflict-handling
 */
class TransactionLocks {
  readonly #items = new Set<string>();
  readonly #tokens = new Set<string>();

  /** Whether a transaction that writes the item is under way. */
  isLocked(item: Touched): boolean {
    return this.#items.size > 0 && this.#items.has(identityOf(item));
  }

  /** Throws TransactionConflictException. */
  assertFree(item: Touched): void {
    if (this.isLocked(item)) throw transactionConflict();
  }

  /** Throws TransactionInProgressException while a transaction with the token is under way. */
  assertTokenFree(token: string | undefined): void {
    if (token !== undefined && this.#tokens.has(token)) throw transactionInProgress();
  }

  /** Does `work` in a later turn, with the items and the token taken until then. */
  async hold<T>(items: readonly Touched[], token: string | undefined, work: () => T): Promise<T> {
    const identities = items.map(identityOf);
    for (const identity of identities) this.#items.add(identity);
    if (token !== undefined) this.#tokens.add(token);
    try {
      await new Promise<void>((resolve) => setImmediate(resolve));
      return work();
    } finally {
      for (const identity of identities) this.#items.delete(identity);
      if (token !== undefined) this.#tokens.delete(token);
    }
  }

  clear(): void {
    this.#items.clear();
    this.#tokens.clear();
  }
}

const identityOf = ({ table, key }: Touched): string => `${table.id}/${key}`;
