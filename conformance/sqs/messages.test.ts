import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SendMessageCommandInput,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud({ clock: 'virtual' });
const client = () => target.client(SQSClient);
const advance = (duration: string) => target.cloud.clock.advance(duration);

let QueueUrl = '';

beforeEach(async () => {
  const created = await client().send(new CreateQueueCommand({ QueueName: 'orders' }));
  QueueUrl = created.QueueUrl ?? '';
});

const send = (MessageBody: string, input: Partial<SendMessageCommandInput> = {}) =>
  client().send(new SendMessageCommand({ QueueUrl, MessageBody, ...input }));
const receive = async (input: Partial<ReceiveMessageCommandInput> = {}) => {
  const { Messages } = await client().send(new ReceiveMessageCommand({ QueueUrl, ...input }));
  return Messages ?? [];
};
const bodies = async (input: Partial<ReceiveMessageCommandInput> = {}) =>
  (await receive(input)).map(({ Body }) => Body);
const remove = (ReceiptHandle: string | undefined) =>
  client().send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
const change = (ReceiptHandle: string | undefined, VisibilityTimeout: number) =>
  client().send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout }));
const set = (Attributes: Record<string, string>) =>
  client().send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));

describe('SendMessage', () => {
  it('answers sums that the SDK checks, and an id', async () => {
    const sent = await send('Test Message', {
      MessageAttributes: { Hello: { DataType: 'String', StringValue: 'World' } },
      MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: 'some-trace-id' } },
    });

    expect(sent).toMatchObject({
      MD5OfMessageBody: 'd1d4180b7e411c4be86b00fb2ee103eb',
      MD5OfMessageAttributes: '7db7fb1ba7f41366a8ea5eb18220b26d',
      MD5OfMessageSystemAttributes: 'fdce4f2818803f2f73becc09a54792c0',
    });
    expect(sent.SequenceNumber).toBeUndefined();
  });

  it('takes messages of up to the size of the queue', async () => {
    await send('x'.repeat(1_048_576));
    await expect(send('x'.repeat(1_048_577))).rejects.toMatchObject({
      Code: 'InvalidParameterValue',
      message: 'One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes.',
    });
    await set({ MaximumMessageSize: '1024' });
    const MessageAttributes = { a: { DataType: 'String', StringValue: 'b'.repeat(20) } };
    await send('x'.repeat(997), { MessageAttributes });
    await expect(send('x'.repeat(998), { MessageAttributes })).rejects.toMatchObject({
      message: expect.stringContaining('shorter than 1024 bytes'),
    });
  });

  it('refuses bodies that are empty or not text', async () => {
    await expect(send('')).rejects.toMatchObject({
      Code: 'MissingParameter',
      message: 'The request must contain the parameter MessageBody.',
    });
    await expect(send('a\u0000b')).rejects.toMatchObject({ name: 'InvalidMessageContents' });
    await send('tab \t, line \n, 𝄞');
  });

  it.each([
    [
      { '': { DataType: 'String', StringValue: 'x' } },
      'The request must contain non-empty message (user) attribute names.',
    ],
    [
      { a: { DataType: 'String', StringValue: '' } },
      "Message (user) attribute 'a' must contain a non-empty value of type 'String'.",
    ],
    [
      { a: { DataType: 'Number', StringValue: 'x' } },
      "Can't cast the value of message (user) attribute 'a' to a number.",
    ],
    [
      { 'AWS.a': { DataType: 'String', StringValue: 'x' } },
      "You can't use message attribute names beginning with 'AWS.'",
    ],
    [{ a: { DataType: 'Text', StringValue: 'x' } }, "The type of message (user) attribute 'a' is invalid."],
    [
      Object.fromEntries(Array.from({ length: 11 }, (_, n) => [`a${n}`, { DataType: 'String', StringValue: 'x' }])),
      'Number of message attributes [11] exceeds the allowed maximum [10].',
    ],
  ])('refuses the attributes %j', async (MessageAttributes, message) => {
    await expect(send('body', { MessageAttributes })).rejects.toMatchObject({
      message: expect.stringContaining(message),
    });
  });

  it('delays messages by the queue or one by one', async () => {
    await set({ DelaySeconds: '10' });
    await send('by queue');
    await send('by message', { DelaySeconds: 5 });
    await send('at once', { DelaySeconds: 0 });

    const seen = [await bodies({ MaxNumberOfMessages: 10 })];
    for (const duration of ['5s', '4999ms', '1ms']) {
      await advance(duration);
      seen.push(await bodies({ MaxNumberOfMessages: 10 }));
    }

    expect(seen).toEqual([['at once'], ['by message'], [], ['by queue']]);
    await expect(send('late', { DelaySeconds: 901 })).rejects.toMatchObject({
      message: 'Value 901 for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.',
    });
  });

  it('knows groups on standard queues, but no ids of duplicates', async () => {
    await send('fair', { MessageGroupId: 'tenant-1' });
    const [message] = await receive({ MessageSystemAttributeNames: ['MessageGroupId'] });

    expect(message?.Attributes).toEqual({ MessageGroupId: 'tenant-1' });
    await expect(send('once', { MessageDeduplicationId: '1' })).rejects.toMatchObject({
      message: 'The request include parameter MessageDeduplicationId which is not valid for this queue type',
    });
  });

  it('keeps messages as long as the queue says', async () => {
    await set({ MessageRetentionPeriod: '60' });
    await send('one');
    await advance('60s');
    const kept = await bodies({ VisibilityTimeout: 0 });
    await advance('1ms');

    expect([kept, await bodies()]).toEqual([['one'], []]);
  });
});

describe('ReceiveMessage', () => {
  it('hides what it answers for the visibility timeout, and counts', async () => {
    await send('one');
    const [first] = await receive({ AttributeNames: ['All'] });
    const hidden = await receive();
    await advance('30s');
    const [second] = await receive({ MessageSystemAttributeNames: ['All'] });

    expect(first?.Attributes?.ApproximateReceiveCount).toBe('1');
    expect(hidden).toEqual([]);
    expect(second?.MessageId).toBe(first?.MessageId);
    expect(second?.ReceiptHandle).not.toBe(first?.ReceiptHandle);
    expect(second?.Attributes).toEqual({ ...first?.Attributes, ApproximateReceiveCount: '2' });
  });

  it('selects attributes by name and by prefix, and sums up what it selects', async () => {
    const MessageAttributes = {
      General: { DataType: 'String', StringValue: 'Kenobi' },
      Hello: { DataType: 'String', StringValue: 'There' },
      'Help.Me': { DataType: 'String', StringValue: 'Me' },
    };
    await send('msg', { MessageAttributes });
    const sumOf = async (...MessageAttributeNames: string[]) => {
      const [message] = await receive({ MessageAttributeNames, VisibilityTimeout: 0 });
      return message?.MD5OfMessageAttributes;
    };

    expect(await sumOf('All')).toBe('4c360f3fdafd970e05fae2f149d997f5');
    expect(await sumOf('.*')).toBe('4c360f3fdafd970e05fae2f149d997f5');
    expect(await sumOf('Hel.*')).toBe('83fee93c1bcd8b9a5a923ffacdc636c7');
    expect(await sumOf('Hello', 'None')).toBe('a311262e065454b75da111d535b8dacd');
    expect(await sumOf('None')).toBeUndefined();
    expect(await sumOf()).toBeUndefined();
  });

  it.each([
    [
      { MaxNumberOfMessages: 11 },
      'Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10',
    ],
    [{ WaitTimeSeconds: 21 }, 'Value 21 for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20'],
    [
      { VisibilityTimeout: 43_201 },
      'Value 43201 for parameter VisibilityTimeout is invalid. Reason: Must be >= 0 and <=',
    ],
  ])('refuses %j', async (input, message) => {
    await expect(receive(input)).rejects.toMatchObject({
      Code: 'InvalidParameterValue',
      message: expect.stringContaining(message),
    });
  });

  it('counts what is visible, hidden and delayed', async () => {
    await send('one');
    await send('two');
    await send('three', { DelaySeconds: 10 });
    await receive();
    const AttributeNames = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
    const names = [...AttributeNames, 'ApproximateNumberOfMessagesDelayed' as const];
    const { Attributes } = await client().send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: names }));

    expect(names.map((name) => Attributes?.[name])).toEqual(['1', '1', '1']);
  });
});

describe('long polling', () => {
  it('answers as soon as a message is sent', async () => {
    const waiting = bodies({ WaitTimeSeconds: 20, MaxNumberOfMessages: 10 });
    await target.cloud.clock.advance('5s');
    await client().send(
      new SendMessageBatchCommand({
        QueueUrl,
        Entries: [
          { Id: '1', MessageBody: 'one' },
          { Id: '2', MessageBody: 'two' },
        ],
      }),
    );

    expect(await waiting).toEqual(['one', 'two']);
  });

  it('answers as soon as time makes a message visible', async () => {
    await send('delayed', { DelaySeconds: 3 });
    const waiting = bodies({ WaitTimeSeconds: 20 });
    await untilWaiting();
    await advance('3s');

    expect(await waiting).toEqual(['delayed']);
  });

  it('answers nothing when the time is over, and takes it from the queue where nobody says', async () => {
    await set({ ReceiveMessageWaitTimeSeconds: '7' });
    let isOver = false;
    const waiting = bodies().finally(() => {
      isOver = true;
    });
    await untilWaiting();
    await advance('6999ms');
    const before = isOver;
    await advance('1ms');

    expect(await waiting).toEqual([]);
    expect(before).toBe(false);
  });

  it.each(['in-process', 'http'] as const)('takes nothing for a client that has gone (%s)', async (transport) => {
    const gone = new AbortController();
    const command = new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 });
    const waiting = target.client(SQSClient, transport).send(command, { abortSignal: gone.signal });
    const refused = expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    // What is sent behind a request is answered behind it: first the poll has come, then the end of its connection.
    await untilWaiting(transport);
    gone.abort();
    await refused;
    await untilWaiting(transport);
    await send('one');

    expect(await bodies()).toEqual(['one']);
  });
});

/** A call that was made before is waiting when one that was made behind it is answered. */
const untilWaiting = (transport: 'in-process' | 'http' = 'in-process') =>
  target.client(SQSClient, transport).send(new GetQueueAttributesCommand({ QueueUrl }));

describe('DeleteMessage', () => {
  it('deletes with every handle of a message, once and again', async () => {
    await send('one');
    const [first] = await receive({ VisibilityTimeout: 1 });
    await advance('1s');
    await receive({ VisibilityTimeout: 1 });
    await remove(first?.ReceiptHandle);
    await remove(first?.ReceiptHandle);
    await advance('1s');

    expect(await receive()).toEqual([]);
  });

  it('refuses what is no handle, and handles of other queues', async () => {
    const { QueueUrl: other } = await client().send(new CreateQueueCommand({ QueueName: 'other' }));
    await send('one', { QueueUrl: other });
    const [message] = await receive({ QueueUrl: other });

    await expect(remove('fake')).rejects.toMatchObject({
      name: 'ReceiptHandleIsInvalid',
      message: 'The input receipt handle "fake" is not a valid receipt handle.',
      $metadata: { httpStatusCode: 404 },
    });
    await expect(remove(message?.ReceiptHandle)).rejects.toMatchObject({ name: 'ReceiptHandleIsInvalid' });
  });
});

describe('ChangeMessageVisibility', () => {
  it('hides a message longer, or shows it at once', async () => {
    await send('one');
    const [message] = await receive({ VisibilityTimeout: 10 });
    await change(message?.ReceiptHandle, 60);
    await advance('59s');
    const hidden = await bodies({ VisibilityTimeout: 0 });
    await change(message?.ReceiptHandle, 0);

    expect([hidden, await bodies()]).toEqual([[], ['one']]);
  });

  it('takes a handle whose timeout is over', async () => {
    await send('one');
    const [message] = await receive({ VisibilityTimeout: 1 });
    await advance('2s');
    await change(message?.ReceiptHandle, 5);

    expect(await receive()).toEqual([]);
  });

  it('hides for twelve hours at most', async () => {
    await send('one');
    const [message] = await receive();
    await advance('10s');

    await expect(change(message?.ReceiptHandle, 43_200)).rejects.toMatchObject({
      message:
        'Value 43200 for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for the message is beyond the limit [43200 seconds].',
    });
  });

  it('refuses handles of messages that are gone', async () => {
    await send('one');
    const [message] = await receive();
    await remove(message?.ReceiptHandle);

    await expect(change(message?.ReceiptHandle, 5)).rejects.toMatchObject({
      Code: 'InvalidParameterValue',
      message: expect.stringContaining('Message does not exist or is not available for visibility timeout change.'),
    });
  });
});

describe('batches', () => {
  const sendBatch = (...Entries: { Id: string; MessageBody: string }[]) =>
    client().send(new SendMessageBatchCommand({ QueueUrl, Entries }));

  it('tell for each entry what became of it', async () => {
    const sent = await sendBatch({ Id: 'good', MessageBody: 'one' }, { Id: 'bad', MessageBody: '' });

    expect(sent.Successful).toMatchObject([{ Id: 'good', MD5OfMessageBody: 'f97c5d29941bfb1b2fdab0874906ab82' }]);
    expect(sent.Failed).toEqual([
      {
        Id: 'bad',
        Code: 'MissingParameter',
        Message: 'The request must contain the parameter SendMessageBatchRequestEntry.2.MessageBody.',
        SenderFault: true,
      },
    ]);
  });

  it('delete and change the messages that they can', async () => {
    await sendBatch({ Id: '1', MessageBody: 'one' }, { Id: '2', MessageBody: 'two' });
    const [one, two] = await receive({ MaxNumberOfMessages: 2 });
    const changed = await client().send(
      new ChangeMessageVisibilityBatchCommand({
        QueueUrl,
        Entries: [
          { Id: 'a', ReceiptHandle: one?.ReceiptHandle, VisibilityTimeout: 0 },
          { Id: 'b', ReceiptHandle: 'fake', VisibilityTimeout: 0 },
        ],
      }),
    );
    const deleted = await client().send(
      new DeleteMessageBatchCommand({ QueueUrl, Entries: [{ Id: 'c', ReceiptHandle: two?.ReceiptHandle }] }),
    );

    expect(changed).toMatchObject({ Successful: [{ Id: 'a' }], Failed: [{ Id: 'b', Code: 'ReceiptHandleIsInvalid' }] });
    expect(deleted.Successful).toEqual([{ Id: 'c' }]);
    expect(deleted.Failed).toBeUndefined();
    expect(await bodies()).toEqual(['one']);
  });

  it('are refused as a whole when they are no batches', async () => {
    const many = Array.from({ length: 11 }, (_, n) => ({ Id: String(n), MessageBody: 'x' }));
    const big = 'x'.repeat(524_289);

    await expect(sendBatch()).rejects.toMatchObject({
      name: 'EmptyBatchRequest',
      message: 'There should be at least one SendMessageBatchRequestEntry in the request.',
    });
    await expect(sendBatch(...many)).rejects.toMatchObject({
      message: 'Maximum number of entries per request are 10. You have sent 11.',
    });
    await expect(sendBatch({ Id: 'a', MessageBody: 'x' }, { Id: 'a', MessageBody: 'y' })).rejects.toMatchObject({
      name: 'BatchEntryIdsNotDistinct',
      message: 'Id a repeated.',
    });
    await expect(sendBatch({ Id: 'a:b', MessageBody: 'x' })).rejects.toMatchObject({ name: 'InvalidBatchEntryId' });
    await expect(sendBatch({ Id: 'a', MessageBody: big }, { Id: 'b', MessageBody: big })).rejects.toMatchObject({
      name: 'BatchRequestTooLong',
      message: 'Batch requests cannot be longer than 1048576 bytes. You have sent 1048578 bytes.',
    });
  });
});
