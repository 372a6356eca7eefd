import { ApiGatewayV2Client, GetApiCommand, GetStageCommand } from '@aws-sdk/client-apigatewayv2';
import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
  waitUntilStackCreateComplete,
  waitUntilStackDeleteComplete,
  waitUntilStackUpdateComplete,
} from '@aws-sdk/client-cloudformation';
import { beforeEach, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
let stacks: CloudFormationClient;
let apis: ApiGatewayV2Client;
beforeEach(() => {
  stacks = target.client(CloudFormationClient);
  apis = target.client(ApiGatewayV2Client);
});

/** What the CDK makes of `new HttpApi()` with a route, plus a second stage and an authorizer. */
const template = (api: object, stage: object = {}): string =>
  JSON.stringify({
    Resources: {
      Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'orders', ProtocolType: 'HTTP', ...api } },
      Default: {
        Type: 'AWS::ApiGatewayV2::Stage',
        Properties: { ApiId: { Ref: 'Api' }, StageName: '$default', AutoDeploy: true, ...stage },
      },
      Integration: {
        Type: 'AWS::ApiGatewayV2::Integration',
        Properties: {
          ApiId: { Ref: 'Api' },
          IntegrationType: 'AWS_PROXY',
          IntegrationUri: { 'Fn::Sub': 'arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:missing' },
          PayloadFormatVersion: '2.0',
        },
      },
      Route: {
        Type: 'AWS::ApiGatewayV2::Route',
        Properties: {
          ApiId: { Ref: 'Api' },
          RouteKey: 'GET /orders/{id}',
          AuthorizationType: 'NONE',
          Target: { 'Fn::Join': ['', ['integrations/', { Ref: 'Integration' }]] },
        },
      },
      Authorizer: {
        Type: 'AWS::ApiGatewayV2::Authorizer',
        Properties: {
          ApiId: { Ref: 'Api' },
          AuthorizerType: 'JWT',
          IdentitySource: ['$request.header.Authorization'],
          JwtConfiguration: { Audience: ['a'], Issuer: 'https://issuer.example' },
          Name: 'guard',
        },
      },
    },
    Outputs: {
      ApiId: { Value: { Ref: 'Api' } },
      Endpoint: { Value: { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] } },
      Stage: { Value: { Ref: 'Default' } },
      Integration: { Value: { Ref: 'Integration' } },
    },
  });

const StackName = 'orders';
const waiting = () => ({ client: stacks, maxWaitTime: 20, minDelay: 1, maxDelay: 1 });

async function outputs(): Promise<Record<string, string>> {
  const { Stacks } = await stacks.send(new DescribeStacksCommand({ StackName }));
  const pairs = Stacks?.[0]?.Outputs?.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]);
  return Object.fromEntries(pairs ?? []);
}

test('a stack makes an API, changes it in place and takes it away', async () => {
  const cors = { CorsConfiguration: { AllowOrigins: ['*'], MaxAge: '60' }, Tags: { team: 'a' } };
  await stacks.send(new CreateStackCommand({ StackName, TemplateBody: template(cors) }));
  await waitUntilStackCreateComplete(waiting(), { StackName });

  const made = await outputs();
  const { ApiId } = made;
  expect(made).toMatchObject({ Endpoint: expect.stringContaining(String(ApiId)), Stage: '$default' });
  expect(await apis.send(new GetApiCommand({ ApiId }))).toMatchObject({
    CorsConfiguration: { AllowOrigins: ['*'], MaxAge: 60 },
    Tags: { team: 'a' },
  });
  // The function that it names is not there: the route is, and says so.
  const response = await fetch(`${target.cloud.endpoint}/_aws/execute-api/${ApiId}/_/orders/7`);
  expect(response.status).toBe(500);

  const settings = { DefaultRouteSettings: { ThrottlingBurstLimit: '0', ThrottlingRateLimit: 0 } };
  const TemplateBody = template({ Description: 'changed' }, settings);
  await stacks.send(new UpdateStackCommand({ StackName, TemplateBody }));
  await waitUntilStackUpdateComplete(waiting(), { StackName });

  expect(await outputs()).toEqual(made);
  const changed = await apis.send(new GetApiCommand({ ApiId }));
  expect(changed).toMatchObject({ Description: 'changed' });
  expect(changed).not.toHaveProperty('CorsConfiguration');
  expect(changed.Tags).not.toHaveProperty('team');
  expect(await apis.send(new GetStageCommand({ ApiId, StageName: '$default' }))).toMatchObject({
    DefaultRouteSettings: { ThrottlingBurstLimit: 0, ThrottlingRateLimit: 0 },
  });

  await stacks.send(new DeleteStackCommand({ StackName }));
  await waitUntilStackDeleteComplete(waiting(), { StackName });

  await expect(apis.send(new GetApiCommand({ ApiId }))).rejects.toMatchObject({ name: 'NotFoundException' });
});

test('a template with a definition of its own fails by name', async () => {
  await stacks.send(new CreateStackCommand({ StackName, TemplateBody: template({ Body: { openapi: '3.0.1' } }) }));
  await waitUntilStackCreateComplete(waiting(), { StackName }).catch(() => {});

  const { Stacks } = await stacks.send(new DescribeStacksCommand({ StackName }));
  expect(Stacks?.[0]?.StackStatus).toMatch(/ROLLBACK/);
});
