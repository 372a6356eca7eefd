import { type Clock, durationMs } from './clock.ts';
import type { Collection } from './collection.ts';
import type { Random } from './random.ts';
import type { World } from './world.ts';

/** Who makes a call. */
export interface Caller {
  readonly kind: 'root' | 'user' | 'assumed-role' | 'federated-user' | 'service' | 'anonymous';
  readonly account: string;
  /** `arn:aws:sts::000000000000:assumed-role/name/session`; empty for services and anonymous callers. */
  readonly arn: string;
  /** As GetCallerIdentity tells it: `AROA…:session`, `AIDA…` or the account. */
  readonly userId: string;
  /** Service principal (`apigateway.amazonaws.com`) or access key id. */
  readonly principal: string;
}

/** Credentials that Squall issued: by STS, by IAM, or to an execution environment. */
export interface Credential {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Long-lived keys have none. */
  readonly sessionToken?: string;
  /** Milliseconds since the epoch. */
  readonly expiresMs?: number;
  /** Deleted or inactive: requests that it signs are refused, not taken for a stranger's. */
  readonly isRevoked?: boolean;
  readonly caller: Caller;
}

/** Where calls go that name no account. */
export const defaultAccount = '000000000000';
/** Where calls go that name no region. */
export const defaultRegion = 'us-east-1';

/** Secret keys use the base64 alphabet, as AWS's do. */
const secretAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const keyAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Keys that nobody issued are any text; made-up ones must not fill the memory. */
const rootsMax = 1000;

/** For so long a request with expired credentials is told why it is refused; then nobody knows them any more. */
const expiredKeptMs = durationMs('1d');
/** Expired credentials are looked for when there are twice as many as the last look left, and so many at least. */
const sweepAtMin = 256;

/** What the session tokens begin with that are issued here; AWS's begin otherwise (`IQoJ…`, `FwoG…`). */
const sessionTokenMark = 'SquallSession/';

const marked = (text: string): string => sessionTokenMark + text.slice(sessionTokenMark.length);

/** Whether a cloud of ours issued it, this one or one before: of those that expired nothing else is remembered. */
export const isIssuedToken = (sessionToken: string): boolean => sessionToken.startsWith(sessionTokenMark);

/** Knows every credential that was issued, and names the caller of a request by its access key. */
export class Identity {
  readonly #credentials: Collection<Credential>;
  readonly #random: Random;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #roots = new Map<string | undefined, Caller>();
  #sweepAt = sweepAtMin;

  constructor(world: World, random: Random, clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
    this.#credentials = world.collection<Credential>('kernel/credentials');
    this.#random = random;
  }

  find(accessKeyId: string): Credential | undefined {
    return this.#credentials.get(accessKeyId);
  }

  /** Issues temporary credentials (`expiresMs` given, key `ASIA…`) or long-lived ones (`AKIA…`). */
  issue(caller: Caller, expiresMs?: number): Credential {
    const isTemporary = expiresMs !== undefined;
    const accessKeyId = (isTemporary ? 'ASIA' : 'AKIA') + this.#random.text(16, keyAlphabet);
    const credential: Credential = {
      accessKeyId,
      secretAccessKey: this.#random.text(40, secretAlphabet),
      ...(isTemporary && { sessionToken: marked(this.#random.text(356, secretAlphabet)), expiresMs }),
      caller: { ...caller, principal: accessKeyId },
    };
    this.#credentials.set(credential.accessKeyId, credential);
    if (this.#credentials.size >= this.#sweepAt) this.#forgetExpired();
    return credential;
  }

  revoke(accessKeyId: string): void {
    const credential = this.#credentials.get(accessKeyId);
    if (credential) this.#credentials.set(accessKeyId, { ...credential, isRevoked: true });
  }

  /** Takes a revocation back: an access key that is active again. */
  reinstate(accessKeyId: string): void {
    const credential = this.#credentials.get(accessKeyId);
    if (credential) this.#credentials.set(accessKeyId, { ...credential, isRevoked: false });
  }

  /** The caller behind an access key id: as issued, else the root of the account that the key names. */
  callerOf(accessKeyId: string | undefined): Caller {
    const issued = accessKeyId === undefined ? undefined : this.#credentials.get(accessKeyId);
    return issued?.caller ?? this.#rootOf(accessKeyId);
  }

  #forgetExpired(): void {
    const latestMs = this.#clock.now() - expiredKeptMs;
    for (const [accessKeyId, { expiresMs }] of [...this.#credentials.entries()]) {
      if (expiresMs !== undefined && expiresMs < latestMs) this.#credentials.delete(accessKeyId);
    }
    this.#sweepAt = Math.max(sweepAtMin, 2 * this.#credentials.size);
  }

  /** One object a key: the journal keeps the callers of its hops. */
  #rootOf(accessKeyId: string | undefined): Caller {
    const known = this.#roots.get(accessKeyId);
    if (known) return known;
    const made = rootCaller(accountOf(accessKeyId), accessKeyId);
    if (this.#roots.size < rootsMax) this.#roots.set(accessKeyId, made);
    return made;
  }
}

/** An access key id of 12 digits names its account; every other key belongs to the default one. */
export function accountOf(accessKeyId: string | undefined): string {
  return accessKeyId !== undefined && /^\d{12}$/.test(accessKeyId) ? accessKeyId : defaultAccount;
}

export function rootCaller(account: string, accessKeyId?: string): Caller {
  return {
    kind: accessKeyId === undefined ? 'anonymous' : 'root',
    account,
    arn: `arn:aws:iam::${account}:root`,
    userId: account,
    principal: accessKeyId ?? 'anonymous',
  };
}

/** A part of AWS that calls on somebody's behalf: `serviceCaller('apigateway.amazonaws.com', account)`. */
export function serviceCaller(principal: string, account: string): Caller {
  return { kind: 'service', account, arn: '', userId: principal, principal };
}
