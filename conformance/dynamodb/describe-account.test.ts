import { DescribeEndpointsCommand, DescribeLimitsCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();

describe('DescribeLimits', () => {
  it('tells the default quotas', async () => {
    const client = target.client(DynamoDBClient);

    expect(await client.send(new DescribeLimitsCommand({}))).toMatchObject({
      AccountMaxReadCapacityUnits: 80_000,
      AccountMaxWriteCapacityUnits: 80_000,
      TableMaxReadCapacityUnits: 40_000,
      TableMaxWriteCapacityUnits: 40_000,
    });
  });
});

describe('DescribeEndpoints', () => {
  it('names the endpoint that was asked', async () => {
    const client = target.client(DynamoDBClient);

    const { Endpoints } = await client.send(new DescribeEndpointsCommand({}));

    expect(Endpoints).toEqual([{ Address: new URL(target.cloud.endpoint).host, CachePeriodInMinutes: 1440 }]);
  });
});
