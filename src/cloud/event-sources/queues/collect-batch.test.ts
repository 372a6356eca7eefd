import { describe, expect, it } from 'vitest';
import { payloadBytesMax } from '../source-calls.ts';
import { messageBatches } from './collect-batch.ts';
import type { QueueMessage } from './queue-calls.ts';

const queueArn = 'arn:aws:sqs:eu-west-1:000000000000:orders';
const message = (id: string, Body: string): QueueMessage => ({
  MessageId: id,
  ReceiptHandle: `r-${id}`,
  Body,
  MD5OfBody: 'md5',
  Attributes: { SentTimestamp: '1' },
});

describe('the event of a batch', () => {
  it('has the members that AWS documents', () => {
    const attributes = {
      text: { DataType: 'String', StringValue: 'x' },
      bytes: { DataType: 'Binary', BinaryValue: Buffer.from('x') },
    };
    const [batch] = messageBatches(
      [{ ...message('m', 'b'), MD5OfMessageAttributes: 'sum', MessageAttributes: attributes }],
      queueArn,
    );

    expect(batch?.records.map((record) => JSON.parse(record))).toEqual([
      {
        messageId: 'm',
        receiptHandle: 'r-m',
        body: 'b',
        attributes: { SentTimestamp: '1' },
        messageAttributes: {
          text: { stringValue: 'x', stringListValues: [], binaryListValues: [], dataType: 'String' },
          bytes: { binaryValue: 'eA==', stringListValues: [], binaryListValues: [], dataType: 'Binary' },
        },
        md5OfMessageAttributes: 'sum',
        md5OfBody: 'md5',
        eventSource: 'aws:sqs',
        eventSourceARN: queueArn,
        awsRegion: 'eu-west-1',
      },
    ]);
  });

  it('is several events where one would be too large for an invoke, in order', () => {
    const large = 'x'.repeat(1_000_000);
    const messages = Array.from({ length: 10 }, (_, index) => message(String(index), large));

    const batches = messageBatches(messages, queueArn);

    expect(batches.map(({ messages }) => messages.length)).toEqual([6, 4]);
    expect(batches.flatMap(({ messages }) => messages)).toEqual(messages);
    for (const { records } of batches)
      expect(Buffer.byteLength(`{"Records":[${records.join()}]}`)).toBeLessThanOrEqual(payloadBytesMax);
  });
});
