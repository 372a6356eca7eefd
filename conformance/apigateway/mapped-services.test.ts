import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { CreateTableCommand, DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateBucketCommand, GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, ReceiveMessageCommand, SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { beforeEach, describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeServiceApi, makeStage, type ServiceMethod } from './service-api.ts';

const target = useCloud();
let apis: APIGatewayClient;
beforeEach(() => {
  apis = target.client(APIGatewayClient);
});

async function deploy(methods: readonly ServiceMethod[], settings = {}): Promise<string> {
  return makeStage(apis, await makeServiceApi(apis, methods, settings), target.cloud.endpoint);
}

const json = { 'content-type': 'application/json' };
const form = "'application/x-www-form-urlencoded'";

describe('SQS', () => {
  const receive = async (): Promise<string | undefined> => {
    const queues = target.client(SQSClient);
    const QueueUrl = `${target.cloud.endpoint}/000000000000/orders`;
    return (await queues.send(new ReceiveMessageCommand({ QueueUrl }))).Messages?.[0]?.Body;
  };
  beforeEach(async () => {
    await target.client(SQSClient).send(new CreateQueueCommand({ QueueName: 'orders' }));
  });

  test('takes a form that a template writes, at the queue’s path', async () => {
    const url = await deploy([
      {
        path: '/orders',
        verb: 'POST',
        service: 'sqs:path/000000000000/orders',
        integration: {
          requestParameters: { 'integration.request.header.Content-Type': form },
          requestTemplates: { 'application/json': 'Action=SendMessage&MessageBody=$util.urlEncode($input.body)' },
        },
        response: {
          responseTemplates: {
            'application/json': '{"id":"$input.path(\'$.SendMessageResponse.SendMessageResult.MessageId\')"}',
          },
        },
      },
    ]);

    const response = await fetch(`${url}/orders`, { method: 'POST', headers: json, body: '{"sku":"a&b"}' });

    expect(await response.json()).toEqual({ id: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    expect(await receive()).toBe('{"sku":"a&b"}');
  });

  test('takes JSON by its target', async () => {
    const url = await deploy([
      {
        path: '/orders',
        verb: 'POST',
        service: 'sqs:path//',
        integration: {
          requestParameters: {
            'integration.request.header.Content-Type': "'application/x-amz-json-1.0'",
            'integration.request.header.X-Amz-Target': "'AmazonSQS.SendMessage'",
          },
          requestTemplates: {
            'application/json': `{"QueueUrl":"${target.cloud.endpoint}/000000000000/orders","MessageBody":"$util.escapeJavaScript($input.body)"}`,
          },
        },
      },
    ]);

    const response = await fetch(`${url}/orders`, { method: 'POST', headers: json, body: '{"a":1}' });

    expect(await response.json()).toMatchObject({ MessageId: expect.any(String) });
    expect(await receive()).toBe('{"a":1}');
  });

  test('takes parameters of the URL by the action’s name', async () => {
    const url = await deploy([
      {
        path: '/orders',
        verb: 'GET',
        service: 'sqs:action/SendMessage',
        method: { requestParameters: { 'method.request.querystring.text': false } },
        integration: {
          requestParameters: {
            'integration.request.querystring.QueueUrl': `'${target.cloud.endpoint}/000000000000/orders'`,
            'integration.request.querystring.MessageBody': 'method.request.querystring.text',
          },
        },
      },
    ]);

    const response = await fetch(`${url}/orders?text=hello%20%26%20more`);

    expect(await response.json()).toHaveProperty('SendMessageResponse.SendMessageResult.MD5OfMessageBody');
    expect(await receive()).toBe('hello & more');
  });
});

test('DynamoDB takes what a template writes, and its answer is made anew', async () => {
  const tables = target.client(DynamoDBClient);
  await tables.send(
    new CreateTableCommand({
      TableName: 'orders',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  const put = {
    path: '/orders/{id}',
    verb: 'PUT',
    service: 'dynamodb:action/PutItem',
    integration: {
      requestTemplates: {
        'application/json':
          '{"TableName":"orders","Item":{"id":{"S":"$input.params(\'id\')"},"sku":{"S":$input.json(\'$.sku\')}}}',
      },
    },
  };
  const get = {
    path: '/orders/{id}',
    verb: 'GET',
    service: 'dynamodb:action/GetItem',
    integration: {
      requestTemplates: { 'application/json': '{"TableName":"orders","Key":{"id":{"S":"$input.params(\'id\')"}}}' },
    },
    response: { responseTemplates: { 'application/json': '{"sku":$input.json(\'$.Item.sku.S\')}' } },
  };
  const url = await deploy([put, get]);

  await fetch(`${url}/orders/7`, { method: 'PUT', headers: json, body: '{"sku":"a"}' });

  const { Item } = await tables.send(new GetItemCommand({ TableName: 'orders', Key: { id: { S: '7' } } }));
  expect(Item).toEqual({ id: { S: '7' }, sku: { S: 'a' } });
  expect(await (await fetch(`${url}/orders/7`)).json()).toEqual({ sku: 'a' });
});

test('SSM is asked by its form, and answers in the form’s JSON', async () => {
  await target.client(SSMClient).send(new PutParameterCommand({ Name: '/a', Value: 'one', Type: 'String' }));
  const url = await deploy([
    {
      path: '/a',
      verb: 'GET',
      service: 'ssm:action/GetParameter',
      integration: { requestParameters: { 'integration.request.querystring.Name': "'/a'" } },
    },
  ]);

  const body = await (await fetch(`${url}/a`)).json();

  expect(body).toMatchObject({
    GetParameterResponse: {
      GetParameterResult: { Parameter: { Name: '/a', Value: 'one', Selector: null } },
      ResponseMetadata: { RequestId: expect.any(String) },
    },
  });
});

test('S3 is reached by a path that the request fills, bytes as they are', async () => {
  const objects = target.client(S3Client);
  await objects.send(new CreateBucketCommand({ Bucket: 'photos' }));
  const at = (verb: string): ServiceMethod => ({
    path: '/{folder}/{key}',
    verb,
    service: 's3:path/{bucket}/{object}',
    method: {
      requestParameters: {
        'method.request.path.folder': true,
        'method.request.path.key': true,
        'method.request.header.Content-Type': false,
      },
    },
    integration: {
      integrationHttpMethod: verb,
      requestParameters: {
        'integration.request.path.bucket': 'method.request.path.folder',
        'integration.request.path.object': 'method.request.path.key',
        'integration.request.header.Content-Type': 'method.request.header.Content-Type',
      },
    },
    response: {
      responseParameters: { 'method.response.header.Content-Type': 'integration.response.header.Content-Type' },
    },
  });
  const url = await deploy([at('PUT'), at('GET')], { binaryMediaTypes: ['image/png'] });
  const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);

  const put = await fetch(`${url}/photos/a b.png`, {
    method: 'PUT',
    body: bytes,
    headers: { 'content-type': 'image/png' },
  });
  const got = await fetch(`${url}/photos/a b.png`, { headers: { accept: 'image/png' } });

  expect(put.status).toBe(200);
  expect(new Uint8Array(await got.arrayBuffer())).toEqual(bytes);
  const { Body, ContentType } = await objects.send(new GetObjectCommand({ Bucket: 'photos', Key: 'a b.png' }));
  expect([ContentType, await Body?.transformToByteArray()]).toEqual(['image/png', bytes]);
});

describe('what is behind an API delivers to a queue', () => {
  const queueArn = 'arn:aws:sqs:us-east-1:000000000000:deliveries';
  let queues: SQSClient;
  let QueueUrl: string | undefined;
  beforeEach(async () => {
    queues = target.client(SQSClient);
    ({ QueueUrl } = await queues.send(new CreateQueueCommand({ QueueName: 'deliveries' })));
    const Statement = [{ Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: queueArn }];
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
    await queues.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  });
  const delivered = async (): Promise<string> =>
    (await queues.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 5 }))).Messages?.[0]?.Body ?? '';

  test('SNS publishes what a template writes as a form', async () => {
    const topics = target.client(SNSClient);
    const { TopicArn } = await topics.send(new CreateTopicCommand({ Name: 'orders' }));
    const Attributes = { RawMessageDelivery: 'true' };
    await topics.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: queueArn, Attributes }));
    const url = await deploy([
      {
        path: '/orders',
        verb: 'POST',
        service: 'sns:path//',
        integration: {
          requestParameters: { 'integration.request.header.Content-Type': form },
          requestTemplates: {
            'application/json': `Action=Publish&TopicArn=$util.urlEncode('${TopicArn}')&Message=$util.urlEncode($input.body)`,
          },
        },
        response: {
          responseTemplates: {
            'application/json': '{"id":"$input.path(\'$.PublishResponse.PublishResult.MessageId\')"}',
          },
        },
      },
    ]);

    const response = await fetch(`${url}/orders`, { method: 'POST', headers: json, body: '{"sku":"a&b"}' });

    expect(await response.json()).toEqual({ id: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    expect(await delivered()).toBe('{"sku":"a&b"}');
  });

  test('EventBridge takes events that a template writes', async () => {
    const events = target.client(EventBridgeClient);
    await events.send(new PutRuleCommand({ Name: 'orders', EventPattern: '{"source":["shop"]}' }));
    await events.send(
      new PutTargetsCommand({ Rule: 'orders', Targets: [{ Id: 'q', Arn: queueArn, InputPath: '$.detail' }] }),
    );
    const url = await deploy([
      {
        path: '/orders',
        verb: 'POST',
        service: 'events:action/PutEvents',
        integration: {
          requestParameters: {
            'integration.request.header.Content-Type': "'application/x-amz-json-1.1'",
            'integration.request.header.X-Amz-Target': "'AWSEvents.PutEvents'",
          },
          requestTemplates: {
            'application/json':
              '{"Entries":[{"Source":"shop","DetailType":"order","Detail":"$util.escapeJavaScript($input.body)"}]}',
          },
        },
      },
    ]);

    const response = await fetch(`${url}/orders`, { method: 'POST', headers: json, body: '{"sku":1}' });

    expect(await response.json()).toEqual({ FailedEntryCount: 0, Entries: [{ EventId: expect.any(String) }] });
    expect(await delivered()).toBe('{"sku":1}');
  });
});
