import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateTableCommand, DynamoDBClient, ListTagsOfResourceCommand } from '@aws-sdk/client-dynamodb';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import * as Tagging from '@aws-sdk/client-resource-groups-tagging-api';
import { CreateBucketCommand, GetBucketTaggingCommand, PutBucketTaggingCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, ListQueueTagsCommand, SQSClient } from '@aws-sdk/client-sqs';
import {
  ListTagsForResourceCommand as ListParameterTagsCommand,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
const client = () => target.client(Tagging.ResourceGroupsTaggingAPIClient);

const get = (input: Tagging.GetResourcesCommandInput = {}) => client().send(new Tagging.GetResourcesCommand(input));

const arnsOf = ({ ResourceTagMappingList: list = [] }: Tagging.GetResourcesCommandOutput) =>
  list.map(({ ResourceARN = '' }) =>
    ResourceARN.split(':').slice(2, 3).concat(ResourceARN.split(':').slice(5)).join(':'),
  );

/** A table, a queue, a bucket and a key with tags, and a queue without. */
async function makeResources(): Promise<void> {
  await target.client(DynamoDBClient).send(
    new CreateTableCommand({
      TableName: 'orders',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      Tags: [
        { Key: 'team', Value: 'shop' },
        { Key: 'stage', Value: 'dev' },
      ],
    }),
  );
  await target
    .client(SQSClient)
    .send(new CreateQueueCommand({ QueueName: 'jobs', tags: { team: 'shop', stage: 'prod' } }));
  await target.client(SQSClient).send(new CreateQueueCommand({ QueueName: 'plain' }));
  const s3 = target.client(S3Client);
  await s3.send(new CreateBucketCommand({ Bucket: 'files' }));
  const TagSet = [{ Key: 'team', Value: 'media' }];
  await s3.send(new PutBucketTaggingCommand({ Bucket: 'files', Tagging: { TagSet } }));
  await target.client(KMSClient).send(new CreateKeyCommand({ Tags: [{ TagKey: 'owner', TagValue: 'me' }] }));
}

describe('GetResources', () => {
  test('lists what has tags, of all services', async () => {
    await makeResources();

    const found = await get();

    expect(arnsOf(found)).toEqual([
      'dynamodb:table/orders',
      expect.stringMatching(/^kms:key\//),
      's3:files',
      'sqs:jobs',
    ]);
    expect(found.ResourceTagMappingList?.[0]?.Tags).toEqual([
      { Key: 'team', Value: 'shop' },
      { Key: 'stage', Value: 'dev' },
    ]);
    expect(found.PaginationToken).toBe('');
  });

  test.each<[string, Tagging.GetResourcesCommandInput, string[]]>([
    ['a key', { TagFilters: [{ Key: 'stage' }] }, ['dynamodb:table/orders', 'sqs:jobs']],
    ['one of several values', { TagFilters: [{ Key: 'team', Values: ['media', 'x'] }] }, ['s3:files']],
    [
      'all of several keys',
      {
        TagFilters: [
          { Key: 'team', Values: ['shop'] },
          { Key: 'stage', Values: ['prod'] },
        ],
      },
      ['sqs:jobs'],
    ],
    ['a service', { ResourceTypeFilters: ['sqs'] }, ['sqs:jobs']],
    ['types', { ResourceTypeFilters: ['dynamodb:table', 's3:bucket'] }, ['dynamodb:table/orders', 's3:files']],
    ['a type that nothing is of', { ResourceTypeFilters: ['dynamodb:backup'] }, []],
    ['ARNs', { ResourceARNList: ['arn:aws:s3:::files'] }, ['s3:files']],
  ])('filters by %s', async (_, input, expected) => {
    await makeResources();

    expect(arnsOf(await get(input))).toEqual(expected);
  });

  test('pages', async () => {
    await makeResources();

    const first = await get({ ResourcesPerPage: 3 });
    const second = await get({ ResourcesPerPage: 3, PaginationToken: first.PaginationToken });

    expect([first, second].map((page) => arnsOf(page).length)).toEqual([3, 1]);
    expect(second.PaginationToken).toBe('');
    await expect(get({ PaginationToken: 'x' })).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  test('refuses ARNs beside types or pages', async () => {
    const ResourceARNList = ['arn:aws:s3:::files'];

    await expect(get({ ResourceARNList, ResourceTypeFilters: ['s3'] })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    await expect(get({ ResourceARNList, ResourcesPerPage: 1 })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });
});

test('GetTagKeys and GetTagValues tell each once', async () => {
  await makeResources();

  const keys = await client().send(new Tagging.GetTagKeysCommand({}));
  const values = await client().send(new Tagging.GetTagValuesCommand({ Key: 'team' }));

  expect(keys).toMatchObject({ TagKeys: ['owner', 'stage', 'team'], PaginationToken: '' });
  expect(values).toMatchObject({ TagValues: ['media', 'shop'], PaginationToken: '' });
});

describe('TagResources and UntagResources', () => {
  const account = '000000000000';
  const at = (service: string, resource: string) => `arn:aws:${service}:us-east-1:${account}:${resource}`;

  test('change the tags at the services themselves', async () => {
    await makeResources();
    const logs = target.client(CloudWatchLogsClient);
    await logs.send(new CreateLogGroupCommand({ logGroupName: '/app' }));
    const ssm = target.client(SSMClient);
    await ssm.send(new PutParameterCommand({ Name: '/a/b', Type: 'String', Value: 'x' }));
    const ResourceARNList = [
      'arn:aws:s3:::files',
      at('dynamodb', 'table/orders'),
      at('sqs', 'plain'),
      at('logs', 'log-group:/app'),
      at('ssm', 'parameter/a/b'),
    ];

    const tagged = await client().send(
      new Tagging.TagResourcesCommand({ ResourceARNList, Tags: { new: '1', gone: '2' } }),
    );
    const untagged = await client().send(
      new Tagging.UntagResourcesCommand({ ResourceARNList, TagKeys: ['gone', 'team'] }),
    );

    expect([tagged, untagged].map((answer) => answer.FailedResourcesMap)).toEqual([{}, {}]);
    const bucket = await target.client(S3Client).send(new GetBucketTaggingCommand({ Bucket: 'files' }));
    const table = await target
      .client(DynamoDBClient)
      .send(new ListTagsOfResourceCommand({ ResourceArn: at('dynamodb', 'table/orders') }));
    const queue = await target.client(SQSClient).send(new ListQueueTagsCommand({ QueueUrl: 'plain' }));
    const group = await logs.send(new ListTagsForResourceCommand({ resourceArn: at('logs', 'log-group:/app') }));
    const parameter = await ssm.send(new ListParameterTagsCommand({ ResourceType: 'Parameter', ResourceId: '/a/b' }));
    const own = [{ Key: 'new', Value: '1' }];
    expect(bucket.TagSet).toEqual(own);
    expect(table.Tags).toEqual([{ Key: 'stage', Value: 'dev' }, ...own]);
    expect(queue.Tags).toEqual({ new: '1' });
    expect(group.tags).toEqual({ new: '1' });
    expect(parameter.TagList).toEqual(own);
  });

  test('tell which resources failed, and why', async () => {
    const arn = 'arn:aws:s3:::nobody';

    const { FailedResourcesMap } = await client().send(
      new Tagging.TagResourcesCommand({ ResourceARNList: [arn], Tags: { a: 'b' } }),
    );

    expect(FailedResourcesMap).toEqual({
      [arn]: { StatusCode: 404, ErrorCode: 'NoSuchBucket', ErrorMessage: 'The specified bucket does not exist' },
    });
  });

  test.each(['orders', 'arn:aws:iam::000000000000:role/app'])('refuse %s', async (arn) => {
    await expect(
      client().send(new Tagging.TagResourcesCommand({ ResourceARNList: [arn], Tags: { a: 'b' } })),
    ).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: `${arn} not a valid AmazonResourceName (ARN)`,
    });
  });
});
