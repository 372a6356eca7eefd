import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import type { Clock } from '../../kernel/clock.ts';
import { type JsonObject, parseJsonObject } from '../../kernel/json.ts';
import { within } from '../integrations/call-integration.ts';
import type { Outbound } from '../integrations/outbound.ts';
import { TokenError } from './token-error.ts';

interface KeySet {
  readonly fetchedMs: number;
  readonly keys: ReadonlyMap<string, KeyObject>;
}

/** A key set that is at hand, as JSON; undefined where there is none. */
export type LoadKeySet = () => Promise<JsonObject | undefined>;

/** Source of all three: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html and http-api-jwt-authorizer.html */
const fetchTimeoutMs = 1500;
const documentBytesMax = 150_000;
const keptMs = 2 * 60 * 60 * 1000;

/** Public keys of issuers, found by OpenID Connect discovery and kept for two hours. */
export class KeySets {
  readonly #sets = new Map<string, KeySet>();
  readonly #fetching = new Map<string, Promise<KeySet>>();
  readonly #outbound: Outbound;
  readonly #clock: Clock;

  constructor(outbound: Outbound, clock: Clock) {
    this.#outbound = outbound;
    this.#clock = clock;
  }

  /**
   * The key of that id, or undefined when the issuer has none such. An unknown id makes us look again, so that an
   * issuer that changed its keys need not wait. `load` is asked first, where keys need not come over the network. Throws
   * TokenError when the issuer cannot be asked.
   */
  async find(issuer: string, keyId: string, load?: LoadKeySet): Promise<KeyObject | undefined> {
    const kept = this.#sets.get(issuer);
    const isFresh = kept !== undefined && this.#clock.now() - kept.fetchedMs < keptMs;
    const known = isFresh ? kept.keys.get(keyId) : undefined;
    return known ?? (await this.#refresh(issuer, load)).keys.get(keyId);
  }

  clear(): void {
    this.#sets.clear();
  }

  /** Requests that come together share one fetch. */
  #refresh(issuer: string, load: LoadKeySet | undefined): Promise<KeySet> {
    const running = this.#fetching.get(issuer);
    if (running) return running;
    const fetching = this.#fetch(issuer, load).finally(() => this.#fetching.delete(issuer));
    this.#fetching.set(issuer, fetching);
    return fetching;
  }

  async #fetch(issuer: string, load: LoadKeySet | undefined): Promise<KeySet> {
    const document = (await load?.()) ?? (await this.#discover(issuer));
    const set: KeySet = { fetchedMs: this.#clock.now(), keys: readKeys(document.keys) };
    this.#sets.set(issuer, set);
    return set;
  }

  async #discover(issuer: string): Promise<JsonObject> {
    const base = issuer.endsWith('/') ? issuer.slice(0, -1) : issuer;
    const discovery = await this.#document(
      `${base}/.well-known/openid-configuration`,
      'OIDC discovery endpoint communication error',
    );
    return this.#document(String(discovery.jwks_uri ?? ''), 'JWKS communication error');
  }

  async #document(url: string, complaint: string): Promise<JsonObject> {
    const abort = new AbortController();
    try {
      const request = { method: 'GET', url: new URL(url), headers: { accept: 'application/json' } };
      const work = this.#outbound.send({ ...request, signal: abort.signal, responseBytesMax: documentBytesMax });
      const { status, body } = await within(this.#clock, fetchTimeoutMs, work, () => {
        abort.abort();
        throw new TokenError(complaint);
      });
      const document = status === 200 ? parseJsonObject(body.toString()) : undefined;
      if (!document) throw new TokenError(complaint);
      return document;
    } catch (cause) {
      throw cause instanceof TokenError ? cause : new TokenError(complaint, { cause });
    }
  }
}

/** RSA keys for signing; others an issuer may publish are of no use to HTTP APIs. */
function readKeys(keys: unknown): Map<string, KeyObject> {
  const found = new Map<string, KeyObject>();
  for (const key of Array.isArray(keys) ? (keys as JsonWebKey[]) : []) {
    if (key.kty !== 'RSA' || typeof key.kid !== 'string' || (key.use !== undefined && key.use !== 'sig')) continue;
    try {
      found.set(key.kid, createPublicKey({ key, format: 'jwk' }));
    } catch {
      // One malformed key does not spoil the others.
    }
  }
  return found;
}
