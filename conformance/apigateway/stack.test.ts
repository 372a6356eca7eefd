import {
  APIGatewayClient,
  GetAuthorizersCommand,
  GetDeploymentsCommand,
  GetGatewayResponseCommand,
  GetMethodCommand,
  GetModelCommand,
  GetRequestValidatorsCommand,
  GetResourcesCommand,
  GetRestApiCommand,
  GetStageCommand,
} from '@aws-sdk/client-api-gateway';
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
let apis: APIGatewayClient;
beforeEach(() => {
  stacks = target.client(CloudFormationClient);
  apis = target.client(APIGatewayClient);
});

const ref = (Ref: string) => ({ Ref });
const attribute = (id: string, name: string) => ({ 'Fn::GetAtt': [id, name] });
const uri = {
  'Fn::Sub':
    'arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:missing/invocations',
};
const trust = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'apigateway.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

interface Changes {
  readonly api?: object;
  readonly get?: object;
  readonly deployment?: string;
  readonly stage?: object;
  readonly response?: object;
}

/** What the CDK makes of `new RestApi()`: a model, a validator, an authorizer, CORS by a mock, a deployment and a stage. */
const template = ({ api = {}, get = {}, deployment = 'Deployment1', stage = {}, response = {} }: Changes): string => {
  const RestApiId = ref('Api');
  const typed = (Type: string, Properties: object, more: object = {}) => ({
    Type: `AWS::ApiGateway::${Type}`,
    Properties: Type === 'RestApi' || Type === 'Account' ? Properties : { RestApiId, ...Properties },
    ...more,
  });
  return JSON.stringify({
    Resources: {
      Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: trust } },
      Account: typed('Account', { CloudWatchRoleArn: attribute('Role', 'Arn') }, { DependsOn: 'Api' }),
      Api: typed('RestApi', { Name: 'pets', ...api }),
      Pets: typed('Resource', { ParentId: attribute('Api', 'RootResourceId'), PathPart: 'pets' }),
      Pet: typed('Model', { Name: 'Pet', ContentType: 'application/json', Schema: { type: 'object' } }),
      Validator: typed('RequestValidator', { Name: 'all', ValidateRequestBody: true }),
      Guard: typed('Authorizer', {
        Name: 'guard',
        Type: 'TOKEN',
        AuthorizerUri: uri,
        IdentitySource: 'method.request.header.Authorization',
      }),
      NotFound: typed('GatewayResponse', { ResponseType: 'DEFAULT_4XX', ...response }),
      Get: typed('Method', {
        HttpMethod: 'GET',
        ResourceId: ref('Pets'),
        AuthorizationType: 'CUSTOM',
        AuthorizerId: ref('Guard'),
        RequestValidatorId: ref('Validator'),
        RequestModels: { 'application/json': ref('Pet') },
        Integration: { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: uri },
        ...get,
      }),
      Options: typed('Method', {
        HttpMethod: 'OPTIONS',
        ResourceId: ref('Pets'),
        AuthorizationType: 'NONE',
        Integration: {
          Type: 'MOCK',
          RequestTemplates: { 'application/json': '{ statusCode: 200 }' },
          IntegrationResponses: [
            {
              StatusCode: '204',
              ResponseParameters: { 'method.response.header.Access-Control-Allow-Origin': "'*'" },
            },
          ],
        },
        MethodResponses: [
          { StatusCode: '204', ResponseParameters: { 'method.response.header.Access-Control-Allow-Origin': true } },
        ],
      }),
      [deployment]: typed('Deployment', { Description: 'by the stack' }, { DependsOn: ['Get', 'Options'] }),
      Stage: typed('Stage', { StageName: 'prod', DeploymentId: ref(deployment), ...stage }),
    },
    Outputs: {
      ApiId: { Value: ref('Api') },
      Root: { Value: attribute('Api', 'RootResourceId') },
      Pets: { Value: ref('Pets') },
      Stage: { Value: ref('Stage') },
      Deployment: { Value: attribute(deployment, 'DeploymentId') },
    },
  });
};

const StackName = 'pets';
const waiting = () => ({ client: stacks, maxWaitTime: 20, minDelay: 1, maxDelay: 1 });

async function outputs(): Promise<Record<string, string>> {
  const { Stacks } = await stacks.send(new DescribeStacksCommand({ StackName }));
  const pairs = Stacks?.[0]?.Outputs?.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]);
  return Object.fromEntries(pairs ?? []);
}

const Capabilities: 'CAPABILITY_IAM'[] = ['CAPABILITY_IAM'];

async function create(TemplateBody: string): Promise<Record<string, string>> {
  await stacks.send(new CreateStackCommand({ StackName, TemplateBody, Capabilities }));
  await waitUntilStackCreateComplete(waiting(), { StackName });
  return outputs();
}

async function update(TemplateBody: string): Promise<Record<string, string>> {
  await stacks.send(new UpdateStackCommand({ StackName, TemplateBody, Capabilities }));
  await waitUntilStackUpdateComplete(waiting(), { StackName });
  return outputs();
}

test('a stack makes a REST API, changes it in place and takes it away', async () => {
  const made = await create(
    template({
      api: { Description: 'old', BinaryMediaTypes: ['image/png'], Tags: [{ Key: 'team', Value: 'a' }] },
      stage: {
        Variables: { a: '1' },
        MethodSettings: [
          { ResourcePath: '/*', HttpMethod: '*', LoggingLevel: 'INFO' },
          { ResourcePath: '/~1pets', HttpMethod: 'GET', ThrottlingRateLimit: 5 },
        ],
      },
    }),
  );
  const { ApiId: restApiId, Pets: resourceId, Stage: stageName } = made;
  expect(await apis.send(new GetRestApiCommand({ restApiId }))).toMatchObject({
    rootResourceId: made.Root,
    description: 'old',
    binaryMediaTypes: ['image/png'],
    tags: { team: 'a' },
  });
  const stage = await apis.send(new GetStageCommand({ restApiId, stageName }));
  expect(stage).toMatchObject({
    deploymentId: made.Deployment,
    variables: { a: '1' },
    methodSettings: { '*/*': { loggingLevel: 'INFO' }, '~1pets/GET': { throttlingRateLimit: 5 } },
  });
  const answer = await fetch(`${target.cloud.endpoint}/_aws/execute-api/${restApiId}/prod/pets/none`);
  expect(answer.status).toBe(403);

  const changed = await update(
    template({
      api: { MinimumCompressionSize: 10 },
      get: { AuthorizationType: 'NONE', AuthorizerId: { Ref: 'AWS::NoValue' }, ApiKeyRequired: true },
      deployment: 'Deployment2',
      stage: { Description: 'changed' },
      response: { StatusCode: '499', ResponseTemplates: { 'application/json': '{}' } },
    }),
  );

  expect(changed).toMatchObject({ ApiId: restApiId, Pets: resourceId, Stage: 'prod' });
  expect(changed.Deployment).not.toBe(made.Deployment);
  const api = await apis.send(new GetRestApiCommand({ restApiId }));
  expect(api).toMatchObject({ minimumCompressionSize: 10 });
  expect(api).not.toHaveProperty('description');
  expect(api).not.toHaveProperty('binaryMediaTypes');
  const method = await apis.send(new GetMethodCommand({ restApiId, resourceId, httpMethod: 'GET' }));
  expect(method).toMatchObject({
    authorizationType: 'NONE',
    apiKeyRequired: true,
    requestModels: { 'application/json': 'Pet' },
    methodIntegration: { type: 'AWS_PROXY' },
  });
  const changedStage = await apis.send(new GetStageCommand({ restApiId, stageName }));
  expect(changedStage).toMatchObject({ deploymentId: changed.Deployment, description: 'changed', methodSettings: {} });
  expect(changedStage).not.toHaveProperty('variables');
  const deployments = await apis.send(new GetDeploymentsCommand({ restApiId }));
  expect(deployments.items?.map(({ id }) => id)).toEqual([changed.Deployment]);
  const response = { restApiId, responseType: 'DEFAULT_4XX' } as const;
  expect(await apis.send(new GetGatewayResponseCommand(response))).toMatchObject({ statusCode: '499' });
  expect(await apis.send(new GetModelCommand({ restApiId, modelName: 'Pet' }))).toMatchObject({
    schema: '{"type":"object"}',
  });
  expect((await apis.send(new GetAuthorizersCommand({ restApiId }))).items).toHaveLength(1);
  expect((await apis.send(new GetRequestValidatorsCommand({ restApiId }))).items).toHaveLength(1);
  expect((await apis.send(new GetResourcesCommand({ restApiId }))).items).toHaveLength(2);

  await stacks.send(new DeleteStackCommand({ StackName }));
  await waitUntilStackDeleteComplete(waiting(), { StackName });

  await expect(apis.send(new GetRestApiCommand({ restApiId }))).rejects.toMatchObject({ name: 'NotFoundException' });
});

test('a definition without a title takes the name that is declared beside it', async () => {
  const Body = { openapi: '3.0', info: {}, paths: { '/': {} } };
  const Api = { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'from Composer', Body } };

  const { Api: restApiId } = await create(
    JSON.stringify({ Resources: { Api }, Outputs: { Api: { Value: { Ref: 'Api' } } } }),
  );

  expect(await apis.send(new GetRestApiCommand({ restApiId }))).toMatchObject({ name: 'from Composer' });
});

test('a method whose update fails half-way is as it was', async () => {
  const { ApiId: restApiId, Pets: resourceId } = await create(template({}));
  const before = await apis.send(new GetMethodCommand({ restApiId, resourceId, httpMethod: 'GET' }));
  const TemplateBody = template({
    get: { Integration: { Type: 'HTTP', IntegrationHttpMethod: 'GET', Uri: 'nowhere' } },
  });

  await stacks.send(new UpdateStackCommand({ StackName, TemplateBody, Capabilities }));
  await waitUntilStackUpdateComplete(waiting(), { StackName }).catch(() => undefined);

  const { Stacks } = await stacks.send(new DescribeStacksCommand({ StackName }));
  expect(Stacks?.[0]?.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
  const { $metadata: _, ...after } = await apis.send(
    new GetMethodCommand({ restApiId, resourceId, httpMethod: 'GET' }),
  );
  expect(before).toMatchObject(after);
});

test('a deployment makes a stage with its settings, which goes with it', async () => {
  const resources = (description: object) =>
    JSON.stringify({
      Resources: {
        Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'pets' } },
        Get: {
          Type: 'AWS::ApiGateway::Method',
          Properties: {
            RestApiId: ref('Api'),
            ResourceId: attribute('Api', 'RootResourceId'),
            HttpMethod: 'GET',
            AuthorizationType: 'NONE',
            Integration: { Type: 'MOCK' },
          },
        },
        Deployment: {
          Type: 'AWS::ApiGateway::Deployment',
          DependsOn: 'Get',
          Properties: { RestApiId: ref('Api'), StageName: 'dev', StageDescription: description },
        },
      },
      Outputs: { ApiId: { Value: ref('Api') } },
    });

  const { ApiId: restApiId } = await create(
    resources({
      Description: 'd',
      Variables: { a: 'b' },
      MetricsEnabled: true,
      ThrottlingBurstLimit: 3,
      Tags: [{ Key: 'team', Value: 'a' }],
    }),
  );

  expect(await apis.send(new GetStageCommand({ restApiId, stageName: 'dev' }))).toMatchObject({
    description: 'd',
    tags: { team: 'a' },
    variables: { a: 'b' },
    methodSettings: { '*/*': { metricsEnabled: true, throttlingBurstLimit: 3 } },
  });
  await stacks.send(new DeleteStackCommand({ StackName }));
  await waitUntilStackDeleteComplete(waiting(), { StackName });
  await expect(apis.send(new GetRestApiCommand({ restApiId }))).rejects.toMatchObject({ name: 'NotFoundException' });
});
