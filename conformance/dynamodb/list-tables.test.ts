import { DynamoDBClient, ListTablesCommand, paginateListTables } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { refusal, validation } from './refusal.ts';
import { createTable } from './table-inputs.ts';

const target = useCloud();

describe('ListTables', () => {
  it('lists names in order, page by page', async () => {
    const client = target.client(DynamoDBClient);
    for (const TableName of ['ccc', 'aaa', 'bbb']) await createTable(client, { TableName });

    const pages: (string[] | undefined)[] = [];
    for await (const page of paginateListTables({ client, pageSize: 2 }, {})) pages.push(page.TableNames);

    expect(pages).toEqual([['aaa', 'bbb'], ['ccc']]);
  });

  it('names no last table when the page just holds them all', async () => {
    const client = target.client(DynamoDBClient);
    for (const TableName of ['aaa', 'bbb']) await createTable(client, { TableName });

    const answer = await client.send(new ListTablesCommand({ Limit: 2 }));

    expect(answer.TableNames).toEqual(['aaa', 'bbb']);
    expect(answer.LastEvaluatedTableName).toBeUndefined();
  });

  it('starts behind a name that need not exist', async () => {
    const client = target.client(DynamoDBClient);
    for (const TableName of ['aaa', 'ccc']) await createTable(client, { TableName });

    const answer = await client.send(new ListTablesCommand({ ExclusiveStartTableName: 'bbb' }));

    expect(answer.TableNames).toEqual(['ccc']);
  });

  it.each([
    [0, 'greater than or equal to 1'],
    [101, 'less than or equal to 100'],
  ])('rejects a limit of %i', async (Limit, bound) => {
    const client = target.client(DynamoDBClient);

    expect(await refusal(client.send(new ListTablesCommand({ Limit })))).toEqual(
      validation(
        `1 validation error detected: Value '${Limit}' at 'limit' failed to satisfy constraint: ` +
          `Member must have value ${bound}`,
      ),
    );
  });
});
