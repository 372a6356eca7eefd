const functionUri =
  'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:f/invocations';

const securitySchemes = {
  api_key: { type: 'apiKey', name: 'x-api-key', in: 'header' },
  sigv4: { type: 'apiKey', name: 'Authorization', in: 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' },
  token: {
    type: 'apiKey',
    name: 'X-Token',
    in: 'header',
    'x-amazon-apigateway-authorizer': { type: 'token', authorizerUri: functionUri, authorizerResultTtlInSeconds: 60 },
  },
  pool: {
    type: 'apiKey',
    name: 'Authorization',
    in: 'header',
    'x-amazon-apigateway-authorizer': { type: 'cognito_user_pools', providerARNs: ['arn:aws:cognito-idp:a'] },
  },
};

const integration = {
  type: 'http',
  httpMethod: 'POST',
  uri: 'https://backend.example',
  requestParameters: { 'integration.request.querystring.p': 'method.request.querystring.page' },
  requestTemplates: { 'application/json': '{}' },
  cacheKeyParameters: ['method.request.querystring.page'],
  tlsConfig: { insecureSkipVerification: true },
  responses: {
    default: { statusCode: '200', responseParameters: { 'method.response.header.x': "'2'" } },
    '4..': { statusCode: '400' },
  },
};

const extensions = {
  'x-amazon-apigateway-api-key-source': 'AUTHORIZER',
  'x-amazon-apigateway-binary-media-types': ['image/png'],
  'x-amazon-apigateway-minimum-compression-size': 1024,
  'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint: true, vpcEndpointIds: ['vpce-1'] },
  'x-amazon-apigateway-policy': { Version: '2012-10-17' },
  'x-amazon-apigateway-request-validators': { all: { validateRequestBody: true, validateRequestParameters: true } },
  'x-amazon-apigateway-request-validator': 'all',
  'x-amazon-apigateway-gateway-responses': { UNAUTHORIZED: { statusCode: 401, responseTemplates: { 'a/b': '{}' } } },
  'x-amazon-apigateway-documentation': {
    documentationParts: [{ location: { type: 'METHOD', path: '/a', method: 'POST' }, properties: { summary: 's' } }],
  },
  tags: [{ name: 'team', 'x-amazon-apigateway-tag-value': 'a' }],
};

/** Sound definitions of every part, for tests that change them. */
export const soundOpenApi3: unknown = {
  openapi: '3.0.1',
  info: { title: 'sound', version: '1', description: 'd' },
  servers: [{ url: 'https://a.example/{basePath}', variables: { basePath: { default: 'v1/b' } } }],
  paths: {
    '/a': {
      parameters: [{ $ref: '#/components/parameters/page' }],
      post: {
        operationId: 'o',
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/A' } } } },
        responses: {
          200: {
            headers: { x: { schema: { type: 'string' } } },
            content: { 'application/json': { schema: { type: 'array', items: { $ref: '#/components/schemas/A' } } } },
          },
          400: { $ref: '#/components/responses/Wrong' },
        },
        security: [{ api_key: [] }, { token: [] }],
        'x-amazon-apigateway-integration': integration,
      },
      get: { security: [{ pool: ['s'] }], 'x-amazon-apigateway-integration': { $ref: '#/components/x/i' } },
    },
    '/a/{b}': {
      'x-amazon-apigateway-any-method': { security: [{ sigv4: [] }], 'x-amazon-apigateway-auth': { type: 'NONE' } },
    },
    '/c': { $ref: '#/paths/~1a' },
  },
  components: {
    parameters: { page: { name: 'page', in: 'query', required: true } },
    responses: { Wrong: { description: 'wrong' } },
    schemas: {
      A: { type: 'object', properties: { b: { $ref: '#/components/schemas/B' } } },
      B: { $ref: '#/components/schemas/A' },
    },
    securitySchemes,
    x: { i: { type: 'aws_proxy', httpMethod: 'POST', uri: functionUri } },
  },
  ...extensions,
};

export const soundOpenApi2: unknown = {
  swagger: '2.0',
  info: { title: 'sound', version: '1' },
  basePath: '/v1/b',
  consumes: ['application/json'],
  produces: ['application/json'],
  paths: {
    '/a': {
      parameters: [{ $ref: '#/parameters/page' }],
      post: {
        parameters: [{ name: 'A', in: 'body', schema: { $ref: '#/definitions/A' } }],
        responses: {
          200: { headers: { x: { type: 'string' } }, schema: { type: 'object', properties: {} } },
          400: { $ref: '#/responses/Wrong' },
        },
        security: [{ api_key: [] }, { token: [] }],
        'x-amazon-apigateway-integration': integration,
      },
    },
  },
  parameters: { page: { name: 'page', in: 'query', type: 'string' } },
  responses: { Wrong: { description: 'wrong' } },
  definitions: { A: { type: 'object' } },
  securityDefinitions: securitySchemes,
  ...extensions,
};
