import { CreateTableCommand, type CreateTableCommandInput, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { attributes, globalIndex, keySchema } from './table-inputs.ts';

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
      AttributeDefinitions: [
        ...attributes(Object.fromEntries(range ? [hash, range] : [hash])),
        ...AttributeDefinitions,
      ],
      KeySchema: keySchema(hash[0], range?.[0]),
      ...rest,
    }),
  );
}

/** The table `things` by `pk`, and an index `by-kind` of the items that have a `kind`. */
export const createThings = (client: DynamoDBClient, ProjectionType: 'ALL' | 'KEYS_ONLY'): Promise<void> =>
  createItemTable(client, 'things', ['pk', 'S'], undefined, {
    AttributeDefinitions: attributes({ kind: 'S' }),
    GlobalSecondaryIndexes: [globalIndex('by-kind', 'kind', { Projection: { ProjectionType } })],
  });
