import { expect, it, test } from 'vitest';
import { childKey, childrenOf } from '../state.ts';
import { importAlone } from './testing/import-alone.ts';

const uri =
  'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:0:function:f/invocations';
const scheme = (extension: object, more: object = {}) => ({
  type: 'apiKey',
  name: 'X-Token',
  in: 'header',
  'x-amazon-apigateway-authorizer': extension,
  ...more,
});
const small = (more: object) => ({ openapi: '3.0.1', info: { title: 'small', version: '1' }, ...more });

it.each([
  [
    scheme({ type: 'token', authorizerUri: uri, identityValidationExpression: '.+' }),
    {
      type: 'TOKEN',
      authType: 'custom',
      authorizerUri: uri,
      identitySource: 'method.request.header.X-Token',
      identityValidationExpression: '.+',
      authorizerResultTtlInSeconds: 300,
    },
  ],
  [
    scheme(
      {
        type: 'request',
        authorizerUri: uri,
        identitySource: 'method.request.header.A',
        authorizerResultTtlInSeconds: 0,
      },
      { 'x-amazon-apigateway-authtype': 'mine' },
    ),
    {
      type: 'REQUEST',
      authType: 'mine',
      authorizerUri: uri,
      identitySource: 'method.request.header.A',
      authorizerResultTtlInSeconds: 0,
    },
  ],
  [
    scheme({ type: 'cognito_user_pools', providerARNs: ['arn:aws:cognito-idp:a'] }),
    {
      type: 'COGNITO_USER_POOLS',
      authType: 'cognito_user_pools',
      providerARNs: ['arn:aws:cognito-idp:a'],
      identitySource: 'method.request.header.X-Token',
    },
  ],
])('An authorizer is made of its security scheme: %#', async (guard, record) => {
  const { state, importApi } = importAlone();

  const id = await importApi(small({ components: { securitySchemes: { guard } } }));

  expect(childrenOf(state.authorizers, id)).toEqual([{ id: expect.any(String), name: 'guard', ...record }]);
});

test('Models refer to models of their own API, also in circles', async () => {
  const { state, importApi } = importAlone();

  const id = await importApi(
    small({
      components: {
        schemas: {
          A: { type: 'object', description: 'An A', properties: { b: { $ref: '#/components/schemas/B' } } },
          B: { type: 'array', items: { $ref: '#/components/schemas/A' } },
        },
      },
    }),
  );

  const [a, b] = childrenOf(state.models, id);
  expect(a).toMatchObject({ name: 'A', description: 'An A', contentType: 'application/json' });
  expect(JSON.parse(a?.schema ?? '')).toMatchObject({
    properties: { b: { $ref: `https://apigateway.amazonaws.com/restapis/${id}/models/B` } },
  });
  expect(b?.schema).toBe(
    `{\n  "type" : "array",\n  "items" : {\n    "$ref" : "https://apigateway.amazonaws.com/restapis/${id}/models/A"\n  }\n}`,
  );
});

test('Schemas that methods describe in place become models, lists of a model are named after it', async () => {
  const { state, importApi } = importAlone();
  const content = (schema: object) => ({ content: { 'application/json': { schema } } });

  const id = await importApi(
    small({
      paths: {
        '/a': {
          post: {
            requestBody: content({ type: 'object', properties: {} }),
            responses: { 200: content({ type: 'array', items: { $ref: '#/components/schemas/A' } }) },
          },
        },
      },
      components: { schemas: { A: { type: 'object' } } },
    }),
  );

  const names = childrenOf(state.models, id).map(({ name }) => name);
  expect(names).toEqual(['A', 'ArrayOfA', expect.stringMatching(/^MODEL[0-9a-f]{6}$/)]);
});

test('Validators and gateway responses are made of their extensions', async () => {
  const { state, importApi } = importAlone();

  const id = await importApi(
    small({
      'x-amazon-apigateway-request-validators': {
        all: { validateRequestBody: true, validateRequestParameters: false },
      },
      'x-amazon-apigateway-gateway-responses': {
        DEFAULT_5XX: { responseParameters: { 'gatewayresponse.header.a': "'b'" } },
        UNAUTHORIZED: { statusCode: 418, responseTemplates: { 'application/json': '{}' } },
      },
    }),
  );

  expect(childrenOf(state.validators, id)).toEqual([
    { id: expect.any(String), name: 'all', validateRequestBody: true, validateRequestParameters: false },
  ]);
  expect(childrenOf(state.gatewayResponses, id)).toEqual([
    {
      responseType: 'DEFAULT_5XX',
      responseParameters: { 'gatewayresponse.header.a': "'b'" },
      responseTemplates: {},
      defaultResponse: false,
    },
    {
      responseType: 'UNAUTHORIZED',
      statusCode: '418',
      responseParameters: {},
      responseTemplates: { 'application/json': '{}' },
      defaultResponse: false,
    },
  ]);
});

const documentationParts = [
  { location: { type: 'API' }, properties: { 'x-api': 1, foo: 2, info: { description: 'Of the API', foo: 3 } } },
  { location: { type: 'METHOD', path: '/a', method: 'GET' }, properties: { summary: 'Gets', 'x-method': 4, foo: 5 } },
  { location: { type: 'RESPONSE', path: '/a', method: 'GET', statusCode: '200' }, properties: { description: 'Fine' } },
  { location: { type: 'QUERY_PARAMETER', path: '/a', method: 'GET', name: 'q' }, properties: { description: 'What' } },
];
const documented = small({
  paths: { '/a': { get: { parameters: [{ name: 'q', in: 'query' }], responses: { 200: {} } } } },
  'x-amazon-apigateway-documentation': { version: '1', documentationParts },
});

test('Documentation parts are made of their extension', async () => {
  const { state, importApi } = importAlone();

  const id = await importApi(documented);

  const parts = childrenOf(state.documentationParts, id);
  expect(parts.map(({ location }) => location)).toEqual(
    expect.arrayContaining(documentationParts.map(({ location }) => location)),
  );
  expect(parts.find(({ location }) => location?.type === 'METHOD')?.properties).toBe(
    '{"summary":"Gets","x-method":4,"foo":5}',
  );
});

test('ignore=documentation leaves documentation parts out', async () => {
  const { state, importApi } = importAlone();

  const id = await importApi(documented, { ignore: 'documentation' });

  expect(childrenOf(state.documentationParts, id)).toEqual([]);
});

test('An export has the documentation of its stage: what OpenAPI knows in its place, all of it in the extension', async () => {
  const { state, importApi, exportApi } = importAlone();
  const id = await importApi(documented);
  const parts = childrenOf(state.documentationParts, id);
  state.documentationVersions.set(childKey(id, '1.0'), { version: '1.0', createdDate: new Date(0), parts });
  state.stages.set(childKey(id, 'prod'), { stageName: 'prod', deploymentId: 'd', documentationVersion: '1.0' });

  const document = JSON.parse(await exportApi(id, 'swagger', 'documentation'));

  expect(document).toMatchObject({ info: { title: 'small', description: 'Of the API' }, 'x-api': 1 });
  expect(document.info).not.toHaveProperty('foo');
  expect(document.paths['/a'].get).toEqual({
    summary: 'Gets',
    'x-method': 4,
    parameters: [{ name: 'q', in: 'query', description: 'What', required: false, type: 'string' }],
    responses: { 200: { description: 'Fine' } },
  });
  const extension = document['x-amazon-apigateway-documentation'];
  expect(extension).toMatchObject({ version: '1.0', createdDate: '1970-01-01T00:00:00Z' });
  expect(extension.documentationParts).toEqual(expect.arrayContaining(documentationParts));
});
