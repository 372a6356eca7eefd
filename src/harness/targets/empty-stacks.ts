import type { CloudClient } from '../cloud-client.ts';

interface Resource {
  readonly ResourceType: string;
  readonly PhysicalResourceId?: string;
}

type Key = Readonly<Record<string, object>>;

/**
 * What stands in for snapshots elsewhere: the tables and queues of the stacks are emptied, everything else stays. Tables of
 * tests are small: they are read and deleted item by item, 25 at a time.
 */
export async function emptyStacks(aws: CloudClient, stacks: readonly string[]): Promise<void> {
  for (const StackName of stacks) {
    const { StackResources } = await aws.call<{ readonly StackResources: readonly Resource[] }>(
      'cloudformation',
      'DescribeStackResources',
      { StackName },
    );
    for (const { ResourceType, PhysicalResourceId = '' } of StackResources) {
      if (ResourceType === 'AWS::DynamoDB::Table' || ResourceType === 'AWS::DynamoDB::GlobalTable')
        await emptyTable(aws, PhysicalResourceId);
      if (ResourceType === 'AWS::SQS::Queue') await emptyQueue(aws, PhysicalResourceId);
    }
  }
}

async function emptyTable(aws: CloudClient, TableName: string): Promise<void> {
  const { Table } = await aws.call<{ readonly Table: { readonly KeySchema: readonly { AttributeName: string }[] } }>(
    'dynamodb',
    'DescribeTable',
    { TableName },
  );
  const names = Table.KeySchema.map(({ AttributeName }) => AttributeName);
  const projection = {
    ProjectionExpression: names.map((_, index) => `#k${index}`).join(', '),
    ExpressionAttributeNames: Object.fromEntries(names.map((name, index) => [`#k${index}`, name])),
  };
  let ExclusiveStartKey: Key | undefined;
  do {
    const page: { readonly Items?: readonly Key[]; readonly LastEvaluatedKey?: Key } = await aws.call(
      'dynamodb',
      'Scan',
      {
        TableName,
        ConsistentRead: true,
        ...projection,
        ...(ExclusiveStartKey && { ExclusiveStartKey }),
      },
    );
    for (let start = 0; start < (page.Items?.length ?? 0); start += 25) {
      const deletes = page.Items?.slice(start, start + 25).map((Key) => ({ DeleteRequest: { Key } }));
      await aws.call('dynamodb', 'BatchWriteItem', { RequestItems: { [TableName]: deletes } });
    }
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
}

/** PurgeQueue is allowed once a minute; receiving and deleting has no such limit. */
async function emptyQueue(aws: CloudClient, QueueUrl: string): Promise<void> {
  for (;;) {
    const { Messages = [] } = await aws.call<{ readonly Messages?: readonly { readonly ReceiptHandle: string }[] }>(
      'sqs',
      'ReceiveMessage',
      { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 },
    );
    if (Messages.length === 0) return;
    for (const { ReceiptHandle } of Messages) await aws.call('sqs', 'DeleteMessage', { QueueUrl, ReceiptHandle });
  }
}
