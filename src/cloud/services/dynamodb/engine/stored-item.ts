import type { Item } from '../values/attribute-value.ts';
import { itemBytes } from '../values/size.ts';

/** An item as the engine keeps it: immutable, one object for the table and all its indexes. */
export interface StoredItem {
  readonly attributes: Item;
  /** Size as DynamoDB measures it. */
  readonly bytes: number;
}

/** The outcome of a transaction, kept for its client request token. */
export interface TransactionToken {
  readonly expiresMs: number;
  /** Hash of the request: the same token with another request is refused. */
  readonly fingerprint: string;
}

export const storedItem = (attributes: Item): StoredItem => ({ attributes, bytes: itemBytes(attributes) });
