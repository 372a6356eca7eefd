import type { Kernel } from '../../kernel/kernel.ts';
import type { ServiceRuntime } from '../../kernel/service-runtime.ts';
import type { Context } from '../../service-kit/contract.ts';
import { ThroughputLimits } from './engine/throughput-limits.ts';
import { TransactionLocks } from './engine/transaction-locks.ts';

/** The living part of DynamoDB: who waits for records of streams, which transactions are under way, what was spent. No state. */
export class DynamoRuntime implements ServiceRuntime {
  readonly locks = new TransactionLocks();
  /** Where the cloud was started to enforce capacity. */
  readonly limits: ThroughputLimits | undefined;
  readonly #listeners = new Map<string, Set<() => void>>();

  constructor({ clock, settings }: Pick<Kernel, 'clock' | 'settings'>) {
    this.limits = settings.enforceCapacity ? new ThroughputLimits(clock) : undefined;
  }

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
    this.limits?.clear();
  }
}

/** That of the cloud; tests of the engine have none. */
export const machineryOf = ({ runtime }: Pick<Context, 'runtime'>): DynamoRuntime | undefined =>
  runtime as DynamoRuntime | undefined;
