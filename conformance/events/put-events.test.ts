import {
  CreateEventBusCommand,
  EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
  PutPermissionCommand,
  PutRuleCommand,
  PutTargetsCommand,
  type Target,
} from '@aws-sdk/client-eventbridge';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { openPolicy } from '../sqs/open-policy.ts';

const target = useCloud({ clock: 'virtual' });
const client = () => target.client(EventBridgeClient);
const sqs = () => target.client(SQSClient);

const queueArn = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;
const order = { Source: 'shop', DetailType: 'Order placed', Detail: '{"id":1,"lines":["a","b"]}' };

async function makeQueue(QueueName = 'q'): Promise<string> {
  const { QueueUrl = '' } = await sqs().send(
    new CreateQueueCommand({ QueueName, Attributes: { Policy: openPolicy('events.amazonaws.com') } }),
  );
  return QueueUrl;
}

async function rule(targets: readonly Partial<Target>[], input: object = {}, pattern: object = { source: ['shop'] }) {
  await client().send(new PutRuleCommand({ Name: 'r', EventPattern: JSON.stringify(pattern), ...input }));
  const Targets = targets.map((one, index) => ({ Id: `${index}`, Arn: queueArn('q'), ...one }));
  await client().send(new PutTargetsCommand({ Rule: 'r', Targets, ...input }));
}

const put = (...Entries: PutEventsRequestEntry[]) => client().send(new PutEventsCommand({ Entries }));

/** What a queue has got, once all is delivered. */
async function received(QueueUrl: string): Promise<string[]> {
  await target.cloud.clock.advance('1s');
  const { Messages = [] } = await sqs().send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  return Messages.map(({ Body = '' }) => Body);
}

describe('an event that a rule matches', () => {
  it('comes to the targets whole, in the order of its members', async () => {
    const queue = await makeQueue();
    await rule([{}]);
    const Time = new Date('2026-01-02T03:04:05.678Z');
    const { Entries = [], FailedEntryCount } = await put({ ...order, Time, Resources: ['arn:one'] });
    const [body = ''] = await received(queue);

    expect(FailedEntryCount).toBe(0);
    expect(body).toBe(
      `{"version":"0","id":"${Entries[0]?.EventId}","detail-type":"Order placed","source":"shop",` +
        '"account":"000000000000","time":"2026-01-02T03:04:05Z","region":"us-east-1","resources":["arn:one"],' +
        '"detail":{"id":1,"lines":["a","b"]}}',
    );
  });

  it('keeps the numbers of its detail as they were written', async () => {
    const queue = await makeQueue();
    await rule([{}]);
    await put({ ...order, Detail: '{"big": 9007199254740993, "price": 1.0}' });

    expect((await received(queue))[0]).toContain('"detail":{"big":9007199254740993,"price":1.0}}');
  });

  it('comes only where the pattern, the bus and the state of the rule say so', async () => {
    const queue = await makeQueue();
    await client().send(new CreateEventBusCommand({ Name: 'bus' }));
    await rule([{ Input: '"own"' }], { EventBusName: 'bus' }, { detail: { id: [1] } });
    await rule([{ Input: '"off"' }], { State: 'DISABLED' });
    await put(order, { ...order, EventBusName: 'bus', Detail: '{"id":2}' }, { ...order, EventBusName: 'bus' });

    expect(await received(queue)).toEqual(['"own"']);
  });

  it.each([
    ['a constant', { Input: '{"a":1}' }, '{"a":1}'],
    ['a part of it', { InputPath: '$.detail.lines' }, '["a","b"]'],
    ['a text of it', { InputPath: '$.detail-type' }, '"Order placed"'],
  ])('comes as %s', async (_, input, body) => {
    const queue = await makeQueue();
    await rule([input]);
    await put(order);

    expect(await received(queue)).toEqual([body]);
  });

  it.each([
    [
      'variables as JSON',
      '{"id":<id>,"kind":<kind>,"lines":<lines>}',
      '{"id":1,"kind":"Order placed","lines":["a","b"]}',
    ],
    ['variables within texts', '{"text":"<kind> <id>"}', '{"text":"Order placed 1"}'],
    ['one text', '"<kind> of <lines>"', '"Order placed of [a,b]"'],
    ['lines of texts', '"<kind>"\n"<id>"', '"Order placed"\n"1"'],
    ['what is missing', '{"none":<none>,"text":"x<none>"}', '{"none":"","text":"x"}'],
    [
      'the rule',
      '{"arn":<aws.events.rule-arn>,"name":"<aws.events.rule-name>"}',
      '{"arn":"arn:aws:events:us-east-1:000000000000:rule/r","name":"r"}',
    ],
  ])('is transformed: %s', async (_, InputTemplate, body) => {
    const queue = await makeQueue();
    const InputPathsMap = { id: '$.detail.id', kind: '$.detail-type', lines: '$.detail.lines', none: '$.detail.none' };
    await rule([{ InputTransformer: { InputPathsMap, InputTemplate } }]);
    await put(order);

    expect(await received(queue)).toEqual([body]);
  });

  it('is transformed: the whole event, with and without its detail', async () => {
    const queue = await makeQueue();
    const InputTemplate =
      '{"all":<aws.events.event.json>,"head":<aws.events.event>,"at":<aws.events.event.ingestion-time>}';
    await rule([{ InputTransformer: { InputTemplate } }]);
    await put(order);
    const { all, head, at } = JSON.parse((await received(queue))[0] ?? '') as Record<string, Record<string, unknown>>;

    expect(all?.detail).toEqual({ id: 1, lines: ['a', 'b'] });
    expect(head).toMatchObject({ source: 'shop' });
    expect(head).not.toHaveProperty('detail');
    expect(at).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  });
});

describe('PutEvents', () => {
  it('tells of each entry what is wrong, and takes the others', async () => {
    const queue = await makeQueue();
    await rule([{ InputPath: '$.detail.id' }]);
    const { Entries, FailedEntryCount } = await put(
      order,
      { ...order, Source: undefined },
      { ...order, DetailType: undefined },
      { ...order, Detail: undefined },
      { ...order, Detail: '{' },
      { ...order, Detail: '[1]' },
      { ...order, Source: 'aws.s3' },
      { ...order, EventBusName: 'nowhere' },
    );

    const missing = (name: string) => ({
      ErrorCode: 'InvalidArgument',
      ErrorMessage: `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
    });
    expect(FailedEntryCount).toBe(6);
    expect(Entries).toEqual([
      { EventId: expect.any(String) },
      missing('Source'),
      missing('DetailType'),
      missing('Detail'),
      { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' },
      { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' },
      { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' },
      { EventId: expect.any(String) },
    ]);
    expect(await received(queue)).toEqual(['1']);
  });

  it('is refused with what is no bus and no trace', async () => {
    const bus = String.raw`(arn:aws[\w-]*:events:[a-z]{2}-[a-z]+-[\w-]+:[0-9]{12}:event-bus\/)?[\.\-_A-Za-z0-9]+`;
    await expect(put(order, { ...order, EventBusName: 'a/b', TraceHeader: '' })).rejects.toMatchObject({
      name: 'ValidationException',
      message:
        `2 validation errors detected: Value 'a/b' at 'entries.2.member.eventBusName' failed to satisfy constraint: Member must satisfy regular expression pattern: ${bus}; ` +
        `Value '' at 'entries.2.member.traceHeader' failed to satisfy constraint: Member must have length greater than or equal to 1`,
    });
  });

  it('takes ten entries and a mebibyte', async () => {
    await expect(put(...Array.from({ length: 11 }, () => order))).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching(
        /^1 validation error detected: Value '\[PutEventsRequestEntry\(time=null, source=shop, resources=null, detailType=Order placed, detail=.* at 'entries' failed to satisfy constraint: Member must have length less than or equal to 10$/,
      ),
    });
    const Detail = JSON.stringify({ text: 'x'.repeat(1024 * 1024) });
    await expect(put({ ...order, Detail })).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Total size of the entries in the request is over the limit.',
    });
    await expect(put({ ...order, Detail: Detail.replace('x'.repeat(100), '') })).resolves.toMatchObject({
      FailedEntryCount: 0,
    });
    await expect(client().send(new PutEventsCommand({ Entries: [] }))).rejects.toMatchObject({
      message:
        "1 validation error detected: Value '[]' at 'entries' failed to satisfy constraint: Member must have length greater than or equal to 1",
    });
  });
});

describe('a bus as a target', () => {
  const bus = (name: string, account = '000000000000') => `arn:aws:events:us-east-1:${account}:event-bus/${name}`;

  it('gets the event as it was, and an event that comes round ends', async () => {
    const queue = await makeQueue();
    await client().send(new CreateEventBusCommand({ Name: 'next' }));
    await rule([{ Arn: bus('next') }]);
    await rule([{}, { Arn: bus('default') }], { EventBusName: 'next' });
    const { Entries = [] } = await put(order);
    const bodies = await received(queue);

    expect(bodies.map((body) => (JSON.parse(body) as { id: string }).id)).toEqual([Entries[0]?.EventId]);
  });

  it('of another account asks its own policy', async () => {
    const other = target.client(
      class extends EventBridgeClient {
        constructor(config: ConstructorParameters<typeof EventBridgeClient>[0]) {
          super({ ...config, credentials: { accessKeyId: '111111111111', secretAccessKey: 'x' } });
        }
      },
    );
    const queue = await makeQueue();
    await rule([{ InputPath: '$.account' }]);
    const putThere = () => other.send(new PutEventsCommand({ Entries: [{ ...order, EventBusName: bus('default') }] }));
    const refused = await putThere();
    const Action = 'events:PutEvents';
    await client().send(new PutPermissionCommand({ Action, Principal: '111111111111', StatementId: 's' }));
    const taken = await putThere();

    expect(refused.Entries?.[0]?.ErrorCode).toBe('AccessDeniedException');
    expect(taken.FailedEntryCount).toBe(0);
    expect(await received(queue)).toEqual(['"111111111111"']);
  });
});
