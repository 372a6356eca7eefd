import type { DynamoState } from '../state.ts';
import type { WriteParameters } from '../validation/inputs.ts';
import type { Item } from '../values/attribute-value.ts';
import type { Change } from './change.ts';
import { type ConsumedCapacity, consumedByWrite } from './consumed-capacity.ts';
import { hasItemCollections, type ItemCollectionMetrics, itemCollectionMetrics } from './item-collections.ts';

/** What PutItem, UpdateItem and DeleteItem answer. */
export interface WriteOutput {
  readonly Attributes?: Item;
  readonly ConsumedCapacity?: ConsumedCapacity;
  readonly ItemCollectionMetrics?: ItemCollectionMetrics;
}

type Wanted = Pick<
  WriteParameters,
  'TableName' | 'ReturnValues' | 'ReturnConsumedCapacity' | 'ReturnItemCollectionMetrics'
>;

/** `attributes` are those to return, if any were asked for; `key` tells the item collection of a deleted item. */
export function writeOutput(
  state: DynamoState,
  change: Change,
  wanted: Wanted & { readonly key?: Item },
  attributes: Item | undefined,
): WriteOutput {
  const { ReturnValues = 'NONE', ReturnItemCollectionMetrics, ReturnConsumedCapacity, TableName } = wanted;
  const item = wanted.key ?? change.after?.attributes;
  const tellMetrics = ReturnItemCollectionMetrics === 'SIZE' && item && hasItemCollections(change.table);
  return {
    ...(ReturnValues !== 'NONE' && attributes && { Attributes: attributes }),
    ...consumedByWrite(change, TableName, ReturnConsumedCapacity),
    ...(tellMetrics && { ItemCollectionMetrics: itemCollectionMetrics(state, change.table, item) }),
  };
}
