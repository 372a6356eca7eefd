import { retrying, type Subject } from './subject.ts';

const counting = `
const count = { Update: { TableName: 'Counters', UpdateExpression: 'ADD n :one', ExpressionAttributeValues: { ':one': 1 } } };
const shard = () => ({ id: 'views#' + Math.floor(Math.random() * 10) });
exports.handler = async (event) => {
  const id = event.headers['idempotency-key'];
  try {
    LINE
  } catch (error) {
    if (error.name !== 'TransactionCanceledException' || error.CancellationReasons[0].Code !== 'ConditionalCheckFailed') return json(503, {});
  }
  return json(200, {});
};`;

/** What is drawn by chance, and differs from run to run. */
export const chance: readonly Subject[] = [
  {
    name: 'a counter in shards of which any may be taken',
    code: counting,
    right: `await db.send(new TransactWriteCommand({ TransactItems: [
      { Put: { TableName: 'Seen', Item: { id }, ConditionExpression: 'attribute_not_exists(id)' } },
      { Update: { ...count.Update, Key: shard() } },
    ] }));`,
    wrong: 'await db.send(new UpdateCommand({ ...count.Update, Key: shard() }));',
    finds: 'DIVERGED',
    shape: { tables: { Seen: 'id', Counters: 'id' } },
    scenario: () => ({
      when: async (w) => {
        for (const idempotencyKey of ['a', 'b', 'c']) await w.client(retrying).post('/', { idempotencyKey, json: {} });
      },
    }),
  },
];
