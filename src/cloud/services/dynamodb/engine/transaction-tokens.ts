import { hashOf } from '../../../kernel/blobs.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { tokenReused } from '../errors/item-errors.ts';
import type { DynamoState } from '../state.ts';

/** A transaction, of items or of statements. */
interface Tokened {
  readonly ClientRequestToken?: string;
  readonly TransactItems?: unknown;
  readonly TransactStatements?: unknown;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html#DDB-TransactWriteItems-request-ClientRequestToken */
const tokenLifeMs = 10 * 60 * 1000;

/** Expired tokens are swept out whenever so many more were added. */
const sweepEvery = 256;

/**
 * Whether this very request was done already within ten minutes. Throws IdempotentParameterMismatchException when the
 * token was used for another one.
 */
export function isRepeated(state: DynamoState, input: Tokened, clock: Clock): boolean {
  const token = input.ClientRequestToken;
  const known = token === undefined ? undefined : state.tokens.get(token);
  if (!known || known.expiresMs <= clock.now()) return false;
  if (known.fingerprint !== fingerprintOf(input)) throw tokenReused();
  return true;
}

/** Remembers a transaction that succeeded; those that were cancelled may be tried again with the same token. */
export function rememberToken(state: DynamoState, input: Tokened, clock: Clock): void {
  const token = input.ClientRequestToken;
  if (token === undefined) return;
  const nowMs = clock.now();
  if (state.tokens.size % sweepEvery === sweepEvery - 1) {
    for (const [known, { expiresMs }] of [...state.tokens.entries()]) {
      if (expiresMs <= nowMs) state.tokens.delete(known);
    }
  }
  state.tokens.set(token, { expiresMs: nowMs + tokenLifeMs, fingerprint: fingerprintOf(input) });
}

const fingerprintOf = ({ TransactItems, TransactStatements }: Tokened): string =>
  hashOf(Buffer.from(JSON.stringify(sorted(TransactItems ?? TransactStatements))));

/** The order of members and attributes says nothing; that of lists does. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  // Pairs, as objects would put names that are numbers first, and lose `__proto__`.
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, inner]) => [name, sorted(inner)]);
}
