import { BatchWriteItemCommand, DynamoDBClient, ScanCommand, type ScanCommandInput } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { createItemTable } from './item-tables.ts';

const target = useCloud();
let client: DynamoDBClient;
const ids = Array.from({ length: 20 }, (_, index) => `id-${index}`);
beforeEach(async () => {
  client = target.client(DynamoDBClient);
  await createItemTable(client, 'things', ['pk', 'S']);
  const things = ids.map((id, index) => ({ PutRequest: { Item: { pk: { S: id }, n: { N: String(index) } } } }));
  await client.send(new BatchWriteItemCommand({ RequestItems: { things } }));
});

async function scanAll(input: Partial<ScanCommandInput>): Promise<(string | undefined)[]> {
  const found: (string | undefined)[] = [];
  let from: ScanCommandInput['ExclusiveStartKey'];
  do {
    const page = await client.send(new ScanCommand({ TableName: 'things', ...input, ExclusiveStartKey: from }));
    found.push(...(page.Items ?? []).map(({ pk }) => pk?.S));
    from = page.LastEvaluatedKey;
  } while (from);
  return found;
}

describe('Scan', () => {
  it('meets every item once, in an order of its own that does not change', async () => {
    const all = await scanAll({});

    expect([...all].sort()).toEqual([...ids].sort());
    expect(all).not.toEqual(ids);
    expect(await scanAll({ Limit: 3 })).toEqual(all);
  });

  it('divides the table between segments', async () => {
    const segments = await Promise.all([0, 1, 2, 3].map((Segment) => scanAll({ Segment, TotalSegments: 4, Limit: 2 })));

    expect(segments.flat()).toEqual(await scanAll({}));
    for (const segment of segments) expect(segment.length).toBeLessThan(ids.length);
  });

  it('filters and projects', async () => {
    const { Items, Count, ScannedCount } = await client.send(
      new ScanCommand({
        TableName: 'things',
        FilterExpression: 'n >= :n',
        ProjectionExpression: 'n',
        ExpressionAttributeValues: { ':n': { N: '18' } },
      }),
    );

    expect({ Count, ScannedCount }).toEqual({ Count: 2, ScannedCount: 20 });
    expect(Items?.map(({ n }) => n?.N).sort()).toEqual(['18', '19']);
    expect(Object.keys(Items?.[0] ?? {})).toEqual(['n']);
  });

  it('understands ScanFilter and AttributesToGet', async () => {
    const found = await scanAll({
      ScanFilter: {
        n: { ComparisonOperator: 'LT', AttributeValueList: [{ N: '2' }] },
        pk: { ComparisonOperator: 'EQ', AttributeValueList: [{ S: 'id-19' }] },
      },
      ConditionalOperator: 'OR',
      AttributesToGet: ['pk'],
    });

    expect(found.sort()).toEqual(['id-0', 'id-1', 'id-19']);
  });
});
