import {
  type AttributeDefinition,
  CreateTableCommand,
  type CreateTableCommandInput,
  DynamoDBClient,
  type GlobalSecondaryIndex,
  type KeySchemaElement,
} from '@aws-sdk/client-dynamodb';
import type { Target } from '../cloud.ts';

/** `keySchema('pk', 'sk')` */
export function keySchema(hash: string, range?: string): KeySchemaElement[] {
  const schema: KeySchemaElement[] = [{ AttributeName: hash, KeyType: 'HASH' }];
  if (range !== undefined) schema.push({ AttributeName: range, KeyType: 'RANGE' });
  return schema;
}

/** `attributes({ pk: 'S', n: 'N' })` */
export function attributes(types: Readonly<Record<string, 'S' | 'N' | 'B'>>): AttributeDefinition[] {
  return Object.entries(types).map(([AttributeName, AttributeType]) => ({ AttributeName, AttributeType }));
}

/** An on-demand table with the string key `pk`; everything can be said otherwise. */
export function tableInput(given: Partial<CreateTableCommandInput> = {}): CreateTableCommandInput {
  return {
    TableName: 'orders',
    KeySchema: keySchema('pk'),
    AttributeDefinitions: attributes({ pk: 'S' }),
    BillingMode: 'PAY_PER_REQUEST',
    ...given,
  };
}

/** The same in provisioned mode, 5 units each way. */
export function provisionedInput(given: Partial<CreateTableCommandInput> = {}): CreateTableCommandInput {
  return tableInput({ BillingMode: 'PROVISIONED', ProvisionedThroughput: units(5, 5), ...given });
}

export const units = (ReadCapacityUnits: number, WriteCapacityUnits: number) => ({
  ReadCapacityUnits,
  WriteCapacityUnits,
});

/** A global index over one string attribute, projecting everything. */
export function globalIndex(IndexName: string, hash: string, given: Partial<GlobalSecondaryIndex> = {}) {
  return { IndexName, KeySchema: keySchema(hash), Projection: { ProjectionType: 'ALL' as const }, ...given };
}

export async function createTable(client: DynamoDBClient, given: Partial<CreateTableCommandInput> = {}) {
  const { TableDescription } = await client.send(new CreateTableCommand(tableInput(given)));
  return TableDescription;
}

/** SDKs try again after LimitExceededException; a test that expects it does not want to wait for that. */
export const clientWithoutRetries = (target: Target): DynamoDBClient =>
  new DynamoDBClient({ ...target.cloud.clientConfig(), maxAttempts: 1 });
