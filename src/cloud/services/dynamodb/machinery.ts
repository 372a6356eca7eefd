import type { Context, Machinery } from '../../kernel/service.ts';
import { TransactionLocks } from './engine/transaction-locks.ts';

/** The living part of DynamoDB: who waits for records of streams, and which transactions are under way. No state. */
export class DynamoMachinery implements Machinery {
  readonly locks = new TransactionLocks();
  readonly #listeners = new Map<string, Set<() => void>>();

  /** Calls `listener` behind every write into the stream; the answer ends that. */
  onRecords(streamArn: string, listener: () => void): () => void {
    const known = this.#listeners.get(streamArn) ?? new Set();
    this.#listeners.set(streamArn, known.add(listener));
    return () => {
      known.delete(listener);
      if (known.size === 0) this.#listeners.delete(streamArn);
    };
  }

  /** Something was written. */
  tell(streamArn: string): void {
    for (const listener of this.#listeners.get(streamArn) ?? []) listener();
  }

  /** The world was replaced: what was under way belongs to another one. */
  forget(): void {
    this.locks.clear();
  }
}

/** That of the cloud; tests of the engine have none. */
export const machineryOf = ({ machinery }: Pick<Context, 'machinery'>): DynamoMachinery | undefined =>
  machinery as DynamoMachinery | undefined;
