import { BoundedMap } from '../../../kernel/bounded-map.ts';
import type { Clock } from '../../../kernel/clock.ts';

/* https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html, of one shard and second. */
const limits = {
  write: { calls: 1000, bytes: 1024 * 1024 },
  read: { calls: 5, bytes: 2 * 1024 * 1024 },
} as const;

/** Ours: shards that nobody used for the longest time are forgotten. */
const windowsMax = 20_000;

interface Window {
  second: number;
  calls: number;
  bytes: number;
}

/** What shards take and give within a second. */
export class ShardLimits {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #windows = new BoundedMap<string, Window>(windowsMax);

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** Whether there is room for a record or a read; it is taken then. A read may overdraw the bytes once. */
  spend(kind: keyof typeof limits, shardKey: string, bytes: number): boolean {
    const limit = limits[kind];
    const window = this.#window(`${kind}:${shardKey}`);
    const isOver = kind === 'write' ? window.bytes + bytes > limit.bytes : window.bytes >= limit.bytes;
    if (window.calls >= limit.calls || isOver) return false;
    window.calls += 1;
    window.bytes += bytes;
    return true;
  }

  clear(): void {
    this.#windows.clear();
  }

  #window(key: string): Window {
    const second = Math.floor(this.#clock.now() / 1000);
    const known = this.#windows.get(key);
    if (known?.second === second) return known;
    const window = { second, calls: 0, bytes: 0 };
    this.#windows.set(key, window);
    return window;
  }
}
