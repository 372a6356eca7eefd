import * as Logs from '@aws-sdk/client-cloudwatch-logs';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const arnOf = (name: string) => `arn:aws:logs:us-east-1:000000000000:log-group:${name}`;

describe('StartLiveTail', () => {
  const target = useCloud({ clock: 'virtual' });
  const client = () => target.client(Logs.CloudWatchLogsClient);
  const put = (messages: readonly string[], logStreamName = 'one') =>
    client().send(
      new Logs.PutLogEventsCommand({
        logGroupName: 'g',
        logStreamName,
        logEvents: messages.map((message) => ({ message, timestamp: target.cloud.clock.now() })),
      }),
    );

  async function start(input: Partial<Logs.StartLiveTailCommandInput> = {}) {
    const { responseStream } = await client().send(
      new Logs.StartLiveTailCommand({ logGroupIdentifiers: [arnOf('g')], ...input }),
    );
    if (!responseStream) throw new Error('StartLiveTail answered no stream');
    const events = responseStream[Symbol.asyncIterator]();
    return { first: (await events.next()).value as Logs.StartLiveTailResponseStream, events };
  }

  beforeEach(async () => {
    await client().send(new Logs.CreateLogGroupCommand({ logGroupName: 'g' }));
    for (const logStreamName of ['one', 'two']) {
      await client().send(new Logs.CreateLogStreamCommand({ logGroupName: 'g', logStreamName }));
    }
  });

  it('tells of its session, and then each second of the events that came in', async () => {
    const { first, events } = await start();
    await put(['a', 'b']);
    await target.cloud.clock.advance('2s');

    const second = await events.next();
    const third = await events.next();
    await events.return?.();

    expect(first.sessionStart).toMatchObject({ logGroupIdentifiers: [arnOf('g')], logEventFilterPattern: '' });
    expect(first.sessionStart?.sessionId).toMatch(/^[\da-f-]{36}$/);
    expect(second.value.sessionUpdate).toMatchObject({
      sessionMetadata: { sampled: false },
      sessionResults: [
        { message: 'a', logStreamName: 'one', logGroupIdentifier: '000000000000:g' },
        { message: 'b', logStreamName: 'one' },
      ],
    });
    expect(third.value.sessionUpdate.sessionResults).toEqual([]);
  });

  it('shows what its pattern and its streams let through, at most 500 events a second', async () => {
    const { events } = await start({ logEventFilterPattern: 'keep', logStreamNames: ['two'] });
    await put(['keep one']);
    await put([...Array.from({ length: 600 }, (_, index) => `keep ${index}`), 'drop'], 'two');
    await target.cloud.clock.advance('1s');

    const { sessionUpdate } = (await events.next()).value;
    await events.return?.();

    expect(sessionUpdate.sessionMetadata).toEqual({ sampled: true });
    expect(sessionUpdate.sessionResults).toHaveLength(500);
    expect(sessionUpdate.sessionResults[0].message).toBe('keep 0');
  });

  it('is over after three hours, and keeps the last ten updates for a client that is behind', async () => {
    const { events } = await start();
    await target.cloud.clock.advance('3h');

    let updates = 0;
    const end = await (async () => {
      for (let event = await events.next(); !event.done; event = await events.next()) updates += 1;
    })().catch((error: unknown) => error);

    expect(end).toMatchObject({ name: 'SessionTimeoutException' });
    // Of 10,800; what the transport holds was read already.
    expect(updates).toBeLessThan(1000);
  });

  it('refuses what it cannot watch', async () => {
    await expect(start({ logGroupIdentifiers: [arnOf('none')] })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await expect(start({ logGroupIdentifiers: ['g'] })).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(
      start({ logGroupIdentifiers: Array.from({ length: 11 }, (_, index) => arnOf(`g${index}`)) }),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(start({ logStreamNames: ['a'], logStreamNamePrefixes: ['b'] })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });
});
