const functionUri =
  'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:f/invocations';

const integration = {
  type: 'http',
  httpMethod: 'POST',
  uri: 'https://backend.example/pets',
  passthroughBehavior: 'when_no_templates',
  contentHandling: 'CONVERT_TO_TEXT',
  timeoutInMillis: 1000,
  credentials: 'arn:aws:iam::000000000000:role/r',
  cacheKeyParameters: ['method.request.querystring.page'],
  cacheNamespace: 'pets',
  tlsConfig: { insecureSkipVerification: true },
  requestParameters: { 'integration.request.querystring.p': 'method.request.querystring.page' },
  requestTemplates: { 'application/json': '{"a": 1}' },
  responses: {
    default: { statusCode: '200', responseParameters: { 'method.response.header.x-next': "'2'" } },
    '4\\d{2}': {
      statusCode: 400,
      responseTemplates: { 'application/json': '{}' },
      contentHandling: 'CONVERT_TO_BINARY',
    },
  },
};

const securitySchemes = {
  api_key: { type: 'apiKey', name: 'x-api-key', in: 'header' },
  sigv4: { type: 'apiKey', name: 'Authorization', in: 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' },
  token: {
    type: 'apiKey',
    name: 'X-Token',
    in: 'header',
    'x-amazon-apigateway-authtype': 'oauth2',
    'x-amazon-apigateway-authorizer': {
      type: 'token',
      authorizerUri: functionUri,
      authorizerCredentials: 'arn:aws:iam::000000000000:role/r',
      identityValidationExpression: '^x-[a-z]+',
      authorizerResultTtlInSeconds: 60,
    },
  },
  request: {
    type: 'apiKey',
    name: 'Unused',
    in: 'header',
    'x-amazon-apigateway-authtype': 'custom',
    'x-amazon-apigateway-authorizer': {
      type: 'request',
      authorizerUri: functionUri,
      identitySource: 'method.request.header.A, method.request.querystring.b',
    },
  },
  pool: {
    type: 'apiKey',
    name: 'Authorization',
    in: 'header',
    'x-amazon-apigateway-authtype': 'cognito_user_pools',
    'x-amazon-apigateway-authorizer': {
      type: 'cognito_user_pools',
      providerARNs: ['arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_a'],
    },
  },
};

const extensions = {
  'x-amazon-apigateway-api-key-source': 'AUTHORIZER',
  'x-amazon-apigateway-binary-media-types': ['image/png'],
  'x-amazon-apigateway-minimum-compression-size': 1024,
  'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint: true },
  'x-amazon-apigateway-importexport-version': '1.0',
  'x-amazon-apigateway-policy': { Version: '2012-10-17', Statement: [] },
  'x-amazon-apigateway-request-validators': {
    all: { validateRequestBody: true, validateRequestParameters: true },
    params: { validateRequestBody: false, validateRequestParameters: true },
  },
  'x-amazon-apigateway-request-validator': 'params',
  'x-amazon-apigateway-gateway-responses': {
    DEFAULT_4XX: { responseParameters: { 'gatewayresponse.header.x-own': "'yes'" } },
    UNAUTHORIZED: { statusCode: 401, responseTemplates: { 'application/json': '{"no": true}' } },
  },
  'x-amazon-apigateway-documentation': {
    version: '1.0.3',
    documentationParts: [
      { location: { type: 'API' }, properties: { description: 'All pets', info: { description: 'In words' } } },
      { location: { type: 'METHOD', path: '/pets', method: 'POST' }, properties: { summary: 'Adds a pet' } },
    ],
  },
  tags: [{ name: 'team', 'x-amazon-apigateway-tag-value': 'a' }, { name: 'only OpenAPI' }],
};

const models = (prefix: string) => ({
  Pet: {
    type: 'object',
    required: ['name'],
    properties: { name: { type: 'string' }, parent: { $ref: `${prefix}Pet` } },
    description: 'A pet',
  },
  Pets: { type: 'array', items: { $ref: `${prefix}Pet` } },
});

/** Everything that OpenAPI 3.0 says of a REST API. */
export const openApi3 = {
  openapi: '3.0.1',
  info: { title: 'pets', version: '1.2', description: 'Pets' },
  servers: [{ url: 'https://api.example/{basePath}', variables: { basePath: { default: 'v1/shop' } } }],
  paths: {
    '/pets': {
      parameters: [{ $ref: '#/components/parameters/page' }],
      post: {
        operationId: 'addPet',
        parameters: [{ name: 'x-trace', in: 'header', schema: { type: 'string' } }],
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } } },
        responses: {
          200: {
            description: 'fine',
            headers: { 'x-next': { schema: { type: 'string' } } },
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Pets' } } },
          },
          400: { $ref: '#/components/responses/Wrong' },
        },
        security: [{ api_key: [] }, { token: [] }],
        'x-amazon-apigateway-request-validator': 'all',
        'x-amazon-apigateway-integration': integration,
      },
      get: { responses: {}, security: [{ sigv4: [] }], 'x-amazon-apigateway-integration': { type: 'mock' } },
      delete: {
        responses: {},
        security: [{ pool: ['pets/write'] }],
        'x-amazon-apigateway-integration': { $ref: '#/components/x-amazon-apigateway-integrations/f' },
      },
    },
    '/pets/{id}': {
      'x-amazon-apigateway-any-method': {
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        responses: {},
        security: [{ request: [] }],
        'x-amazon-apigateway-integration': { $ref: '#/components/x-amazon-apigateway-integrations/f' },
      },
    },
  },
  components: {
    parameters: { page: { name: 'page', in: 'query', required: true, schema: { type: 'string' } } },
    responses: { Wrong: { description: 'wrong' } },
    schemas: models('#/components/schemas/'),
    securitySchemes,
    'x-amazon-apigateway-integrations': { f: { type: 'aws_proxy', httpMethod: 'POST', uri: functionUri } },
  },
  ...extensions,
};

const { post, get } = openApi3.paths['/pets'];
const { requestBody: _, ...posted } = post;

/** The same API in the words of OpenAPI 2.0, as far as it has them. */
export const openApi2 = {
  swagger: '2.0',
  info: openApi3.info,
  basePath: '/v1/shop',
  schemes: ['https'],
  consumes: ['application/json'],
  paths: {
    '/pets': {
      parameters: [{ $ref: '#/parameters/page' }],
      post: {
        ...posted,
        produces: ['application/json'],
        parameters: [
          { name: 'x-trace', in: 'header', type: 'string' },
          { name: 'Pet', in: 'body', required: true, schema: { $ref: '#/definitions/Pet' } },
        ],
        responses: {
          200: {
            description: 'fine',
            headers: { 'x-next': { type: 'string' } },
            schema: { $ref: '#/definitions/Pets' },
          },
          400: { $ref: '#/responses/Wrong' },
        },
      },
      get,
      delete: {
        responses: {},
        security: [{ pool: ['pets/write'] }],
        'x-amazon-apigateway-integration': { type: 'aws_proxy', httpMethod: 'POST', uri: functionUri },
      },
    },
    '/pets/{id}': {
      'x-amazon-apigateway-any-method': {
        parameters: [{ name: 'id', in: 'path', required: true, type: 'string' }],
        responses: {},
        security: [{ request: [] }],
        'x-amazon-apigateway-integration': { type: 'aws_proxy', httpMethod: 'POST', uri: functionUri },
      },
    },
  },
  parameters: { page: { name: 'page', in: 'query', required: true, type: 'string' } },
  responses: { Wrong: { description: 'wrong' } },
  definitions: models('#/definitions/'),
  securityDefinitions: securitySchemes,
  ...extensions,
};

/** The smallest definition, with these paths. */
export const withPaths = (paths: object, more: object = {}) => ({
  openapi: '3.0.1',
  info: { title: 'small', version: '1' },
  paths,
  ...more,
});
