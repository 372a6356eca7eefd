import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { Problem, unavailable } from './problem.ts';

/** A hung request must not eat the function's whole time: it fails, and the SDK's own retries take over. */
const client = new DynamoDBClient({
  requestHandler: { requestTimeout: 2000, throwOnRequestTimeout: true, connectionTimeout: 1000 },
});

export const database = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });

/** Names of errors that the caller knows how to handle pass; everything else becomes a 503 that may be retried. */
export async function ask<T>(request: Promise<T>, ...expected: readonly string[]): Promise<T> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof Problem || (error instanceof Error && expected.includes(error.name))) throw error;
    throw unavailable('The database', error);
  }
}
