import { AwsError } from '../../kernel/errors.ts';
import {
  type Count,
  countedLatency,
  type Dimension,
  dimensionsOf,
  type EndedCall,
  type ServiceMetrics,
} from '../../service-kit/service-metrics.ts';
import type { DynamoState } from './state.ts';
import { tableNameOf } from './tables/find-table.ts';

/** What the dimension Operation may be. */
const itemOperations: ReadonlySet<string> = new Set([
  'BatchExecuteStatement',
  'BatchGetItem',
  'BatchWriteItem',
  'DeleteItem',
  'ExecuteStatement',
  'ExecuteTransaction',
  'GetItem',
  'PutItem',
  'Query',
  'Scan',
  'TransactGetItems',
  'TransactWriteItems',
  'UpdateItem',
]);

const throttled: ReadonlySet<string> = new Set([
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingException',
]);

/** Of the account and region as a whole. */
const ofAccount: readonly Dimension[] = [];
const ofTable = dimensionsOf('TableName');
const ofOperation = dimensionsOf('TableName', 'Operation');

/**
 * Consumed capacity is counted where it is known: by the throughput meter.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html
 */
export const dynamoMetrics: ServiceMetrics<DynamoState> = {
  namespace: 'AWS/DynamoDB',
  principal: 'dynamodb.amazonaws.com',
  ofCall(call, count, durationMs) {
    const { operation, input, error } = call;
    const isOfItems = itemOperations.has(operation);
    if (error !== undefined) {
      countError(call, isOfItems, count);
    } else if (isOfItems) {
      const latencyMs = countedLatency(durationMs());
      for (const table of tablesOf(input)) {
        const dimensions = ofOperation(table, operation);
        count('SuccessfulRequestLatency', latencyMs, 'Milliseconds', dimensions);
        if (operation !== 'Query' && operation !== 'Scan') continue;
        count('ReturnedItemCount', (call.output as { readonly Count?: number }).Count ?? 0, 'Count', dimensions);
      }
    }
  },
};

function countError({ operation, input, error }: EndedCall, isOfItems: boolean, count: Count): void {
  if (!(error instanceof AwsError)) return;
  const [table] = tablesOf(input);
  const isThrottled = isOfItems && throttled.has(error.code);
  const isFault = error.fault === 'server';
  if (error.code !== 'ConditionalCheckFailedException' && !isThrottled && !isFault) {
    count('UserErrors', 1, 'Count', ofAccount);
  } else if (table === undefined || table === '') {
    // Of no table, so under no dimensions that could be told.
  } else if (isThrottled) {
    count('ThrottledRequests', 1, 'Count', ofOperation(table, operation));
    count(isRead.test(operation) ? 'ReadThrottleEvents' : 'WriteThrottleEvents', 1, 'Count', ofTable(table));
  } else if (isFault) {
    count('SystemErrors', 1, 'Count', ofOperation(table, operation));
  } else {
    count('ConditionalCheckFailedRequests', 1, 'Count', ofTable(table));
  }
}

const isRead = /Get|Query|Scan/;

/** The tables that a call names, by their names. */
function tablesOf(input: object): readonly string[] {
  const { TableName, RequestItems } = input as { readonly TableName?: unknown; readonly RequestItems?: object };
  if (typeof TableName === 'string') return [tableNameOf(TableName)];
  return RequestItems ? Object.keys(RequestItems).map(tableNameOf) : [];
}
