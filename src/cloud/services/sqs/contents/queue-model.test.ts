import type { ReceiveMessageResult, SendMessageResult } from '@aws-sdk/client-sqs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SqsAlone, sqsAlone } from '../testing/sqs-alone.ts';

/*
 * A queue against the plainest model there is: a list of messages that is searched from one end to the other, in virtual
 * time. Whatever happens, the two agree on what can be received now and on how many messages there are of each kind.
 */

interface ModelMessage {
  readonly id: string;
  readonly group: string;
  readonly body: string;
  hiddenUntilMs: number;
  everReceived: boolean;
  receiptHandle: string | undefined;
}

const deduplicationMs = 300_000;

const step = fc.oneof(
  fc.record({
    kind: fc.constant('send' as const),
    group: fc.constantFrom('a', 'b', 'c'),
    body: fc.nat({ max: 15 }),
    delay: fc.constantFrom(0, 0, 3, 20),
  }),
  fc.record({
    kind: fc.constant('receive' as const),
    max: fc.integer({ min: 1, max: 10 }),
    timeout: fc.constantFrom(0, 1, 5, 30),
  }),
  fc.record({ kind: fc.constant('delete' as const), pick: fc.nat({ max: 50 }) }),
  fc.record({ kind: fc.constant('change' as const), pick: fc.nat({ max: 50 }), timeout: fc.constantFrom(0, 2, 40) }),
  fc.record({
    kind: fc.constant('advance' as const),
    ms: fc.constantFrom(1, 999, 1000, 4000, 31_000, 60_000, 200_000),
  }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

class Model {
  readonly messages: ModelMessage[] = [];
  readonly sent = new Map<string, { readonly id: string; readonly sentMs: number }>();
  readonly isFifo: boolean;

  constructor(isFifo: boolean) {
    this.isFifo = isFifo;
  }

  /** What may be received now, in the order of sending. */
  receivable(nowMs: number): ModelMessage[] {
    const blocked = new Set<string>();
    return this.messages.filter((message) => {
      const isVisible = message.hiddenUntilMs <= nowMs && !(this.isFifo && blocked.has(message.group));
      if (!isVisible) blocked.add(message.group);
      return isVisible;
    });
  }

  count(nowMs: number) {
    const hidden = this.messages.filter(({ hiddenUntilMs }) => hiddenUntilMs > nowMs);
    const inFlight = hidden.filter(({ everReceived }) => everReceived).length;
    return [this.messages.length - hidden.length, inFlight, hidden.length - inFlight].map(String);
  }
}

function run(steps: readonly Step[], isFifo: boolean): void {
  const queue = sqsAlone();
  const model = new Model(isFifo);
  const QueueName = isFifo ? 'orders.fifo' : 'orders';
  const Attributes = isFifo ? { FifoQueue: 'true', ContentBasedDeduplication: 'true' } : {};
  const { QueueUrl = '' } = queue.send<{ QueueUrl?: string }>('CreateQueue', { QueueName, Attributes });
  for (const each of steps) take(each, queue, model, QueueUrl);
  assertCounts(queue, model, QueueUrl);
}

function assertCounts(queue: SqsAlone, model: Model, QueueUrl: string): void {
  const suffixes = ['', 'NotVisible', 'Delayed'];
  const names = suffixes.map((suffix) => `ApproximateNumberOfMessages${suffix}`);
  const { Attributes } = queue.send<{ Attributes: Record<string, string> }>('GetQueueAttributes', {
    QueueUrl,
    AttributeNames: names,
  });

  expect(names.map((name) => Attributes[name])).toEqual(model.count(queue.clock.now()));
}

function take(each: Step, queue: SqsAlone, model: Model, QueueUrl: string): void {
  const nowMs = queue.clock.now();
  switch (each.kind) {
    case 'send':
      sendOne(each, queue, model, QueueUrl);
      return;
    case 'receive':
      receiveSome(each, queue, model, QueueUrl);
      return;
    case 'advance':
      // Nothing waits here, so nothing needs to be awaited.
      void queue.clock.advance(each.ms);
      return;
    case 'delete': {
      const message = pickOf(held(model, nowMs), each.pick);
      if (!message) return;
      queue.send('DeleteMessage', { QueueUrl, ReceiptHandle: message.receiptHandle });
      model.messages.splice(model.messages.indexOf(message), 1);
      return;
    }
    case 'change': {
      const message = pickOf(held(model, nowMs), each.pick);
      if (!message) return;
      const { receiptHandle: ReceiptHandle } = message;
      queue.send('ChangeMessageVisibility', { QueueUrl, ReceiptHandle, VisibilityTimeout: each.timeout });
      message.hiddenUntilMs = nowMs + each.timeout * 1000;
    }
  }
}

const pickOf = <T>(values: readonly T[], pick: number): T | undefined => values[pick % Math.max(1, values.length)];

/** Messages that somebody has in hand; on FIFO queues only while they are in flight. */
const held = ({ messages, isFifo }: Model, nowMs: number): ModelMessage[] =>
  messages.filter(
    ({ receiptHandle, hiddenUntilMs }) => receiptHandle !== undefined && (!isFifo || hiddenUntilMs > nowMs),
  );

function sendOne(each: Step & { kind: 'send' }, queue: SqsAlone, model: Model, QueueUrl: string): void {
  const nowMs = queue.clock.now();
  const MessageBody = `body ${each.body}`;
  const DelaySeconds = model.isFifo ? undefined : each.delay;
  const input = { QueueUrl, MessageBody, DelaySeconds, ...(model.isFifo && { MessageGroupId: each.group }) };
  const { MessageId = '' } = queue.send<SendMessageResult>('SendMessage', input);
  const earlier = model.sent.get(MessageBody);
  const isDuplicate = model.isFifo && earlier !== undefined && nowMs - earlier.sentMs < deduplicationMs;

  expect(MessageId === earlier?.id).toBe(isDuplicate);
  if (isDuplicate) return;
  model.sent.set(MessageBody, { id: MessageId, sentMs: nowMs });
  model.messages.push({
    id: MessageId,
    group: each.group,
    body: MessageBody,
    hiddenUntilMs: nowMs + (DelaySeconds ?? 0) * 1000,
    everReceived: false,
    receiptHandle: undefined,
  });
}

function receiveSome(each: Step & { kind: 'receive' }, queue: SqsAlone, model: Model, QueueUrl: string): void {
  const nowMs = queue.clock.now();
  const receivable = model.receivable(nowMs);
  const input = { QueueUrl, MaxNumberOfMessages: each.max, VisibilityTimeout: each.timeout };
  const { Messages = [] } = queue.send<ReceiveMessageResult>('ReceiveMessage', input);
  const ids = Messages.map(({ MessageId }) => MessageId);

  expect(Messages.length).toBe(Math.min(each.max, receivable.length));
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(receivable.some((message) => message.id === id)).toBe(true);
  if (model.isFifo) assertOrder(ids, receivable);
  for (const { MessageId, ReceiptHandle } of Messages) {
    const message = model.messages.find(({ id }) => id === MessageId);
    if (!message) throw new Error('received what was never sent');
    message.receiptHandle = ReceiptHandle;
    message.everReceived = true;
    message.hiddenUntilMs = nowMs + each.timeout * 1000;
  }
}

/** Of each group come the first ones that could be received, in the order in which they were sent. */
function assertOrder(ids: readonly (string | undefined)[], receivable: readonly ModelMessage[]): void {
  for (const [, messages] of Map.groupBy(receivable, ({ group }) => group)) {
    const expected = messages.map(({ id }) => id);
    const received = ids.filter((id) => id !== undefined && expected.includes(id));

    expect(received).toEqual(expected.slice(0, received.length));
  }
}

const options = { numRuns: 150 };

describe('a queue and its model', () => {
  it('agree on a standard queue: nothing is lost, and nothing is received while it is hidden', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80, size: 'max' }), (steps) => run(steps, false)),
      options,
    );
  });

  it('agree on a FIFO queue: groups keep their order, and duplicates are swallowed for five minutes', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80, size: 'max' }), (steps) => run(steps, true)),
      options,
    );
  });
});
