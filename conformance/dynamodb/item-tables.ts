import {
  type AttributeDefinition,
  CreateTableCommand,
  type CreateTableCommandInput,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';

const attribute = (AttributeName: string, AttributeType: 'S' | 'N' | 'B'): AttributeDefinition => ({
  AttributeName,
  AttributeType,
});

/** `create(client, 'tab', ['pk', 'S'], ['sk', 'N'])`: an on-demand table, and whatever else is given. */
export async function createItemTable(
  client: DynamoDBClient,
  TableName: string,
  hash: readonly [string, 'S' | 'N' | 'B'],
  range?: readonly [string, 'S' | 'N' | 'B'],
  more: Partial<CreateTableCommandInput> = {},
): Promise<void> {
  const { AttributeDefinitions = [], ...rest } = more;
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [attribute(...hash), ...(range ? [attribute(...range)] : []), ...AttributeDefinitions],
      KeySchema: [
        { AttributeName: hash[0], KeyType: 'HASH' },
        ...(range ? [{ AttributeName: range[0], KeyType: 'RANGE' as const }] : []),
      ],
      ...rest,
    }),
  );
}

/** What a call fails with, as `Name: message`; the call must fail. */
export async function failureOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Error) return `${error.name}: ${error.message}`;
    throw error;
  }
  throw new Error('the call succeeded');
}
