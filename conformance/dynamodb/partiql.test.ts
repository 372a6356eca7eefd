import {
  type AttributeValue,
  BatchExecuteStatementCommand,
  CreateTableCommand,
  DynamoDBClient,
  ExecuteStatementCommand,
  type ExecuteStatementCommandInput,
  ExecuteTransactionCommand,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
let client: DynamoDBClient;

beforeEach(async () => {
  client = target.client(DynamoDBClient);
  await client.send(
    new CreateTableCommand({
      TableName: 'Music',
      AttributeDefinitions: [
        { AttributeName: 'Artist', AttributeType: 'S' },
        { AttributeName: 'Song', AttributeType: 'S' },
        { AttributeName: 'Year', AttributeType: 'N' },
      ],
      KeySchema: [
        { AttributeName: 'Artist', KeyType: 'HASH' },
        { AttributeName: 'Song', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'byYear',
          KeySchema: [{ AttributeName: 'Year', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
});

const execute = (Statement: string, ...Parameters: AttributeValue[]) =>
  client.send(new ExecuteStatementCommand({ Statement, ...(Parameters.length > 0 && { Parameters }) }));

const songs = async (statement: string, ...parameters: AttributeValue[]) =>
  ((await execute(statement, ...parameters)).Items ?? []).map(({ Song }) => Song?.S);

const put = (Artist: string, Song: string, further: Record<string, AttributeValue> = {}) =>
  client.send(
    new PutItemCommand({ TableName: 'Music', Item: { Artist: { S: Artist }, Song: { S: Song }, ...further } }),
  );

const get = async (Artist: string, Song: string) =>
  (await client.send(new GetItemCommand({ TableName: 'Music', Key: { Artist: { S: Artist }, Song: { S: Song } } })))
    .Item;

describe('SELECT', () => {
  beforeEach(async () => {
    await put('a', '1', {
      Year: { N: '1999' },
      Tags: { SS: ['x', 'y'] },
      Info: { M: { Awards: { L: [{ N: '3' }] } } },
    });
    await put('a', '2', { Year: { N: '2000' }, Note: { NULL: true } });
    await put('a', '30', { Year: { N: '2000' } });
    await put('b', '1', { Year: { N: '2001' } });
  });

  it('reads a partition in the order of its sort key, and backwards', async () => {
    expect(await songs(`SELECT * FROM "Music" WHERE "Artist" = 'a'`)).toEqual(['1', '2', '30']);
    expect(await songs('SELECT * FROM Music WHERE Artist = ? ORDER BY Song DESC', { S: 'a' })).toEqual([
      '30',
      '2',
      '1',
    ]);
  });

  it.each([
    [`Song = '2'`, ['2']],
    [`Song > '1' AND Song <= '2'`, ['2']],
    [`Song BETWEEN '1' AND '2'`, ['1', '2']],
    [`begins_with("Song", '3')`, ['30']],
    [`"Year" = 2000`, ['2', '30']],
    [`"Year" <> 2000`, ['1']],
    [`NOT "Year" = 2000`, ['1']],
    [`"Year" IN [1999, 2001]`, ['1']],
    [`("Year" = 1999 OR Song = '30')`, ['1', '30']],
    [`Tags IS MISSING`, ['2', '30']],
    [`Tags IS NOT MISSING`, ['1']],
    [`Note IS NULL`, ['2']],
    [`contains(Tags, 'x')`, ['1']],
    [`size(Tags) = 2`, ['1']],
    [`attribute_type(Info, 'M')`, ['1']],
    [`Info.Awards[0] >= 3`, ['1']],
    [`2000 = "Year"`, ['2', '30']],
  ])('finds what satisfies %s', async (condition, expected) => {
    expect(await songs(`SELECT * FROM Music WHERE Artist = 'a' AND ${condition}`)).toEqual(expected);
  });

  it('reads several partitions by IN or OR', async () => {
    const read = async (where: string) => (await songs(`SELECT * FROM Music WHERE ${where}`)).length;

    expect([await read(`Artist IN ['a', 'b']`), await read(`Artist = 'a' OR Artist = 'b'`)]).toEqual([4, 4]);
  });

  it('scans without a partition key', async () => {
    expect((await songs('SELECT * FROM Music')).sort()).toEqual(['1', '1', '2', '30']);
    expect((await songs('SELECT * FROM Music WHERE "Year" > 1999')).sort()).toEqual(['1', '2', '30']);
  });

  it('shows what was selected, under its last name', async () => {
    const { Items } = await execute(
      `SELECT Song, Info.Awards, Info.Awards[0] FROM Music WHERE Artist = 'a' AND Song = '1'`,
    );

    expect(Items).toEqual([{ Song: { S: '1' }, Awards: { L: [{ N: '3' }] }, _3: { N: '3' } }]);
  });

  it('reads an index, and of it what it has', async () => {
    const { Items } = await execute('SELECT * FROM "Music"."byYear" WHERE "Year" = 1999');

    expect(Items).toEqual([{ Artist: { S: 'a' }, Song: { S: '1' }, Year: { N: '1999' } }]);
    await expect(execute('SELECT Tags FROM "Music"."byYear" WHERE "Year" = 1999')).rejects.toThrow(
      'Global secondary index byYear does not project [Tags]',
    );
    await expect(execute('SELECT * FROM "Music"."nope"')).rejects.toThrow(
      'The table does not have the specified index',
    );
  });

  it('goes on page by page', async () => {
    const found: unknown[] = [];
    let NextToken: string | undefined;
    do {
      const input: ExecuteStatementCommandInput = {
        Statement: `SELECT Song FROM Music WHERE Artist IN ['a', 'b']`,
        Limit: 2,
        ...(NextToken !== undefined && { NextToken }),
      };
      const page = await client.send(new ExecuteStatementCommand(input));
      found.push(page.Items?.length);
      NextToken = page.NextToken;
    } while (NextToken !== undefined);

    expect(found).toEqual([2, 2, 0]);
    await expect(
      client.send(new ExecuteStatementCommand({ Statement: 'SELECT * FROM Music', NextToken: 'x' })),
    ).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('tells what it cost', async () => {
    const { ConsumedCapacity } = await client.send(
      new ExecuteStatementCommand({
        Statement: `SELECT * FROM Music WHERE Artist = 'a'`,
        ConsistentRead: true,
        ReturnConsumedCapacity: 'TOTAL',
      }),
    );

    expect(ConsumedCapacity).toMatchObject({ TableName: 'Music', CapacityUnits: 1 });
  });
});

describe('INSERT', () => {
  it('writes values of all kinds', async () => {
    const { Items } = await execute(
      `INSERT INTO Music VALUE {'Artist': 'a', 'Song': 'it''s', 'n': -1.50, 't': true, 'f': FALSE, 'z': null, 'l': [1, 'two', [3]], 'm': {'x': {'y': 1e3}}, 's': <<'p', 'q'>>, 'ns': <<1, 2>>, 'b': ?}`,
      { B: new Uint8Array([1, 2]) },
    );

    expect(Items).toEqual([]);
    expect(await get('a', "it's")).toEqual({
      Artist: { S: 'a' },
      Song: { S: "it's" },
      n: { N: '-1.5' },
      t: { BOOL: true },
      f: { BOOL: false },
      z: { NULL: true },
      l: { L: [{ N: '1' }, { S: 'two' }, { L: [{ N: '3' }] }] },
      m: { M: { x: { M: { y: { N: '1000' } } } } },
      s: { SS: ['p', 'q'] },
      ns: { NS: ['1', '2'] },
      b: { B: new Uint8Array([1, 2]) },
    });
  });

  it('never replaces', async () => {
    await put('a', '1', { n: { N: '1' } });

    await expect(execute(`INSERT INTO Music VALUE {'Artist': 'a', 'Song': '1'}`)).rejects.toMatchObject({
      name: 'DuplicateItemException',
      message: 'Duplicate primary key exists in table',
    });
    expect(await get('a', '1')).toMatchObject({ n: { N: '1' } });
  });

  it('needs the key', async () => {
    await expect(execute(`INSERT INTO Music VALUE {'Artist': 'a'}`)).rejects.toThrow(
      'Missing the key Song in the item',
    );
  });
});

describe('UPDATE', () => {
  beforeEach(() =>
    put('a', '1', { n: { N: '1' }, l: { L: [{ N: '1' }] }, s: { SS: ['x', 'y'] }, m: { M: {} }, old: { S: 'o' } }),
  );

  it('sets, computes, appends, adds to sets, and removes', async () => {
    await execute(
      `UPDATE Music SET n = n + 2 SET l = list_append(l, [2]), m.x = 'deep' SET s = set_add(s, <<'z'>>) REMOVE old WHERE Artist = 'a' AND Song = '1'`,
    );
    await execute(`UPDATE Music SET s = set_delete(s, <<'x'>>) WHERE Artist = ? AND Song = ?`, { S: 'a' }, { S: '1' });

    expect(await get('a', '1')).toEqual({
      Artist: { S: 'a' },
      Song: { S: '1' },
      n: { N: '3' },
      l: { L: [{ N: '1' }, { N: '2' }] },
      s: { SS: ['y', 'z'] },
      m: { M: { x: { S: 'deep' } } },
    });
  });

  it.each([
    ['ALL OLD', { n: { N: '1' }, old: { S: 'o' } }],
    ['ALL NEW', { n: { N: '5' }, old: { S: 'o' } }],
    ['MODIFIED OLD', { n: { N: '1' } }],
    ['MODIFIED NEW', { n: { N: '5' } }],
  ])('returns %s', async (returning, expected) => {
    const { Items } = await execute(
      `UPDATE Music SET n = 5 WHERE Artist = 'a' AND Song = '1' RETURNING ${returning} *`,
    );

    expect(Items).toEqual([expect.objectContaining(expected)]);
    expect(Object.keys(Items?.[0] ?? {}).length).toBe(returning.startsWith('ALL') ? 7 : 1);
  });

  it('is bound to its conditions, and to the item being there', async () => {
    const failed = { name: 'ConditionalCheckFailedException', message: 'The conditional request failed' };

    await expect(execute(`UPDATE Music SET n = 2 WHERE Artist = 'a' AND Song = '1' AND n = 9`)).rejects.toMatchObject(
      failed,
    );
    await expect(execute(`UPDATE Music SET n = 2 WHERE Artist = 'a' AND Song = 'none'`)).rejects.toMatchObject(failed);
    await execute(`UPDATE Music SET n = 2 WHERE Artist = 'a' AND Song = '1' AND n = 1`);
    expect(await get('a', '1')).toMatchObject({ n: { N: '2' } });
  });

  it('needs the whole key by equality', async () => {
    const message = 'Where clause does not contain a mandatory equality on all key attributes';

    for (const where of [`Artist = 'a'`, `Artist = 'a' AND Song > '0'`, `Artist = 'a' OR Song = '1'`]) {
      await expect(execute(`UPDATE Music SET n = 2 WHERE ${where}`)).rejects.toMatchObject({ message });
    }
    await expect(execute('DELETE FROM Music')).rejects.toMatchObject({ message });
    await expect(execute(`UPDATE Music SET Song = '2' WHERE Artist = 'a' AND Song = '1'`)).rejects.toThrow(
      'Cannot update attribute Song. This attribute is part of the key',
    );
  });
});

describe('DELETE', () => {
  it('deletes, returns what was there, and is bound to conditions', async () => {
    await put('a', '1', { n: { N: '1' } });

    await expect(execute(`DELETE FROM Music WHERE Artist = 'a' AND Song = '1' AND n = 2`)).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
    });
    const { Items } = await execute(`DELETE FROM Music WHERE Artist = 'a' AND Song = '1' RETURNING ALL OLD *`);
    expect(Items).toEqual([{ Artist: { S: 'a' }, Song: { S: '1' }, n: { N: '1' } }]);
    expect(await get('a', '1')).toBeUndefined();
  });
});

describe('BatchExecuteStatement', () => {
  it('does each statement on its own, and tells failures in their places', async () => {
    await put('a', '1');
    const { Responses } = await client.send(
      new BatchExecuteStatementCommand({
        Statements: [
          { Statement: `INSERT INTO Music VALUE {'Artist': 'a', 'Song': '1'}` },
          { Statement: `INSERT INTO Music VALUE {'Artist': 'a', 'Song': '2'}` },
          { Statement: `UPDATE Music SET n = 1 WHERE Artist = 'a' AND Song = 'none'` },
          { Statement: `UPDATE Nothing SET n = 1 WHERE Artist = 'a'` },
        ],
      }),
    );

    expect(Responses?.map(({ Error: error }) => error?.Code)).toEqual([
      'DuplicateItem',
      undefined,
      'ConditionalCheckFailed',
      'ResourceNotFound',
    ]);
    expect(await get('a', '2')).toBeDefined();
  });

  it('reads single items', async () => {
    await put('a', '1');
    const Statements = [
      { Statement: `SELECT * FROM Music WHERE Artist = 'a' AND Song = '1'` },
      { Statement: `SELECT * FROM Music WHERE Artist = 'a' AND Song = '2'` },
      { Statement: `SELECT * FROM Music WHERE Artist = 'a'` },
    ];
    const { Responses } = await client.send(new BatchExecuteStatementCommand({ Statements }));

    expect(Responses).toEqual([
      { TableName: 'Music', Item: { Artist: { S: 'a' }, Song: { S: '1' } } },
      { TableName: 'Music' },
      { TableName: 'Music', Error: expect.objectContaining({ Code: 'ValidationError' }) },
    ]);
  });

  it('does not mix reads and writes', async () => {
    const Statements = [
      { Statement: `SELECT * FROM Music WHERE Artist = 'a' AND Song = '1'` },
      { Statement: `DELETE FROM Music WHERE Artist = 'a' AND Song = '1'` },
    ];

    await expect(client.send(new BatchExecuteStatementCommand({ Statements }))).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });
});

describe('ExecuteTransaction', () => {
  const transact = (...statements: string[]) =>
    client.send(new ExecuteTransactionCommand({ TransactStatements: statements.map((Statement) => ({ Statement })) }));

  it('does all or nothing', async () => {
    await put('a', '1', { n: { N: '1' } });
    const failing = transact(
      `INSERT INTO Music VALUE {'Artist': 'a', 'Song': '2'}`,
      `INSERT INTO Music VALUE {'Artist': 'a', 'Song': '1'}`,
      `EXISTS(SELECT * FROM Music WHERE Artist = 'a' AND Song = '3' AND n = 1)`,
    );

    await expect(failing).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'None' }, { Code: 'DuplicateItem' }, { Code: 'ConditionalCheckFailed' }],
    });
    expect(await get('a', '2')).toBeUndefined();
    await transact(
      `INSERT INTO Music VALUE {'Artist': 'a', 'Song': '2'}`,
      `UPDATE Music SET n = n + 1 WHERE Artist = 'a' AND Song = '1' AND n = 1`,
    );
    expect([await get('a', '1'), await get('a', '2')]).toEqual([
      expect.objectContaining({ n: { N: '2' } }),
      expect.anything(),
    ]);
  });

  it('reads items at one moment', async () => {
    await put('a', '1');
    const { Responses } = await transact(
      `SELECT * FROM Music WHERE Artist = 'a' AND Song = '1'`,
      `SELECT * FROM Music WHERE Artist = 'a' AND Song = '2'`,
    );

    expect(Responses).toEqual([{ Item: { Artist: { S: 'a' }, Song: { S: '1' } } }, {}]);
  });

  it('is cancelled by a key of the wrong type, and refused for reading an item twice', async () => {
    const one = `SELECT * FROM Music WHERE Artist = 'a' AND Song = '1'`;

    await expect(transact(`SELECT * FROM Music WHERE Artist = 5 AND Song = '1'`, one)).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'ValidationError' }, { Code: 'None' }],
    });
    await expect(transact(one, one)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('writes once for a token', async () => {
    await put('a', '1', { n: { N: '1' } });
    const input = {
      TransactStatements: [{ Statement: `UPDATE Music SET n = n + 1 WHERE Artist = 'a' AND Song = '1'` }],
      ClientRequestToken: 'once',
    };
    await client.send(new ExecuteTransactionCommand(input));
    await client.send(new ExecuteTransactionCommand(input));

    expect(await get('a', '1')).toMatchObject({ n: { N: '2' } });
  });
});

describe('statements that are refused', () => {
  it.each([
    ['SELECT', 'not well formed'],
    ['SELECT * FROM Music WHERE', 'not well formed'],
    ['SELECT * FROM Music WHERE Artist =', 'not well formed'],
    ['SELECT * FROM Music garbage', 'Aliasing is not supported'],
    ['DROP TABLE Music', 'not well formed'],
    ["INSERT INTO Music VALUE 'x'", 'not well formed'],
    [`INSERT INTO Music VALUE {'s': <<>>}`, 'Empty bags are not supported'],
    [`SELECT * FROM Music WHERE ${'('.repeat(5000)}`, 'not well formed'],
    [`SELECT * FROM Music WHERE x = ${'['.repeat(5000)}`, 'not well formed'],
    ['SELECT * FROM Music WHERE Artist = ?', "Number of parameters in request and statement don't match."],
    ['SELECT * FROM Music ORDER BY Song', 'Must have WHERE clause'],
    [`SELECT * FROM Music WHERE Song = 'x' ORDER BY Song`, 'hash key condition'],
    [`SELECT * FROM Music WHERE Artist = 'x' ORDER BY Other`, 'must be part of the primary key'],
    ['SELECT * FROM Music WHERE Artist = 5', 'Condition parameter type does not match schema type'],
    ['SELECT * FROM Nothing', 'Requested resource not found'],
    ['', 'at least 1|length greater than or equal to 1'],
  ])('%#', async (statement, why) => {
    const pattern = why === 'not well formed' ? /Statement wasn't well formed, can't be processed: / : new RegExp(why);

    await expect(execute(statement)).rejects.toThrow(pattern);
  });
});
