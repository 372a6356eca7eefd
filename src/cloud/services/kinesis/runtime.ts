import type { Kernel } from '../../kernel/kernel.ts';
import type { ServiceRuntime } from '../../kernel/service-runtime.ts';
import { Subscriptions } from './consumers/subscriptions.ts';
import { ShardLimits } from './records/shard-limits.ts';

/** The living part of Kinesis: who listens, and what was spent where capacity is enforced. No state. */
export class KinesisRuntime implements ServiceRuntime {
  readonly subscriptions: Subscriptions;
  /** Where the cloud was started to enforce capacity. */
  readonly limits: ShardLimits | undefined;
  readonly #signals: Kernel['signals'];

  constructor({ clock, settings, signals }: Pick<Kernel, 'clock' | 'settings' | 'signals'>) {
    this.#signals = signals;
    this.subscriptions = new Subscriptions(signals, clock);
    this.limits = settings.enforceCapacity ? new ShardLimits(clock) : undefined;
  }

  /** A stream has new records, or other shards. */
  announce(streamArn: string): void {
    void this.#signals.announce(`stream:${streamArn}`);
  }

  /** The world was replaced: whoever listens belongs to another one. */
  forget(): void {
    this.subscriptions.endAll();
    this.limits?.clear();
  }

  close(): void {
    this.subscriptions.endAll();
  }
}
