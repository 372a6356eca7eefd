import type { AttributeValue, Item } from '../values/attribute-value.ts';

/*
 * Inputs of the item operations as raw wire JSON. Optional members may also be null, which says the same as nothing:
 * `knownMembers` removes them after the type check.
 */

/** How much a caller wants to be told of what a call consumed: `ReturnConsumedCapacity`. */
export type CapacityMode = 'INDEXES' | 'TOTAL' | 'NONE';

/** `#name` and `:value` of all expressions of one request. */
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

/** `AttributeUpdates`: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValueUpdate.html */
export interface AttributeUpdate {
  readonly Action?: 'PUT' | 'ADD' | 'DELETE';
  readonly Value?: AttributeValue;
}

/** A condition in either of its two forms; a request may use one of them. */
export interface ConditionParameters extends PlaceholderParameters {
  readonly ConditionExpression?: string;
  readonly Expected?: Readonly<Record<string, ExpectedValue>>;
  readonly ConditionalOperator?: 'AND' | 'OR';
}

/** What a write answers: attributes of before or after, all or only those it touched. Not every operation takes all. */
export type ReturnValues = 'NONE' | 'ALL_OLD' | 'ALL_NEW' | 'UPDATED_OLD' | 'UPDATED_NEW';

/** What PutItem, UpdateItem and DeleteItem have in common. */
export interface WriteParameters extends ConditionParameters {
  readonly TableName: string;
  readonly ReturnValues?: ReturnValues;
  readonly ReturnValuesOnConditionCheckFailure?: 'ALL_OLD' | 'NONE';
  readonly ReturnConsumedCapacity?: CapacityMode;
  readonly ReturnItemCollectionMetrics?: 'SIZE' | 'NONE';
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html */
export interface PutItemInput extends WriteParameters {
  readonly Item: Item;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteItem.html */
export interface DeleteItemInput extends WriteParameters {
  readonly Key: Item;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html */
export interface UpdateItemInput extends WriteParameters {
  readonly Key: Item;
  readonly UpdateExpression?: string;
  readonly AttributeUpdates?: Readonly<Record<string, AttributeUpdate>>;
}

/** Which attributes a read shows, by expression or by the older list of names. */
export interface ProjectionParameters {
  readonly ProjectionExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly AttributesToGet?: readonly string[];
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html */
export interface GetItemInput extends ProjectionParameters {
  readonly TableName: string;
  readonly Key: Item;
  readonly ConsistentRead?: boolean;
  readonly ReturnConsumedCapacity?: CapacityMode;
}

/** What Query and Scan have in common. */
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

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html */
export interface QueryInput extends ReadParameters {
  readonly KeyConditionExpression?: string;
  readonly KeyConditions?: Readonly<Record<string, LegacyCondition>>;
  readonly QueryFilter?: Readonly<Record<string, LegacyCondition>>;
  readonly ScanIndexForward?: boolean;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Scan.html */
export interface ScanInput extends ReadParameters {
  readonly ScanFilter?: Readonly<Record<string, LegacyCondition>>;
  readonly Segment?: number;
  readonly TotalSegments?: number;
}

/** What BatchGetItem asks of one table. */
export interface KeysAndAttributes extends ProjectionParameters {
  readonly Keys: readonly Item[];
  readonly ConsistentRead?: boolean;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
export interface BatchGetItemInput {
  readonly RequestItems: Readonly<Record<string, KeysAndAttributes>>;
  readonly ReturnConsumedCapacity?: CapacityMode;
}

/** One write of a batch: exactly one of the two members. */
export interface WriteRequest {
  readonly PutRequest?: { readonly Item: Item };
  readonly DeleteRequest?: { readonly Key: Item };
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
export interface BatchWriteItemInput {
  readonly RequestItems: Readonly<Record<string, readonly WriteRequest[]>>;
  readonly ReturnConsumedCapacity?: CapacityMode;
  readonly ReturnItemCollectionMetrics?: 'SIZE' | 'NONE';
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactGetItems.html */
export interface TransactGetItemsInput {
  readonly TransactItems: readonly { readonly Get?: Omit<GetItemInput, 'ConsistentRead'> }[];
  readonly ReturnConsumedCapacity?: CapacityMode;
}

/** One action of a transaction: exactly one of the four members. */
export interface TransactWriteItem {
  readonly ConditionCheck?: DeleteItemInput;
  readonly Put?: PutItemInput;
  readonly Delete?: DeleteItemInput;
  readonly Update?: UpdateItemInput;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
export interface TransactWriteItemsInput {
  readonly TransactItems: readonly TransactWriteItem[];
  readonly ClientRequestToken?: string;
  readonly ReturnConsumedCapacity?: CapacityMode;
  readonly ReturnItemCollectionMetrics?: 'SIZE' | 'NONE';
}
