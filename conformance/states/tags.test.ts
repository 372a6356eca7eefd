import { GetResourcesCommand, ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import {
  CreateActivityCommand,
  CreateStateMachineCommand,
  ListTagsForResourceCommand,
  SFNClient,
  type Tag,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-sfn';
import { beforeEach, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { machineArn, pass, roleArn } from './simple-machines.ts';

const target = useCloud();
const resourceArn = machineArn('m');
let client: SFNClient;
beforeEach(async () => {
  client = target.client(SFNClient);
  const tags = [{ key: 'stage', value: 'test' }];
  await client.send(new CreateStateMachineCommand({ name: 'm', definition: pass(), roleArn, tags, publish: true }));
});
const list = async (arn = resourceArn) =>
  (await client.send(new ListTagsForResourceCommand({ resourceArn: arn }))).tags;
const tag = (tags: Tag[], arn = resourceArn) => client.send(new TagResourceCommand({ resourceArn: arn, tags }));

test('tags are put on, replaced and taken off', async () => {
  expect(await list()).toEqual([{ key: 'stage', value: 'test' }]);

  await tag([
    { key: 'stage', value: 'live' },
    { key: 'team', value: '' },
  ]);
  await client.send(new UntagResourceCommand({ resourceArn, tagKeys: ['stage', 'none'] }));

  expect(await list()).toEqual([{ key: 'team', value: '' }]);
});

test('activities have tags, too, and the tagging API finds them', async () => {
  const tags = [{ key: 'stage', value: 'test' }];
  const { activityArn = '' } = await client.send(new CreateActivityCommand({ name: 'a', tags }));

  await tag([{ key: 'team', value: 'red' }], activityArn);
  await client.send(new UntagResourceCommand({ resourceArn: activityArn, tagKeys: ['stage'] }));

  expect(await list(activityArn)).toEqual([{ key: 'team', value: 'red' }]);
  const asked = new GetResourcesCommand({ TagFilters: [{ Key: 'team', Values: ['red'] }] });
  const { ResourceTagMappingList } = await target.client(ResourceGroupsTaggingAPIClient).send(asked);
  expect(ResourceTagMappingList).toEqual([{ ResourceARN: activityArn, Tags: [{ Key: 'team', Value: 'red' }] }]);
});

test.each([
  ['nonsense', 'InvalidArn', "Invalid Arn: 'Invalid ARN prefix: nonsense'"],
  [machineArn('none'), 'ResourceNotFound', `Resource not found: '${machineArn('none')}'`],
  [`${resourceArn}:1`, 'ResourceNotFound', `Resource not found: '${resourceArn}:1'`],
])('%s has no tags', async (arn, name, message) => {
  await expect(list(arn)).rejects.toMatchObject({ name, message });
  await expect(tag([{ key: 'a', value: 'b' }], arn)).rejects.toMatchObject({ name, message });
});

test('a machine has at most 50 tags', async () => {
  const tags = Array.from({ length: 50 }, (_, index) => ({ key: `k${index}`, value: 'v' }));

  await expect(tag(tags)).rejects.toMatchObject({ name: 'TooManyTags' });
  await tag(tags.slice(1));
  expect(await list()).toHaveLength(50);
});
