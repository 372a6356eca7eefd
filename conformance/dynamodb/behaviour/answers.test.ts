import {
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient, ListStreamsCommand } from '@aws-sdk/client-dynamodb-streams';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../../cloud.ts';
import { createItemTable } from '../item-tables.ts';

const target = useCloud();
let client: DynamoDBClient;
beforeEach(() => {
  client = target.client(DynamoDBClient);
});

describe('request ids', () => {
  const form = /^[0-9A-Z]{52}$/;

  it('are 52 digits and capital letters, in answers and in errors, each another one', async () => {
    const listed = await client.send(new ListTablesCommand({}));
    const streams = await target.client(DynamoDBStreamsClient).send(new ListStreamsCommand({}));
    const refused: unknown = await client
      .send(new GetItemCommand({ TableName: 'absent', Key: { pk: { S: 'a' } } }))
      .catch((error: unknown) => error);

    const ids = [listed.$metadata.requestId, streams.$metadata.requestId];
    expect(ids).toEqual([expect.stringMatching(form), expect.stringMatching(form)]);
    expect(new Set(ids).size).toBe(2);
    expect(refused).toMatchObject({ $metadata: { requestId: expect.stringMatching(form) as unknown } });
  });
});

describe('bodies', () => {
  it('are empty where nothing is answered', async () => {
    await createItemTable(client, 'things', ['pk', 'S']);
    const { Table } = await client.send(new DescribeTableCommand({ TableName: 'things' }));
    const lengths: unknown[] = [];
    client.middlewareStack.add(
      (next) => async (args) => {
        const result = await next(args);
        const { headers } = result.response as { readonly headers: Readonly<Record<string, string>> };
        lengths.push(headers['content-length'] ?? '0');
        return result;
      },
      { step: 'deserialize', priority: 'low' },
    );

    await client.send(new TagResourceCommand({ ResourceArn: Table?.TableArn, Tags: [{ Key: 'a', Value: 'b' }] }));
    await client.send(new UntagResourceCommand({ ResourceArn: Table?.TableArn, TagKeys: ['a'] }));

    expect(lengths).toEqual(['0', '0']);
  });

  it('of more than 16 MB are refused with 413', async () => {
    const put = client.send(
      new PutItemCommand({ TableName: 'things', Item: { pk: { S: 'a' }, a: { S: 'x'.repeat(16 * 1024 * 1024) } } }),
    );

    await expect(put).rejects.toMatchObject({ $metadata: { httpStatusCode: 413 } });
  });
});
