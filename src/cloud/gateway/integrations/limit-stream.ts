import type { Clock } from '../../kernel/clock.ts';
import { ConnectionFailure } from '../../kernel/errors.ts';
import { within } from './call-integration.ts';

/** How long a stream may take, and how long it may be silent. */
interface StreamLimits {
  /** Milliseconds since the epoch. */
  readonly endsMs: number;
  readonly idleMs: number;
}

/** The same stream, which breaks off when it takes too long: its status is told by then. */
export function limitStream<Value>(
  source: AsyncIterable<Value>,
  clock: Clock,
  { endsMs, idleMs }: StreamLimits,
): AsyncIterable<Value> {
  const values = source[Symbol.asyncIterator]();
  const leave = async (): Promise<IteratorResult<Value>> => {
    await values.return?.();
    return { done: true, value: undefined };
  };
  const breakOff = () => {
    void leave();
    throw new ConnectionFailure('reset');
  };
  const next = () => within(clock, Math.max(0, Math.min(idleMs, endsMs - clock.now())), values.next(), breakOff);
  return { [Symbol.asyncIterator]: () => ({ next, return: leave }) };
}
