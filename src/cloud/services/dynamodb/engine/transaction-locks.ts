import { transactionConflict, transactionInProgress } from '../errors/item-errors.ts';
import type { Table } from '../state.ts';
import type { ByteString } from '../values/attribute-value.ts';

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
export class TransactionLocks {
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
