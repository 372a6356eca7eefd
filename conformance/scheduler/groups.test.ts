import {
  CreateScheduleGroupCommand,
  DeleteScheduleGroupCommand,
  GetScheduleGroupCommand,
  ListScheduleGroupsCommand,
  ListTagsForResourceCommand,
  SchedulerClient,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-scheduler';
import { beforeEach, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { create, get, makeRole, scope } from './scheduling.ts';

const target = useCloud({ clock: 'virtual', seed: 7 });
let client: SchedulerClient;
beforeEach(() => {
  client = target.client(SchedulerClient);
});
const arn = (name: string) => `arn:aws:scheduler:${scope}:schedule-group/${name}`;
const make = (Name = 'g', more: object = {}) => client.send(new CreateScheduleGroupCommand({ Name, ...more }));
const list = async (input: object = {}) => client.send(new ListScheduleGroupsCommand(input));

test('CreateScheduleGroup makes a group, once', async () => {
  expect((await make()).ScheduleGroupArn).toBe(arn('g'));

  expect(await client.send(new GetScheduleGroupCommand({ Name: 'g' }))).toMatchObject({
    Arn: arn('g'),
    Name: 'g',
    State: 'ACTIVE',
    CreationDate: expect.any(Date),
    LastModificationDate: expect.any(Date),
  });
  await expect(make()).rejects.toMatchObject({
    name: 'ConflictException',
    message: 'Schedule group g already exists.',
  });
});

test('the default group is there, and cannot be made or deleted', async () => {
  const refused = {
    name: 'ValidationException',
    message: 'This operation cannot be performed on schedule group default.',
  };

  const group = await client.send(new GetScheduleGroupCommand({ Name: 'default' }));
  expect(group).toMatchObject({ Arn: arn('default'), State: 'ACTIVE' });
  expect(group.CreationDate?.getTime()).toBeLessThan(target.cloud.clock.now());
  await expect(make('default')).rejects.toMatchObject(refused);
  await expect(client.send(new DeleteScheduleGroupCommand({ Name: 'default' }))).rejects.toMatchObject(refused);
});

test('ListScheduleGroups tells all by name, in pages', async () => {
  await make('a');
  await make('x');

  const { ScheduleGroups = [], NextToken } = await list({ MaxResults: 2 });
  expect(ScheduleGroups.map(({ Name }) => Name)).toEqual(['a', 'default']);
  expect((await list({ NextToken })).ScheduleGroups?.map(({ Name }) => Name)).toEqual(['x']);
  expect((await list({ NamePrefix: 'd' })).ScheduleGroups?.map(({ Name }) => Name)).toEqual(['default']);
});

test('DeleteScheduleGroup deletes what is in it', async () => {
  await makeRole(target);
  await make();
  await create(target, { GroupName: 'g' });
  await create(target);

  await client.send(new DeleteScheduleGroupCommand({ Name: 'g' }));

  await expect(client.send(new GetScheduleGroupCommand({ Name: 'g' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'Schedule group g does not exist.',
  });
  await make();
  await expect(get(target, 's', 'g')).rejects.toMatchObject({ message: 'Schedule s does not exist.' });
  expect(await get(target)).toMatchObject({ GroupName: 'default' });
});

test('groups have tags', async () => {
  await make('g', { Tags: [{ Key: 'team', Value: 'blue' }] });
  const tags = async () =>
    (await client.send(new ListTagsForResourceCommand({ ResourceArn: arn('g') }))).Tags?.map(
      ({ Key, Value }) => `${Key}=${Value}`,
    );
  expect(await tags()).toEqual(['team=blue']);

  await client.send(
    new TagResourceCommand({
      ResourceArn: arn('g'),
      Tags: [
        { Key: 'team', Value: 'red' },
        { Key: 'env', Value: 'dev' },
      ],
    }),
  );
  expect((await tags())?.sort()).toEqual(['env=dev', 'team=red']);
  await client.send(new UntagResourceCommand({ ResourceArn: arn('g'), TagKeys: ['team', 'none'] }));
  expect(await tags()).toEqual(['env=dev']);

  await expect(client.send(new ListTagsForResourceCommand({ ResourceArn: arn('none') }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
  await expect(
    client.send(new ListTagsForResourceCommand({ ResourceArn: `arn:aws:scheduler:${scope}:schedule/default/s` })),
  ).rejects.toMatchObject({ name: 'ValidationException' });
});
