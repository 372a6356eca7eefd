import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateTableCommand, DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { FirehoseClient } from '@aws-sdk/client-firehose';
import { CreateStreamCommand, KinesisClient } from '@aws-sdk/client-kinesis';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { beforeEach, describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeStream } from '../firehose/made-stream.ts';
import { makeServiceApi, makeStage, type ServiceMethod } from './service-api.ts';

const target = useCloud();
let apis: APIGatewayClient;
beforeEach(() => {
  apis = target.client(APIGatewayClient);
});

/** Deploys the methods; answers the address of their stage. */
async function deploy(methods: readonly ServiceMethod[], settings = {}): Promise<string> {
  return makeStage(apis, await makeServiceApi(apis, methods, settings), target.cloud.endpoint);
}

const post = (url: string, body: string, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
  fetch(url, { method: 'POST', body, headers });

describe('an integration with a service', () => {
  test('writes to DynamoDB by the action’s name, and answers as DynamoDB does', async () => {
    const tables = target.client(DynamoDBClient);
    await tables.send(
      new CreateTableCommand({
        TableName: 'orders',
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );
    const url = await deploy([{ path: '/orders', verb: 'POST', service: 'dynamodb:action/PutItem' }]);

    const response = await post(`${url}/orders`, '{"TableName":"orders","Item":{"id":{"S":"7"}}}');

    expect([response.status, await response.text()]).toEqual([200, '{}']);
    const { Item } = await tables.send(new GetItemCommand({ TableName: 'orders', Key: { id: { S: '7' } } }));
    expect(Item).toEqual({ id: { S: '7' } });
  });

  test('asks SQS by its form, and is answered in JSON', async () => {
    await target.client(SQSClient).send(new CreateQueueCommand({ QueueName: 'orders' }));
    const url = await deploy([{ path: '/queues', verb: 'GET', service: 'sqs:action/ListQueues' }]);

    const body = await (await fetch(`${url}/queues`)).json();

    expect(body).toEqual({
      ListQueuesResponse: {
        ListQueuesResult: { NextToken: null, queueUrls: [expect.stringContaining('/000000000000/orders')] },
        ResponseMetadata: { RequestId: expect.any(String) },
      },
    });
  });

  test.each([
    ['ssm:action/GetParameter', '{"Name":"/a"}', { Parameter: { Name: '/a', Value: 'one' } }],
    ['secretsmanager:action/GetSecretValue', '{"SecretId":"s"}', { Name: 's', SecretString: 'two' }],
    ['logs:action/DescribeLogGroups', '{}', { logGroups: [{ logGroupName: 'g' }] }],
  ])('asks %s in JSON', async (service, input, output) => {
    await target.client(SSMClient).send(new PutParameterCommand({ Name: '/a', Value: 'one', Type: 'String' }));
    await target.client(SecretsManagerClient).send(new CreateSecretCommand({ Name: 's', SecretString: 'two' }));
    await target.client(CloudWatchLogsClient).send(new CreateLogGroupCommand({ logGroupName: 'g' }));
    const url = await deploy([{ path: '/ask', verb: 'POST', service }]);

    expect(await (await post(`${url}/ask`, input)).json()).toMatchObject(output);
  });

  test.each([
    [
      'kinesis:action/PutRecord',
      '{"StreamName":"s","PartitionKey":"k","Data":"aGVsbG8="}',
      { SequenceNumber: expect.any(String), ShardId: 'shardId-000000000000' },
    ],
    [
      'firehose:action/PutRecord',
      '{"DeliveryStreamName":"d","Record":{"Data":"aGVsbG8="}}',
      { RecordId: expect.any(String), Encrypted: false },
    ],
    [
      'events:action/PutEvents',
      '{"Entries":[{"Source":"shop","DetailType":"Order","Detail":"{}"}]}',
      { FailedEntryCount: 0, Entries: [{ EventId: expect.any(String) }] },
    ],
  ])('hands records and events to %s', async (service, input, output) => {
    await target.client(KinesisClient).send(new CreateStreamCommand({ StreamName: 's', ShardCount: 1 }));
    await makeStream(target.client(FirehoseClient), {}, 'd');
    const url = await deploy([{ path: '/put', verb: 'POST', service }]);

    const response = await post(`${url}/put`, input);

    expect([response.status, await response.json()]).toMatchObject([200, output]);
  });

  test('hands an error of the service on to the response', async () => {
    const url = await deploy([{ path: '/orders', verb: 'POST', service: 'dynamodb:action/GetItem' }]);

    const response = await post(`${url}/orders`, '{"TableName":"none","Key":{"id":{"S":"1"}}}');

    expect(await response.json()).toMatchObject({ message: 'Requested resource not found' });
  });

  test('that names no role ends in 500', async () => {
    const methods = [
      { path: '/a', verb: 'POST', service: 'sqs:action/ListQueues', integration: { credentials: undefined } },
    ];
    const url = await deploy(methods);

    const response = await post(`${url}/a`, '{}');

    expect([response.status, await response.text()]).toEqual([500, '{"message": "Internal server error"}']);
  });

  test('that is not there is refused by name', async () => {
    const url = await deploy([{ path: '/a', verb: 'POST', service: 'athena:action/StartQueryExecution' }]);

    const response = await post(`${url}/a`, '{}');

    expect(response.status).toBe(501);
    expect(await response.text()).toContain('athena');
  });

  test('meets the faults of the service that it calls', async () => {
    const url = await deploy([{ path: '/a', verb: 'POST', service: 'sqs:action/ListQueues' }]);
    target.cloud.faults.add('reset sqs:ListQueues times=1');

    const lost = await post(`${url}/a`, '{}');
    const next = await post(`${url}/a`, '{}');

    expect([lost.status, await lost.text()]).toEqual([504, '{"message": "Network error communicating with endpoint"}']);
    expect(next.status).toBe(200);
    const calls = target.cloud.journal.hops().filter(({ operation }) => operation === 'ListQueues');
    const [request] = target.cloud.journal.hops().filter(({ service }) => service === 'execute-api');
    expect(calls).toMatchObject([
      { fault: 'reset', parent: request?.id, trace: { traceId: request?.trace.traceId } },
      { outcome: 'ok', caller: { kind: 'assumed-role' } },
    ]);
  });
});
