import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import {
  CreateGlobalTableCommand,
  CreateTableCommand,
  DeleteItemCommand,
  DescribeGlobalTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ListGlobalTablesCommand,
  PutItemCommand,
  ScanCommand,
  UpdateGlobalTableCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
const TableName = 'orders';
const clientIn = (region: string) => new DynamoDBClient({ ...target.cloud.clientConfig(), region });
let here: DynamoDBClient;
let there: DynamoDBClient;

beforeEach(() => {
  here = clientIn('us-east-1');
  there = clientIn('eu-west-1');
});

const makeTable = (client: DynamoDBClient) =>
  client.send(
    new CreateTableCommand({
      TableName,
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
const put = (client: DynamoDBClient, id: string) =>
  client.send(new PutItemCommand({ TableName, Item: { id: { S: id } } }));
const ids = async (client: DynamoDBClient) =>
  ((await client.send(new ScanCommand({ TableName }))).Items ?? []).map(({ id }) => id?.S).sort();

describe('a table with replicas', () => {
  const change = (update: object) => here.send(new UpdateTableCommand({ TableName, ReplicaUpdates: [update] }));

  it('has what was there, and every later write, in all regions', async () => {
    await makeTable(here);
    await put(here, 'before');
    await change({ Create: { RegionName: 'eu-west-1' } });
    await put(here, 'from here');
    await put(there, 'from there');
    await there.send(new DeleteItemCommand({ TableName, Key: { id: { S: 'before' } } }));

    expect([await ids(here), await ids(there)]).toEqual([
      ['from here', 'from there'],
      ['from here', 'from there'],
    ]);
  });

  it('tells its replicas, and has a stream', async () => {
    await makeTable(here);
    await change({ Create: { RegionName: 'eu-west-1' } });
    const { Table } = await here.send(new DescribeTableCommand({ TableName }));
    const other = await there.send(new DescribeTableCommand({ TableName }));

    expect(Table).toMatchObject({
      GlobalTableVersion: '2019.11.21',
      Replicas: [{ RegionName: 'eu-west-1', ReplicaStatus: 'ACTIVE' }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    });
    expect(other.Table?.Replicas?.map(({ RegionName }) => RegionName)).toEqual(['us-east-1']);
    expect(other.Table?.TableArn).toContain(':eu-west-1:');
  });

  it('loses a replica with its table', async () => {
    await makeTable(here);
    await change({ Create: { RegionName: 'eu-west-1' } });
    await change({ Delete: { RegionName: 'eu-west-1' } });
    const { Table } = await here.send(new DescribeTableCommand({ TableName }));

    expect(Table?.Replicas).toBeUndefined();
    await expect(there.send(new DescribeTableCommand({ TableName }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('refuses what makes no sense', async () => {
    await makeTable(here);

    await expect(change({ Create: { RegionName: 'us-east-1' } })).rejects.toMatchObject({
      name: 'ValidationException',
    });
    await expect(change({ Delete: { RegionName: 'eu-west-1' } })).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Replica specified in the Replica Update or Replica Delete action of the request was not found',
    });
  });
});

describe('global tables of 2017', () => {
  it('join tables that are there', async () => {
    await makeTable(here);
    await makeTable(there);
    const ReplicationGroup = [{ RegionName: 'us-east-1' }, { RegionName: 'eu-west-1' }];
    const made = await here.send(new CreateGlobalTableCommand({ GlobalTableName: TableName, ReplicationGroup }));
    await put(here, 'a');
    const { GlobalTables } = await there.send(new ListGlobalTablesCommand({}));
    const described = await here.send(new DescribeGlobalTableCommand({ GlobalTableName: TableName }));

    expect(made.GlobalTableDescription?.GlobalTableStatus).toBe('CREATING');
    expect(described.GlobalTableDescription).toMatchObject({ GlobalTableStatus: 'ACTIVE', GlobalTableName: TableName });
    expect(GlobalTables).toEqual([{ GlobalTableName: TableName, ReplicationGroup }]);
    expect(await ids(there)).toEqual(['a']);
  });

  it('let go of a region again, and are refused without tables', async () => {
    await makeTable(here);
    const ReplicationGroup = [{ RegionName: 'us-east-1' }, { RegionName: 'eu-west-1' }];
    const create = () => here.send(new CreateGlobalTableCommand({ GlobalTableName: TableName, ReplicationGroup }));

    await expect(create()).rejects.toMatchObject({ name: 'TableNotFoundException' });
    await makeTable(there);
    await create();
    await here.send(
      new UpdateGlobalTableCommand({
        GlobalTableName: TableName,
        ReplicaUpdates: [{ Delete: { RegionName: 'eu-west-1' } }],
      }),
    );
    await put(here, 'a');
    expect(await ids(there)).toEqual([]);
    await expect(here.send(new DescribeGlobalTableCommand({ GlobalTableName: 'none' }))).rejects.toMatchObject({
      name: 'GlobalTableNotFoundException',
      message: "Global table not found: Global table with name: 'none' does not exist",
    });
  });
});

it('a stack with a table of several regions makes, changes and deletes its replicas', async () => {
  const cfn = target.client(CloudFormationClient);
  const templateFor = (...regions: string[]) =>
    JSON.stringify({
      Resources: {
        Orders: {
          Type: 'AWS::DynamoDB::GlobalTable',
          Properties: {
            TableName,
            AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
            KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
            BillingMode: 'PAY_PER_REQUEST',
            StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
            Replicas: regions.map((Region) => ({ Region })),
          },
        },
      },
    });
  const regionsOf = async () =>
    (await here.send(new DescribeTableCommand({ TableName }))).Table?.Replicas?.map(({ RegionName }) => RegionName);

  await cfn.send(new CreateStackCommand({ StackName: 's', TemplateBody: templateFor('us-east-1', 'eu-west-1') }));
  await put(there, 'a');
  const first = [await regionsOf(), await ids(here)];
  await cfn.send(new UpdateStackCommand({ StackName: 's', TemplateBody: templateFor('us-east-1', 'eu-north-1') }));
  const second = [await regionsOf(), await ids(clientIn('eu-north-1'))];
  await cfn.send(new DeleteStackCommand({ StackName: 's' }));

  expect([first, second]).toEqual([
    [['eu-west-1'], ['a']],
    [['eu-north-1'], ['a']],
  ]);
  await expect(ids(there)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});
