import { describe, expect, it } from 'vitest';
import { AwsError, ConnectionFailure } from '../kernel/errors.ts';
import type { Message, QueuedDelivery } from './deliveries.ts';
import type { RetryPolicy } from './retry-policy.ts';
import { sendingService } from './testing/sending-service.ts';

const queue = 'arn:aws:sqs:eu-west-1:111111111111:orders';
const dead = 'arn:aws:sqs:us-east-1:000000000000:dead';
const retry: RetryPolicy = {
  attemptsMax: 4,
  ageMsMax: 86_400_000,
  backoff: { firstMs: 1000, factor: 2, maxMs: 3000, jitter: 0 },
};
const message: Message = { to: queue, payload: '{"id":1}', retry };

const refused = new AwsError('AccessDenied', 'you may not', { status: 403 });
const unavailable = new AwsError('ServiceUnavailable', 'not now', { status: 503 });

const throwing = (error: Error) => () => {
  throw error;
};

/** Fails the first `count` calls. */
function failing(count: number, error: Error = unavailable) {
  let calls = 0;
  return () => {
    calls += 1;
    if (calls <= count) throw error;
    return {};
  };
}

describe('a delivery', () => {
  it('calls its target in the account and region of the ARN, once', async () => {
    const { clock, seen, scheduler, deliver } = sendingService();

    deliver(message);
    await clock.advance('1d');

    expect(seen).toMatchObject([
      {
        call: 'sqs:SendMessage',
        input: { QueueUrl: 'http://squall/111111111111/orders', MessageBody: '{"id":1}' },
        options: { account: '111111111111', region: 'eu-west-1' },
      },
    ]);
    expect(scheduler.pending()).toEqual([]);
  });

  it('remembers the hop that caused it, and each attempt the one before', async () => {
    const { clock, scheduler, deliver } = sendingService(failing(1));
    const parents: (string | undefined)[] = [];

    deliver(message);
    parents.push(scheduler.pending()[0]?.parent);
    await clock.advance('10ms');
    parents.push(scheduler.pending()[0]?.parent);

    expect(parents).toEqual(['publish', 'attempt']);
  });

  it.each([
    ['a fault of the target', unavailable],
    ['a throttle', new AwsError('ThrottlingException', 'too fast', { status: 400 })],
    ['a lost connection', new ConnectionFailure('reset')],
  ])('is made again after %s, with the waits of its policy', async (_name, error) => {
    const { clock, seen, failures, deliver } = sendingService(failing(3, error));

    deliver(message);
    await clock.advance('1h');

    expect(seen.map(({ atMs }) => atMs)).toEqual([0, 1000, 3000, 6000]);
    expect(failures.map(({ attempts, givenUp }) => [attempts, givenUp])).toEqual([
      [1, undefined],
      [2, undefined],
      [3, undefined],
    ]);
  });

  it('is dropped when all attempts have failed, and that is logged', async () => {
    const { clock, seen, lines, scheduler, deliver } = sendingService(throwing(unavailable));

    deliver(message);
    await clock.advance('1h');

    expect(seen.length).toBe(4);
    expect(scheduler.pending()).toEqual([]);
    expect(lines).toEqual([
      `warn  sender: a message to ${queue} was not delivered (MaximumRetryAttempts after 4 attempts) and is dropped: ServiceUnavailable: not now`,
    ]);
  });

  it('is given up before its next attempt would come too late', async () => {
    const { clock, seen, failures, deliver } = sendingService(throwing(unavailable));

    deliver({ ...message, retry: { ...retry, ageMsMax: 2500 } });
    await clock.advance('1h');

    expect(seen.map(({ atMs }) => atMs)).toEqual([0, 1000]);
    expect(failures.at(-1)?.givenUp).toBe('MaximumEventAgeInSeconds');
  });

  it('is not tried again where the target refuses', async () => {
    const { clock, seen, lines, deliver } = sendingService(throwing(refused));

    deliver(message);
    await clock.advance('1h');

    expect(seen.length).toBe(1);
    expect(lines).toEqual([expect.stringContaining('(Refused after 1 attempt) and is dropped: AccessDenied')]);
  });

  it('to what nothing can be delivered to is logged by its ARN', async () => {
    const { clock, seen, lines, deliver } = sendingService();

    deliver({ ...message, to: 'arn:aws:mars:us-east-1:000000000000:rover' });
    await clock.advance('1h');

    expect(seen).toEqual([]);
    expect(lines).toEqual([expect.stringContaining('deliveries to arn:aws:mars:us-east-1:000000000000:rover')]);
  });

  it('spreads attempts that failed together', async () => {
    const { clock, scheduler, deliver } = sendingService(throwing(unavailable));

    for (let count = 0; count < 20; count += 1)
      deliver({ ...message, retry: { ...retry, backoff: { ...retry.backoff, jitter: 0.5 } } });
    await clock.advance('1ms');

    const due = scheduler.pending().map(({ dueMs }) => dueMs);
    expect(new Set(due).size).toBeGreaterThan(10);
    expect(due.every((dueMs) => dueMs >= 500 && dueMs <= 1000)).toBe(true);
  });
});

describe('a dead letter', () => {
  it('has the payload, and tells why in its attributes', async () => {
    const { clock, seen, deliver } = sendingService((_service, _operation) => {
      if (seen.length <= 4) throw unavailable;
      return {};
    });

    deliver({ ...message, deadLetter: dead, attributes: { Own: { DataType: 'String', StringValue: 'kept' } } });
    await clock.advance('1h');

    const text = (StringValue: string) => ({ DataType: 'String', StringValue });
    expect(seen.slice(4).map(({ input }) => input)).toEqual([
      {
        QueueUrl: 'http://squall/000000000000/dead',
        MessageBody: '{"id":1}',
        MessageAttributes: {
          Own: text('kept'),
          TARGET_ARN: text(queue),
          ERROR_CODE: text('ServiceUnavailable'),
          ERROR_MESSAGE: text('not now'),
          RETRY_ATTEMPTS: { DataType: 'Number', StringValue: '3' },
          EXHAUSTED_RETRY_CONDITION: text('MaximumRetryAttempts'),
        },
      },
    ]);
  });

  it('is tried like the message itself, and dropped in the end', async () => {
    const { clock, seen, failures, lines, deliver } = sendingService(throwing(unavailable));

    deliver({ ...message, deadLetter: dead });
    await clock.advance('1h');

    expect(seen.length).toBe(8);
    expect(failures.map(({ isDeadLetter }) => isDeadLetter)).toEqual([...Array(4).fill(false), ...Array(4).fill(true)]);
    expect(lines).toEqual([expect.stringContaining(`sent to ${dead}`), expect.stringContaining(`message to ${dead}`)]);
  });
});

describe('a delivery that is cut off', () => {
  const never = () => new Promise(() => undefined);

  it('by a kill is made again by whoever opens the world', async () => {
    const killed = sendingService(never);
    killed.deliver(message);
    killed.clock.fireNext();
    const opened = sendingService(undefined, killed.world.fork());

    await opened.clock.advance('1s');

    expect([killed.seen.length, opened.seen.length]).toEqual([1, 1]);
    expect(opened.scheduler.pending()).toEqual([]);
  });

  it('by a kill between two attempts goes on counting', async () => {
    const killed = sendingService(throwing(unavailable));
    killed.deliver(message);
    await killed.clock.advance('1500ms');
    const opened = sendingService(throwing(unavailable), killed.world.fork());

    await opened.clock.advance('1h');

    expect([killed.seen.length, opened.seen.length]).toEqual([2, 2]);
  });

  it('by the end of the cloud stays as it was, whatever its target says later', async () => {
    const { promise, reject } = Promise.withResolvers<never>();
    const { clock, scheduler, failures, deliver } = sendingService(() => promise);
    deliver({ ...message, deadLetter: dead });
    clock.fireNext();

    scheduler.close();
    reject(refused);
    await new Promise((resolve) => setImmediate(resolve));

    expect(failures).toEqual([]);
    expect(scheduler.pending().map(({ input }) => (input as QueuedDelivery).Attempts)).toEqual([0]);
  });
});
