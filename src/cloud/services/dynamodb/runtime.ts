import type { Kernel } from '../../kernel/kernel.ts';
import type { ServiceRuntime } from '../../kernel/service-runtime.ts';
import type { Context } from '../../service-kit/contract.ts';
import { ThroughputLimits } from './engine/throughput-limits.ts';
import { TransactionLocks } from './engine/transaction-locks.ts';

/** The living part of DynamoDB: which transactions are under way, what was spent. No state. */
export class DynamoRuntime implements ServiceRuntime {
  readonly locks = new TransactionLocks();
  /** Where the cloud was started to enforce capacity. */
  readonly limits: ThroughputLimits | undefined;
  readonly #signals: Kernel['signals'];

  constructor({ clock, settings, signals }: Pick<Kernel, 'clock' | 'settings' | 'signals'>) {
    this.limits = settings.enforceCapacity ? new ThroughputLimits(clock) : undefined;
    this.#signals = signals;
  }

  /** Something was written into a stream. */
  tell(streamArn: string): void {
    void this.#signals.announce(`stream:${streamArn}`);
  }

  /** The world was replaced: what was under way belongs to another one. */
  forget(): void {
    this.locks.clear();
    this.limits?.clear();
  }
}

/** That of the cloud; tests of the engine have none. */
export const dynamoRuntimeOf = ({ runtime }: Pick<Context, 'runtime'>): DynamoRuntime | undefined =>
  runtime as DynamoRuntime | undefined;
