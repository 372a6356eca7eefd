import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { ApiGatewayV2Client, CreateApiCommand, GetApiCommand } from '@aws-sdk/client-apigatewayv2';
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStacksCommand,
  ListExportsCommand,
  waitUntilStackCreateComplete,
} from '@aws-sdk/client-cloudformation';
import { DescribeEndpointsCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetFunctionCommand, GetFunctionUrlConfigCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cloud, startCloud } from '../../src/index.ts';

/** A stack whose outputs are addresses, put together as templates do it. */
const template = `
Transform: AWS::Serverless-2016-10-31
Resources:
  Hello:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: hello
      InlineCode: 'exports.handler = async () => ({ statusCode: 200, body: "hello" })'
      Handler: index.handler
      Runtime: nodejs24.x
      FunctionUrlConfig: { AuthType: NONE }
      Events:
        Get: { Type: HttpApi, Properties: { Path: /hello, Method: get } }
  Jobs: { Type: AWS::SQS::Queue }
Outputs:
  Api: { Value: !Sub 'https://\${ServerlessHttpApi}.execute-api.\${AWS::Region}.amazonaws.com', Export: { Name: api } }
  Endpoint: { Value: !GetAtt ServerlessHttpApi.ApiEndpoint }
  Url: { Value: !GetAtt HelloUrl.FunctionUrl }
  Jobs: { Value: !Ref Jobs }
`;

let cloud: Cloud;
let forwarder: Server;
let port = 0;

/** Another port leads to the cloud, as one that a container publishes. */
beforeAll(async () => {
  cloud = await startCloud({ port: 0, log: 'error' });
  forwarder = createServer((socket) => {
    const upstream = connect(cloud.port, '127.0.0.1');
    socket.pipe(upstream).pipe(socket);
    for (const end of [socket, upstream]) end.on('error', () => end.destroy());
  });
  await new Promise<void>((listening) => forwarder.listen(0, '127.0.0.1', listening));
  port = (forwarder.address() as AddressInfo).port;
  const client = new CloudFormationClient(configBy());
  await client.send(
    new CreateStackCommand({
      StackName: 'shop',
      TemplateBody: template,
      Capabilities: ['CAPABILITY_IAM', 'CAPABILITY_AUTO_EXPAND'],
    }),
  );
  await waitUntilStackCreateComplete({ client, maxWaitTime: 60, minDelay: 1, maxDelay: 1 }, { StackName: 'shop' });
});
afterAll(async () => {
  forwarder.close();
  await cloud.close();
});

const configBy = () => ({
  ...cloud.clientConfig({ transport: 'http' }),
  endpoint: `http://127.0.0.1:${port}`,
});
const here = () => `http://127.0.0.1:${port}/`;

/** By the port in the address; its name below `localhost` may not be resolved here. */
const textAt = async (url: string, path = ''): Promise<string> => {
  const { host, hostname } = new URL(url);
  const address = hostname.endsWith('.lambda-url.us-east-1.localhost')
    ? `http://127.0.0.1:${host.split(':')[1]}/_aws/lambda-url/${hostname.split('.')[0]}/`
    : url;
  return (await fetch(`${address}${path}`)).text();
};

describe('a client that reaches the cloud by another port is told addresses that it reaches', () => {
  it('of APIs', async () => {
    const client = new ApiGatewayV2Client(configBy());
    const { ApiId, ApiEndpoint } = await client.send(new CreateApiCommand({ Name: 'orders', ProtocolType: 'HTTP' }));
    const again = await client.send(new GetApiCommand({ ApiId }));

    expect(ApiEndpoint).toBe(`${here()}_aws/execute-api/${ApiId}`);
    expect(again.ApiEndpoint).toBe(ApiEndpoint);
  });

  it('of function URLs and code', async () => {
    const client = new LambdaClient(configBy());
    const { FunctionUrl = '' } = await client.send(new GetFunctionUrlConfigCommand({ FunctionName: 'hello' }));
    const { Code } = await client.send(new GetFunctionCommand({ FunctionName: 'hello' }));
    const code = await fetch(Code?.Location ?? '');

    expect(FunctionUrl).toMatch(new RegExp(`^http://\\w+\\.lambda-url\\.us-east-1\\.localhost:${port}/$`));
    expect(await textAt(FunctionUrl)).toBe('hello');
    expect([new URL(Code?.Location ?? '').port, code.status]).toEqual([String(port), 200]);
  });

  it('of queues', async () => {
    const client = new SQSClient(configBy());
    const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: 'mail' }));

    expect(QueueUrl).toBe(`${here()}000000000000/mail`);
    expect((await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'hi' }))).MessageId).toBeDefined();
  });

  it('in the outputs and exports of stacks', async () => {
    const client = new CloudFormationClient(configBy());
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: 'shop' }));
    const { Exports } = await client.send(new ListExportsCommand({}));
    const outputs = Object.fromEntries(
      (Stacks?.[0]?.Outputs ?? []).map((output) => [output.OutputKey, output.OutputValue ?? '']),
    );

    expect(outputs).toMatchObject({
      Api: expect.stringContaining(here()),
      Endpoint: expect.stringContaining(here()),
      Jobs: expect.stringContaining(here()),
      Url: expect.stringContaining(`.localhost:${port}/`),
    });
    expect(Exports?.map(({ Value }) => Value)).toEqual([outputs.Api]);
    expect(await textAt(outputs.Api ?? '', '/hello')).toBe('hello');
    expect(await textAt(outputs.Url ?? '')).toBe('hello');
  });

  it('of DynamoDB itself, for clients that discover endpoints', async () => {
    const { Endpoints } = await new DynamoDBClient(configBy()).send(new DescribeEndpointsCommand({}));

    expect(Endpoints?.[0]?.Address).toBe(`127.0.0.1:${port}`);
  });
});
