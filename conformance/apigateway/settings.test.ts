import {
  APIGatewayClient,
  CreateApiKeyCommand,
  CreateBasePathMappingCommand,
  CreateDeploymentCommand,
  CreateDomainNameCommand,
  CreateRestApiCommand,
  CreateStageCommand,
  DeleteBasePathMappingCommand,
  DeleteRestApiCommand,
  GetIntegrationCommand,
  GetRestApiCommand,
  GetStageCommand,
  ImportRestApiCommand,
  PutGatewayResponseCommand,
  PutIntegrationCommand,
  type PutIntegrationCommandInput,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
  UpdateApiKeyCommand,
  UpdateGatewayResponseCommand,
  UpdateMethodResponseCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway';
import { beforeEach, describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';

/** What AWS makes of settings at the edge of what may be said: empty ones, unknown words, things that are not there. */
const target = useCloud();
let apis: APIGatewayClient;
let restApiId: string;
let method: { readonly restApiId: string; readonly resourceId: string; readonly httpMethod: string };

beforeEach(async () => {
  apis = target.client(APIGatewayClient);
  const { id = '', rootResourceId = '' } = await apis.send(new CreateRestApiCommand({ name: 'pets' }));
  restApiId = id;
  method = { restApiId, resourceId: rootResourceId, httpMethod: 'GET' };
  await apis.send(new PutMethodCommand({ ...method, authorizationType: 'NONE' }));
});

const put = (settings: Partial<PutIntegrationCommandInput>) =>
  apis.send(new PutIntegrationCommand({ ...method, type: 'MOCK', ...settings }));

const http = { type: 'HTTP', integrationHttpMethod: 'GET', uri: 'http://backend.example' } as const;

async function deploy(stageName: string): Promise<string> {
  await put({});
  const { id = '' } = await apis.send(new CreateDeploymentCommand({ restApiId, stageName }));
  return id;
}

test('dates are told in whole seconds', async () => {
  await deploy('dev');

  const { createdDate } = await apis.send(new GetRestApiCommand({ restApiId }));
  const stage = await apis.send(new GetStageCommand({ restApiId, stageName: 'dev' }));
  const key = await apis.send(new CreateApiKeyCommand({ name: 'key' }));

  for (const date of [createdDate, stage.createdDate, stage.lastUpdatedDate, key.createdDate, key.lastUpdatedDate]) {
    expect(date?.getMilliseconds()).toBe(0);
  }
});

test('empty settings are as good as none', async () => {
  const { $metadata: _, ...api } = await apis.send(
    new CreateRestApiCommand({
      name: 'pets',
      description: '',
      version: '',
      policy: '',
      binaryMediaTypes: [],
      endpointConfiguration: { types: [] },
      tags: {},
    }),
  );

  expect(Object.keys(api).sort()).toEqual([
    'apiKeySource',
    'createdDate',
    'disableExecuteApiEndpoint',
    'endpointConfiguration',
    'id',
    'name',
    'rootResourceId',
  ]);
  expect(api.endpointConfiguration).toEqual({ types: ['EDGE'], ipAddressType: 'ipv4' });
  const deploymentId = await deploy('dev');
  const stage = await apis.send(
    new CreateStageCommand({ restApiId, deploymentId, stageName: 'plain', description: '', tags: {} }),
  );
  expect(stage).not.toHaveProperty('description');
  expect(stage).not.toHaveProperty('tags');
});

test('an API is not deleted while a custom domain leads to it', async () => {
  const domainName = 'api.example.com';
  const certificateArn = 'arn:aws:acm:us-east-1:000000000000:certificate/pets';
  await apis.send(new CreateDomainNameCommand({ domainName, certificateArn }));
  await apis.send(new CreateBasePathMappingCommand({ domainName, restApiId, basePath: 'pets' }));

  await expect(apis.send(new DeleteRestApiCommand({ restApiId }))).rejects.toMatchObject({
    name: 'BadRequestException',
    message: `Deleting RestApi ${restApiId} failed. Please remove all base path mappings related to the RestApi in your domains: ${domainName}`,
  });

  await apis.send(new DeleteBasePathMappingCommand({ domainName, basePath: 'pets' }));
  const { $metadata } = await apis.send(new DeleteRestApiCommand({ restApiId }));
  expect($metadata.httpStatusCode).toBe(202);
});

describe('integrations', () => {
  test('with HTTP backends go through the internet unless told otherwise', async () => {
    expect(await put(http)).toMatchObject({ connectionType: 'INTERNET' });
    expect(await apis.send(new GetIntegrationCommand(method))).toMatchObject({ connectionType: 'INTERNET' });
    expect(await put({ ...http, connectionType: 'VPC_LINK', connectionId: 'link' })).toMatchObject({
      connectionType: 'VPC_LINK',
    });
    expect(await put({})).not.toHaveProperty('connectionType');
  });

  test.each<[object, string]>([
    [{ integrationHttpMethod: 'FETCH' }, 'BadRequestException'],
    [{ passthroughBehavior: 'ALWAYS' }, 'BadRequestException'],
    [{ connectionType: 'VPC_LINK' }, 'BadRequestException'],
    [{ connectionType: 'WIRE' }, 'ValidationException'],
    [{ contentHandling: 'CONVERT' }, 'ValidationException'],
  ])('refuse %o', async (settings, name) => {
    await expect(put({ ...http, ...settings })).rejects.toMatchObject({ name });
  });

  test('refuse unknown content handling of responses', async () => {
    await put({});
    const response = { ...method, statusCode: '200', contentHandling: 'CONVERT' as 'CONVERT_TO_TEXT' };

    await expect(apis.send(new PutIntegrationResponseCommand(response))).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });
});

test('method responses declare headers alone', async () => {
  const response = { ...method, statusCode: '200' };
  const complaint = {
    name: 'BadRequestException',
    message:
      'Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: header.a]',
  };

  await expect(
    apis.send(new PutMethodResponseCommand({ ...response, responseParameters: { 'header.a': true } })),
  ).rejects.toMatchObject(complaint);
  await apis.send(new PutMethodResponseCommand(response));
  await expect(
    apis.send(
      new UpdateMethodResponseCommand({
        ...response,
        patchOperations: [{ op: 'add', path: '/responseParameters/header.a', value: 'true' }],
      }),
    ),
  ).rejects.toMatchObject(complaint);
});

describe('stages', () => {
  test.each([
    ['/*/*/logging/loglevel', 'DEBUG', 'BadRequestException'],
    ['/*/*/caching/ttlInSeconds', '3601', 'BadRequestException'],
    ['/*/*/caching/unauthorizedCacheControlHeaderStrategy', 'IGNORE', 'ValidationException'],
    ['/documentationVersion', 'none', 'NotFoundException'],
    ['/clientCertificateId', 'none', 'NotFoundException'],
  ])('refuse %s as %s', async (path, value, name) => {
    await deploy('dev');

    const change = new UpdateStageCommand({
      restApiId,
      stageName: 'dev',
      patchOperations: [{ op: 'replace', path, value }],
    });
    await expect(apis.send(change)).rejects.toMatchObject({ name });
  });

  test('are not made with documentation that is not there', async () => {
    const deploymentId = await deploy('dev');

    await expect(
      apis.send(new CreateStageCommand({ restApiId, deploymentId, stageName: 'next', documentationVersion: 'none' })),
    ).rejects.toMatchObject({ name: 'NotFoundException' });
  });
});

test('imported integrations with HTTP backends go through the internet too', async () => {
  const integration = { type: 'http', httpMethod: 'GET', uri: 'http://backend.example', responses: {} };
  const definition = {
    openapi: '3.0.1',
    info: { title: 'imported', version: '1' },
    paths: { '/': { get: { responses: {}, 'x-amazon-apigateway-integration': integration } } },
  };
  const { id, rootResourceId } = await apis.send(
    new ImportRestApiCommand({ body: new TextEncoder().encode(JSON.stringify(definition)) }),
  );

  const imported = new GetIntegrationCommand({ restApiId: id, resourceId: rootResourceId, httpMethod: 'GET' });
  expect(await apis.send(imported)).toMatchObject({ type: 'HTTP', connectionType: 'INTERNET' });
});

test.each<[string, string]>([
  ['header.x-why', "'because'"],
  ['gatewayresponse.header.x-why', 'because'],
])('gateway responses refuse to map %s from %s', async (name, source) => {
  const refused = {
    name: 'BadRequestException',
    message: expect.stringContaining('Invalid mapping expression specified'),
  };
  const responseType = 'UNAUTHORIZED';

  await expect(
    apis.send(new PutGatewayResponseCommand({ restApiId, responseType, responseParameters: { [name]: source } })),
  ).rejects.toMatchObject(refused);
  await expect(
    apis.send(
      new UpdateGatewayResponseCommand({
        restApiId,
        responseType,
        patchOperations: [{ op: 'add', path: `/responseParameters/${name}`, value: source }],
      }),
    ),
  ).rejects.toMatchObject(refused);
});

test('API keys are tied to stages that are there', async () => {
  const { id: apiKey } = await apis.send(new CreateApiKeyCommand({ name: 'key' }));

  await expect(
    apis.send(
      new UpdateApiKeyCommand({
        apiKey,
        patchOperations: [{ op: 'add', path: '/stages', value: `${restApiId}/none` }],
      }),
    ),
  ).rejects.toMatchObject({ name: 'NotFoundException', message: 'Invalid stage identifier specified' });
});
