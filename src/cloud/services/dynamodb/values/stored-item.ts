import type { Item } from './attribute-value.ts';
import { itemBytes } from './size.ts';

/** An item as the engine keeps it: immutable, one object for the table and all its indexes. */
export interface StoredItem {
  readonly attributes: Item;
  /** Size as DynamoDB measures it. */
  readonly bytes: number;
}

/** Measures an item once, when it is written: reads, limits and capacity all ask for its size. */
export const storedItem = (attributes: Item): StoredItem => ({ attributes, bytes: itemBytes(attributes) });
