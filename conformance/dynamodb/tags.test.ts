import {
  DynamoDBClient,
  ListTagsOfResourceCommand,
  type Tag,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { invalid, type Refusal, refusal, validation } from './refusal.ts';
import { createTable } from './table-inputs.ts';

const target = useCloud();
const ordersArn = 'arn:aws:dynamodb:us-east-1:000000000000:table/orders';

async function tagsOf(client: DynamoDBClient): Promise<Tag[] | undefined> {
  return (await client.send(new ListTagsOfResourceCommand({ ResourceArn: ordersArn }))).Tags;
}

describe('TagResource, UntagResource, ListTagsOfResource', () => {
  it('adds to the tags of CreateTable, replaces values, and removes keys', async () => {
    const client = target.client(DynamoDBClient);
    await createTable(client, { Tags: [{ Key: 'env', Value: 'test' }] });

    const Tags = [
      { Key: 'env', Value: 'production' },
      { Key: 'team', Value: '' },
    ];
    await client.send(new TagResourceCommand({ ResourceArn: ordersArn, Tags }));
    const tagged = await tagsOf(client);
    await client.send(new UntagResourceCommand({ ResourceArn: ordersArn, TagKeys: ['env', 'unknown'] }));

    expect(tagged).toEqual(Tags);
    expect(await tagsOf(client)).toEqual([{ Key: 'team', Value: '' }]);
  });

  it.each<readonly [string, Tag[], Refusal]>([
    ['no tag', [], validation('Atleast one Tag needs to be provided as Input.')],
    ['an empty key', [{ Key: '', Value: 'x' }], validation('The Tag Key provided is invalid, Key: ')],
    ['a missing value', [{ Key: 'x', Value: undefined }], validation('The Tag Value provided is invalid, Value: null')],
    [
      'a key given twice',
      [
        { Key: 'x', Value: '1' },
        { Key: 'x', Value: '2' },
      ],
      validation('Duplicate Tag Keys provided as input: Duplicate Tag Key found x'),
    ],
    [
      '51 tags',
      Array.from({ length: 51 }, (_, i) => ({ Key: `key-${i}`, Value: 'x' })),
      validation('Number of Tags exceed the current limit for the provided ResourceArn'),
    ],
  ])('rejects %s', async (_title, Tags, refused) => {
    const client = target.client(DynamoDBClient);
    await createTable(client);

    expect(await refusal(client.send(new TagResourceCommand({ ResourceArn: ordersArn, Tags })))).toEqual(refused);
  });

  it.each<readonly [string, string, Refusal]>([
    ['what is no ARN', 'orders', invalid("ARNs must start with 'arn:': orders")],
    [
      'an ARN of another service',
      'arn:aws:sqs:us-east-1:000000000000:orders',
      invalid('Provided Arn is not a DynamoDB resource arn: arn:aws:sqs:us-east-1:000000000000:orders'),
    ],
    [
      'the ARN of an index',
      `${ordersArn}/index/by-g`,
      invalid(
        'Invalid resource arn provided, only table or stream is accepted. ' +
          `Provided resource arn: ${ordersArn}/index/by-g`,
      ),
    ],
    [
      'an ARN of another region',
      'arn:aws:dynamodb:eu-west-1:000000000000:table/orders',
      validation(
        'Invalid TableArn: Invalid ResourceArn provided as input arn:aws:dynamodb:eu-west-1:000000000000:table/orders',
      ),
    ],
    [
      'a table that is not there',
      ordersArn,
      {
        name: 'ResourceNotFoundException',
        message: `Requested resource not found: ResourcArn: ${ordersArn} not found`,
      },
    ],
  ])('rejects %s', async (_title, ResourceArn, refused) => {
    const client = target.client(DynamoDBClient);

    expect(await refusal(client.send(new ListTagsOfResourceCommand({ ResourceArn })))).toEqual(refused);
  });
});
