import type { AuthorizerResult } from '../execute/authorizers/read-authorizer-result.ts';

interface Kept {
  readonly result: AuthorizerResult;
  readonly expiresMs: number;
}

const keptMax = 10_000;

/** What Lambda authorizers decided, by the values that they decided on. Bounded: the oldest go first. */
export class ResultCache {
  readonly #results = new Map<string, Kept>();

  find(key: string, nowMs: number): AuthorizerResult | undefined {
    const kept = this.#results.get(key);
    return kept && kept.expiresMs > nowMs ? kept.result : undefined;
  }

  keep(key: string, result: AuthorizerResult, expiresMs: number): void {
    this.#results.delete(key);
    const oldest = this.#results.size >= keptMax ? this.#results.keys().next().value : undefined;
    if (oldest !== undefined) this.#results.delete(oldest);
    this.#results.set(key, { result, expiresMs });
  }

  /** Forgets all whose key begins like that; everything by default. */
  clear(prefix = ''): void {
    for (const key of this.#results.keys()) if (key.startsWith(prefix)) this.#results.delete(key);
  }
}
