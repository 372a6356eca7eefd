import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Clock } from '../../../kernel/clock.ts';
import { AwsError } from '../../../kernel/errors.ts';
import { World } from '../../../kernel/world.ts';
import type { Context } from '../../../service-kit/contract.ts';
import { dynamodb } from '../service.ts';
import { testTable } from '../tables/test-table.ts';

const operations = [
  'PutItem',
  'GetItem',
  'UpdateItem',
  'DeleteItem',
  'Query',
  'Scan',
  'BatchGetItem',
  'BatchWriteItem',
  'TransactGetItems',
  'TransactWriteItems',
  'ExecuteStatement',
  'BatchExecuteStatement',
  'ExecuteTransaction',
] as const;

const text = fc.constantFrom(
  '',
  'a',
  'things',
  'pk',
  ':v',
  '#n',
  'pk = :v',
  'SET a = :v',
  '=',
  'COUNT',
  'EQ',
  'BETWEEN',
  '1',
  '1e999',
  '__proto__',
  'constructor',
);
const scalar = fc.oneof(text, fc.constantFrom(null, true, false, 0, -1, 1.5, 1e300));
/** Null where nobody expects it. */
const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { freq: 8 });
const attribute = fc.oneof(
  fc.record({ S: text }, { requiredKeys: [] }),
  fc.record({ N: text }),
  fc.record({ B: fc.constantFrom('', 'AA==', 'A', '====') }),
  fc.record({ SS: fc.array(orNull(text), { maxLength: 3 }) }),
  fc.record({ NS: fc.array(orNull(text), { maxLength: 3 }) }),
  fc.record({ NULL: scalar, L: scalar }, { requiredKeys: [] }),
  scalar,
);
const attributes = fc.oneof(
  fc.dictionary(fc.constantFrom('pk', 'a', ':v', '#n', '__proto__', 'toString'), attribute, { maxKeys: 3 }),
  scalar,
);
const condition = fc.record(
  {
    ComparisonOperator: text,
    AttributeValueList: fc.array(attribute, { maxLength: 3 }),
    Value: attribute,
    Exists: scalar,
    Action: text,
  },
  { requiredKeys: [] },
);
const anything = fc.oneof(
  { depthSize: 'small' },
  scalar,
  attributes,
  fc.dictionary(text, orNull(condition), { maxKeys: 2 }),
  fc.array(orNull(attributes), { maxLength: 3 }),
  fc.object({ maxDepth: 3, values: [text] }),
);

const members = [
  'TableName',
  'Item',
  'Key',
  'Keys',
  'Expected',
  'ConditionExpression',
  'UpdateExpression',
  'ProjectionExpression',
  'FilterExpression',
  'KeyConditionExpression',
  'ExpressionAttributeNames',
  'ExpressionAttributeValues',
  'AttributeUpdates',
  'KeyConditions',
  'QueryFilter',
  'ScanFilter',
  'ConditionalOperator',
  'AttributesToGet',
  'ExclusiveStartKey',
  'IndexName',
  'Select',
  'Limit',
  'Segment',
  'TotalSegments',
  'ReturnValues',
  'ReturnConsumedCapacity',
  'ReturnItemCollectionMetrics',
  'ConsistentRead',
  'RequestItems',
  'TransactItems',
  'ClientRequestToken',
  'Statement',
  'Statements',
  'TransactStatements',
  'Parameters',
  'NextToken',
] as const;

const parameters = fc
  .array(fc.tuple(fc.constantFrom(...members), anything), { maxLength: 6 })
  .map((pairs) => Object.fromEntries(pairs) as Record<string, unknown>);

/** PartiQL in pieces that fit together now and then. */
const statement = fc
  .array(
    fc.constantFrom(
      ...'SELECT * FROM things WHERE pk = ? AND OR NOT IN [ ] ( ) << >> { } , : . ORDER BY DESC INSERT INTO VALUE UPDATE SET REMOVE DELETE RETURNING ALL OLD BETWEEN IS MISSING NULL EXISTS size begins_with 1 -1 1e999 "pk" "a'.split(
        ' ',
      ),
      "'a'",
      "'",
      "{'pk': 'a'}",
      'SELECT * FROM things',
      "UPDATE things SET a = 1 WHERE pk = 'a'",
      "DELETE FROM things WHERE pk = 'a'",
      "INSERT INTO things VALUE {'pk': 'b'}",
    ),
    { maxLength: 12 },
  )
  .map((pieces) => pieces.join(' '));

/** BatchPart of the inputs name the table and its key, to come further than the first check. */
const input = fc.oneof(
  parameters,
  parameters.map((given) => ({ TableName: 'things', Item: { pk: { S: 'a' } }, Key: { pk: { S: 'a' } }, ...given })),
  parameters.map((given) => ({ RequestItems: { things: { Keys: [{ pk: { S: 'a' } }], ...given } } })),
  parameters.map((given) => ({ RequestItems: { things: [{ PutRequest: given }] } })),
  fc.tuple(fc.constantFrom('Put', 'Update', 'Delete', 'ConditionCheck', 'Get'), parameters).map(([action, given]) => ({
    TransactItems: [{ [action]: { TableName: 'things', Item: { pk: { S: 'a' } }, Key: { pk: { S: 'a' } }, ...given } }],
  })),
  fc.tuple(statement, fc.option(anything, { nil: undefined })).map(([Statement, Parameters]) => {
    const one = { Statement, ...(Parameters !== undefined && { Parameters }) };
    return { ...one, Statements: [one], TransactStatements: [one] };
  }),
);

it('answers 100,000 malformed inputs with errors of AWS, and never one of ours', { timeout: 120_000 }, async () => {
  const state = dynamodb.state(new World().scope('dynamodb', '000000000000', 'us-east-1'));
  const table = testTable({ keys: [{ name: 'pk', keyType: 'HASH', type: 'S' }] });
  state.tables.set(table.name, table);
  const context = { account: '000000000000', region: 'us-east-1', clock: new Clock({ virtual: true, startMs: 0 }) };
  const accepted = new Set<string>();

  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...operations), input, async (name, given) => {
      const operation = dynamodb.operations[name] as (s: typeof state, i: object, c: Context) => unknown;
      // As from the wire: `__proto__` is a member like any other.
      const parsed = JSON.parse(JSON.stringify(given)) as object;
      try {
        await operation(state, parsed, context as unknown as Context);
        accepted.add(name);
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
      }
    }),
    { numRuns: 100_000 },
  );

  expect([...accepted].sort()).toContain('PutItem');
});

it('answers items nested a hundred thousand levels deep with their error', () => {
  const state = dynamodb.state(new World().scope('dynamodb', '000000000000', 'us-east-1'));
  const deep = JSON.parse(`${'{"L":['.repeat(100_000)}${']}'.repeat(100_000)}`) as object;
  const putItem = dynamodb.operations.PutItem as (s: typeof state, i: object, c: Context) => unknown;

  expect(() => putItem(state, { TableName: 'things', Item: { pk: deep } }, {} as Context)).toThrow(
    'Nesting Levels have exceeded supported limits',
  );
});
