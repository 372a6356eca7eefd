import * as Sdk from '@aws-sdk/client-eventbridge';
import { beforeEach, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud({ clock: 'virtual' });
let client: Sdk.EventBridgeClient;
beforeEach(() => {
  client = target.client(Sdk.EventBridgeClient);
});
const arn = (resource: string) => `arn:aws:events:us-east-1:000000000000:${resource}`;
const bus = arn('event-bus/default');
const create = (given: object = {}) =>
  client.send(new Sdk.CreateArchiveCommand({ ArchiveName: 'a', EventSourceArn: bus, ...given }));
const look = () => client.send(new Sdk.DescribeArchiveCommand({ ArchiveName: 'a' }));

test('CreateArchive makes one, which DescribeArchive tells whole', async () => {
  const EventPattern = '{"source":["shop"]}';
  const { $metadata: _, ...created } = await create({ Description: 'all', EventPattern, RetentionDays: 7 });

  expect(created).toEqual({ ArchiveArn: arn('archive/a'), State: 'ENABLED', CreationTime: expect.any(Date) });
  const { $metadata: __, ...told } = await look();
  expect(told).toEqual({
    ...created,
    ArchiveName: 'a',
    EventSourceArn: bus,
    Description: 'all',
    EventPattern,
    RetentionDays: 7,
    EventCount: 0,
    SizeBytes: 0,
  });
});

test.each([
  [{}, 'ResourceAlreadyExistsException', /^Archive a already exists\.$/],
  [
    { ArchiveName: 'b', EventSourceArn: arn('event-bus/none') },
    'ResourceNotFoundException',
    /^Event bus none does not exist\.$/,
  ],
  [{ ArchiveName: 'b', EventSourceArn: arn('rule/r') }, 'ValidationException', /EventSourceArn/],
  [
    { ArchiveName: 'b', EventPattern: '{"source":"shop"}' },
    'InvalidEventPatternException',
    /^Event pattern is not valid\. Reason: /,
  ],
  [{ ArchiveName: 'b'.repeat(49) }, 'ValidationException', /less than or equal to 48$/],
])('CreateArchive refuses %j', async (given, name, message) => {
  await create();

  await expect(create(given)).rejects.toMatchObject({ name, message: expect.stringMatching(message) });
});

test('UpdateArchive changes what it names', async () => {
  await create({ Description: 'old', RetentionDays: 7 });

  await client.send(new Sdk.UpdateArchiveCommand({ ArchiveName: 'a', Description: 'new' }));

  expect(await look()).toMatchObject({ Description: 'new', RetentionDays: 7 });
});

test('ListArchives tells all by one filter, in pages', async () => {
  for (const ArchiveName of ['a1', 'a2', 'b']) await create({ ArchiveName });
  const list = async (input: object) => {
    const { Archives = [], NextToken } = await client.send(new Sdk.ListArchivesCommand(input));
    return { names: Archives.map(({ ArchiveName }) => ArchiveName), NextToken };
  };

  const { names, NextToken } = await list({ Limit: 2 });
  expect(names).toEqual(['a1', 'a2']);
  expect((await list({ NextToken })).names).toEqual(['b']);
  expect((await list({ NamePrefix: 'b' })).names).toEqual(['b']);
  expect((await list({ EventSourceArn: bus })).names).toHaveLength(3);
  await expect(list({ NamePrefix: 'b', State: 'ENABLED' })).rejects.toMatchObject({ name: 'ValidationException' });
});

test('DeleteArchive deletes, and names what is not there', async () => {
  await create();

  await client.send(new Sdk.DeleteArchiveCommand({ ArchiveName: 'a' }));

  const missing = { name: 'ResourceNotFoundException', message: 'Archive a does not exist.' };
  await expect(look()).rejects.toMatchObject(missing);
  await expect(client.send(new Sdk.DeleteArchiveCommand({ ArchiveName: 'a' }))).rejects.toMatchObject(missing);
  await expect(client.send(new Sdk.UpdateArchiveCommand({ ArchiveName: 'a' }))).rejects.toMatchObject(missing);
});

const from = new Date('2026-01-01T00:00:00Z');
const to = new Date('2026-02-01T00:00:00Z');
const replay = (given: object = {}) =>
  client.send(
    new Sdk.StartReplayCommand({
      ReplayName: 'r',
      EventSourceArn: arn('archive/a'),
      EventStartTime: from,
      EventEndTime: to,
      Destination: { Arn: bus },
      ...given,
    }),
  );
const lookAtReplay = () => client.send(new Sdk.DescribeReplayCommand({ ReplayName: 'r' }));

test('StartReplay begins one, which ends by itself', async () => {
  await create();
  const { $metadata: _, ...begun } = await replay({ Description: 'again' });

  expect(begun).toEqual({ ReplayArn: arn('replay/r'), State: 'STARTING', ReplayStartTime: expect.any(Date) });
  await target.cloud.clock.advance('1s');
  const { $metadata: __, ...told } = await lookAtReplay();
  expect(told).toEqual({
    ReplayName: 'r',
    ReplayArn: arn('replay/r'),
    Description: 'again',
    State: 'COMPLETED',
    EventSourceArn: arn('archive/a'),
    Destination: { Arn: bus },
    EventStartTime: from,
    EventEndTime: to,
    ReplayStartTime: begun.ReplayStartTime,
    ReplayEndTime: expect.any(Date),
  });
  expect((await client.send(new Sdk.ListReplaysCommand({ State: 'COMPLETED' }))).Replays).toHaveLength(1);
  expect((await client.send(new Sdk.ListReplaysCommand({ NamePrefix: 'x' }))).Replays).toEqual([]);
});

test.each([
  [{}, 'ResourceAlreadyExistsException', 'Replay r already exists.'],
  [
    { EventSourceArn: arn('archive/none') },
    'ValidationException',
    'Parameter EventSourceArn is not valid. Reason: Archive none does not exist.',
  ],
  [
    { EventSourceArn: bus },
    'ValidationException',
    'Parameter EventSourceArn is not valid. Reason: Must contain an archive ARN.',
  ],
  [
    { Destination: { Arn: arn('rule/r') } },
    'ValidationException',
    'Parameter Destination.Arn is not valid. Reason: Must contain an event bus ARN.',
  ],
  [{ Destination: { Arn: arn('event-bus/none') } }, 'ResourceNotFoundException', 'Event bus none does not exist.'],
  [
    { EventStartTime: to, EventEndTime: from },
    'ValidationException',
    'Parameter EventEndTime is not valid. Reason: EventStartTime must be before EventEndTime.',
  ],
])('StartReplay refuses %j', async (given, name, message) => {
  await create();
  await replay();

  await expect(replay(given)).rejects.toMatchObject({ name, message });
});

test('CancelReplay ends one that goes on, and no other', async () => {
  await create();
  await replay();
  const cancel = () => client.send(new Sdk.CancelReplayCommand({ ReplayName: 'r' }));

  expect(await cancel()).toMatchObject({ ReplayArn: arn('replay/r'), State: 'CANCELLING' });

  expect(await lookAtReplay()).toMatchObject({ State: 'CANCELLED' });
  await expect(cancel()).rejects.toMatchObject({
    name: 'IllegalStatusException',
    message: 'Replay r is not in a valid state for this operation.',
  });
  await expect(client.send(new Sdk.CancelReplayCommand({ ReplayName: 'none' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'Replay none does not exist.',
  });
});
