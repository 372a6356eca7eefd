import http from 'node:http';
import {
  ApiGatewayV2Client,
  CreateApiCommand,
  CreateIntegrationCommand,
  CreateRouteCommand,
  CreateStageCommand,
  CreateVpcLinkCommand,
  DeleteVpcLinkCommand,
  GetTagsCommand,
  GetVpcLinkCommand,
  GetVpcLinksCommand,
  UpdateVpcLinkCommand,
} from '@aws-sdk/client-apigatewayv2';
import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  waitUntilStackCreateComplete,
  waitUntilStackDeleteComplete,
} from '@aws-sdk/client-cloudformation';
import { beforeEach, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
let client: ApiGatewayV2Client;
beforeEach(() => {
  client = target.client(ApiGatewayV2Client);
});

const listener = 'arn:aws:elasticloadbalancing:us-east-1:000000000000:listener/app/a/1/2';
const createLink = (settings: object = {}) =>
  client.send(new CreateVpcLinkCommand({ Name: 'link', SubnetIds: ['subnet-1'], ...settings }));

test('CreateVpcLink › answers the link on its way, GetVpcLink and GetVpcLinks tell that it is ready', async () => {
  const { $metadata, ...made } = await createLink({ SecurityGroupIds: ['sg-1'], Tags: { team: 'a' } });

  expect($metadata.httpStatusCode).toBe(201);
  expect(made).toEqual({
    CreatedDate: expect.any(Date),
    Name: 'link',
    SecurityGroupIds: ['sg-1'],
    SubnetIds: ['subnet-1'],
    Tags: { team: 'a' },
    VpcLinkId: expect.stringMatching(/^[a-z0-9]{6}$/),
    VpcLinkStatus: 'PENDING',
    VpcLinkStatusMessage: 'VPC link is provisioning ENIs',
    VpcLinkVersion: 'V2',
  });
  const { VpcLinkId } = made;
  const ready = { ...made, VpcLinkStatus: 'AVAILABLE', VpcLinkStatusMessage: 'VPC link is ready to route traffic' };
  expect(await client.send(new GetVpcLinkCommand({ VpcLinkId }))).toMatchObject(ready);
  expect((await client.send(new GetVpcLinksCommand({}))).Items).toEqual([ready]);
  const ResourceArn = `arn:aws:apigateway:us-east-1::/vpclinks/${VpcLinkId}`;
  expect((await client.send(new GetTagsCommand({ ResourceArn }))).Tags).toEqual({ team: 'a' });
});

test('UpdateVpcLink › changes the name', async () => {
  const { VpcLinkId } = await createLink();

  expect(await client.send(new UpdateVpcLinkCommand({ VpcLinkId, Name: 'new' }))).toMatchObject({
    Name: 'new',
    VpcLinkId,
  });
});

test('DeleteVpcLink › removes it once', async () => {
  const { VpcLinkId } = await createLink();

  const { $metadata } = await client.send(new DeleteVpcLinkCommand({ VpcLinkId }));

  expect($metadata.httpStatusCode).toBe(202);
  await expect(client.send(new DeleteVpcLinkCommand({ VpcLinkId }))).rejects.toMatchObject({
    name: 'NotFoundException',
  });
});

test('an integration over a link asks its URI directly; what is no URL is not reachable', async () => {
  const server = http.createServer((request, response) => response.end(`asked ${request.url}`));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const { VpcLinkId: ConnectionId } = await createLink();
  const { ApiId } = await client.send(new CreateApiCommand({ Name: 'a', ProtocolType: 'HTTP' }));
  const serve = async (path: string, IntegrationUri: string) => {
    const { IntegrationId } = await client.send(
      new CreateIntegrationCommand({
        ApiId,
        IntegrationType: 'HTTP_PROXY',
        IntegrationMethod: 'ANY',
        IntegrationUri,
        ConnectionType: 'VPC_LINK',
        ConnectionId,
      }),
    );
    await client.send(
      new CreateRouteCommand({ ApiId, RouteKey: `GET ${path}`, Target: `integrations/${IntegrationId}` }),
    );
  };
  await serve('/url', `http://127.0.0.1:${port}/backend`);
  await serve('/listener', listener);
  await client.send(new CreateStageCommand({ ApiId, StageName: '$default', AutoDeploy: true }));
  const url = `${target.cloud.endpoint}/_aws/execute-api/${ApiId}/_`;
  try {
    expect(await (await fetch(`${url}/url`)).text()).toBe('asked /backend');
    expect((await fetch(`${url}/listener`)).status).toBe(503);
  } finally {
    server.close();
    server.closeAllConnections();
  }
});

test.each([
  { ConnectionId: undefined },
  { ConnectionId: 'missing' },
  { IntegrationType: 'AWS_PROXY' },
  { ConnectionType: 'INTERNET', TlsConfig: { ServerNameToVerify: 'a' } },
] as const)('CreateIntegration › rejects %j over a link', async (settings) => {
  const { VpcLinkId: ConnectionId } = await createLink();
  const { ApiId } = await client.send(new CreateApiCommand({ Name: 'a', ProtocolType: 'HTTP' }));
  const usual = {
    IntegrationMethod: 'GET',
    IntegrationUri: listener,
    ConnectionType: 'VPC_LINK',
    ConnectionId,
  } as const;
  const command = new CreateIntegrationCommand({ ApiId, IntegrationType: 'HTTP_PROXY', ...usual, ...settings });

  await expect(client.send(command)).rejects.toMatchObject({ name: 'BadRequestException' });
});

test('a stack makes a link and takes it away', async () => {
  const stacks = target.client(CloudFormationClient);
  const StackName = 'link';
  const waiting = { client: stacks, maxWaitTime: 20, minDelay: 1, maxDelay: 1 };
  const Properties = { Name: 'link', SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'], Tags: { team: 'a' } };
  const TemplateBody = JSON.stringify({ Resources: { Link: { Type: 'AWS::ApiGatewayV2::VpcLink', Properties } } });
  await stacks.send(new CreateStackCommand({ StackName, TemplateBody }));
  await waitUntilStackCreateComplete(waiting, { StackName });

  expect((await client.send(new GetVpcLinksCommand({}))).Items).toMatchObject([{ Name: 'link', Tags: { team: 'a' } }]);

  await stacks.send(new DeleteStackCommand({ StackName }));
  await waitUntilStackDeleteComplete(waiting, { StackName });
  expect((await client.send(new GetVpcLinksCommand({}))).Items).toEqual([]);
});
