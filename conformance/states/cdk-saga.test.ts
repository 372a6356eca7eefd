import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { Duration, type Stack } from 'aws-cdk-lib';
import { LambdaRestApi } from 'aws-cdk-lib/aws-apigateway';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { deployApp, inlineFunction, machineOf, outcomeOf, tell } from './deployed-apps.ts';

const target = useCloud();

/** A function that books one part of a journey, or takes it back. */
function booking(stack: Stack, id: string, kind: string, table: Table, undone = false): IFunction {
  const key = `{ id: { S: event.trip }, kind: { S: '${kind}' } }`;
  const work = undone
    ? `await client.deleteItem({ TableName, Key: ${key} });`
    : `if (event.fails === '${kind}') throw new Error('Failed to book ${kind}');
       await client.putItem({ TableName, Item: ${key} });`;
  const code = `
    const { DynamoDB } = require('@aws-sdk/client-dynamodb');
    const client = new DynamoDB();
    const TableName = process.env.TABLE;
    exports.handler = async (event) => { ${work} return { kind: '${kind}' }; };`;
  const made = inlineFunction(stack, id, code, { environment: { TABLE: table.tableName } });
  table.grantReadWriteData(made);
  return made as IFunction;
}

const starter = `
  const { SFNClient, StartExecutionCommand } = require('@aws-sdk/client-sfn');
  const client = new SFNClient();
  exports.handler = async ({ queryStringParameters }) => {
    const input = JSON.stringify(queryStringParameters);
    const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn: process.env.MACHINE, input }));
    return { statusCode: 200, body: JSON.stringify({ executionArn }) };
  };`;

/** Hotel, flight and payment, each taken back when one after it fails. */
function journey(stack: Stack): void {
  const table = new Table(stack, 'Bookings', {
    partitionKey: { name: 'id', type: AttributeType.STRING },
    sortKey: { name: 'kind', type: AttributeType.STRING },
  });
  const cancel = (kind: string, then: sfn.IChainable) =>
    new LambdaInvoke(stack, `Cancel${kind}`, {
      lambdaFunction: booking(stack, `Cancel${kind}Fn`, kind, table, true),
      resultPath: sfn.JsonPath.DISCARD,
    })
      .addRetry({ maxAttempts: 3 })
      .next(then);
  const reserve = (kind: string, otherwise: sfn.IChainable) =>
    new LambdaInvoke(stack, `Reserve${kind}`, {
      lambdaFunction: booking(stack, `Reserve${kind}Fn`, kind, table),
      resultPath: `$.${kind}`,
    }).addCatch(otherwise, { resultPath: `$.${kind}Error` });
  const failed = new sfn.Fail(stack, 'Sorry', { error: 'NotBooked' });
  const cancelHotel = cancel('Hotel', failed);
  const chain = reserve('Hotel', failed)
    .next(reserve('Flight', cancelHotel))
    .next(reserve('Payment', cancel('Flight', cancelHotel)))
    .next(new sfn.Succeed(stack, 'Booked'));
  const saga = machineOf(stack, 'Saga', chain, { timeout: Duration.minutes(5) });
  const begin = inlineFunction(stack, 'Begin', starter, { environment: { MACHINE: saga.stateMachineArn } });
  saga.grantStartExecution(begin);
  const api = new LambdaRestApi(stack, 'Api', { handler: begin as IFunction });
  tell(stack, 'Url', api.url);
  tell(stack, 'Bookings', table.tableName);
}

test('a saga behind an API books all, or takes back what it booked', { timeout: 120_000 }, async () => {
  const { Url, Bookings: TableName } = await deployApp(target, journey);
  const ask = async (query: string) => {
    const { executionArn } = (await (await fetch(`${Url}?${query}`)).json()) as { executionArn: string };
    return outcomeOf(target, executionArn);
  };
  const booked = async () => {
    const { Items = [] } = await target.client(DynamoDBClient).send(new ScanCommand({ TableName }));
    return Items.map(({ id, kind }) => `${id?.S} ${kind?.S}`).sort();
  };

  expect(await ask('trip=one')).toMatchObject({
    status: 'SUCCEEDED',
    output: { trip: 'one', Hotel: { StatusCode: 200, ExecutedVersion: '$LATEST', Payload: { kind: 'Hotel' } } },
  });
  expect(await booked()).toEqual(['one Flight', 'one Hotel', 'one Payment']);
  expect(await ask('trip=two&fails=Payment')).toMatchObject({ status: 'FAILED', error: 'NotBooked' });
  expect(await booked()).toEqual(['one Flight', 'one Hotel', 'one Payment']);
});
