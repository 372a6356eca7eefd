import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
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
  const Attributes = { FifoQueue: 'true', ContentBasedDeduplication: 'true' };
  const created = await client().send(new CreateQueueCommand({ QueueName: 'orders.fifo', Attributes }));
  QueueUrl = created.QueueUrl ?? '';
});

const send = (MessageBody: string, input: Partial<SendMessageCommandInput> = {}) =>
  client().send(new SendMessageCommand({ QueueUrl, MessageBody, MessageGroupId: MessageBody.slice(0, 2), ...input }));
const sendAll = async (...messages: string[]) => {
  for (const message of messages) await send(message);
};
const receive = async (input: Partial<ReceiveMessageCommandInput> = {}) => {
  const { Messages } = await client().send(new ReceiveMessageCommand({ QueueUrl, ...input }));
  return Messages ?? [];
};
const bodies = async (input: Partial<ReceiveMessageCommandInput> = {}) =>
  (await receive(input)).map(({ Body }) => Body);
const all = { MaxNumberOfMessages: 10 };
const remove = (ReceiptHandle: string | undefined) =>
  client().send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
const change = (ReceiptHandle: string | undefined, VisibilityTimeout: number) =>
  client().send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout }));
const set = (Attributes: Record<string, string>) =>
  client().send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));

describe('message groups', () => {
  it('are answered one after the other, each in its order', async () => {
    await sendAll('g1-m1', 'g2-m1', 'g1-m2', 'g1-m3');

    expect(await bodies(all)).toEqual(['g1-m1', 'g1-m2', 'g1-m3', 'g2-m1']);
  });

  it('are closed while a message of theirs is in flight, until all of them are deleted', async () => {
    await sendAll('g1-m1', 'g1-m2', 'g1-m3', 'g2-m1');
    const [first, second] = await receive({ MaxNumberOfMessages: 2 });
    const meanwhile = await bodies(all);
    await remove(first?.ReceiptHandle);
    const half = await bodies(all);
    await remove(second?.ReceiptHandle);

    expect([meanwhile, half, await bodies(all)]).toEqual([['g2-m1'], [], ['g1-m3']]);
  });

  it('open again for a message that is let go, not for those still in flight', async () => {
    await sendAll('g1-m1', 'g1-m2', 'g2-m1');
    const [first] = await receive({ MaxNumberOfMessages: 2 });
    await change(first?.ReceiptHandle, 0);

    expect(await bodies({ MaxNumberOfMessages: 3 })).toEqual(['g2-m1', 'g1-m1']);
  });

  it('give their messages again in order when the visibility timeout is over', async () => {
    await sendAll('g1-m1', 'g1-m2', 'g1-m3');
    await receive(all);
    await advance('30s');

    expect(await bodies(all)).toEqual(['g1-m1', 'g1-m2', 'g1-m3']);
  });

  it('stand behind the others when they were served', async () => {
    await sendAll('g1-m1', 'g2-m1', 'g2-m2', 'g3-m1', 'g1-m2');
    const first = await bodies({ MaxNumberOfMessages: 3, VisibilityTimeout: 0 });
    const second = await bodies({ ...all, VisibilityTimeout: 0 });

    expect(first).toEqual(['g1-m1', 'g1-m2', 'g2-m1']);
    expect(second).toEqual(['g3-m1', 'g1-m1', 'g1-m2', 'g2-m1', 'g2-m2']);
  });

  it('wake who waits for them when they open', async () => {
    await sendAll('g1-m1', 'g1-m2');
    const [first] = await receive();
    const waiting = bodies({ WaitTimeSeconds: 20 });
    await remove(first?.ReceiptHandle);

    expect(await waiting).toEqual(['g1-m2']);
  });
});

describe('deduplication', () => {
  it('swallows a body for five minutes, also when it was deleted', async () => {
    const first = await send('g1-same');
    const [message] = await receive();
    await remove(message?.ReceiptHandle);
    const again = await send('g1-same', { MessageGroupId: 'other' });
    const none = await bodies();
    await advance('5m');
    const later = await send('g1-same');

    expect(again).toMatchObject({ MessageId: first.MessageId, SequenceNumber: first.SequenceNumber });
    expect(none).toEqual([]);
    expect(later.MessageId).not.toBe(first.MessageId);
    expect(await bodies()).toEqual(['g1-same']);
  });

  it('goes by the id where there is one, in each group where the queue says so', async () => {
    await set({ DeduplicationScope: 'messageGroup', FifoThroughputLimit: 'perMessageGroupId' });
    await send('g1-a', { MessageDeduplicationId: 'same' });
    await send('g1-b', { MessageDeduplicationId: 'same' });
    await send('g2-c', { MessageDeduplicationId: 'same' });

    expect(await bodies(all)).toEqual(['g1-a', 'g2-c']);
  });

  it('needs an id or the queue to make one', async () => {
    await set({ ContentBasedDeduplication: 'false' });

    await expect(send('g1-a')).rejects.toMatchObject({
      Code: 'InvalidParameterValue',
      message:
        'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    });
  });
});

describe('SendMessage to a FIFO queue', () => {
  it('answers growing sequence numbers of twenty digits, which receivers see', async () => {
    const first = await send('g1-m1');
    const second = await send('g1-m2');
    const [message] = await receive({ MessageSystemAttributeNames: ['All'] });

    expect(first.SequenceNumber).toMatch(/^\d{20}$/);
    expect((second.SequenceNumber ?? '') > (first.SequenceNumber ?? '')).toBe(true);
    expect(message?.Attributes).toMatchObject({
      MessageGroupId: 'g1',
      MessageDeduplicationId: expect.stringMatching(/^[0-9a-f]{64}$/),
      SequenceNumber: first.SequenceNumber,
    });
  });

  it('needs a group and takes no delay of its own', async () => {
    await expect(send('x', { MessageGroupId: undefined })).rejects.toMatchObject({
      Code: 'MissingParameter',
      message: 'The request must contain the parameter MessageGroupId.',
    });
    await expect(send('g1', { DelaySeconds: 2 })).rejects.toMatchObject({
      message:
        'Value 2 for parameter DelaySeconds is invalid. Reason: The request include parameter that is not valid for this queue type.',
    });
    await expect(send('g1', { MessageGroupId: 'a b' })).rejects.toMatchObject({
      message: expect.stringContaining('MessageGroupId can only include alphanumeric and punctuation characters.'),
    });
  });

  it('takes the delay of the queue, which also holds for messages that are there', async () => {
    await set({ DelaySeconds: '10' });
    await send('g1-m1');
    const delayed = await bodies();
    await set({ DelaySeconds: '0' });

    expect([delayed, await bodies()]).toEqual([[], ['g1-m1']]);
  });

  it('refuses a batch as a whole for one wrong entry', async () => {
    const Entries = [
      { Id: '1', MessageBody: 'g1-m1', MessageGroupId: 'g1' },
      { Id: '2', MessageBody: 'no group' },
    ];

    await expect(client().send(new SendMessageBatchCommand({ QueueUrl, Entries }))).rejects.toMatchObject({
      Code: 'InvalidParameterValue',
      message: 'The request must contain the parameter MessageGroupId.',
    });
    expect(await bodies()).toEqual([]);
  });
});

describe('receipt handles', () => {
  it('are stale when the visibility timeout is over', async () => {
    await send('g1-m1');
    const [message] = await receive({ VisibilityTimeout: 1 });
    await advance('1s');

    await expect(remove(message?.ReceiptHandle)).rejects.toMatchObject({
      Code: 'InvalidParameterValue',
      message: `Value ${message?.ReceiptHandle} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.`,
    });
    await expect(change(message?.ReceiptHandle, 5)).rejects.toMatchObject({
      message: expect.stringContaining('Message does not exist or is not available for visibility timeout change.'),
    });
    expect(await bodies()).toEqual(['g1-m1']);
  });

  it('delete a message that is gone already', async () => {
    await send('g1-m1');
    const [message] = await receive();
    await remove(message?.ReceiptHandle);
    await remove(message?.ReceiptHandle);
  });
});

describe('ReceiveRequestAttemptId', () => {
  const attempt = { ReceiveRequestAttemptId: 'attempt-1', VisibilityTimeout: 10 };

  it('gets the same messages again, hidden anew', async () => {
    await sendAll('g1-m1', 'g2-m1');
    const first = await receive(attempt);
    await advance('9s');
    const second = await receive(attempt);
    await advance('9s');
    const others = await bodies(all);

    expect(second).toEqual(first);
    expect(others).toEqual(['g2-m1']);
  });

  it('gets others when they were touched since', async () => {
    await sendAll('g1-m1', 'g2-m1');
    const [first] = await receive(attempt);
    await remove(first?.ReceiptHandle);

    expect(await bodies(attempt)).toEqual(['g2-m1']);
  });
});
