import {
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ListTablesCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { refusal, validation } from './refusal.ts';
import { createTable } from './table-inputs.ts';

const target = useCloud();

describe('DeleteTable', () => {
  it('answers DELETING, and the table is gone at the next look', async () => {
    const client = target.client(DynamoDBClient);
    const created = await createTable(client);

    const { TableDescription } = await client.send(new DeleteTableCommand({ TableName: 'orders' }));

    expect(TableDescription).toMatchObject({
      TableName: 'orders',
      TableStatus: 'DELETING',
      TableId: created?.TableId,
    });
    expect(TableDescription).not.toHaveProperty('CreationDateTime');
    expect(await refusal(client.send(new DescribeTableCommand({ TableName: 'orders' })))).toEqual({
      name: 'ResourceNotFoundException',
      message: 'Requested resource not found: Table: orders not found',
    });
    expect((await client.send(new ListTablesCommand({}))).TableNames).toEqual([]);
  });

  it('takes the ARN of the table', async () => {
    const client = target.client(DynamoDBClient);
    const created = await createTable(client);

    await client.send(new DeleteTableCommand({ TableName: created?.TableArn }));

    expect((await client.send(new ListTablesCommand({}))).TableNames).toEqual([]);
  });

  it('frees the name for another table', async () => {
    const client = target.client(DynamoDBClient);
    const first = await createTable(client);

    await client.send(new DeleteTableCommand({ TableName: 'orders' }));
    const second = await createTable(client);

    expect(second?.TableId).not.toBe(first?.TableId);
  });

  it('rejects a table that is not there', async () => {
    const client = target.client(DynamoDBClient);

    expect(await refusal(client.send(new DeleteTableCommand({ TableName: 'orders' })))).toEqual({
      name: 'ResourceNotFoundException',
      message: 'Requested resource not found: Table: orders not found',
    });
  });

  it('rejects a protected table until its protection is off', async () => {
    const client = target.client(DynamoDBClient);
    await createTable(client, { DeletionProtectionEnabled: true });

    const refused = await refusal(client.send(new DeleteTableCommand({ TableName: 'orders' })));
    await client.send(new UpdateTableCommand({ TableName: 'orders', DeletionProtectionEnabled: false }));
    await client.send(new DeleteTableCommand({ TableName: 'orders' }));

    expect(refused).toEqual(
      validation(
        'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
      ),
    );
  });
});
