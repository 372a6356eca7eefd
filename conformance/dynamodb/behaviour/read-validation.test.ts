import {
  BatchGetItemCommand,
  DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
  type ScanCommandInput,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../../cloud.ts';
import { type Refusal, refusal, validation } from '../refusal.ts';
import { attributes, createTable, globalIndex, keySchema } from '../table-inputs.ts';

const target = useCloud();
const pk = { S: 'a' };

const composite = {
  KeySchema: keySchema('pk', 'sk'),
  AttributeDefinitions: attributes({ pk: 'S', sk: 'S', g: 'S' }),
  GlobalSecondaryIndexes: [globalIndex('by-g', 'g', { Projection: { ProjectionType: 'KEYS_ONLY' } })],
};

const overlap = (one: string, two: string): Refusal =>
  validation(
    'Invalid ProjectionExpression: Two document paths overlap with each other; ' +
      `must remove or rewrite one of these paths; path one: ${one}, path two: ${two}`,
  );

describe('ProjectionExpression', () => {
  it.each<readonly [string, Record<string, string> | undefined, Refusal]>([
    ['a, a', undefined, overlap('[a]', '[a]')],
    ['#a, #b', { '#a': 'a', '#b': 'a' }, overlap('[a]', '[a]')],
    ['a, a.b', undefined, overlap('[a]', '[a, b]')],
    ['a.b, a', undefined, overlap('[a, b]', '[a]')],
    ['!!! INVALID !!!', undefined, validation('Invalid ProjectionExpression: Syntax error; token: "!", near: "!!"')],
  ])('rejects %s in every read, although no item is there', async (ProjectionExpression, names, refused) => {
    const client = target.client(DynamoDBClient);
    await createTable(client);
    const projection = { ProjectionExpression, ExpressionAttributeNames: names };

    const get = new GetItemCommand({ TableName: 'orders', Key: { pk }, ...projection });
    const scan = new ScanCommand({ TableName: 'orders', ...projection });
    const batch = new BatchGetItemCommand({ RequestItems: { orders: { Keys: [{ pk }], ...projection } } });

    expect(await refusal(client.send(get))).toEqual(refused);
    expect(await refusal(client.send(scan))).toEqual(refused);
    expect(await refusal(client.send(batch))).toEqual(refused);
  });
});

const queries: readonly (readonly [string, Partial<QueryCommandInput>, Refusal])[] = [
  [
    'a condition on the sort key alone',
    { KeyConditionExpression: 'sk = :pk' },
    validation('Query condition missed key schema element: pk'),
  ],
  [
    'a condition on what is no key',
    { KeyConditionExpression: 'attr1 = :pk' },
    validation('Query condition missed key schema element: pk'),
  ],
  [
    'an empty condition',
    { KeyConditionExpression: '' },
    validation('Invalid KeyConditionExpression: The expression can not be empty;'),
  ],
  [
    'an unused name',
    { ExpressionAttributeNames: { '#unused': 'x' } },
    validation('Value provided in ExpressionAttributeNames unused in expressions: keys: {#unused}'),
  ],
  [
    'a filter with an undefined name',
    { FilterExpression: '#missing = :pk' },
    validation(
      'Invalid FilterExpression: An expression attribute name used in the document path is not defined; ' +
        'attribute name: #missing',
    ),
  ],
  [
    'an unknown selection',
    { Select: 'EVERYTHING' as 'COUNT' },
    validation(
      "1 validation error detected: Value 'EVERYTHING' at 'select' failed to satisfy constraint: Member must satisfy " +
        'enum value set: [SPECIFIC_ATTRIBUTES, COUNT, ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES]',
    ),
  ],
  [
    'a limit of zero',
    { Limit: 0 },
    validation(
      "1 validation error detected: Value at 'Limit' failed to satisfy constraint: " +
        'Member must have value greater than or equal to 1',
    ),
  ],
  [
    'consistent reads of a global index',
    { IndexName: 'by-g', KeyConditionExpression: 'g = :pk', ConsistentRead: true },
    validation('Consistent reads are not supported on global secondary indexes'),
  ],
  [
    'all attributes together with a projection',
    { Select: 'ALL_ATTRIBUTES', ProjectionExpression: 'sk' },
    validation('Cannot specify the ProjectionExpression when choosing to get ALL_ATTRIBUTES'),
  ],
  [
    'projected attributes without an index',
    { Select: 'ALL_PROJECTED_ATTRIBUTES' },
    validation('ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName'),
  ],
  [
    'an index that is not there',
    { IndexName: 'ghost' },
    validation('The table does not have the specified index: ghost'),
  ],
];

describe('Query › validation', () => {
  it.each(queries)('rejects %s', async (_title, given, refused) => {
    const client = target.client(DynamoDBClient);
    await createTable(client, composite);

    const query = new QueryCommand({
      TableName: 'orders',
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': pk },
      ...given,
    });

    expect(await refusal(client.send(query))).toEqual(refused);
  });
});

const scans: readonly (readonly [string, Partial<ScanCommandInput>, Refusal])[] = [
  [
    'a segment of how many',
    { Segment: 0 },
    validation(
      'The TotalSegments parameter is required but was not present in the request when Segment parameter is present',
    ),
  ],
  [
    'segments, but not which',
    { TotalSegments: 4 },
    validation(
      'The Segment parameter is required but was not present in the request when parameter TotalSegments is present',
    ),
  ],
  [
    'a segment behind the last',
    { Segment: 5, TotalSegments: 5 },
    validation(
      'The Segment parameter is zero-based and must be less than parameter TotalSegments: ' +
        'Segment: 5 is not less than TotalSegments: 5',
    ),
  ],
  [
    'a limit of zero',
    { Limit: 0 },
    validation(
      "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: " +
        'Member must have value greater than or equal to 1',
    ),
  ],
  [
    'a negative segment',
    { Segment: -1, TotalSegments: 4 },
    validation(
      "1 validation error detected: Value '-1' at 'segment' failed to satisfy constraint: " +
        'Member must have value greater than or equal to 0',
    ),
  ],
];

describe('Scan › validation', () => {
  it.each(scans)('rejects %s', async (_title, given, refused) => {
    const client = target.client(DynamoDBClient);
    await createTable(client, composite);

    expect(await refusal(client.send(new ScanCommand({ TableName: 'orders', ...given })))).toEqual(refused);
  });
});
