import {
  type AttributeValue,
  BatchExecuteStatementCommand,
  DynamoDBClient,
  ExecuteStatementCommand,
  ExecuteTransactionCommand,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../../cloud.ts';
import { createItemTable } from '../item-tables.ts';
import { refusal, validation } from '../refusal.ts';
import { attributes, globalIndex } from '../table-inputs.ts';

const target = useCloud();
let client: DynamoDBClient;
const Key = { pk: { S: 'a' } };
const notWellFormed = "Statement wasn't well formed, can't be processed: ";

beforeEach(async () => {
  client = target.client(DynamoDBClient);
  await createItemTable(client, 'orders', ['pk', 'S'], undefined, {
    AttributeDefinitions: attributes({ kind: 'S', g: 'S', h: 'S' }),
    GlobalSecondaryIndexes: [
      globalIndex('by-kind', 'kind', { Projection: { ProjectionType: 'KEYS_ONLY' } }),
      globalIndex('by-two', 'g', {
        KeySchema: [
          { AttributeName: 'g', KeyType: 'HASH' },
          { AttributeName: 'h', KeyType: 'HASH' },
        ],
      }),
    ],
  });
  await client.send(
    new PutItemCommand({
      TableName: 'orders',
      Item: { ...Key, n: { N: '1' }, s: { S: 'text' }, flag: { BOOL: true }, none: { NULL: true }, kind: { S: 'k' } },
    }),
  );
});

const run = (Statement: string, ...Parameters: AttributeValue[]) =>
  client.send(new ExecuteStatementCommand({ Statement, ...(Parameters.length > 0 && { Parameters }) }));
const count = async (statement: string) => (await run(statement)).Items?.length;
const stored = async () => (await client.send(new GetItemCommand({ TableName: 'orders', Key }))).Item;
const transact = (...statements: string[]) =>
  client.send(new ExecuteTransactionCommand({ TransactStatements: statements.map((Statement) => ({ Statement })) }));

describe('FROM … WHERE … SET', () => {
  it('updates the item that the WHERE names', async () => {
    const { Items } = await run(`FROM orders WHERE pk = ? SET n = ? REMOVE s RETURNING ALL NEW *`, Key.pk, { N: '2' });

    expect(Items?.[0]).toMatchObject({ n: { N: '2' } });
    expect(await stored()).not.toHaveProperty('s');
  });

  it('holds a further condition, and makes nothing', async () => {
    const failed = { name: 'ConditionalCheckFailedException', message: 'The conditional request failed' };

    expect(await refusal(run(`FROM orders WHERE pk = 'a' AND n = 2 SET n = 3`))).toEqual(failed);
    expect(await refusal(run(`FROM orders WHERE pk = 'absent' REMOVE n`))).toEqual(failed);
  });

  it('needs the whole key', async () => {
    expect(await refusal(run('FROM orders SET n = 1'))).toEqual(
      validation('Where clause does not contain a mandatory equality on all key attributes'),
    );
  });
});

describe('conditions', () => {
  it.each([
    ['attribute_not_exists(absent)', 1],
    ['attribute_not_exists(s)', 0],
    ['attribute_exists(s) = true', 1],
    ['attribute_exists(s) <> true', 0],
    ['attribute_exists(absent) = false', 1],
    ['flag IS BOOL', 1],
    ['s IS BOOLEAN', 0],
    ['s IS STRING', 1],
    ['n IS NOT STRING', 1],
    ['n IS NUMERIC', 1],
    ['none IS NULL', 1],
    ['absent IS MISSING', 1],
  ])('WHERE %s finds %i', async (condition, expected) => {
    expect(await count(`SELECT * FROM orders WHERE pk = 'a' AND ${condition}`)).toBe(expected);
  });

  it('stand among comments', async () => {
    expect(await count(`/* first */ SELECT * FROM orders -- second\n WHERE /* third\n */ pk = 'a'`)).toBe(1);
  });
});

describe('ExecuteTransaction', () => {
  it('answers nothing for writes', async () => {
    expect((await transact(`UPDATE orders SET n = 2 WHERE pk = 'a'`)).Responses).toEqual([]);
  });

  const invalid = (why: string) => validation(`Validation failed in TransactStatements[0]: ${why}`);
  const noKey = 'Select statements within ExecuteTransaction must specify the primary key in the where clause.';

  it.each([
    [`SELECT * FROM orders WHERE pk = 'a' AND n = 1`, noKey],
    [`SELECT * FROM orders WHERE n = 1`, noKey],
    [`SELECT * FROM orders."by-kind" WHERE kind = 'k'`, 'Reads on indices are not supported within transactions.'],
    [
      `EXISTS(SELECT * FROM orders WHERE pk = 'a')`,
      'EXISTS() must contain a single item read with additional condition',
    ],
    [
      `UPDATE orders SET n = 2 WHERE pk = 'a' RETURNING ALL NEW *`,
      'RETURNING clause is not supported in ExecuteTransaction.',
    ],
    ['SELECT * FROM orders WHERE', `${notWellFormed}Unexpected term`],
  ])('tells the place of %s', async (statement, why) => {
    expect(await refusal(transact(statement))).toEqual(invalid(why));
  });
});

describe('statements that are refused', () => {
  const many =
    'PartiQL statements cannot be executed on tables with multi-attribute HASH keys or multi-attribute RANGE keys.';

  it.each([
    [`SELECT * FROM orders."by-two" WHERE g = 'x'`, many],
    [
      `SELECT pk FROM orders."by-kind" WHERE kind = 'k' AND n = 1`,
      'One or more parameter values were invalid: Secondary index by-kind does not project one or more filter ' +
        'attributes: [n]',
    ],
    ['SELECT * FROM orders."by-kind".x', 'A path may contain at most 2 components in the FROM clause'],
    ['SELECT * FROM ""', 'Path component cannot be an empty string'],
    ['SELECT * FROM orders AS o', 'Aliasing is not supported'],
    [`DELETE FROM orders o WHERE pk = 'a'`, 'Aliasing is not supported'],
    [
      `DELETE FROM orders WHERE pk = 'a' RETURNING MODIFIED OLD *`,
      'Invalid returning clause: RETURNING MODIFIED OLD *. Only RETURNING ALL OLD * is allowed in DELETE statements.',
    ],
    [`SELECT * FROM orders WHERE pk = 'a' AND`, `${notWellFormed}Missing right-hand side expression of infix operator`],
    [`SELECT * FROM orders WHERE pk = 'a' AND s IS FOO`, `${notWellFormed}Expected type name`],
    ['DELETE FROM', `${notWellFormed}Expected identifier for simple path`],
    ['SELECT * FROM orders /* open', notWellFormed],
    ['SELECT * FROM orders # note', notWellFormed],
    [
      `SELECT * FROM orders WHERE pk = 'a' AND attribute_exists('s')`,
      'Operator or function requires a document path; operator or function: attribute_exists',
    ],
    [
      `SELECT * FROM orders WHERE pk = 'a' AND attribute_not_exists(s, n)`,
      'Incorrect number of operands for operator or function; operator or function: attribute_not_exists, ' +
        'number of operands: 2',
    ],
    [
      `INSERT INTO orders VALUE {'pk': 'b', 'm': {'l': [1, 1e126]}}`,
      'Number overflow. Attempting to store a number with magnitude larger than supported range under root.m.l[1]',
    ],
    [`SELECT * FROM orders WHERE n = 1e99999999999`, notWellFormed],
    [
      `INSERT INTO orders VALUE {'pk': 'b', 's': <<'x', 'x'>>}`,
      'One or more parameter values were invalid: Input collection [x, x] contains duplicates.',
    ],
  ])('%s', async (statement, message) => {
    expect(await refusal(run(statement))).toEqual(validation(message));
  });

  it.each([{ BOOL: true }, { NULL: true }, { L: [] }, { M: {} }])('for comparing with %j', async (value) => {
    const [type] = Object.keys(value);

    expect(await refusal(run(`SELECT * FROM orders WHERE pk = 'a' AND n < ?`, value as AttributeValue))).toEqual(
      validation(
        `Incorrect operand type for operator or function; operator or function: <, operand type: ${type ?? ''}`,
      ),
    );
  });

  it('for a strongly consistent read of a global index', async () => {
    const read = new ExecuteStatementCommand({ Statement: 'SELECT * FROM orders."by-kind"', ConsistentRead: true });

    expect(await refusal(client.send(read))).toEqual(
      validation('Strongly consistent read is not supported on Global Secondary Indexes'),
    );
  });

  it('in a batch, for the index of many attributes ahead of the missing key', async () => {
    const Statements = [{ Statement: `SELECT * FROM orders."by-two" WHERE g = 'x'` }];
    const { Responses } = await client.send(new BatchExecuteStatementCommand({ Statements }));

    expect(Responses?.[0]?.Error).toEqual({ Code: 'ValidationError', Message: many });
  });
});
