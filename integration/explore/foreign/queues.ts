import { type FakeHttp, f, fakeHttp } from 'squall/vitest';
import { retrying, type Subject } from './subject.ts';

interface Mailer {
  readonly mails: { readonly id: string; readonly to: string }[];
  readonly keys: Record<string, { readonly id: string; readonly to: string }>;
}

const mailer = (): FakeHttp<Mailer> =>
  fakeHttp<Mailer>('https://mail.test', {
    state: () => ({ mails: [], keys: {} }),
    'POST /mails': ({ body, headers, s, id }) => {
      const key = headers['idempotency-key'] ?? id('none');
      const known = s.keys[key];
      const mail = known ?? { id: id('m'), to: body.to };
      if (!known) s.mails.push(mail);
      s.keys[key] = mail;
      return mail;
    },
  });

const batch = `
exports.Consume = async ({ Records }) => {
  const batchItemFailures = [];
  for (const { messageId, body } of Records) {
    try {
      const { id, total } = JSON.parse(body);
      await db.send(new PutCommand({ TableName: 'Orders', Item: { id, total } }));
    } catch (error) {
      console.error(error.message);
      LINE
    }
  }
  return { batchItemFailures };
};
exports.handler = async () => json(404, {});`;

const ordered = `
exports.Consume = async ({ Records }) => {
  for (const [index, { body }] of Records.entries()) {
    try {
      const { id, status } = JSON.parse(body);
      await db.send(new PutCommand({ TableName: 'Orders', Item: { id, status } }));
    } catch (error) {
      LINE
    }
  }
  return { batchItemFailures: failed.splice(0) };
};
const failed = [];
exports.handler = async () => json(404, {});`;

const mailing = `
exports.Consume = async ({ Records }) => {
  for (const { messageId, body } of Records) {
    const { id, to } = JSON.parse(body);
    const answer = await fetch('https://mail.test/mails', { method: 'POST', headers: { LINE }, body: JSON.stringify({ to }), signal: AbortSignal.timeout(1500) });
    if (!answer.ok) throw new Error('mail: ' + answer.status);
  }
};
exports.handler = async () => json(404, {});`;

const claiming = `
exports.Consume = async ({ Records }) => {
  const batchItemFailures = [];
  for (const { messageId, body } of Records) {
    const { id } = JSON.parse(body);
    try {
      await db.send(new PutCommand({ TableName: 'Done', Item: { id }, ConditionExpression: 'attribute_not_exists(id)' }));
    } catch (error) {
      LINE
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures };
};
exports.handler = async () => json(404, {});`;

const polling = `
exports.Poll = async () => {
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: process.env.QUEUE_JOBS, MaxNumberOfMessages: 10 }));
  for (const { Body, ReceiptHandle } of Messages) {
    const remove = () => sqs.send(new DeleteMessageCommand({ QueueUrl: process.env.QUEUE_JOBS, ReceiptHandle }));
    const work = () => db.send(new PutCommand({ TableName: 'Orders', Item: JSON.parse(Body) }));
    LINE
  }
};
exports.handler = async () => json(404, {});`;

const accepting = `
exports.handler = async (event) => {
  const id = event.headers['idempotency-key'];
  const { total } = JSON.parse(event.body);
  try {
    LINE
  } catch { return json(503, {}); }
  return json(202, { id });
};
exports.Consume = async ({ Records }) => {
  const batchItemFailures = [];
  for (const { messageId, body } of Records) {
    const order = JSON.parse(body);
    try {
      await db.send(new PutCommand({ TableName: 'Orders', Item: order }));
    } catch { batchItemFailures.push({ itemIdentifier: messageId }); }
  }
  return { batchItemFailures };
};`;
const send =
  'await sqs.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE_JOBS, MessageBody: JSON.stringify({ id, total }) }));';

const poisonous = accepting.replace(
  'const order = JSON.parse(body);',
  "const order = JSON.parse(body); throw new Error('no such item');",
);

const outbox = `
exports.handler = async (event) => {
  const id = event.headers['idempotency-key'];
  const { total } = JSON.parse(event.body);
  try {
    LINE
  } catch (error) {
    if (error.name !== 'TransactionCanceledException' || error.CancellationReasons[0].Code !== 'ConditionalCheckFailed') return json(503, {});
  }
  return json(201, { id });
};
exports.Sweep = async () => {
  const { Items } = await db.send(new ScanCommand({ TableName: 'Outbox', ConsistentRead: true }));
  for (const item of Items) {
    await sqs.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE_EVENTS, MessageBody: JSON.stringify(item) }));
    await db.send(new DeleteCommand({ TableName: 'Outbox', Key: { id: item.id } }));
  }
};
exports.Consume = async ({ Records }) => {
  for (const { body } of Records) {
    const { id, total } = JSON.parse(body);
    await db.send(new PutCommand({ TableName: 'Shipments', Item: { id, total } }));
  }
};`;
const transact = `await db.send(new TransactWriteCommand({ TransactItems: [
      { Put: { TableName: 'Orders', Item: { id, total }, ConditionExpression: 'attribute_not_exists(id)' } },
      { Put: { TableName: 'Outbox', Item: { id, total } } },
    ] }));`;

const publishing = `
const save = (id, total) => db.send(new PutCommand({ TableName: 'Orders', Item: { id, total } }));
const publish = (to) => sqs.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE_EVENTS, MessageBody: JSON.stringify(to) }));
exports.handler = async (event) => {
  const id = event.headers['idempotency-key'];
  const { total } = JSON.parse(event.body);
  try { LINE } catch { return json(503, {}); }
  return json(201, { id });
};
exports.Consume = async ({ Records }) => {
  for (const { body } of Records) {
    const { id } = JSON.parse(body);
    await db.send(new PutCommand({ TableName: 'Shipments', Item: { id } }));
  }
};`;

const consumer = (more: object = {}) => ({
  functions: ['Consume'],
  queues: { Jobs: 'Consume' },
  tables: { Orders: 'id' },
  ...more,
});
const three: ReturnType<Subject['scenario']>['when'] = async (w) => {
  for (const id of ['o1', 'o2', 'o3']) await w.send('Jobs', { id, total: 1 });
};
const steps: ReturnType<Subject['scenario']>['when'] = async (w) => {
  for (const status of ['placed', 'paid', 'sent']) await w.send('Jobs.fifo', { id: 'o1', status }, { groupId: 'o1' });
  await w.send('Jobs.fifo', { id: 'o2', status: 'placed' }, { groupId: 'o2' });
};

/** Consumers, orders of messages, outboxes. */
export const queues: readonly Subject[] = [
  {
    name: 'a batch that reports its failures',
    code: batch,
    right: 'batchItemFailures.push({ itemIdentifier: messageId });',
    wrong: '',
    finds: 'LOST',
    shape: consumer(),
    scenario: () => ({ when: three }),
  },
  {
    name: 'a FIFO batch that stops at its first failure',
    code: ordered,
    right: 'failed.push(...Records.slice(index).map(({ messageId }) => ({ itemIdentifier: messageId }))); break;',
    wrong: 'failed.push({ itemIdentifier: Records[index].messageId });',
    finds: 'DIVERGED',
    shape: consumer({ queues: { 'Jobs.fifo': 'Consume' } }),
    scenario: () => ({ when: steps }),
  },
  {
    name: 'a message that arrives twice',
    code: mailing,
    right: "'idempotency-key': id",
    wrong: '',
    finds: 'DUP',
    shape: consumer(),
    scenario: () => ({ external: [mailer()], when: (w) => w.send('Jobs', { id: 'o1', to: 'ann' }) }),
  },
  {
    name: 'a mail keyed by the message, which is sent twice',
    code: mailing,
    right: "'idempotency-key': id",
    wrong: "'idempotency-key': messageId + Date.now()",
    finds: 'DUP',
    isTwinAbove: true,
    shape: consumer(),
    scenario: () => ({ external: [mailer()], when: (w) => w.send('Jobs', { id: 'o1', to: 'ann' }) }),
  },
  {
    name: 'a claim that is its own',
    code: claiming,
    right: "if (error.name === 'ConditionalCheckFailedException') continue;",
    wrong: '',
    finds: 'DLQ',
    shape: consumer({ tables: { Done: 'id' } }),
    scenario: () => ({ when: (w) => w.send('Jobs', { id: 'o1' }) }),
  },
  {
    name: 'a poller that deletes after its work',
    code: polling,
    right: 'await work(); await remove();',
    wrong: 'await remove(); await work();',
    finds: 'LOST',
    shape: { functions: ['Poll'], queues: { Jobs: undefined }, tables: { Orders: 'id' } },
    scenario: () => ({
      when: async (w) => {
        await w.send('Jobs', { id: 'o1' });
        await w.schedule('Poll', { every: '1m', times: 4 });
      },
    }),
  },
  {
    name: 'accepts, and works by a queue',
    code: accepting,
    right: send,
    wrong: `${send.replace('await ', '')}`,
    finds: 'LATE',
    shape: consumer(),
    scenario: () => ({ when: (w) => w.client(retrying).post('/orders', { idempotencyKey: 'o1', json: { total: 2 } }) }),
  },
  {
    name: 'an accepted order whose message failed',
    code: accepting,
    right: send,
    wrong: `await ${send.replace('await ', '').replace(/;$/, '')}.catch(() => {});`,
    finds: 'LOST',
    isTwinAbove: true,
    shape: consumer(),
    scenario: () => ({ when: (w) => w.client(retrying).post('/orders', { idempotencyKey: 'o1', json: { total: 2 } }) }),
  },
  {
    name: 'a message that nobody can take, sent again by whoever heard nothing',
    code: poisonous,
    right: send,
    shape: consumer(),
    scenario: () => ({
      when: (w) => w.client(retrying).post('/orders', { idempotencyKey: 'o1', json: { total: 2 } }),
      faults: f.only('error', 'lost', 'gateway504'),
    }),
  },
  {
    name: 'an outbox and its sweeper',
    code: outbox,
    right: transact,
    wrong: `await db.send(new PutCommand({ TableName: 'Orders', Item: { id, total }, ConditionExpression: 'attribute_not_exists(id)' })).catch((error) => { if (error.name !== 'ConditionalCheckFailedException') throw error; error.known = true; });
    const known = await db.send(new GetCommand({ TableName: 'Seen', Key: { id }, ConsistentRead: true }));
    if (!known.Item) { await db.send(new PutCommand({ TableName: 'Seen', Item: { id } })); await db.send(new PutCommand({ TableName: 'Outbox', Item: { id, total } })); }`,
    finds: 'DIVERGED',
    shape: {
      functions: ['Sweep', 'Consume'],
      queues: { Events: 'Consume' },
      tables: { Orders: 'id', Outbox: 'id', Shipments: 'id', Seen: 'id' },
    },
    scenario: () => ({
      when: async (w) => {
        await w.client(retrying).post('/orders', { idempotencyKey: 'o1', json: { total: 2 } });
        await w.schedule('Sweep', { every: '1m', times: 3 });
      },
    }),
  },
  {
    name: 'an event before its order',
    code: publishing,
    right: 'await save(id, total); await publish({ id });',
    wrong: 'await publish({ id }); await save(id, total);',
    finds: 'INVARIANT',
    shape: {
      functions: ['Consume'],
      queues: { Events: 'Consume' },
      tables: { Orders: 'id', Shipments: 'id' },
    },
    scenario: () => ({
      when: (w) => w.client().post('/orders', { idempotencyKey: 'o1', json: { total: 2 } }),
      then: ({ world }) => {
        for (const { id } of world.table('Shipments').items()) {
          if (!world.table('Orders').find({ id })) throw new Error(`${id} is shipped and was never placed`);
        }
      },
    }),
  },
];
