import { CloudWatchClient, type Datapoint } from '@aws-sdk/client-cloudwatch';
import {
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import {
  CreateBucketCommand,
  GetObjectCommand,
  PutBucketMetricsConfigurationCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { metricsOf } from './metrics-of.ts';

const target = useCloud({ clock: 'virtual' });

const metrics = (namespace: string, dimensions: Record<string, string>): Promise<Record<string, Datapoint[]>> =>
  metricsOf(target.client(CloudWatchClient), namespace, dimensions, target.cloud.clock.now());

describe('metrics of a table', () => {
  const TableName = 'Orders';
  const client = () => target.client(DynamoDBClient);
  const put = (id: string, more: object = {}) =>
    client().send(new PutItemCommand({ TableName, Item: { id: { S: id } }, ...more }));

  beforeEach(async () => {
    await client().send(
      new CreateTableCommand({
        TableName,
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );
    // Until the table is active.
    await target.cloud.clock.advance('1m');
  });

  it('count what is consumed, and requests by operation', async () => {
    await put('one');
    await put('x'.repeat(1500));
    await client().send(new GetItemCommand({ TableName, Key: { id: { S: 'one' } }, ConsistentRead: true }));
    await client().send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'id = :id',
        ExpressionAttributeValues: { ':id': { S: 'one' } },
      }),
    );

    expect(await metrics('AWS/DynamoDB', { TableName })).toMatchObject({
      ConsumedWriteCapacityUnits: [{ Sum: 3, SampleCount: 2, Unit: 'Count' }],
      ConsumedReadCapacityUnits: [{ Sum: 1.5, SampleCount: 2 }],
    });
    expect(await metrics('AWS/DynamoDB', { TableName, Operation: 'PutItem' })).toMatchObject({
      SuccessfulRequestLatency: [{ SampleCount: 2, Unit: 'Milliseconds' }],
    });
    expect(await metrics('AWS/DynamoDB', { TableName, Operation: 'Query' })).toMatchObject({
      ReturnedItemCount: [{ Sum: 1, SampleCount: 1 }],
    });
  });

  it('count errors by their kind', async () => {
    await put('one');
    await expect(put('one', { ConditionExpression: 'attribute_not_exists(id)' })).rejects.toThrow();
    await expect(put('')).rejects.toThrow();
    target.cloud.faults.add('throttle dynamodb:PutItem times=1');
    const hasty = new DynamoDBClient({ ...target.cloud.clientConfig(), maxAttempts: 1 });
    await expect(hasty.send(new PutItemCommand({ TableName, Item: { id: { S: 'two' } } }))).rejects.toThrow();

    expect(await metrics('AWS/DynamoDB', { TableName })).toMatchObject({
      ConditionalCheckFailedRequests: [{ Sum: 1 }],
      WriteThrottleEvents: [{ Sum: 1 }],
    });
    expect(await metrics('AWS/DynamoDB', { TableName, Operation: 'PutItem' })).toMatchObject({
      ThrottledRequests: [{ Sum: 1 }],
    });
    expect(await metrics('AWS/DynamoDB', {})).toMatchObject({ UserErrors: [{ Sum: 1 }] });
  });
});

describe('metrics of a bucket', () => {
  const Bucket = 'orders';
  const client = () => target.client(S3Client);
  beforeEach(() => client().send(new CreateBucketCommand({ Bucket })));

  it('count requests only where they are configured, for the objects of the filter', async () => {
    await client().send(new PutObjectCommand({ Bucket, Key: 'a/early', Body: '12' }));
    const before = await metrics('AWS/S3', { BucketName: Bucket, FilterId: 'a' });
    await client().send(
      new PutBucketMetricsConfigurationCommand({
        Bucket,
        Id: 'a',
        MetricsConfiguration: { Id: 'a', Filter: { Prefix: 'a/' } },
      }),
    );
    await client().send(new PutObjectCommand({ Bucket, Key: 'a/one', Body: '12345' }));
    await client().send(new PutObjectCommand({ Bucket, Key: 'b/one', Body: '12345' }));
    await client().send(new GetObjectCommand({ Bucket, Key: 'a/early' }));
    await expect(client().send(new GetObjectCommand({ Bucket, Key: 'a/none' }))).rejects.toThrow();

    expect(before).toEqual({});
    expect(await metrics('AWS/S3', { BucketName: Bucket, FilterId: 'a' })).toMatchObject({
      AllRequests: [{ Sum: 3 }],
      PutRequests: [{ Sum: 1 }],
      GetRequests: [{ Sum: 2 }],
      BytesUploaded: [{ Sum: 5 }],
      BytesDownloaded: [{ Sum: 2 }],
      '4xxErrors': [{ Sum: 1, SampleCount: 3 }],
      '5xxErrors': [{ Sum: 0 }],
      TotalRequestLatency: [{ SampleCount: 3, Unit: 'Milliseconds' }],
    });
  });

  it('tell once a day what is in it', async () => {
    await client().send(new PutObjectCommand({ Bucket, Key: 'one', Body: '12345' }));
    const none = await metrics('AWS/S3', { BucketName: Bucket, StorageType: 'AllStorageTypes' });
    const sinceMidnightMs = target.cloud.clock.now() % (24 * 3600 * 1000);
    await target.cloud.clock.advance(24 * 3600 * 1000 - sinceMidnightMs + 60_000);

    expect(none).toEqual({});
    expect(await metrics('AWS/S3', { BucketName: Bucket, StorageType: 'AllStorageTypes' })).toMatchObject({
      NumberOfObjects: [{ Maximum: 1, Unit: 'Count' }],
    });
    expect(await metrics('AWS/S3', { BucketName: Bucket, StorageType: 'StandardStorage' })).toMatchObject({
      BucketSizeBytes: [{ Maximum: 5, Unit: 'Bytes' }],
    });
  });
});

describe('metrics of Secrets Manager', () => {
  it('tell how many secrets there are', async () => {
    await target.client(SecretsManagerClient).send(new CreateSecretCommand({ Name: 'one', SecretString: 'x' }));
    const dimensions = { Class: 'None', Resource: 'SecretCount', Service: 'Secrets Manager', Type: 'Resource' };

    expect(await metrics('AWS/SecretsManager', dimensions)).toMatchObject({ ResourceCount: [{ Maximum: 1 }] });
  });
});
