import type { Stack } from 'aws-cdk-lib';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { deployApp, machineOf, runOf } from './deployed-apps.ts';

const target = useCloud();
const { JsonPath } = sfn;
const Value = tasks.DynamoAttributeValue;

/** Writes an item, counts it up, reads it, and deletes it unless it is kept. */
function items(stack: Stack): void {
  const table = new Table(stack, 'Table', { partitionKey: { name: 'id', type: AttributeType.STRING } });
  const key = { id: Value.fromString(JsonPath.stringAt('$.id')) };
  const put = new tasks.DynamoPutItem(stack, 'Put', {
    table,
    item: {
      ...key,
      n: Value.numberFromString(JsonPath.stringAt('$.n')),
      info: Value.fromMap({
        a: Value.fromNumber(1),
        l: Value.fromList([Value.fromBoolean(true), Value.fromNull(true)]),
      }),
      set: Value.fromStringSet(['a', 'b']),
      kept: Value.booleanFromJsonPath(JsonPath.stringAt('$.kept')),
      given: Value.mapFromJsonPath('$.map'),
    },
    conditionExpression: 'attribute_not_exists(id)',
    resultPath: JsonPath.DISCARD,
  }).addCatch(new sfn.Pass(stack, 'Exists', { parameters: { error: JsonPath.stringAt('$.Error') } }), {
    errors: ['DynamoDB.ConditionalCheckFailedException'],
  });
  const update = new tasks.DynamoUpdateItem(stack, 'Update', {
    table,
    key,
    updateExpression: 'SET #n = #n + :by, startedAt = :at',
    expressionAttributeNames: { '#n': 'n' },
    expressionAttributeValues: {
      ':by': Value.fromNumber(2),
      ':at': Value.fromString(JsonPath.stringAt('$$.Execution.StartTime')),
    },
    returnValues: tasks.DynamoReturnValues.ALL_NEW,
    resultSelector: { n: JsonPath.stringAt('$.Attributes.n.N') },
    resultPath: '$.updated',
  });
  const get = new tasks.DynamoGetItem(stack, 'Get', {
    table,
    key,
    consistentRead: true,
    projectionExpression: [
      new tasks.DynamoProjectionExpression().withAttribute('n'),
      new tasks.DynamoProjectionExpression().withAttribute('info').withAttribute('l').atIndex(0),
    ],
    resultPath: '$.got',
  });
  const returnValues = tasks.DynamoReturnValues.ALL_OLD;
  const remove = new tasks.DynamoDeleteItem(stack, 'Delete', { table, key, returnValues, resultPath: '$.deleted' });
  const isKept = new sfn.Choice(stack, 'Kept?')
    .when(sfn.Condition.booleanEquals('$.kept', true), new sfn.Succeed(stack, 'Kept'))
    .otherwise(remove);
  machineOf(stack, 'Items', put.next(update).next(get).next(isKept));
}

test('a machine puts, updates, gets and deletes items', { timeout: 120_000 }, async () => {
  const { Items } = await deployApp(target, items);
  const input = { id: '1', n: '5', kept: true, map: { x: { S: 'y' } } };

  expect(await runOf(target, Items, input)).toMatchObject({
    output: { updated: { n: '7' }, got: { Item: { n: { N: '7' }, info: { M: { l: { L: [{ BOOL: true }] } } } } } },
  });
  expect((await runOf(target, Items, input)).output).toEqual({ error: 'DynamoDB.ConditionalCheckFailedException' });
  expect(await runOf(target, Items, { ...input, id: '2', kept: false })).toMatchObject({
    output: {
      deleted: {
        Attributes: {
          id: { S: '2' },
          kept: { BOOL: false },
          set: { SS: ['a', 'b'] },
          given: { M: { x: { S: 'y' } } },
          info: { M: { a: { N: '1' }, l: { L: [{ BOOL: true }, { NULL: true }] } } },
        },
      },
    },
  });
});
