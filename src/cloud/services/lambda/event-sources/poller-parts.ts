import type { Clock } from '../../../kernel/clock.ts';
import type { Activity } from './activity.ts';
import type { SourceCalls } from './source-calls.ts';

/** What the steps of a poller share. */
export interface PollerParts {
  readonly calls: SourceCalls;
  readonly activity: Activity;
  readonly clock: Clock;
  /** Whether a receive would find something now. */
  hasVisible(): boolean;
  /** No further invokes: the mapping is disabled or gone. What has been invoked is brought to its end. */
  isStopped(): boolean;
  /** No further calls at all: the world was replaced, or the cloud closes. */
  isAbandoned(): boolean;
  warn(text: string): void;
}
