import { DescribeTableCommand, DynamoDBClient, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { refusal, validation } from './refusal.ts';
import { createTable } from './table-inputs.ts';

const target = useCloud();

describe('DescribeTable', () => {
  it('satisfies the waiter of the SDK at once', async () => {
    const client = target.client(DynamoDBClient);
    await createTable(client);

    const waited = await waitUntilTableExists({ client, maxWaitTime: 60 }, { TableName: 'orders' });

    expect(waited.state).toBe('SUCCESS');
  });

  it('takes the ARN of the table', async () => {
    const client = target.client(DynamoDBClient);
    const created = await createTable(client);

    const { Table } = await client.send(new DescribeTableCommand({ TableName: created?.TableArn }));

    expect(Table?.TableName).toBe('orders');
  });

  it('rejects a missing name', async () => {
    const client = target.client(DynamoDBClient);

    expect(await refusal(client.send(new DescribeTableCommand({ TableName: undefined })))).toEqual(
      validation("The parameter 'TableName' is required but was not present in the request"),
    );
  });

  it('rejects an ARN of another region', async () => {
    const client = target.client(DynamoDBClient);
    const arn = 'arn:aws:dynamodb:eu-west-1:000000000000:table/orders';

    expect(await refusal(client.send(new DescribeTableCommand({ TableName: arn })))).toEqual(
      validation(`1 validation error detected: Invalid AWS region in '${arn}'`),
    );
  });
});
