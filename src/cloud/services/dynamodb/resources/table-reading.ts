import type {
  DescribeContinuousBackupsOutput,
  DescribeTimeToLiveOutput,
  LocalSecondaryIndexDescription,
  TableDescription,
} from '@aws-sdk/client-dynamodb';
import type { Properties, ResourceReading } from '../../../service-kit/contract.ts';
import { allOf, pick, present } from '../../../service-kit/resource-reading.ts';

const provisioned = (throughput: object | undefined, mode: string): Properties | undefined =>
  mode === 'PROVISIONED' ? pick(throughput, ['ReadCapacityUnits', 'WriteCapacityUnits']) : undefined;

/** What a table is, as the schema of AWS::DynamoDB::Table has it. */
export const tableReading: ResourceReading = {
  identifiers: ['TableName'],
  properties: [
    'AttributeDefinitions',
    'BillingMode',
    'DeletionProtectionEnabled',
    'GlobalSecondaryIndexes',
    'KeySchema',
    'LocalSecondaryIndexes',
    'OnDemandThroughput',
    'PointInTimeRecoverySpecification',
    'ProvisionedThroughput',
    'SSESpecification',
    'StreamSpecification',
    'TableClass',
    'TableName',
    'Tags',
    'TimeToLiveSpecification',
  ],
  writeOnly: ['ImportSourceSpecification'],
  async read({ TableName = '' }, calls) {
    const asked = { TableName };
    const { Table: table = {} } = await calls.call<{ Table?: TableDescription }>('dynamodb', 'DescribeTable', asked);
    const tagged = { ResourceArn: table.TableArn };
    const { Tags } = await calls.call<{ Tags?: object[] }>('dynamodb', 'ListTagsOfResource', tagged);
    const { TimeToLiveDescription: expiry } = await calls.call<DescribeTimeToLiveOutput>(
      'dynamodb',
      'DescribeTimeToLive',
      asked,
    );
    const backups = await calls.call<DescribeContinuousBackupsOutput>('dynamodb', 'DescribeContinuousBackups', asked);
    return present({ ...describedTable(table), TableName, Tags, ...settings(expiry, backups) });
  },
  async list(calls) {
    const token = ['LastEvaluatedTableName', 'ExclusiveStartTableName'] as const;
    const names = await allOf<string>(calls, 'dynamodb', 'ListTables', { items: 'TableNames', token });
    return names.map((TableName) => ({ TableName }));
  },
};

function describedTable(table: TableDescription): Properties {
  const mode = table.BillingModeSummary?.BillingMode ?? 'PROVISIONED';
  const { SSEDescription: encryption, StreamSpecification: stream } = table;
  return {
    Arn: table.TableArn,
    AttributeDefinitions: table.AttributeDefinitions,
    BillingMode: mode,
    DeletionProtectionEnabled: table.DeletionProtectionEnabled,
    GlobalSecondaryIndexes: table.GlobalSecondaryIndexes?.map((index) =>
      present({
        ...indexOf(index),
        OnDemandThroughput: index.OnDemandThroughput,
        ProvisionedThroughput: provisioned(index.ProvisionedThroughput, mode),
      }),
    ),
    KeySchema: table.KeySchema,
    LocalSecondaryIndexes: table.LocalSecondaryIndexes?.map(indexOf),
    OnDemandThroughput: table.OnDemandThroughput,
    ProvisionedThroughput: provisioned(table.ProvisionedThroughput, mode),
    SSESpecification:
      encryption?.Status === 'ENABLED'
        ? present({ SSEEnabled: true, SSEType: encryption.SSEType, KMSMasterKeyId: encryption.KMSMasterKeyArn })
        : undefined,
    StreamArn: stream?.StreamEnabled ? table.LatestStreamArn : undefined,
    StreamSpecification: stream?.StreamEnabled ? { StreamViewType: stream.StreamViewType } : undefined,
    TableClass: table.TableClassSummary?.TableClass,
  };
}

const indexOf = (index: Pick<LocalSecondaryIndexDescription, 'IndexName' | 'KeySchema' | 'Projection'>): Properties =>
  pick(index, ['IndexName', 'KeySchema', 'Projection']);

function settings(
  expiry: DescribeTimeToLiveOutput['TimeToLiveDescription'],
  { ContinuousBackupsDescription: backups }: DescribeContinuousBackupsOutput,
): Properties {
  const recovery = backups?.PointInTimeRecoveryDescription;
  const isRecoverable = recovery?.PointInTimeRecoveryStatus === 'ENABLED';
  return {
    PointInTimeRecoverySpecification: isRecoverable
      ? present({ PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: recovery.RecoveryPeriodInDays })
      : { PointInTimeRecoveryEnabled: false },
    TimeToLiveSpecification:
      expiry?.TimeToLiveStatus === 'ENABLED' ? { AttributeName: expiry.AttributeName, Enabled: true } : undefined,
  };
}
