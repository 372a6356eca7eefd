import * as Logs from '@aws-sdk/client-cloudwatch-logs';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const names = { logGroupName: '/app/api', logStreamName: 'one' };

describe('log events', () => {
  const target = useCloud();
  const client = () => target.client(Logs.CloudWatchLogsClient);
  const now = () => target.cloud.clock.now();
  const put = (events: readonly (readonly [number, string])[], logStreamName = 'one') =>
    client().send(
      new Logs.PutLogEventsCommand({
        ...names,
        logStreamName,
        logEvents: events.map(([timestamp, message]) => ({ timestamp, message })),
      }),
    );
  const get = (input: Partial<Logs.GetLogEventsCommandInput> = {}) =>
    client().send(new Logs.GetLogEventsCommand({ ...names, ...input }));
  const filter = (input: Partial<Logs.FilterLogEventsCommandInput> = {}) =>
    client().send(new Logs.FilterLogEventsCommand({ logGroupName: names.logGroupName, ...input }));
  const texts = (events: readonly { message?: string | undefined }[] = []) => events.map(({ message }) => message);

  beforeEach(async () => {
    await client().send(new Logs.CreateLogGroupCommand({ logGroupName: names.logGroupName }));
    await client().send(new Logs.CreateLogStreamCommand(names));
    await client().send(new Logs.CreateLogStreamCommand({ ...names, logStreamName: 'two' }));
  });

  it('GetLogEvents › pages forward and back, and answers the same token at an end', async () => {
    const start = now() - 1000;
    await put([0, 1, 2, 3, 4].map((step) => [start + step, `event ${step}`]));

    const first = await get({ startFromHead: true, limit: 2 });
    const second = await get({ nextToken: first.nextForwardToken, limit: 2 });
    const third = await get({ nextToken: second.nextForwardToken, limit: 2 });
    const end = await get({ nextToken: third.nextForwardToken, limit: 2 });
    const back = await get({ nextToken: end.nextBackwardToken, limit: 2 });
    const latest = await get({ limit: 2 });

    expect(texts(first.events)).toEqual(['event 0', 'event 1']);
    expect(texts(second.events)).toEqual(['event 2', 'event 3']);
    expect(texts(third.events)).toEqual(['event 4']);
    expect(texts(end.events)).toEqual([]);
    expect(end.nextForwardToken).toBe(third.nextForwardToken);
    expect(texts(back.events)).toEqual(['event 3', 'event 4']);
    expect(texts(latest.events)).toEqual(['event 3', 'event 4']);
  });

  it('GetLogEvents › includes the start time and not the end time', async () => {
    const start = now() - 1000;
    await put([0, 1, 2].map((step) => [start + step, `event ${step}`]));

    const page = await get({ startTime: start, endTime: start + 2 });

    expect(texts(page.events)).toEqual(['event 0', 'event 1']);
    expect(page.events?.[0]).toMatchObject({ timestamp: start, ingestionTime: expect.any(Number) });
  });

  it('GetLogEvents › keeps events of one moment in the order of their arrival', async () => {
    const moment = now();
    await put([
      [moment, 'a'],
      [moment, 'b'],
    ]);
    await put([[moment, 'c']]);

    expect(texts((await get({ startFromHead: true })).events)).toEqual(['a', 'b', 'c']);
  });

  it('GetLogEvents › refuses a stream and a group that do not exist, and a token nobody gave', async () => {
    await expect(get({ logStreamName: 'none' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'The specified log stream does not exist.',
    });
    await expect(get({ logGroupName: 'none' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'The specified log group does not exist.',
    });
    await expect(get({ nextToken: 'x' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'The specified nextToken is invalid.',
    });
  });

  it('PutLogEvents › refuses what is out of order', async () => {
    const moment = now();

    await expect(
      put([
        [moment, 'b'],
        [moment - 1, 'a'],
      ]),
    ).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Log events in a single PutLogEvents request must be in chronological order.',
    });
  });

  it('PutLogEvents › refuses a batch that is too large or too long', async () => {
    const moment = now();

    await expect(put([[moment, 'x'.repeat(1_048_576 - 25)]])).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Upload too large: 1048577 bytes exceeds limit of 1048576',
    });
    await expect(
      put([
        [moment - 86_400_001, 'a'],
        [moment, 'b'],
      ]),
    ).rejects.toMatchObject({
      message: 'The batch of log events in a single PutLogEvents request cannot span more than 24 hours.',
    });
  });

  it('PutLogEvents › leaves out events of the wrong time and tells which', async () => {
    const moment = now();
    const tooOld = await put([[moment - 15 * 86_400_000, 'old']]);
    const tooNew = await put([
      [moment, 'now'],
      [moment + 3 * 3_600_000, 'new'],
    ]);

    expect(tooOld.rejectedLogEventsInfo).toEqual({ tooOldLogEventEndIndex: 1 });
    expect(tooNew.rejectedLogEventsInfo).toEqual({ tooNewLogEventStartIndex: 1 });
    expect(texts((await get()).events)).toEqual(['now']);
  });

  it('FilterLogEvents › merges the streams of a group by time and pages', async () => {
    const start = now() - 1000;
    await put(
      [
        [start, 'a'],
        [start + 2, 'c'],
      ],
      'one',
    );
    await put(
      [
        [start + 1, 'b'],
        [start + 3, 'd'],
      ],
      'two',
    );

    const all = await filter();
    const first = await filter({ limit: 3 });
    const second = await filter({ limit: 3, nextToken: first.nextToken });
    const latest = await filter({ startFromHead: false, limit: 1 });

    expect(texts(all.events)).toEqual(['a', 'b', 'c', 'd']);
    expect(all.nextToken).toBeUndefined();
    expect(texts(first.events)).toEqual(['a', 'b', 'c']);
    expect(texts(second.events)).toEqual(['d']);
    expect(texts(latest.events)).toEqual(['d']);
    expect(new Set(all.events?.map(({ eventId }) => eventId)).size).toBe(4);
    expect(all.events?.[0]?.eventId).toMatch(/^\d{56}$/);
  });

  it('FilterLogEvents › narrows by pattern, stream and time', async () => {
    const start = now() - 1000;
    await put([
      [start, '{"level":"ERROR","ms":5}'],
      [start + 1, '{"level":"INFO"}'],
      [start + 2, 'ERROR plain'],
    ]);
    await put([[start + 3, 'ERROR two']], 'two');

    expect(texts((await filter({ filterPattern: '{ $.level = "ERROR" && $.ms > 3 }' })).events)).toEqual([
      '{"level":"ERROR","ms":5}',
    ]);
    expect(texts((await filter({ filterPattern: 'ERROR', logStreamNames: ['two'] })).events)).toEqual(['ERROR two']);
    expect(texts((await filter({ filterPattern: 'ERROR', logStreamNamePrefix: 'on' })).events)).toHaveLength(2);
    expect(texts((await filter({ startTime: start + 2, endTime: start + 2 })).events)).toEqual(['ERROR plain']);
    await expect(filter({ filterPattern: '{ $.a = ' })).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('PutRetentionPolicy › hides what has expired', async () => {
    await put([[now() - 3 * 86_400_000, 'old']]);
    await put([[now(), 'new']]);

    await client().send(new Logs.PutRetentionPolicyCommand({ logGroupName: names.logGroupName, retentionInDays: 1 }));

    expect(texts((await get()).events)).toEqual(['new']);
    await expect(
      client().send(new Logs.PutRetentionPolicyCommand({ logGroupName: names.logGroupName, retentionInDays: 2 })),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});
