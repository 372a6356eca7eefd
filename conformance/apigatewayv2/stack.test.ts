import { ApiGatewayV2Client, GetApiCommand, GetRoutesCommand, GetStageCommand } from '@aws-sdk/client-apigatewayv2';
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
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
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

/** An API that an OpenAPI definition describes, as SAM and the CDK's CfnApi make it. */
const defined = (path: string, properties: object = {}): string => {
  const Body = {
    openapi: '3.0.1',
    info: { title: 'defined', version: '1.0' },
    paths: {
      [path]: {
        get: {
          'x-amazon-apigateway-integration': {
            type: 'aws_proxy',
            httpMethod: 'POST',
            payloadFormatVersion: '2.0',
            uri: { 'Fn::Sub': 'arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:missing' },
          },
        },
      },
    },
  };
  const Api = { Type: 'AWS::ApiGatewayV2::Api', Properties: { Body, ...properties } };
  return JSON.stringify({
    Resources: { Api },
    Outputs: { ApiId: { Value: { Ref: 'Api' } }, Arn: { Value: { 'Fn::GetAtt': ['Api', 'ExecuteApiArn'] } } },
  });
};

const keysOf = async (ApiId: string | undefined) =>
  (await apis.send(new GetRoutesCommand({ ApiId }))).Items?.map(({ RouteKey }) => RouteKey);

test('a stack makes an API of an OpenAPI definition, and changes it by another', async () => {
  const properties = { Tags: { team: 'a' }, Description: 'by the template', FailOnWarnings: true };
  await stacks.send(new CreateStackCommand({ StackName, TemplateBody: defined('/a', properties) }));
  await waitUntilStackCreateComplete(waiting(), { StackName });

  const { ApiId, Arn } = await outputs();
  expect(Arn).toBe(`arn:aws:execute-api:us-east-1:000000000000:${ApiId}`);
  expect(await keysOf(ApiId)).toEqual(['GET /a']);
  expect(await apis.send(new GetApiCommand({ ApiId }))).toMatchObject({
    Name: 'defined',
    Description: 'by the template',
    Tags: { team: 'a' },
  });

  await stacks.send(new UpdateStackCommand({ StackName, TemplateBody: defined('/b') }));
  await waitUntilStackUpdateComplete(waiting(), { StackName });

  expect(await outputs()).toEqual({ ApiId, Arn });
  expect(await keysOf(ApiId)).toEqual(['GET /b']);
});

test('a stack makes an API of a definition in S3', async () => {
  const objects = target.client(S3Client);
  const Bucket = 'definitions';
  const Body = 'openapi: 3.0.1\ninfo: { title: stored, version: "1" }\npaths: { /s3: { get: {} } }';
  await objects.send(new CreateBucketCommand({ Bucket }));
  await objects.send(new PutObjectCommand({ Bucket, Key: 'api.yaml', Body }));
  const properties = { Body: undefined, BodyS3Location: { Bucket, Key: 'api.yaml' } };

  await stacks.send(new CreateStackCommand({ StackName, TemplateBody: defined('/a', properties) }));
  await waitUntilStackCreateComplete(waiting(), { StackName });

  expect(await keysOf((await outputs()).ApiId)).toEqual(['GET /s3']);
});

test('a definition with warnings fails the stack where the template says so', async () => {
  await stacks.send(new CreateStackCommand({ StackName, TemplateBody: defined('$default', { FailOnWarnings: true }) }));
  await waitUntilStackCreateComplete(waiting(), { StackName }).catch(() => {});

  const { Stacks } = await stacks.send(new DescribeStacksCommand({ StackName }));
  expect(Stacks?.[0]?.StackStatus).toMatch(/ROLLBACK/);
});
