import { DynamoDBClient, GetItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../../cloud.ts';
import { refusal } from '../refusal.ts';
import { attributes, createTable, keySchema } from '../table-inputs.ts';

const target = useCloud();
const pk = { S: 'a' };

describe('numbers', () => {
  it.each([
    ['00042', '42'],
    ['1.0', '1'],
    ['3.1400', '3.14'],
    ['1.5E2', '150'],
    ['-0', '0'],
    ['12345678901234567890123456789012345678', '12345678901234567890123456789012345678'],
    ['1E-130', `0.${'0'.repeat(129)}1`],
    ['9.9999999999999999999999999999999999999E+125', `${'9'.repeat(38)}${'0'.repeat(88)}`],
  ])('come back normalised: %s', async (given, stored) => {
    const client = target.client(DynamoDBClient);
    await createTable(client);

    await client.send(new PutItemCommand({ TableName: 'orders', Item: { pk, n: { N: given } } }));
    const { Item } = await client.send(new GetItemCommand({ TableName: 'orders', Key: { pk } }));

    expect(Item?.n?.N).toBe(stored);
  });

  it('are the same key however they are written', async () => {
    const client = target.client(DynamoDBClient);
    await createTable(client, { AttributeDefinitions: attributes({ pk: 'N' }) });

    await client.send(new PutItemCommand({ TableName: 'orders', Item: { pk: { N: '1.0' } } }));
    const { Item } = await client.send(new GetItemCommand({ TableName: 'orders', Key: { pk: { N: '10E-1' } } }));

    expect(Item).toEqual({ pk: { N: '1' } });
  });

  it('are the same element of a set however they are written', async () => {
    const client = target.client(DynamoDBClient);
    await createTable(client);

    const put = new PutItemCommand({ TableName: 'orders', Item: { pk, set: { NS: ['1', '1.0'] } } });

    expect((await refusal(client.send(put))).message).toContain('contains duplicates');
  });

  it('order sort keys by value over their whole range', async () => {
    const client = target.client(DynamoDBClient);
    await createTable(client, {
      KeySchema: keySchema('pk', 'n'),
      AttributeDefinitions: attributes({ pk: 'S', n: 'N' }),
    });
    const ascending = ['-1E100', '-20', '-3', '-0.5', '0', '1E-130', '0.5', '3', '20', '100', '1E100'];
    for (const n of ascending.toReversed()) {
      await client.send(new PutItemCommand({ TableName: 'orders', Item: { pk, n: { N: n } } }));
    }

    const { Items } = await client.send(
      new QueryCommand({
        TableName: 'orders',
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
      }),
    );

    expect(Items?.map((item) => Number(item.n?.N))).toEqual(ascending.map(Number));
  });
});
