import { Exploration } from '../exploration.ts';
import type { Code } from '../judge/verdict.ts';
import type { Scenario } from '../scenario.ts';
import { templateOf } from './template.ts';

/** Codes of every red cell of a scenario, by its title. */
export async function redCells(scenario: Scenario): Promise<Record<string, Code[]>> {
  await using exploration = await Exploration.open('specimen', scenario);
  const red: Record<string, Code[]> = {};
  const { violations } = exploration.faultFree.verdict;
  if (violations.length > 0) red['without faults'] = violations.map(({ code }) => code);
  for (const cell of exploration.cells) {
    const { verdict } = await exploration.explore(cell);
    if (verdict.grade === 'broken') red[exploration.titleOf(cell)] = verdict.violations.map(({ code }) => code);
  }
  return red;
}

const preamble = `
const { DynamoDBClient, PutItemCommand, GetItemCommand, UpdateItemCommand, TransactWriteItemsCommand } = require('@aws-sdk/client-dynamodb');
const c = new DynamoDBClient({});
const json = (statusCode, body) => ({ statusCode, body: JSON.stringify(body) });
const put = (id, more = {}) => c.send(new PutItemCommand({ TableName: 'Orders', Item: { id: { S: id }, ...more } }));
const get = async (id) => (await c.send(new GetItemCommand({ TableName: 'Orders', Key: { id: { S: id } }, ConsistentRead: true }))).Item;
const pay = (path, more) => fetch('https://pay.test' + path, { method: 'POST', headers: { 'idempotency-key': 'k1' }, body: '{}', ...more });
`;

/** An API with one function and a table `Orders`; its code has `c`, `put`, `get`, `pay` and `json` at hand. */
export const apiOf = (code: string, more: { readonly resources?: Readonly<Record<string, object>> } = {}): object =>
  templateOf({ code: preamble + code, tables: { Orders: 'id' }, route: '$default', ...more });

/** A function that takes messages of a queue `jobs`; they come back every half minute. */
export const consumerOf = (code: string, maxReceiveCount: number): object => {
  const queue = (QueueName: string, more: object = {}) => ({
    Type: 'AWS::SQS::Queue',
    Properties: { QueueName, ...more },
  });
  const RedrivePolicy = { deadLetterTargetArn: { 'Fn::GetAtt': ['Letters', 'Arn'] }, maxReceiveCount };
  const Properties = {
    BatchSize: 1,
    FunctionName: { Ref: 'Worker' },
    EventSourceArn: { 'Fn::GetAtt': ['Jobs', 'Arn'] },
  };
  return apiOf(code, {
    resources: {
      Letters: queue('letters'),
      Jobs: queue('jobs', { VisibilityTimeout: 30, RedrivePolicy }),
      Source: { Type: 'AWS::Lambda::EventSourceMapping', Properties },
    },
  });
};
