import * as Dynamo from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { provisionedInput, tableInput } from './table-inputs.ts';

const target = useCloud();
const TableName = 'orders';
const clientIn = (region: string) => new Dynamo.DynamoDBClient({ ...target.cloud.clientConfig(), region });
let client: Dynamo.DynamoDBClient;
beforeEach(() => {
  client = clientIn('us-east-1');
});

it('DescribeTableReplicaAutoScaling › tells the replica of every region', async () => {
  await client.send(new Dynamo.CreateTableCommand(tableInput()));
  const describeIt = () => client.send(new Dynamo.DescribeTableReplicaAutoScalingCommand({ TableName }));
  const alone = await describeIt();
  await client.send(
    new Dynamo.UpdateTableCommand({ TableName, ReplicaUpdates: [{ Create: { RegionName: 'eu-west-1' } }] }),
  );

  const { TableAutoScalingDescription } = await describeIt();

  expect(alone.TableAutoScalingDescription?.Replicas?.map(({ RegionName }) => RegionName)).toEqual(['us-east-1']);
  expect(TableAutoScalingDescription).toMatchObject({
    TableName,
    TableStatus: 'ACTIVE',
    Replicas: [
      { RegionName: 'us-east-1', ReplicaStatus: 'ACTIVE' },
      { RegionName: 'eu-west-1', ReplicaStatus: 'ACTIVE' },
    ],
  });
});

it('DescribeTableReplicaAutoScaling › knows no table that is not there', async () => {
  await expect(client.send(new Dynamo.DescribeTableReplicaAutoScalingCommand({ TableName }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

describe('DescribeGlobalTableSettings', () => {
  it('tells the capacity of each replica of an older global table', async () => {
    const regions = ['us-east-1', 'eu-west-1'];
    const streamed = { StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' as const } };
    for (const region of regions) {
      await clientIn(region).send(new Dynamo.CreateTableCommand(provisionedInput(streamed)));
    }
    const ReplicationGroup = regions.map((RegionName) => ({ RegionName }));
    await client.send(new Dynamo.CreateGlobalTableCommand({ GlobalTableName: TableName, ReplicationGroup }));

    const found = await client.send(new Dynamo.DescribeGlobalTableSettingsCommand({ GlobalTableName: TableName }));

    expect(found.GlobalTableName).toBe(TableName);
    expect(found.ReplicaSettings).toEqual(
      regions.map((RegionName) =>
        expect.objectContaining({
          RegionName,
          ReplicaStatus: 'ACTIVE',
          ReplicaBillingModeSummary: { BillingMode: 'PROVISIONED' },
          ReplicaProvisionedReadCapacityUnits: 5,
          ReplicaProvisionedWriteCapacityUnits: 5,
        }),
      ),
    );
  });

  it('knows no global table that is not there', async () => {
    await expect(
      client.send(new Dynamo.DescribeGlobalTableSettingsCommand({ GlobalTableName: TableName })),
    ).rejects.toMatchObject({ name: 'GlobalTableNotFoundException' });
  });
});

describe('UpdateKinesisStreamingDestination', () => {
  const StreamArn = 'arn:aws:kinesis:us-east-1:000000000000:stream/changes';
  const configuration = { ApproximateCreationDateTimePrecision: 'MICROSECOND' as const };
  const update = () =>
    client.send(
      new Dynamo.UpdateKinesisStreamingDestinationCommand({
        TableName,
        StreamArn,
        UpdateKinesisStreamingConfiguration: configuration,
      }),
    );

  it('changes the precision of an active destination', async () => {
    await client.send(new Dynamo.CreateTableCommand(tableInput()));
    await client.send(new Dynamo.EnableKinesisStreamingDestinationCommand({ TableName, StreamArn }));

    const updated = await update();

    const found = await client.send(new Dynamo.DescribeKinesisStreamingDestinationCommand({ TableName }));
    expect(updated).toMatchObject({
      TableName,
      StreamArn,
      DestinationStatus: 'UPDATING',
      UpdateKinesisStreamingConfiguration: configuration,
    });
    expect(found.KinesisDataStreamDestinations).toEqual([{ StreamArn, DestinationStatus: 'ACTIVE', ...configuration }]);
  });

  it('refuses a destination that was never enabled', async () => {
    await client.send(new Dynamo.CreateTableCommand(tableInput()));

    await expect(update()).rejects.toMatchObject({ name: 'ValidationException' });
  });
});
