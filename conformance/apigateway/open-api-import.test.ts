import {
  APIGatewayClient,
  GetResourcesCommand,
  GetRestApiCommand,
  ImportRestApiCommand,
  PutRestApiCommand,
  type Resource,
} from '@aws-sdk/client-api-gateway';
import { beforeEach, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { useCloud } from '../cloud.ts';
import { openApi2, openApi3, withPaths } from './open-api-definitions.ts';

const target = useCloud();
let client: APIGatewayClient;
beforeEach(() => {
  client = target.client(APIGatewayClient);
});

const bodyOf = (document: object | string) =>
  Buffer.from(typeof document === 'string' ? document : JSON.stringify(document));

const importApi = (
  document: object | string,
  input: { failOnWarnings?: boolean; parameters?: Record<string, string> } = {},
) => client.send(new ImportRestApiCommand({ body: bodyOf(document), ...input }));

async function resourcesOf(restApiId: string | undefined): Promise<Map<string, Resource>> {
  const { items = [] } = await client.send(new GetResourcesCommand({ restApiId, embed: ['methods'], limit: 500 }));
  return new Map(items.map((item) => [item.path ?? '', item]));
}

const pathsOf = async (restApiId: string | undefined) => [...(await resourcesOf(restApiId)).keys()].sort();

/** The definition with what a test is about at one path. */
const mock = { responses: {}, 'x-amazon-apigateway-integration': { type: 'mock' } };

describe('ImportRestApi', () => {
  test.each([
    ['OpenAPI 3.0', openApi3],
    ['OpenAPI 2.0', openApi2],
  ])('%s › makes the API with its settings', async (_, document) => {
    const api = await importApi(document, { parameters: { endpointConfigurationTypes: 'REGIONAL' } });

    expect(api).toMatchObject({
      id: expect.stringMatching(/^[a-z0-9]{10}$/),
      name: 'pets',
      description: 'Pets',
      version: '1.2',
      apiKeySource: 'AUTHORIZER',
      binaryMediaTypes: ['image/png'],
      minimumCompressionSize: 1024,
      disableExecuteApiEndpoint: true,
      endpointConfiguration: { types: ['REGIONAL'] },
      // Escaped once more than a policy is, as in all answers.
      policy: '{\\"Version\\":\\"2012-10-17\\",\\"Statement\\":[]}',
      tags: { team: 'a' },
    });
    expect(api).not.toHaveProperty('warnings');
  });

  test.each([
    ['OpenAPI 3.0', openApi3],
    ['OpenAPI 2.0', openApi2],
  ])('%s › makes resources and methods', async (_, document) => {
    const { id } = await importApi(document);

    const resources = await resourcesOf(id);
    expect([...resources.keys()].sort()).toEqual(['/', '/pets', '/pets/{id}']);
    const { POST, GET, DELETE } = resources.get('/pets')?.resourceMethods ?? {};
    expect(POST).toEqual({
      httpMethod: 'POST',
      apiKeyRequired: true,
      authorizationType: 'CUSTOM',
      authorizerId: expect.any(String),
      requestValidatorId: expect.any(String),
      operationName: 'addPet',
      requestParameters: { 'method.request.querystring.page': true, 'method.request.header.x-trace': false },
      requestModels: { 'application/json': 'Pet' },
      methodResponses: {
        200: {
          statusCode: '200',
          responseParameters: { 'method.response.header.x-next': false },
          responseModels: { 'application/json': 'Pets' },
        },
        400: { statusCode: '400' },
      },
      methodIntegration: {
        type: 'HTTP',
        connectionType: 'INTERNET',
        httpMethod: 'POST',
        uri: 'https://backend.example/pets',
        passthroughBehavior: 'WHEN_NO_TEMPLATES',
        contentHandling: 'CONVERT_TO_TEXT',
        timeoutInMillis: 1000,
        credentials: 'arn:aws:iam::000000000000:role/r',
        cacheKeyParameters: ['method.request.querystring.page'],
        cacheNamespace: 'pets',
        tlsConfig: { insecureSkipVerification: true },
        requestParameters: { 'integration.request.querystring.p': 'method.request.querystring.page' },
        requestTemplates: { 'application/json': '{"a": 1}' },
        integrationResponses: {
          200: { statusCode: '200', responseParameters: { 'method.response.header.x-next': "'2'" } },
          400: {
            statusCode: '400',
            selectionPattern: '4\\d{2}',
            responseTemplates: { 'application/json': '{}' },
            contentHandling: 'CONVERT_TO_BINARY',
          },
        },
      },
    });
    expect(GET).toMatchObject({ authorizationType: 'AWS_IAM', apiKeyRequired: false });
    expect(GET?.methodIntegration).toMatchObject({
      type: 'MOCK',
      passthroughBehavior: 'WHEN_NO_MATCH',
      timeoutInMillis: 29000,
      cacheKeyParameters: [],
      cacheNamespace: resources.get('/pets')?.id,
    });
    expect(DELETE).toMatchObject({ authorizationType: 'COGNITO_USER_POOLS', authorizationScopes: ['pets/write'] });
    expect(DELETE?.methodIntegration).toMatchObject({ type: 'AWS_PROXY', httpMethod: 'POST' });
    expect(resources.get('/pets/{id}')?.resourceMethods?.ANY).toMatchObject({
      authorizationType: 'CUSTOM',
      requestParameters: { 'method.request.path.id': true },
    });
  });

  test('reads YAML', async () => {
    const { id } = await importApi(stringify(openApi3));

    expect(await pathsOf(id)).toEqual(['/', '/pets', '/pets/{id}']);
  });

  test.each([
    ['ignore', ['/', '/pets', '/pets/{id}']],
    ['prepend', ['/', '/v1', '/v1/shop', '/v1/shop/pets', '/v1/shop/pets/{id}']],
    ['split', ['/', '/shop', '/shop/pets', '/shop/pets/{id}']],
  ])('basepath=%s', async (basepath, paths) => {
    for (const document of [openApi2, openApi3]) {
      const { id } = await importApi(document, { parameters: { basepath } });

      expect(await pathsOf(id)).toEqual(paths);
    }
  });

  test.each(['openapi: "3.0"', 'openapi: 3.0', 'swagger: 2.0'])(
    'takes a version without all its parts: %s',
    async (version) => {
      const { name } = await importApi(`${version}\ninfo: { title: short, version: "1" }\npaths: {}`);

      expect(name).toBe('short');
    },
  );

  test.each<[string, object | string, string]>([
    ['what is no OpenAPI', 'nonsense', 'Invalid OpenAPI input.'],
    ['a version of OpenAPI that is not known', { openapi: '3.1.0' }, 'Invalid OpenAPI input.'],
    [
      'a path that is no structure',
      withPaths({ '/a': 'nonsense' }),
      'Unable to parse API definition because of a malformed definition at path /a.',
    ],
    [
      'an integration that is no structure',
      withPaths({ '/a': { get: { 'x-amazon-apigateway-integration': 'nonsense' } } }),
      'Unable to parse API definition because of a malformed integration at path /a.',
    ],
    [
      'an integration that PutIntegration would refuse',
      withPaths({
        '/a': {
          get: {
            'x-amazon-apigateway-integration': {
              type: 'aws',
              httpMethod: 'POST',
              uri: 'arn:aws:apigateway:us-east-1:lambda:nonsense',
            },
          },
        },
      }),
      "Errors found during import:\n\tUnable to put integration on 'GET' for resource at path '/a': AWS ARN for integration must contain path or action",
    ],
    [
      'a timeout that is too long',
      withPaths({
        '/a': { get: { 'x-amazon-apigateway-integration': { type: 'mock', timeoutInMillis: 30_000 } } },
      }),
      "Errors found during import:\n\tUnable to put integration on 'GET' for resource at path '/a': Timeout should be between 50 ms and 29000 ms",
    ],
    [
      'two variables below one resource',
      withPaths({ '/a/{b}': { get: mock }, '/a/{c}/d': { get: mock } }),
      "Errors found during import:\n\tUnable to create resource at path '/a/{c}/d': A sibling ({b}) of this resource already has a variable path part -- only one is allowed",
    ],
    [
      'a name of a parameter that mappings cannot say',
      withPaths({ '/a': { get: { ...mock, parameters: [{ name: 'page[size]', in: 'query' }] } } }),
      "Errors found during import:\n\tUnable to put method 'GET' on resource at path '/a': Invalid mapping expression specified: Validation Result: warnings : [], errors : [Parameter name should match the following regular expression: ^[a-zA-Z0-9._$-]+$]",
    ],
    [
      'a response of an integration that the method does not have',
      withPaths({
        '/a': {
          get: { 'x-amazon-apigateway-integration': { type: 'mock', responses: { default: { statusCode: 200 } } } },
        },
      }),
      "Errors found during import:\n\tUnable to put integration response on 'GET' for resource at path '/a': Invalid mapping expression specified: Validation Result: warnings : [], errors : [No method response exists for method.]",
    ],
    [
      'a model that refers to one elsewhere, with what else was found',
      withPaths(
        {
          '/a': {
            post: {
              ...mock,
              requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/A' } } } },
            },
          },
        },
        { components: { schemas: { A: { $ref: 'https://elsewhere.example/a.json' } } } },
      ),
      "Errors found during import:\n\tUnable to create model for 'A': Invalid model specified: Validation Result: warnings : [], errors : [Model reference must be in canonical form]\nAdditionally, these warnings were found:\n\tReference to model 'A' not found. Ignoring.\n\tInvalid format for model application/json for method POST",
    ],
  ])('rejects %s', async (_, document, message) => {
    await expect(importApi(document)).rejects.toMatchObject({ name: 'BadRequestException', message });
  });

  const doubtful = withPaths(
    {
      '/a': {
        get: { ...mock, responses: { 201: { content: { 'application/json': { schema: { type: 'string' } } } } } },
      },
    },
    {
      servers: [{ url: 'https://a.example' }, { url: 'https://b.example' }],
      components: { securitySchemes: { basic: { type: 'http' } } },
    },
  );
  const warnings = [
    'More than one server provided. Ignoring all but the first for defining endpoint configuration',
    "Unsupported security definition type 'http' for 'basic'. Ignoring.",
    "Unsupported model type 'StringSchema' in 201 response to method 'GET /a'. Ignoring.",
  ];

  test('tells what it ignores', async () => {
    const api = await importApi(doubtful);

    expect(api.warnings).toEqual(warnings);
    expect(await client.send(new GetRestApiCommand({ restApiId: api.id }))).not.toHaveProperty('warnings');
  });

  test('fails on warnings where it is asked to', async () => {
    await expect(importApi(doubtful, { failOnWarnings: true })).rejects.toMatchObject({
      name: 'BadRequestException',
      message: `Warnings found during import:${warnings.map((warning) => `\n\t${warning}`).join('')}`,
    });
  });

  test('references that go round in circles end', async () => {
    const circle = withPaths({ '/a': { $ref: '#/paths/~1b' }, '/b': { $ref: '#/paths/~1a' } });

    const { id, warnings: told } = await importApi(circle);

    expect(await pathsOf(id)).toEqual(['/']);
    expect(told).toHaveLength(2);
  });
});

describe('PutRestApi', () => {
  const before = withPaths({ '/a': { get: mock, post: mock }, '/b/c': { get: mock } });
  const after = withPaths(
    { '/a': { get: { ...mock, responses: { 200: {} } } }, '/d': { get: mock } },
    { info: { title: 'other', version: '2' } },
  );

  async function put(mode: 'merge' | 'overwrite' | undefined) {
    const { id: restApiId } = await importApi(before);
    const known = await resourcesOf(restApiId);
    const api = await client.send(new PutRestApiCommand({ restApiId, mode, body: bodyOf(after) }));
    return { api, known, resources: await resourcesOf(restApiId) };
  }

  test.each(['merge', undefined] as const)('mode %s › what it does not mention stays', async (mode) => {
    const { api, known, resources } = await put(mode);

    expect(api).toMatchObject({ name: 'other', version: '2' });
    expect([...resources.keys()].sort()).toEqual(['/', '/a', '/b', '/b/c', '/d']);
    expect(Object.keys(resources.get('/a')?.resourceMethods ?? {}).sort()).toEqual(['GET', 'POST']);
    expect(resources.get('/a')?.resourceMethods?.GET?.methodResponses).toEqual({ 200: { statusCode: '200' } });
    expect(resources.get('/a')?.id).toBe(known.get('/a')?.id);
  });

  test('mode overwrite › what it does not mention goes', async () => {
    const { known, resources } = await put('overwrite');

    expect([...resources.keys()].sort()).toEqual(['/', '/a', '/d']);
    expect(Object.keys(resources.get('/a')?.resourceMethods ?? {})).toEqual(['GET']);
    expect(resources.get('/')?.id).toBe(known.get('/')?.id);
  });

  test('changes nothing where it fails', async () => {
    const { id: restApiId } = await importApi(before);
    const broken = withPaths({ '/e': { get: mock }, '/f': { get: { 'x-amazon-apigateway-integration': {} } } });

    await expect(
      client.send(new PutRestApiCommand({ restApiId, mode: 'overwrite', body: bodyOf(broken) })),
    ).rejects.toMatchObject({ name: 'BadRequestException' });

    expect(await pathsOf(restApiId)).toEqual(['/', '/a', '/b', '/b/c']);
  });

  test('rejects an API that is not there', async () => {
    await expect(
      client.send(new PutRestApiCommand({ restApiId: 'abcdefghij', body: bodyOf(before) })),
    ).rejects.toMatchObject({
      name: 'NotFoundException',
      message: 'Invalid API identifier specified 000000000000:abcdefghij',
    });
  });
});
