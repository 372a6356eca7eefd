import {
  ApiGatewayV2Client,
  CreateApiCommand,
  CreateIntegrationCommand,
  CreateRouteCommand,
  CreateStageCommand,
  GetIntegrationCommand,
} from '@aws-sdk/client-apigatewayv2';
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, test } from 'vitest';
import { addVersion, deploy, makeProfile } from '../appconfig/configuring.ts';
import { useCloud } from '../cloud.ts';

const target = useCloud();
let apis: ApiGatewayV2Client;
let queues: SQSClient;
let ApiId: string | undefined;
let QueueUrl: string;
beforeEach(async () => {
  apis = target.client(ApiGatewayV2Client);
  queues = target.client(SQSClient);
  ({ ApiId } = await apis.send(new CreateApiCommand({ Name: 'orders', ProtocolType: 'HTTP' })));
  ({ QueueUrl = '' } = await queues.send(new CreateQueueCommand({ QueueName: 'orders' })));
});

const createIntegration = (
  IntegrationSubtype: string,
  RequestParameters: Record<string, string>,
  settings: object = {},
) =>
  apis.send(
    new CreateIntegrationCommand({
      ApiId,
      IntegrationType: 'AWS_PROXY',
      IntegrationSubtype,
      CredentialsArn: 'arn:aws:iam::000000000000:role/api',
      PayloadFormatVersion: '1.0',
      RequestParameters,
      ...settings,
    }),
  );

/** Puts the action behind `POST /{id}` and answers the address. */
async function serve(subtype: string, parameters: Record<string, string>, settings: object = {}): Promise<string> {
  const { IntegrationId } = await createIntegration(subtype, parameters, settings);
  await apis.send(new CreateRouteCommand({ ApiId, RouteKey: 'POST /{id}', Target: `integrations/${IntegrationId}` }));
  await apis.send(new CreateStageCommand({ ApiId, StageName: '$default', AutoDeploy: true }));
  return `${target.cloud.endpoint}/_aws/execute-api/${ApiId}/_`;
}

const post = (url: string, body: unknown = {}, headers: Record<string, string> = {}) =>
  fetch(url, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  });

const received = async () =>
  (await queues.send(new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ['All'] }))).Messages?.[0];

describe('SQS-SendMessage', () => {
  test('sends what the mapping says, and answers what SQS says', async () => {
    const url = await serve('SQS-SendMessage', {
      QueueUrl,
      MessageBody: '$request.body.message',
      MessageAttributes:
        '{"Path":{"DataType":"String","StringValue":"${request.path.id}"},"By":{"DataType":"String","StringValue":"${request.header.by}"}}',
    });

    const response = await post(`${url}/7`, { message: 'a <b> & "c"' }, { By: 'me' });

    const text = await response.text();
    const message = await received();
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/xml');
    expect(text).toMatch(/^<\?xml version="1.0"\?><SendMessageResponse xmlns=".*"><SendMessageResult>/);
    expect(text).toContain(`<MessageId>${message?.MessageId}</MessageId>`);
    expect(message).toMatchObject({
      Body: 'a <b> & "c"',
      MessageAttributes: { Path: { StringValue: '7' }, By: { StringValue: 'me' } },
    });
  });

  test('takes the whole body, context and static text', async () => {
    const url = await serve('SQS-SendMessage', {
      QueueUrl,
      MessageBody: '$request.body',
      DelaySeconds: '0',
      Region: 'us-east-1',
    });

    await post(`${url}/7`, { whole: true });

    expect((await received())?.Body).toBe('{"whole":true}');
  });

  test('answers the errors of SQS', async () => {
    const url = await serve('SQS-SendMessage', { QueueUrl, MessageBody: '$request.body' });
    await queues.send(new DeleteQueueCommand({ QueueUrl }));

    const response = await post(`${url}/7`);

    expect(response.status).toBe(400);
    expect(await response.text()).toMatch(/^<\?xml version="1.0"\?><ErrorResponse .*<Error><Type>Sender<\/Type><Code>/);
  });

  test('a response mapping changes the answer', async () => {
    const ResponseParameters = { 200: { 'overwrite:statuscode': '202', 'append:header.x-by': '$context.routeKey' } };
    const url = await serve('SQS-SendMessage', { QueueUrl, MessageBody: '$request.body' }, { ResponseParameters });

    const response = await post(`${url}/7`);

    expect(response.status).toBe(202);
    expect(response.headers.get('x-by')).toBe('POST /{id}');
  });
});

test('SQS-ReceiveMessage, SQS-DeleteMessage and SQS-PurgeQueue work on the queue', async () => {
  await queues.send(new SendMessageCommand({ QueueUrl, MessageBody: '<one>' }));
  const url = await serve('SQS-ReceiveMessage', { QueueUrl, MaxNumberOfMessages: '1', AttributeNames: '["All"]' });
  const actions = {
    remove: await createIntegration('SQS-DeleteMessage', { QueueUrl, ReceiptHandle: '$request.body.handle' }),
    purge: await createIntegration('SQS-PurgeQueue', { QueueUrl }),
  };
  for (const [name, { IntegrationId }] of Object.entries(actions)) {
    const Target = `integrations/${IntegrationId}`;
    await apis.send(new CreateRouteCommand({ ApiId, RouteKey: `POST /actions/${name}`, Target }));
  }

  const text = await (await post(`${url}/7`)).text();

  expect(text).toContain('<Body>&lt;one&gt;</Body>');
  expect(text).toContain('<Attribute><Name>ApproximateReceiveCount</Name><Value>1</Value></Attribute>');
  const handle = /<ReceiptHandle>(.*?)<\/ReceiptHandle>/.exec(text)?.[1];
  const deleted = await post(`${url}/actions/remove`, { handle });
  expect(await deleted.text()).toMatch(/<DeleteMessageResponse .*><ResponseMetadata><RequestId>/);
  expect((await post(`${url}/actions/purge`)).status).toBe(200);
});

describe('CreateIntegration with a subtype', () => {
  test('answers what it was given, and GetIntegration the same', async () => {
    const RequestParameters = { QueueUrl, MessageBody: '$request.body' };
    const { $metadata: _, ...integration } = await createIntegration('SQS-SendMessage', RequestParameters);

    expect(integration).toEqual({
      ApiGatewayManaged: false,
      ConnectionType: 'INTERNET',
      CredentialsArn: 'arn:aws:iam::000000000000:role/api',
      IntegrationId: expect.any(String),
      IntegrationSubtype: 'SQS-SendMessage',
      IntegrationType: 'AWS_PROXY',
      PayloadFormatVersion: '1.0',
      RequestParameters,
      TimeoutInMillis: 30_000,
    });
    const { IntegrationId } = integration;
    expect(await apis.send(new GetIntegrationCommand({ ApiId, IntegrationId }))).toMatchObject(integration);
  });

  test.each([
    ['SQS-Fly', {}, {}],
    ['SQS-SendMessage', { MessageBody: 'a' }, {}],
    ['SQS-SendMessage', { QueueUrl: 'a', MessageBody: 'a', Other: 'a' }, {}],
    ['SQS-SendMessage', { QueueUrl: 'a', MessageBody: 'a' }, { CredentialsArn: undefined }],
    ['SQS-SendMessage', { QueueUrl: 'a', MessageBody: 'a' }, { PayloadFormatVersion: '2.0' }],
  ])('rejects %s of %j with %j', async (subtype, parameters, settings) => {
    await expect(createIntegration(subtype, parameters, settings)).rejects.toMatchObject({
      name: 'BadRequestException',
    });
  });
});

test('AppConfig-GetConfiguration answers what was deployed, and AppConfig’s own refusal', async () => {
  const made = await makeProfile(target);
  await addVersion(target, made, '{"limit":3}');
  await deploy(target, made);
  const parameters = {
    Application: 'shop',
    Environment: '$request.path.id',
    Configuration: 'settings',
    ClientId: 'd',
  };
  const url = await serve('AppConfig-GetConfiguration', parameters);

  const response = await post(`${url}/prod`);
  const missing = await post(`${url}/nowhere`);

  expect([response.status, await response.json()]).toEqual([200, { limit: 3 }]);
  expect(missing.status).toBe(404);
});
