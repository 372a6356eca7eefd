import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { projectOrder } from './orders/customer-orders.ts';
import type { Order } from './orders/order.ts';
import { logger } from './orders/telemetry.ts';

type Image = Parameters<typeof unmarshall>[0];

/** Changes of orders, in order. From the first that fails on, all come again. */
export async function handler({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  for (const { dynamodb } of Records) {
    if (!dynamodb?.NewImage) continue;
    try {
      await projectOrder(unmarshall(dynamodb.NewImage as Image) as Order);
    } catch (error) {
      logger.error('order not projected', { ...(error instanceof Error && { error }) });
      return { batchItemFailures: [{ itemIdentifier: dynamodb.SequenceNumber ?? '' }] };
    }
  }
  return { batchItemFailures: [] };
}
