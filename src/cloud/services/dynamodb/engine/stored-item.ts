/** An item as the engine keeps it. */
export interface StoredItem {
  readonly bytes: number;
}

/** The outcome of a transaction, kept for its client request token. */
export interface TransactionToken {
  readonly expiresMs: number;
}
