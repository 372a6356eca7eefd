import fc from 'fast-check';
import { expect, it } from 'vitest';
import { childrenOf, type RestApiState } from '../state.ts';
import { importAlone } from './testing/import-alone.ts';

const functionUri =
  'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:0:function:f/invocations';
const name = fc.stringMatching(/^[a-zA-Z0-9]{1,6}$/);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const mapOf = <T>(key: fc.Arbitrary<string>, value: fc.Arbitrary<T>, maxKeys = 3) =>
  fc.dictionary(key, value, { maxKeys, noNullPrototype: true });

const schema = fc.letrec<{ schema: unknown }>((tie) => ({
  schema: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<unknown>(
      { type: 'string' },
      { type: 'integer', minimum: 1 },
      { $ref: '#/components/schemas/Base' },
    ),
    mapOf(name, tie('schema')).map((properties) => ({ type: 'object', properties })),
    tie('schema').map((items) => ({ type: 'array', items })),
  ),
})).schema;

const statuses = fc.constantFrom('200', '201', '400', '404', '500');
const response = fc.record({
  description: fc.string(),
  headers: mapOf(name, fc.constant({ schema: { type: 'string' } })),
  content: fc.constantFrom({}, { 'application/json': { schema: { $ref: '#/components/schemas/Base' } } }),
});

/** What maps to responses maps to those that are there. */
const operation = fc
  .record({
    operationId: maybe(name),
    parameters: fc.uniqueArray(
      fc.record({
        name,
        in: fc.constantFrom('query', 'header'),
        required: fc.boolean(),
        schema: fc.constant({ type: 'string' }),
      }),
      { maxLength: 4, selector: (parameter) => parameter.in + parameter.name },
    ),
    requestBody: maybe(
      fc.constant({ content: { 'application/json': { schema: { $ref: '#/components/schemas/Base' } } } }),
    ),
    responses: mapOf(statuses, response),
    security: fc.subarray([{ api_key: [] }, { token: [] }]),
    'x-amazon-apigateway-request-validator': maybe(fc.constant('all')),
    kind: fc.constantFrom('mock', 'http', 'aws_proxy', 'http_proxy'),
    timeoutInMillis: maybe(fc.integer({ min: 50, max: 28_999 })),
    passthroughBehavior: maybe(fc.constantFrom('never', 'when_no_templates')),
    template: maybe(fc.string()),
    pattern: fc.constantFrom('default', '.*Error.*', '5\\d\\d'),
    cacheKeyParameters: fc.constantFrom([], ['method.request.path.a']),
    contentHandling: maybe(fc.constantFrom('CONVERT_TO_TEXT', 'CONVERT_TO_BINARY')),
  })
  .map(
    ({
      kind,
      timeoutInMillis,
      passthroughBehavior,
      template,
      pattern,
      cacheKeyParameters,
      contentHandling,
      ...rest
    }) => {
      const [statusCode] = Object.keys(rest.responses);
      return {
        ...rest,
        'x-amazon-apigateway-integration': {
          type: kind,
          ...(kind !== 'mock' && { httpMethod: 'POST', uri: kind === 'aws_proxy' ? functionUri : 'https://a.example' }),
          timeoutInMillis,
          passthroughBehavior,
          contentHandling,
          cacheKeyParameters,
          ...(cacheKeyParameters.length > 0 && { cacheNamespace: 'a' }),
          requestTemplates: template === undefined ? undefined : { 'application/json': template },
          responses: statusCode === undefined ? undefined : { [pattern]: { statusCode } },
        },
      };
    },
  );

const item = fc.record(
  Object.fromEntries(
    ['get', 'put', 'post', 'delete', 'x-amazon-apigateway-any-method'].map((verb) => [verb, maybe(operation)]),
  ),
);

const definition = fc.record({
  openapi: fc.constant('3.0.1'),
  info: fc.record({ title: name, version: name, description: maybe(fc.string({ minLength: 1 })) }),
  paths: mapOf(fc.constantFrom('/', '/a', '/a/b', '/a/{b}', '/{c}/d', '/e/{f+}'), item, 5),
  components: mapOf(name, schema).map((schemas) => ({
    schemas: { ...schemas, Base: { type: 'object', title: 'Base' } },
    securitySchemes: {
      api_key: { type: 'apiKey', name: 'x-api-key', in: 'header' },
      request: {
        type: 'apiKey',
        name: 'Unused',
        in: 'header',
        'x-amazon-apigateway-authorizer': {
          type: 'request',
          authorizerUri: functionUri,
          identitySource: 'method.request.header.A',
        },
      },
      token: {
        type: 'apiKey',
        name: 'X-Token',
        in: 'header',
        'x-amazon-apigateway-authorizer': {
          type: 'token',
          authorizerUri: functionUri,
          identityValidationExpression: '.+',
        },
      },
    },
  })),
  'x-amazon-apigateway-request-validators': fc.constant({
    all: { validateRequestBody: true, validateRequestParameters: false },
  }),
  'x-amazon-apigateway-binary-media-types': maybe(fc.array(name, { minLength: 1, maxLength: 3 })),
  'x-amazon-apigateway-minimum-compression-size': maybe(fc.nat(1000)),
  'x-amazon-apigateway-gateway-responses': mapOf(
    fc.constantFrom('DEFAULT_4XX', 'UNAUTHORIZED'),
    fc.record({ statusCode: maybe(fc.constant(418)) }),
  ),
});

/** Everything of an API, whatever its ids are: each becomes the name of what it stands for. */
function contentOf(state: RestApiState, id: string): unknown {
  const named = [...childrenOf(state.authorizers, id), ...childrenOf(state.validators, id)];
  const resources = childrenOf(state.resources, id);
  const names = new Map([
    ...named.map((record) => [record.id, record.name ?? '']),
    ...resources.map((resource) => [resource.id, resource.path]),
    [id, 'api'],
  ] as [string, string][]);
  const { revision: _, createdDate: __, ...settings } = { ...state.restApis.get(id) };
  const sorted = <V extends object>(values: readonly V[], keyOf: (value: V) => string | undefined) =>
    Object.fromEntries(values.map((value) => [keyOf(value), value]));
  const all = {
    settings,
    resources: sorted(resources, ({ path }) => path),
    models: childrenOf(state.models, id).map(({ id: ___, ...model }) => model),
    authorizers: sorted(childrenOf(state.authorizers, id), (record) => record.name),
    validators: sorted(childrenOf(state.validators, id), (record) => record.name),
    gatewayResponses: childrenOf(state.gatewayResponses, id),
  };
  return JSON.parse([...names].reduce((text, [from, to]) => text.replaceAll(from, to), JSON.stringify(all)));
}

it.each(['swagger', 'oas30'] as const)(
  'an API that is exported as %s imports again to the same API',
  async (exportType) => {
    await fc.assert(
      fc.asyncProperty(definition, async (document) => {
        const { state, importApi, exportApi } = importAlone();
        const id = await importApi(document);

        const copy = await importApi(await exportApi(id, exportType));

        expect(contentOf(state, copy)).toEqual(contentOf(state, id));
      }),
      { numRuns: 60 },
    );
  },
);
