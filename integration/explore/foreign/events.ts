import { type FakeHttp, f, fakeHttp } from 'squall/vitest';
import { retrying, type Subject } from './subject.ts';

const arnOf = (name: string, attribute = 'Arn') => ({ 'Fn::GetAtt': [name, attribute] });

/** What may invoke a function, and by what it is told. */
const permission = (name: string, principal: string) => ({
  [`${name}Permission`]: {
    Type: 'AWS::Lambda::Permission',
    Properties: { FunctionName: { Ref: name }, Action: 'lambda:InvokeFunction', Principal: principal },
  },
});
const rule = (name: string, source: string) => ({
  [`${name}Rule`]: {
    Type: 'AWS::Events::Rule',
    Properties: { EventPattern: { source: [source] }, Targets: [{ Id: 'target', Arn: arnOf(name) }] },
  },
  ...permission(name, 'events.amazonaws.com'),
});
const streamed = (TableName: string, consumer: string) => ({
  [TableName]: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
    },
  },
  [`${TableName}Source`]: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      FunctionName: { Ref: consumer },
      EventSourceArn: arnOf(TableName, 'StreamArn'),
      StartingPosition: 'TRIM_HORIZON',
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    },
  },
});

interface Mails {
  readonly mails: string[];
}

/** Sends a mail once for each key. */
const mailer = (): FakeHttp<Mails> =>
  fakeHttp<Mails>('https://mail.test', {
    state: () => ({ mails: [] }),
    'POST /mails': ({ headers, s, id }) => {
      const key = headers['idempotency-key'] ?? id('none');
      if (!s.mails.includes(key)) s.mails.push(key);
      return { key };
    },
  });

const none = 'exports.handler = async () => json(404, {});';

/** Adds once for each key; what has been added before is fine. */
const addOnce = (table: string, keyed: string, add: string) => `
  try {
    await db.send(new TransactWriteCommand({ TransactItems: [
      { Put: { TableName: 'Seen', Item: { id: ${keyed} }, ConditionExpression: 'attribute_not_exists(id)' } },
      { Update: { TableName: '${table}', Key: { id: 'all' }, UpdateExpression: 'ADD points :p', ExpressionAttributeValues: { ':p': ${add} } } },
    ] }));
  } catch (error) {
    if (error.name !== 'TransactionCanceledException' || error.CancellationReasons[0].Code !== 'ConditionalCheckFailed') throw error;
  }`;

const points = `
exports.handler = async (event) => {
  const order = event.headers['idempotency-key'];
  await sqs.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE_POINTS, MessageBody: JSON.stringify({ order, points: 10 }) }));
  return json(202, { order });
};
exports.Consume = async ({ Records }) => {
  const batchItemFailures = [];
  await Promise.all(Records.map(async (record) => {
    const { order, points } = JSON.parse(record.body);
    try { ${addOnce('Users', 'LINE', 'points')} } catch { batchItemFailures.push({ itemIdentifier: record.messageId }); }
  }));
  return { batchItemFailures };
};`;

const ledger = `${none}
exports.OnPaid = async (event) => { ${addOnce('Ledger', 'LINE', 'event.detail.amount')} };`;

const votes = `
exports.handler = async (event) => {
  const id = event.headers['idempotency-key'];
  await db.send(new PutCommand({ TableName: 'Votes', Item: { id } }));
  return json(201, { id });
};
exports.Count = async ({ Records }) => {
  for (const { eventName, eventID, dynamodb } of Records) {
    if (eventName !== 'INSERT') continue;
    try { LINE } catch { return { batchItemFailures: [{ itemIdentifier: dynamodb.SequenceNumber }] }; }
  }
  return { batchItemFailures: [] };
};`;

const entries = `
const { EventBridgeClient, PutEventsCommand } = require('@aws-sdk/client-eventbridge');
const events = new EventBridgeClient({});
exports.handler = async (event) => {
  const id = event.headers['idempotency-key'];
  const Entries = ['placed', 'billed'].map((DetailType) => ({ Source: 'shop', DetailType, Detail: JSON.stringify({ id: id + DetailType }) }));
  const { FailedEntryCount } = await events.send(new PutEventsCommand({ Entries }));
  LINE
  return json(202, { id });
};
exports.OnEvent = async ({ detail }) => { await db.send(new PutCommand({ TableName: 'Told', Item: { id: detail.id } })); };`;

const usage = `${none}
const { S3Client, HeadObjectCommand } = require('@aws-sdk/client-s3');
const s3 = new S3Client({});
exports.OnUpload = async (event) => {
  for (const { s3: { bucket, object } } of event.Records) {
    const key = decodeURIComponent(object.key.replaceAll('+', ' '));
    const { ContentLength } = await s3.send(new HeadObjectCommand({ Bucket: bucket.name, Key: key }));
    LINE
  }
};`;

const remembered = `${none}
class Orders {
  known = new Set();
  async take({ body }) {
    const order = JSON.parse(body);
    if (this.known.has(order.id)) return;
    LINE
  }
  store(order) { return db.send(new PutCommand({ TableName: 'Orders', Item: order })); }
}
const orders = new Orders();
exports.Consume = async ({ Records }) => { for (const record of Records) await orders.take(record); };`;

const wrapped = `${none}
const wrap = (handler) => {
  const wares = [];
  const run = async (event, context) => {
    const request = { event, context };
    try {
      return await handler(event, context);
    } catch (error) {
      request.error = error;
      for (const ware of wares) await ware.onError(request);
      if (request.response === undefined) throw request.error;
      return request.response;
    }
  };
  run.use = (ware) => { wares.push(ware); return run; };
  return run;
};
const errors = () => ({ onError: (request) => { console.error(request.error.message); LINE } });
exports.Consume = wrap(async ({ Records }) => {
  for (const { body } of Records) await db.send(new PutCommand({ TableName: 'Orders', Item: JSON.parse(body) }));
}).use(errors());`;

const welcoming = `${none}
exports.Consume = async ({ Records }) => {
  for (const { body } of Records) {
    const { id } = JSON.parse(body);
    const send = async () => {
      const headers = { 'idempotency-key': 'welcome-' + id };
      const { ok, status } = await fetch('https://mail.test/mails', { method: 'POST', headers, signal: AbortSignal.timeout(2000) });
      if (!ok) throw new Error('mail: ' + status);
    };
    LINE
  }
};`;

const cleaning = `
exports.handler = async ({ rawPath }) => {
  if (rawPath === '/renew') {
    try {
      await db.send(new UpdateCommand({ TableName: 'Sessions', Key: { id: 's1' }, UpdateExpression: 'SET #u = :u', ConditionExpression: 'attribute_exists(id)',
        ExpressionAttributeNames: { '#u': 'until' }, ExpressionAttributeValues: { ':u': Date.now() + 3_600_000 } }));
      return json(200, { renewed: true });
    } catch (error) {
      if (error.name === 'ConditionalCheckFailedException') return json(410, { gone: true });
      throw error;
    }
  }
  const { Items } = await db.send(new ScanCommand({ TableName: 'Sessions', ConsistentRead: true }));
  for (const { id } of Items.filter(({ until }) => until < Date.now())) {
    try {
      await db.send(new DeleteCommand({ TableName: 'Sessions', Key: { id } LINE }));
    } catch (error) {
      if (error.name !== 'ConditionalCheckFailedException') throw error;
    }
  }
  return json(200, { cleaned: true });
};`;

const flushing = `
exports.handler = async (event) => {
  if (event.rawPath === '/add') {
    await db.send(new PutCommand({ TableName: 'Pending', Item: { id: event.headers['idempotency-key'] } }));
    return json(200, { added: true });
  }
  const pending = async () => (await db.send(new ScanCommand({ TableName: 'Pending', ConsistentRead: true }))).Items;
  const found = await pending();
  for (const { id } of found) await db.send(new PutCommand({ TableName: 'Report', Item: { id } }));
  for (const { id } of LINE) await db.send(new DeleteCommand({ TableName: 'Pending', Key: { id } }));
  return json(200, { flushed: true });
};`;

const jobs = { functions: ['Consume'], queues: { Jobs: 'Consume' } };
const oneJob: ReturnType<Subject['scenario']>['when'] = (w) => w.send('Jobs', { id: 'o1' });
/** One does this while the other does that. */
const beside =
  (one: string, other: string): ReturnType<Subject['scenario']>['when'] =>
  (w) =>
    w.client(retrying).post(w.name === 'A' ? one : other, { idempotencyKey: w.name });

/** Events, streams, notifications, and jobs that go on beside their writers. */
export const events: readonly Subject[] = [
  {
    name: 'points by messages that are sent twice',
    code: points,
    right: 'order',
    wrong: 'record.messageId',
    finds: 'DUP',
    shape: { functions: ['Consume'], queues: { Points: 'Consume' }, tables: { Seen: 'id', Users: 'id' } },
    scenario: () => ({
      when: (w) => w.client(retrying).post('/orders', { idempotencyKey: 'o1' }),
      faults: f.defaults().at('sqs.'),
    }),
  },
  {
    name: 'an event that comes twice',
    code: ledger,
    right: 'event.id',
    wrong: 'crypto.randomUUID()',
    finds: 'DIVERGED',
    shape: { functions: ['OnPaid'], tables: { Seen: 'id', Ledger: 'id' }, resources: rule('OnPaid', 'pay') },
    scenario: () => ({
      when: (w) => w.putEvents({ source: 'pay', detailType: 'paid', detail: { amount: 7 } }),
      ignore: ['Seen'],
    }),
  },
  {
    name: 'votes that a stream counts',
    code: votes,
    right: addOnce('Totals', 'eventID', '1'),
    wrong:
      "await db.send(new UpdateCommand({ TableName: 'Totals', Key: { id: 'all' }, UpdateExpression: 'ADD points :p', ExpressionAttributeValues: { ':p': 1 } }));",
    finds: 'DIVERGED',
    shape: { functions: ['Count'], tables: { Seen: 'id', Totals: 'id' }, resources: streamed('Votes', 'Count') },
    scenario: () => ({
      when: (w) => w.client(retrying).post('/votes', { idempotencyKey: 'v1' }),
      ignore: ['Seen'],
      faults: f.defaults().at('Count'),
    }),
  },
  {
    name: 'events of which some are refused',
    code: entries,
    right: "if (FailedEntryCount > 0) return json(503, { error: 'try again' });",
    wrong: '',
    finds: 'LOST',
    shape: { functions: ['OnEvent'], tables: { Told: 'id' }, resources: rule('OnEvent', 'shop') },
    scenario: () => ({
      when: (w) => w.client(retrying).post('/orders', { idempotencyKey: 'o1' }),
      faults: f.only('partial', 'lost').at('events.PutEvents'),
    }),
  },
  {
    name: 'bytes by notifications of a bucket',
    code: usage,
    right: addOnce('Usage', 'key + object.eTag', 'ContentLength'),
    wrong:
      "await db.send(new UpdateCommand({ TableName: 'Usage', Key: { id: 'all' }, UpdateExpression: 'ADD points :p', ExpressionAttributeValues: { ':p': ContentLength } }));",
    finds: 'DIVERGED',
    shape: {
      functions: ['OnUpload'],
      tables: { Seen: 'id', Usage: 'id' },
      resources: {
        ...permission('OnUpload', 's3.amazonaws.com'),
        Photos: {
          Type: 'AWS::S3::Bucket',
          DependsOn: ['OnUploadPermission'],
          Properties: {
            BucketName: 'photos',
            NotificationConfiguration: {
              LambdaConfigurations: [{ Event: 's3:ObjectCreated:*', Function: arnOf('OnUpload') }],
            },
          },
        },
      },
    },
    scenario: () => ({ when: (w) => w.upload('photos', 'my cat+dog.jpg', 'abc'), ignore: ['Seen'] }),
  },
  {
    name: 'a class that remembers what it has done',
    code: remembered,
    right: 'await this.store(order); this.known.add(order.id);',
    wrong: 'this.known.add(order.id); await this.store(order);',
    finds: 'LOST',
    shape: { ...jobs, tables: { Orders: 'id' } },
    scenario: () => ({ when: oneJob }),
  },
  {
    name: 'a wrapper that answers errors of a consumer',
    code: wrapped,
    right: '',
    wrong: "request.response = { statusCode: 500, body: 'error' };",
    finds: 'LOST',
    shape: { ...jobs, tables: { Orders: 'id' } },
    scenario: () => ({ when: oneJob }),
  },
  {
    name: 'a mail that is claimed before it is sent',
    code: welcoming,
    right:
      "const { Item } = await db.send(new GetCommand({ TableName: 'Mailed', Key: { id }, ConsistentRead: true })); if (Item) continue; await send(); await db.send(new PutCommand({ TableName: 'Mailed', Item: { id } }));",
    wrong:
      "try { await db.send(new PutCommand({ TableName: 'Mailed', Item: { id }, ConditionExpression: 'attribute_not_exists(id)' })); } catch (error) { if (error.name === 'ConditionalCheckFailedException') continue; throw error; } await send();",
    finds: 'LOST',
    shape: { ...jobs, tables: { Mailed: 'id' } },
    scenario: () => ({ external: [mailer()], when: oneJob }),
  },
  {
    name: 'a cleanup beside who renews',
    code: cleaning,
    right:
      ", ConditionExpression: '#u < :now', ExpressionAttributeNames: { '#u': 'until' }, ExpressionAttributeValues: { ':now': Date.now() }",
    wrong: '',
    finds: 'INVARIANT',
    shape: { tables: { Sessions: 'id' } },
    scenario: () => ({
      given: (w) => w.table('Sessions').put({ id: 's1', until: 1 }),
      when: beside('/renew', '/clean'),
      race: { clients: 2, preemptions: 1 },
      then: ({ outcomes, world }) => {
        const isRenewed = outcomes.some(({ body }) => body === '{"renewed":true}');
        if (isRenewed && !world.table('Sessions').find({ id: 's1' })) throw new Error('a renewed session is gone');
      },
      faults: f.only('lost'),
    }),
  },
  {
    name: 'a window that is flushed while more comes',
    code: flushing,
    right: 'found',
    wrong: 'await pending()',
    finds: 'ORDER',
    shape: { tables: { Pending: 'id', Report: 'id' } },
    scenario: () => ({
      given: (w) => w.table('Pending').put({ id: 'p0' }),
      when: beside('/add', '/flush'),
      race: { clients: 2, preemptions: 1 },
      faults: f.only('lost'),
    }),
  },
];
