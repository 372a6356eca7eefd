import type { Clock } from '../../kernel/clock.ts';
import type { Activity } from '../activity.ts';
import type { Consumer } from '../consumer.ts';
import type { QueueCalls } from './queue-calls.ts';

/** What the steps of a poller share. */
export interface PollerParts {
  readonly consumer: Consumer;
  readonly calls: QueueCalls;
  readonly activity: Activity;
  readonly clock: Clock;
  /** Whether a receive would find something now. */
  hasVisible(): boolean;
  /** Nothing new is begun: the consumer is disabled or gone. What was handed over is brought to its end. */
  isStopped(): boolean;
  /** No further calls at all: the world was replaced, or the cloud closes. */
  isAbandoned(): boolean;
  warn(text: string): void;
}
