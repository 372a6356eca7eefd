import type { DynamoState, Table } from '../state.ts';
import { type AttributeValue, type Item, own, setOwn } from '../values/attribute-value.ts';
import { entryBytes } from './capacity.ts';
import { hashElements, partitionKey, successor } from './keys.ts';

const gigabyte = 1024 ** 3;

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ItemCollectionMetrics.html */
export interface ItemCollectionMetrics {
  readonly ItemCollectionKey: Item;
  readonly SizeEstimateRangeGB: readonly [number, number];
}

/** Only tables with local indexes have item collections: all items of one partition with their index entries. */
export const hasItemCollections = (table: Table): boolean => table.indexes.some(({ kind }) => kind === 'local');

/** The size of the item collection to which `attributes` belong, as a range of one gigabyte. */
export function itemCollectionMetrics(state: DynamoState, table: Table, attributes: Item): ItemCollectionMetrics {
  const [hash] = hashElements(table.keys);
  const value = own(attributes, hash?.name ?? '') as AttributeValue;
  const gigabytes = Math.floor(collectionBytes(state, table, value) / gigabyte);
  return {
    ItemCollectionKey: { [hash?.name ?? '']: value },
    SizeEstimateRangeGB: [gigabytes, gigabytes + 1],
  };
}

/** By the name under which the request knows the table. */
export type MetricsByTable = Readonly<Record<string, readonly ItemCollectionMetrics[]>>;

interface Touched {
  readonly tableName: string;
  readonly table: Table;
  /** The item or its key. */
  readonly item: Item;
}

/** The metrics of all item collections that a call has written to, each once, where the caller asked for them. */
export function metricsByTable(
  state: DynamoState,
  touched: readonly Touched[],
  wanted: 'SIZE' | 'NONE' | undefined,
): { readonly ItemCollectionMetrics?: MetricsByTable } {
  if (wanted !== 'SIZE') return {};
  const metrics: Record<string, ItemCollectionMetrics[]> = {};
  const seen = new Set<string>();
  for (const { tableName, table, item } of touched) {
    if (!hasItemCollections(table)) continue;
    const found = itemCollectionMetrics(state, table, item);
    const identity = `${tableName}/${JSON.stringify(found.ItemCollectionKey)}`;
    if (seen.has(identity)) continue;
    seen.add(identity);
    setOwn(metrics, tableName, [...(own(metrics, tableName) ?? []), found]);
  }
  return { ItemCollectionMetrics: metrics };
}

/** Measured on demand, in time of the partition: the metrics are asked for rarely, and kept nowhere. */
function collectionBytes(state: DynamoState, table: Table, hash: AttributeValue): number {
  const local = table.indexes.filter(({ kind }) => kind === 'local');
  const partition = partitionKey([hash]);
  let bytes = 0;
  for (const item of state.items(table).values({ from: partition, before: successor(partition) })) {
    bytes += item.bytes;
    for (const index of local) bytes += entryBytes(table, index, item);
  }
  return bytes;
}
