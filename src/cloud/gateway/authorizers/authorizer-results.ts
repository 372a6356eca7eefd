import type { Policy } from '../../policy/statement.ts';

/** What a Lambda authorizer wants functions to know; values keep their types in format 2.0. */
export type AuthorizerContext = Readonly<Record<string, unknown>>;

/** What a Lambda authorizer decided; a policy is judged again for every request that it is kept for. */
export type AuthorizerResult = SimpleResult | PolicyResult;

/** Of an authorizer with `EnableSimpleResponses`: a yes or a no, for whatever route asked. */
interface SimpleResult {
  readonly kind: 'simple';
  readonly isAuthorized: boolean;
  readonly context: AuthorizerContext;
}

/** An IAM policy, which may allow one route and deny another. */
interface PolicyResult {
  readonly kind: 'policy';
  readonly principalId: string;
  readonly policy: Policy;
  readonly context: AuthorizerContext;
  /** REST APIs alone: the API key by which the request is counted. */
  readonly usageIdentifierKey?: string;
}

interface Kept {
  readonly result: AuthorizerResult;
  readonly expiresMs: number;
}

/** Bounds memory alone; AWS names no number. */
const keptMax = 10_000;

/** What Lambda authorizers decided, by the values that they decided on. Bounded: the oldest go first. */
export class AuthorizerResults {
  readonly #results = new Map<string, Kept>();

  /** Undefined when nothing is kept under that key, or its time is over. */
  find(key: string, nowMs: number): AuthorizerResult | undefined {
    const kept = this.#results.get(key);
    return kept && kept.expiresMs > nowMs ? kept.result : undefined;
  }

  /** `key` begins with `{apiId}/{stage}/`, so that a stage's results can be forgotten together. */
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
