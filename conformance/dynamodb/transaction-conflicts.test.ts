import {
  DynamoDBClient,
  ExecuteTransactionCommand,
  GetItemCommand,
  PutItemCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { createItemTable } from './item-tables.ts';

const target = useCloud();
let client: DynamoDBClient;
const Key = { pk: { S: 'a' } };

beforeEach(async () => {
  client = new DynamoDBClient({ ...target.cloud.clientConfig(), maxAttempts: 1 });
  await createItemTable(client, 'things', ['pk', 'S']);
});

const add = (ClientRequestToken?: string) =>
  client.send(
    new TransactWriteItemsCommand({
      TransactItems: [
        {
          Update: {
            TableName: 'things',
            Key,
            UpdateExpression: 'ADD n :one',
            ExpressionAttributeValues: { ':one': { N: '1' } },
          },
        },
      ],
      ...(ClientRequestToken !== undefined && { ClientRequestToken }),
    }),
  );

const failuresOf = async (...calls: Promise<unknown>[]) =>
  (await Promise.allSettled(calls)).flatMap((each) => (each.status === 'rejected' ? [each.reason as Error] : []));

const count = async () => Number((await client.send(new GetItemCommand({ TableName: 'things', Key }))).Item?.n?.N ?? 0);

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-conflict-handling
describe('a transaction that is under way', () => {
  it('has others that want its items cancelled', async () => {
    const calls = Array.from({ length: 10 }, () => add());
    const failures = await failuresOf(...calls);

    expect(failures.length).toBeGreaterThan(0);
    expect(await count()).toBe(10 - failures.length);
    for (const failure of failures) {
      expect(failure).toMatchObject({
        name: 'TransactionCanceledException',
        message: 'Transaction cancelled, please refer cancellation reasons for specific reasons [TransactionConflict]',
        CancellationReasons: [{ Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' }],
      });
    }
  });

  it('refuses single writes to its items, and lets reads through', async () => {
    const [update, get] = [
      new UpdateItemCommand({
        TableName: 'things',
        Key,
        UpdateExpression: 'SET x = :x',
        ExpressionAttributeValues: { ':x': { N: '1' } },
      }),
      new TransactGetItemsCommand({ TransactItems: [{ Get: { TableName: 'things', Key } }] }),
    ];
    const rounds = Array.from({ length: 10 }, () => failuresOf(add(), client.send(update), client.send(get)));
    const failures = (await Promise.all(rounds)).flat();
    const names = new Set(failures.map(({ name }) => name));

    expect(names).toEqual(new Set(['TransactionCanceledException', 'TransactionConflictException']));
    expect(failures.find(({ name }) => name === 'TransactionConflictException')?.message).toBe(
      'Transaction is ongoing for the item',
    );
  });

  it('has reads by PartiQL that want its items cancelled as well', async () => {
    const Statement = "SELECT * FROM things WHERE pk = 'a'";
    const read = () => client.send(new ExecuteTransactionCommand({ TransactStatements: [{ Statement }] }));
    const rounds = Array.from({ length: 10 }, () => failuresOf(add(), read()));
    const reasons = (await Promise.all(rounds)).flat();

    expect(new Set(reasons.map(({ name }) => name))).toEqual(new Set(['TransactionCanceledException']));
    expect(reasons.length).toBeGreaterThan(9);
  });

  it('does not mind other items', async () => {
    const others = Array.from({ length: 10 }, (_, index) =>
      client.send(new PutItemCommand({ TableName: 'things', Item: { pk: { S: String(index) } } })),
    );

    expect(await failuresOf(add(), ...others)).toEqual([]);
  });

  it('refuses its own token meanwhile, and is done once', async () => {
    const failures = await failuresOf(...Array.from({ length: 10 }, () => add('same')));

    expect(new Set(failures.map(({ name }) => name))).toEqual(new Set(['TransactionInProgressException']));
    expect(await count()).toBe(1);
  });
});
