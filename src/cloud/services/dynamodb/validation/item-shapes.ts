import type { InputShape, MemberShape } from '../../../service-kit/shapes.ts';
import {
  boolean,
  type ItemShape,
  integer,
  list,
  mapOf,
  required,
  string,
  structure,
  value,
  values,
  type WireType,
} from './check-item-input.ts';

/*
 * JSON types and constraints of the item operations' inputs, in AWS's order of evaluation. Source of the limits:
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB.html
 */

/** Type errors name the Java class that the member could not be read into. */
const className = (name: string): string => `com.amazonaws.dynamodb.v20120810.${name}`;

const placeholderTypes = {
  ExpressionAttributeNames: mapOf('java.lang.String', string),
  ExpressionAttributeValues: values,
} as const;

const legacyConditions: WireType = mapOf(
  className('Condition'),
  structure('Condition', { AttributeValueList: list(value), ComparisonOperator: string }),
);

const conditionTypes = {
  ...placeholderTypes,
  ConditionExpression: string,
  ConditionalOperator: string,
  Expected: mapOf(
    className('ExpectedAttributeValue'),
    structure('ExpectedAttributeValue', {
      AttributeValueList: list(value),
      ComparisonOperator: string,
      Exists: boolean,
      Value: value,
    }),
  ),
} as const;

const writeTypes = {
  TableName: string,
  ReturnConsumedCapacity: string,
  ReturnItemCollectionMetrics: string,
  ReturnValues: string,
  ReturnValuesOnConditionCheckFailure: string,
  ...conditionTypes,
} as const;

const projectionTypes = {
  AttributesToGet: list(string),
  ProjectionExpression: string,
  ExpressionAttributeNames: placeholderTypes.ExpressionAttributeNames,
} as const;

const readTypes = {
  TableName: string,
  IndexName: string,
  Select: string,
  Limit: integer,
  ConsistentRead: boolean,
  ExclusiveStartKey: values,
  FilterExpression: string,
  ConditionalOperator: string,
  ReturnConsumedCapacity: string,
  ...projectionTypes,
  ...placeholderTypes,
} as const;

const updateTypes = {
  ...writeTypes,
  Key: values,
  UpdateExpression: string,
  AttributeUpdates: mapOf(
    className('AttributeValueUpdate'),
    structure('AttributeValueUpdate', { Action: string, Value: value }),
  ),
} as const;

const capacity: MemberShape = { enum: ['INDEXES', 'TOTAL', 'NONE'] };
const metrics: MemberShape = { enum: ['SIZE', 'NONE'] };
const returnValues: MemberShape = { enum: ['ALL_NEW', 'UPDATED_OLD', 'ALL_OLD', 'NONE', 'UPDATED_NEW'] };
const onFailure: MemberShape = { enum: ['ALL_OLD', 'NONE'] };
const conditionalOperator: MemberShape = { enum: ['OR', 'AND'] };
const attributesToGet: MemberShape = { min: 1, max: 255 };
const select: MemberShape = { enum: ['SPECIFIC_ATTRIBUTES', 'COUNT', 'ALL_ATTRIBUTES', 'ALL_PROJECTED_ATTRIBUTES'] };
const indexName: MemberShape = { min: 3, max: 255, pattern: /^[a-zA-Z0-9_.-]+$/, patternText: '[a-zA-Z0-9_.-]+' };
const atLeastOne: MemberShape = { min: 1 };

const comparisonOperators: readonly string[] = [
  'IN',
  'NULL',
  'BETWEEN',
  'LT',
  'NOT_CONTAINS',
  'EQ',
  'GT',
  'NOT_NULL',
  'NE',
  'LE',
  'BEGINS_WITH',
  'GE',
  'CONTAINS',
];

/** In the order in which AWS lists the operators in its message, as of all enums here. */
const conditions: MemberShape = {
  each: { members: { ComparisonOperator: { required: true, enum: comparisonOperators } } },
};
const expected: MemberShape = { each: { members: { ComparisonOperator: { enum: comparisonOperators } } } };

export const putItemShape: ItemShape = {
  types: { ...writeTypes, Item: values },
  renewed: { TableName: atLeastOne },
  constraints: {
    ReturnConsumedCapacity: capacity,
    Item: required,
    ConditionalOperator: conditionalOperator,
    Expected: expected,
    ReturnValues: returnValues,
    ReturnItemCollectionMetrics: metrics,
    ReturnValuesOnConditionCheckFailure: onFailure,
  },
};

export const deleteItemShape: ItemShape = {
  types: { ...writeTypes, Key: values },
  renewed: { TableName: atLeastOne },
  constraints: {
    ReturnConsumedCapacity: capacity,
    ReturnValues: returnValues,
    ReturnItemCollectionMetrics: metrics,
    Key: required,
    ConditionalOperator: conditionalOperator,
    Expected: expected,
    ReturnValuesOnConditionCheckFailure: onFailure,
  },
};

export const updateItemShape: ItemShape = {
  types: updateTypes,
  tellsOneEnum: true,
  renewed: { TableName: atLeastOne },
  constraints: {
    ReturnConsumedCapacity: capacity,
    ReturnItemCollectionMetrics: metrics,
    ReturnValues: returnValues,
    Key: required,
    ConditionalOperator: conditionalOperator,
    Expected: expected,
    AttributeUpdates: { each: { members: { Action: { enum: ['ADD', 'PUT', 'DELETE'] } } } },
    ReturnValuesOnConditionCheckFailure: onFailure,
  },
};

export const getItemShape: ItemShape = {
  types: {
    TableName: string,
    Key: values,
    ConsistentRead: boolean,
    ReturnConsumedCapacity: string,
    ...projectionTypes,
  },
  constraints: { ReturnConsumedCapacity: capacity, AttributesToGet: attributesToGet, Key: required },
};

export const queryShape: ItemShape = {
  types: {
    ...readTypes,
    ScanIndexForward: boolean,
    KeyConditionExpression: string,
    KeyConditions: legacyConditions,
    QueryFilter: legacyConditions,
  },
  renewed: { Limit: atLeastOne },
  constraints: {
    Select: select,
    IndexName: indexName,
    ReturnConsumedCapacity: capacity,
    QueryFilter: conditions,
    ConditionalOperator: conditionalOperator,
    AttributesToGet: attributesToGet,
    KeyConditions: conditions,
  },
};

export const scanShape: ItemShape = {
  types: { ...readTypes, Segment: integer, TotalSegments: integer, ScanFilter: legacyConditions },
  constraints: {
    Select: select,
    IndexName: indexName,
    TotalSegments: { min: 1, max: 1_000_000 },
    ReturnConsumedCapacity: capacity,
    ConditionalOperator: conditionalOperator,
    ScanFilter: conditions,
    Segment: { min: 0, max: 999_999 },
    Limit: atLeastOne,
    AttributesToGet: attributesToGet,
  },
};

/** Of what BatchGetItem asks of one table. */
export const tableGetsTypes = { Keys: list(values), ConsistentRead: boolean, ...projectionTypes } as const;

export const batchGetItemShape: ItemShape = {
  types: {
    ReturnConsumedCapacity: string,
    RequestItems: mapOf(className('KeysAndAttributes'), structure('KeysAndAttributes', tableGetsTypes)),
  },
  constraints: {
    ReturnConsumedCapacity: capacity,
    RequestItems: { required: true, each: { members: { Keys: required, AttributesToGet: attributesToGet } } },
  },
  renewed: { RequestItems: { min: 1, each: { members: { Keys: { min: 1, max: 100 } } } } },
};

export const batchWriteItemShape: ItemShape = {
  types: {
    ReturnConsumedCapacity: string,
    ReturnItemCollectionMetrics: string,
    RequestItems: mapOf(
      `java.util.List<${className('WriteRequest')}>`,
      list(
        structure('WriteRequest', {
          DeleteRequest: structure('DeleteRequest', { Key: values }),
          PutRequest: structure('PutRequest', { Item: values }),
        }),
      ),
    ),
  },
  constraints: {
    ReturnConsumedCapacity: capacity,
    ReturnItemCollectionMetrics: metrics,
    // Lengths are checked by readBatchWrite, in words of their own.
    RequestItems: {
      required: true,
      each: {
        each: {
          members: {
            DeleteRequest: { members: { Key: required } },
            PutRequest: { members: { Item: required } },
          },
        },
      },
    },
  },
};

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
const transactItemsMax = 100;

/** Of the `Get` of TransactGetItems, which may be read alone. */
export const transactGetTypes = {
  Key: values,
  TableName: string,
  ProjectionExpression: string,
  ExpressionAttributeNames: placeholderTypes.ExpressionAttributeNames,
} as const;

export const transactGetItemsShape: ItemShape = {
  types: {
    ReturnConsumedCapacity: string,
    TransactItems: list(
      structure('TransactGetItem', {
        Get: structure('Get', transactGetTypes),
      }),
    ),
  },
  constraints: {
    ReturnConsumedCapacity: capacity,
    TransactItems: {
      required: true,
      min: 1,
      max: transactItemsMax,
      each: { members: { Get: { required: true, members: { Key: required, TableName: required } } } },
    },
  },
};

const transactWriteTypes = {
  TableName: string,
  ConditionExpression: string,
  ReturnValuesOnConditionCheckFailure: string,
  ...placeholderTypes,
} as const;

/** Of the actions of TransactWriteItems, by name. */
export const transactActionTypes = {
  ConditionCheck: { ...transactWriteTypes, Key: values },
  Put: { ...transactWriteTypes, Item: values },
  Delete: { ...transactWriteTypes, Key: values },
  Update: { ...transactWriteTypes, Key: values, UpdateExpression: string },
} as const;

const transactKey: InputShape = {
  Key: required,
  TableName: required,
  ReturnValuesOnConditionCheckFailure: onFailure,
};

export const transactWriteItemsShape: ItemShape = {
  types: {
    ClientRequestToken: string,
    ReturnConsumedCapacity: string,
    ReturnItemCollectionMetrics: string,
    TransactItems: list(
      structure('TransactWriteItem', {
        ConditionCheck: structure('ConditionCheck', transactActionTypes.ConditionCheck),
        Put: structure('Put', transactActionTypes.Put),
        Delete: structure('Delete', transactActionTypes.Delete),
        Update: structure('Update', transactActionTypes.Update),
      }),
    ),
  },
  constraints: {
    ReturnConsumedCapacity: capacity,
    ReturnItemCollectionMetrics: metrics,
    ClientRequestToken: { min: 1, max: 36 },
    TransactItems: {
      required: true,
      min: 1,
      max: transactItemsMax,
      each: {
        members: {
          ConditionCheck: { members: { ...transactKey, ConditionExpression: required } },
          Put: {
            members: { Item: required, TableName: required, ReturnValuesOnConditionCheckFailure: onFailure },
          },
          Delete: { members: transactKey },
          Update: { members: { ...transactKey, UpdateExpression: required } },
        },
      },
    },
  },
};
