import { threadId } from 'node:worker_threads';
import type { Scenario } from '../../scenario.ts';
import { templateOf } from '../../testing/template.ts';

const code = `
const { DynamoDBClient, PutItemCommand, UpdateItemCommand } = require('@aws-sdk/client-dynamodb');
const c = new DynamoDBClient({});
exports.handler = async () => {
  const Key = { id: { S: 'a' } };
  await c.send(new PutItemCommand({ TableName: 'Visits', Item: { ...Key, n: { N: '0' } } }));
  await c.send(new UpdateItemCommand({ TableName: 'Visits', Key, UpdateExpression: 'ADD n :one', ExpressionAttributeValues: { ':one': { N: '1' } } }));
  return { statusCode: 200, body: '{}' };
};`;

/** A counter that counts twice when an answer is lost, for one thread or for two. */
export const visits: Scenario = {
  app: templateOf({ code, tables: { Visits: 'id' } }),
  when: (w) => w.client({ retries: 2 }).post('/do', { json: {} }),
  depth: 2,
  race: {},
  budget: 30,
};

/** Tells in its verdicts which thread judged. */
export const telling: Scenario = {
  ...visits,
  workers: 2,
  then: () => {
    if (threadId !== 0) throw new Error('judged elsewhere');
  },
};
