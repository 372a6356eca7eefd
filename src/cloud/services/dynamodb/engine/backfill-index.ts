import type { DynamoState, IndexDefinition, Table } from '../state.ts';

/** Fills a new index with the entries of all items of its table. */
export function backfillIndex(_state: DynamoState, _table: Table, _index: IndexDefinition): void {}
