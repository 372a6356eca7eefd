import { describe, expect, it } from 'vitest';
import { type TargetMessage, targetCall } from './targets.ts';

const attributes = { Kind: { DataType: 'String', StringValue: 'order' } };
const at = (service: string, resource: string) => `arn:aws:${service}:us-east-1:000000000000:${resource}`;
const callTo = (to: string, message: Partial<TargetMessage> = {}) =>
  targetCall(to, { payload: '{}', ...message }, 'http://squall');

describe('the call that hands over a message', () => {
  it('sends to a queue, with the group of FIFO queues', () => {
    expect(callTo(at('sqs', 'q.fifo'), { attributes, groupId: 'g', deduplicationId: 'd' })).toMatchObject({
      service: 'sqs',
      operation: 'SendMessage',
      input: {
        QueueUrl: 'http://squall/000000000000/q.fifo',
        MessageBody: '{}',
        MessageAttributes: attributes,
        MessageGroupId: 'g',
        MessageDeduplicationId: 'd',
      },
    });
  });

  it('publishes to a topic', () => {
    expect(callTo(at('sns', 't'), { attributes, subject: 's' })).toMatchObject({
      service: 'sns',
      operation: 'Publish',
      input: { TopicArn: at('sns', 't'), Message: '{}', Subject: 's', MessageAttributes: attributes },
    });
  });

  it('invokes a function asynchronously', () => {
    expect(callTo(at('lambda', 'function:f:live'))).toMatchObject({
      service: 'lambda',
      operation: 'Invoke',
      input: { FunctionName: at('lambda', 'function:f:live'), InvocationType: 'Event', Payload: Buffer.from('{}') },
    });
  });

  it('puts an event on a bus of EventBridge, whose service is named events', () => {
    const bus = at('events', 'event-bus/b');
    const event = { source: 'lambda', detailType: 'Result', resources: ['r'] };

    const { service, operation, input } = callTo(bus, { event });

    expect([service, operation]).toEqual(['events', 'PutEvents']);
    expect(input).toEqual({
      Entries: [{ EventBusName: bus, Detail: '{}', Source: 'lambda', DetailType: 'Result', Resources: ['r'] }],
    });
  });

  it('fails where a bus answers that it did not take the event', () => {
    const { check } = callTo(at('events', 'event-bus/b'));

    expect(() => check?.({ FailedEntryCount: 0, Entries: [{ EventId: '1' }] })).not.toThrow();
    expect(() =>
      check?.({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'InternalFailure', ErrorMessage: 'no' }] }),
    ).toThrow('no');
  });

  it.each(['arn:aws:redshift:us-east-1:000000000000:cluster/c', 'orders', at('constructor', 'x')])(
    'is refused by name for %s',
    (to) => {
      expect(() => callTo(to)).toThrow(`Squall does not emulate deliveries to ${to}.`);
    },
  );
});
