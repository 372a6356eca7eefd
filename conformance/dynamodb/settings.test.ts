import {
  CreateTableCommand,
  DeleteResourcePolicyCommand,
  DescribeContributorInsightsCommand,
  DescribeKinesisStreamingDestinationCommand,
  DisableKinesisStreamingDestinationCommand,
  DynamoDBClient,
  EnableKinesisStreamingDestinationCommand,
  GetResourcePolicyCommand,
  ListContributorInsightsCommand,
  PutResourcePolicyCommand,
  UpdateContributorInsightsCommand,
} from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
let client: DynamoDBClient;
let arn: string;
const TableName = 'orders';

beforeEach(async () => {
  client = target.client(DynamoDBClient);
  const { TableDescription } = await client.send(
    new CreateTableCommand({
      TableName,
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  arn = TableDescription?.TableArn ?? '';
});

describe('resource policies', () => {
  const Policy = '{"Version":"2012-10-17","Statement":[]}';

  it('are put, told and deleted', async () => {
    const { RevisionId } = await client.send(new PutResourcePolicyCommand({ ResourceArn: arn, Policy }));

    expect(await client.send(new GetResourcePolicyCommand({ ResourceArn: arn }))).toMatchObject({ Policy, RevisionId });
    expect(await client.send(new DeleteResourcePolicyCommand({ ResourceArn: arn }))).toMatchObject({ RevisionId });
    await expect(client.send(new GetResourcePolicyCommand({ ResourceArn: arn }))).rejects.toMatchObject({
      name: 'PolicyNotFoundException',
      message: `Resource-based policy not found for the provided ResourceArn: ${arn}`,
    });
  });

  it('are changed only from the revision that was expected', async () => {
    const put = (ExpectedRevisionId: string) =>
      client.send(new PutResourcePolicyCommand({ ResourceArn: arn, Policy, ExpectedRevisionId }));

    await put('NO_POLICY');
    await expect(put('NO_POLICY')).rejects.toMatchObject({ name: 'PolicyNotFoundException' });
  });
});

it('a Kinesis destination is kept and told', async () => {
  const StreamArn = 'arn:aws:kinesis:us-east-1:000000000000:stream/changes';
  const told = async () =>
    (await client.send(new DescribeKinesisStreamingDestinationCommand({ TableName }))).KinesisDataStreamDestinations;
  const enabled = await client.send(new EnableKinesisStreamingDestinationCommand({ TableName, StreamArn }));
  const between = await told();
  await expect(
    client.send(new EnableKinesisStreamingDestinationCommand({ TableName, StreamArn })),
  ).rejects.toMatchObject({ name: 'ValidationException' });
  await client.send(new DisableKinesisStreamingDestinationCommand({ TableName, StreamArn }));

  expect(enabled.DestinationStatus).toBe('ENABLING');
  expect(between).toEqual([{ StreamArn, DestinationStatus: 'ACTIVE' }]);
  expect(await told()).toEqual([{ StreamArn, DestinationStatus: 'DISABLED' }]);
});

it('contributor insights are kept and told', async () => {
  const describeIt = () => client.send(new DescribeContributorInsightsCommand({ TableName }));
  const before = await describeIt();
  await client.send(new UpdateContributorInsightsCommand({ TableName, ContributorInsightsAction: 'ENABLE' }));
  const { ContributorInsightsSummaries } = await client.send(new ListContributorInsightsCommand({}));

  expect(before.ContributorInsightsStatus).toBe('DISABLED');
  expect(await describeIt()).toMatchObject({
    ContributorInsightsStatus: 'ENABLED',
    LastUpdateDateTime: expect.any(Date),
  });
  expect(ContributorInsightsSummaries).toEqual([
    expect.objectContaining({ TableName, ContributorInsightsStatus: 'ENABLED' }),
  ]);
});
