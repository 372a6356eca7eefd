import type { AttributeValue, Item } from '../values/attribute-value.ts';

/*
 * Inputs of the item operations as raw wire JSON. Optional members may also be null, which says the same as nothing:
 * `dropNulls` removes them after the type check.
 */

/** How much a caller wants to be told of what a call consumed: `ReturnConsumedCapacity`. */
export type CapacityMode = 'INDEXES' | 'TOTAL' | 'NONE';

export interface PlaceholderParameters {
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Item;
}

/** `Expected`: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LegacyConditionalParameters.Expected.html */
export interface ExpectedValue {
  readonly Value?: AttributeValue;
  readonly Exists?: boolean;
  readonly ComparisonOperator?: string;
  readonly AttributeValueList?: readonly AttributeValue[];
}

/** `KeyConditions`, `QueryFilter`, `ScanFilter`. */
export interface LegacyCondition {
  readonly ComparisonOperator: string;
  readonly AttributeValueList?: readonly AttributeValue[];
}

export interface AttributeUpdate {
  readonly Action?: 'PUT' | 'ADD' | 'DELETE';
  readonly Value?: AttributeValue;
}

export interface ConditionParameters extends PlaceholderParameters {
  readonly ConditionExpression?: string;
  readonly Expected?: Readonly<Record<string, ExpectedValue>>;
  readonly ConditionalOperator?: 'AND' | 'OR';
}

export type ReturnValues = 'NONE' | 'ALL_OLD' | 'ALL_NEW' | 'UPDATED_OLD' | 'UPDATED_NEW';

export interface WriteParameters extends ConditionParameters {
  readonly TableName: string;
  readonly ReturnValues?: ReturnValues;
  readonly ReturnValuesOnConditionCheckFailure?: 'ALL_OLD' | 'NONE';
  readonly ReturnConsumedCapacity?: CapacityMode;
  readonly ReturnItemCollectionMetrics?: 'SIZE' | 'NONE';
}

export interface PutItemInput extends WriteParameters {
  readonly Item: Item;
}

export interface DeleteItemInput extends WriteParameters {
  readonly Key: Item;
}

export interface UpdateItemInput extends WriteParameters {
  readonly Key: Item;
  readonly UpdateExpression?: string;
  readonly AttributeUpdates?: Readonly<Record<string, AttributeUpdate>>;
}

export interface ProjectionParameters {
  readonly ProjectionExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly AttributesToGet?: readonly string[];
}

export interface GetItemInput extends ProjectionParameters {
  readonly TableName: string;
  readonly Key: Item;
  readonly ConsistentRead?: boolean;
  readonly ReturnConsumedCapacity?: CapacityMode;
}

export interface ReadParameters extends ProjectionParameters, PlaceholderParameters {
  readonly TableName: string;
  readonly IndexName?: string;
  readonly Select?: 'ALL_ATTRIBUTES' | 'ALL_PROJECTED_ATTRIBUTES' | 'SPECIFIC_ATTRIBUTES' | 'COUNT';
  readonly Limit?: number;
  readonly ConsistentRead?: boolean;
  readonly ExclusiveStartKey?: Item;
  readonly FilterExpression?: string;
  readonly ConditionalOperator?: 'AND' | 'OR';
  readonly ReturnConsumedCapacity?: CapacityMode;
}

export interface QueryInput extends ReadParameters {
  readonly KeyConditionExpression?: string;
  readonly KeyConditions?: Readonly<Record<string, LegacyCondition>>;
  readonly QueryFilter?: Readonly<Record<string, LegacyCondition>>;
  readonly ScanIndexForward?: boolean;
}

export interface ScanInput extends ReadParameters {
  readonly ScanFilter?: Readonly<Record<string, LegacyCondition>>;
  readonly Segment?: number;
  readonly TotalSegments?: number;
}

export interface KeysAndAttributes extends ProjectionParameters {
  readonly Keys: readonly Item[];
  readonly ConsistentRead?: boolean;
}

export interface BatchGetItemInput {
  readonly RequestItems: Readonly<Record<string, KeysAndAttributes>>;
  readonly ReturnConsumedCapacity?: CapacityMode;
}

export interface WriteRequest {
  readonly PutRequest?: { readonly Item: Item };
  readonly DeleteRequest?: { readonly Key: Item };
}

export interface BatchWriteItemInput {
  readonly RequestItems: Readonly<Record<string, readonly WriteRequest[]>>;
  readonly ReturnConsumedCapacity?: CapacityMode;
  readonly ReturnItemCollectionMetrics?: 'SIZE' | 'NONE';
}

export interface TransactGetItemsInput {
  readonly TransactItems: readonly { readonly Get?: Omit<GetItemInput, 'ConsistentRead'> }[];
  readonly ReturnConsumedCapacity?: CapacityMode;
}

export interface TransactWriteItem {
  readonly ConditionCheck?: DeleteItemInput;
  readonly Put?: PutItemInput;
  readonly Delete?: DeleteItemInput;
  readonly Update?: UpdateItemInput;
}

export interface TransactWriteItemsInput {
  readonly TransactItems: readonly TransactWriteItem[];
  readonly ClientRequestToken?: string;
  readonly ReturnConsumedCapacity?: CapacityMode;
  readonly ReturnItemCollectionMetrics?: 'SIZE' | 'NONE';
}
