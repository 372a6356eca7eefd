import type { Collection } from '../../../kernel/collection.ts';
import type { StoredItem } from '../engine/stored-item.ts';

export interface ItemStatistics {
  readonly count: number;
  readonly bytes: number;
}

/** Counted live; DynamoDB itself renews what DescribeTable tells about every six hours. */
export function itemStatistics(items: Collection<StoredItem>): ItemStatistics {
  let bytes = 0;
  for (const item of items.values()) bytes += item.bytes;
  return { count: items.size, bytes };
}
