/** A token bucket: how many requests it holds and how fast it fills. */
export interface Throttle {
  readonly burst: number;
  readonly ratePerSecond: number;
}

interface Bucket {
  readonly tokens: number;
  readonly filledMs: number;
}

/** Token buckets by a key of whoever throttles: a route of a stage, an API key. They fill by the cloud's clock alone, so that a test decides what is too fast. */
export class RateLimiter {
  readonly #buckets = new Map<string, Bucket>();

  /**
   * Takes a token; false when there is none. A bucket that nobody has seen is full.
   * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
   */
  take(key: string, { burst, ratePerSecond }: Throttle, nowMs: number): boolean {
    const bucket = this.#buckets.get(key) ?? { tokens: burst, filledMs: nowMs };
    const gained = (Math.max(0, nowMs - bucket.filledMs) / 1000) * ratePerSecond;
    const tokens = Math.min(burst, bucket.tokens + gained);
    const isGranted = tokens >= 1;
    this.#buckets.set(key, { tokens: isGranted ? tokens - 1 : tokens, filledMs: nowMs });
    return isGranted;
  }

  clear(): void {
    this.#buckets.clear();
  }
}
