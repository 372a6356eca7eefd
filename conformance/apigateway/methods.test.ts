import {
  APIGatewayClient,
  CreateAuthorizerCommand,
  CreateModelCommand,
  CreateRequestValidatorCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  DeleteAuthorizerCommand,
  DeleteIntegrationCommand,
  DeleteIntegrationResponseCommand,
  DeleteMethodCommand,
  DeleteMethodResponseCommand,
  DeleteModelCommand,
  DeleteRequestValidatorCommand,
  DeleteResourceCommand,
  GetAuthorizerCommand,
  GetAuthorizersCommand,
  GetIntegrationCommand,
  GetIntegrationResponseCommand,
  GetMethodCommand,
  GetMethodResponseCommand,
  GetModelCommand,
  GetModelTemplateCommand,
  GetRequestValidatorCommand,
  GetRequestValidatorsCommand,
  GetResourceCommand,
  PutIntegrationCommand,
  type PutIntegrationCommandInput,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
  UpdateAuthorizerCommand,
  UpdateIntegrationCommand,
  UpdateIntegrationResponseCommand,
  UpdateMethodCommand,
  UpdateMethodResponseCommand,
  UpdateModelCommand,
  UpdateRequestValidatorCommand,
  UpdateResourceCommand,
} from '@aws-sdk/client-api-gateway';
import { beforeEach, describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
let apis: APIGatewayClient;
let restApiId: string;
let rootId: string;
let resourceId: string;
beforeEach(async () => {
  apis = target.client(APIGatewayClient);
  const api = await apis.send(new CreateRestApiCommand({ name: 'pets' }));
  restApiId = api.id ?? '';
  rootId = api.rootResourceId ?? '';
  resourceId = await resource('pets');
});

async function resource(pathPart: string, parentId = rootId): Promise<string> {
  const { id = '' } = await apis.send(new CreateResourceCommand({ restApiId, parentId, pathPart }));
  return id;
}

const get = () => ({ restApiId, resourceId, httpMethod: 'GET' });
const putGet = (settings: object = {}) =>
  apis.send(new PutMethodCommand({ ...get(), authorizationType: 'NONE', ...settings }));
const uri =
  'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:1:function:f/invocations';

describe('resources', () => {
  test('are renamed and moved with all that is below', async () => {
    const childId = await resource('{id}', resourceId);
    const dogsId = await resource('dogs');
    const update = (path: string, value: string, id = resourceId) =>
      apis.send(
        new UpdateResourceCommand({ restApiId, resourceId: id, patchOperations: [{ op: 'replace', path, value }] }),
      );

    expect(await update('/pathPart', 'cats')).toMatchObject({ path: '/cats', pathPart: 'cats', parentId: rootId });
    await update('/parentId', dogsId);

    const child = await apis.send(new GetResourceCommand({ restApiId, resourceId: childId }));
    expect(child).toMatchObject({ path: '/dogs/cats/{id}', parentId: resourceId });
    await expect(update('/parentId', childId)).rejects.toMatchObject({ message: 'Resources cannot be cyclical.' });
    await expect(update('/parentId', 'none')).rejects.toMatchObject({ name: 'NotFoundException' });
    await expect(update('/pathPart', 'x', rootId)).rejects.toMatchObject({
      message: 'Root resource cannot update its pathPart.',
    });
    await expect(update('/path', 'x')).rejects.toMatchObject({
      message: "Invalid patch path  '/path' specified for op 'replace'. Must be one of: [/parentId, /pathPart]",
    });
    await apis.send(new DeleteResourceCommand({ restApiId, resourceId: dogsId }));
    await expect(apis.send(new GetResourceCommand({ restApiId, resourceId: childId }))).rejects.toMatchObject({
      message: 'Invalid Resource identifier specified',
    });
  });

  test('have one child of a name, one variable and none below a greedy one', async () => {
    await expect(resource('pets')).rejects.toMatchObject({
      name: 'ConflictException',
      message: 'Another resource with the same parent already has this name: pets',
    });
    await resource('{id}');
    await expect(resource('{other}')).rejects.toMatchObject({
      message: 'A sibling ({id}) of this resource already has a variable path part -- only one is allowed',
    });
    const greedyId = await resource('{proxy+}', resourceId);
    await expect(resource('below', greedyId)).rejects.toMatchObject({ name: 'BadRequestException' });
    await expect(resource('{x}y')).rejects.toMatchObject({ name: 'BadRequestException' });
  });
});

describe('methods', () => {
  test('are put once, changed by patches and deleted', async () => {
    const { $metadata, ...made } = await putGet({ requestParameters: { 'method.request.header.x': true } });
    expect($metadata.httpStatusCode).toBe(201);
    expect(made).toEqual({
      httpMethod: 'GET',
      authorizationType: 'NONE',
      apiKeyRequired: false,
      requestParameters: { 'method.request.header.x': true },
    });
    await expect(putGet()).rejects.toMatchObject({ message: 'Method already exists for this resource' });

    const changed = await apis.send(
      new UpdateMethodCommand({
        ...get(),
        patchOperations: [
          { op: 'replace', path: '/apiKeyRequired', value: 'true' },
          { op: 'replace', path: '/operationName', value: 'ListPets' },
          { op: 'add', path: '/requestModels/application~1json', value: 'Empty' },
          { op: 'add', path: '/requestParameters/method.request.querystring.q', value: 'false' },
          { op: 'remove', path: '/requestParameters/method.request.header.x' },
        ],
      }),
    );

    expect(changed).toMatchObject({
      apiKeyRequired: true,
      operationName: 'ListPets',
      requestModels: { 'application/json': 'Empty' },
      requestParameters: { 'method.request.querystring.q': false },
    });
    const deleted = await apis.send(new DeleteMethodCommand(get()));
    expect(deleted.$metadata.httpStatusCode).toBe(204);
    await expect(apis.send(new GetMethodCommand(get()))).rejects.toMatchObject({
      message: 'Invalid Method identifier specified',
    });
  });

  test.each([
    [
      { httpMethod: 'FETCH' },
      'Invalid HttpMethod specified. Valid options are GET,PUT,POST,DELETE,PATCH,OPTIONS,HEAD,ANY',
    ],
    [
      { authorizationType: 'CUSTOM' },
      'Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.',
    ],
    [{ requestModels: { 'application/json': 'None' } }, 'Invalid model identifier specified: None'],
    [{ requestValidatorId: 'none' }, 'Invalid Request Validator identifier specified'],
  ])('refuse %o', async (settings, message) => {
    await expect(putGet(settings)).rejects.toMatchObject({ name: 'BadRequestException', message });
  });

  test('have responses', async () => {
    await putGet();
    const statusCode = '200';
    const responseParameters = { 'method.response.header.x': false };
    const put = () => apis.send(new PutMethodResponseCommand({ ...get(), statusCode, responseParameters }));
    expect(await put()).toMatchObject({ statusCode, responseParameters });
    await expect(put()).rejects.toMatchObject({ message: 'Response already exists for this resource' });

    await apis.send(
      new UpdateMethodResponseCommand({
        ...get(),
        statusCode,
        patchOperations: [{ op: 'add', path: '/responseModels/application~1json', value: 'Error' }],
      }),
    );

    expect(await apis.send(new GetMethodResponseCommand({ ...get(), statusCode }))).toMatchObject({
      responseModels: { 'application/json': 'Error' },
    });
    await apis.send(new DeleteMethodResponseCommand({ ...get(), statusCode }));
    await expect(apis.send(new GetMethodResponseCommand({ ...get(), statusCode }))).rejects.toMatchObject({
      message: 'Invalid Response status code specified',
    });
  });
});

describe('integrations', () => {
  const put = (settings: Partial<PutIntegrationCommandInput>) =>
    apis.send(new PutIntegrationCommand({ ...get(), type: 'MOCK', ...settings }));

  const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:f';
  const invoked = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${functionArn}/invocations`;
  const streamed = `arn:aws:apigateway:us-east-1:lambda:path/2021-11-15/functions/${functionArn}/response-streaming-invocations`;
  test.each<[Partial<PutIntegrationCommandInput>, string]>([
    [
      { type: 'AWS_PROXY', uri: streamed },
      'BUFFERED for Lambda functions invoked by InvokeWithResponseStream for AWS_PROXY integrations.',
    ],
    [
      { type: 'AWS_PROXY', uri: invoked, responseTransferMode: 'STREAM' },
      'STREAM for Lambda functions invoked by Invoke for AWS_PROXY integrations.',
    ],
    [{ type: 'AWS', uri: invoked, responseTransferMode: 'STREAM' }, 'STREAM for AWS integrations.'],
    [{ type: 'HTTP', uri: 'http://a.example', responseTransferMode: 'STREAM' }, 'STREAM for HTTP integrations.'],
    [{ type: 'MOCK', responseTransferMode: 'STREAM' }, 'STREAM for MOCK integrations.'],
  ])('stream no answers as %o', async (settings, reason) => {
    await putGet();
    await expect(put({ integrationHttpMethod: 'POST', ...settings })).rejects.toMatchObject({
      name: 'BadRequestException',
      message: `Invalid ResponseTransferMode. Cannot use ResponseTransferMode ${reason}`,
    });
  });

  test('stream answers of proxies', async () => {
    await putGet();
    const responseTransferMode = 'STREAM';
    const settings = { integrationHttpMethod: 'POST', responseTransferMode } as const;
    expect(await put({ ...settings, type: 'HTTP_PROXY', uri: 'http://a.example' })).toMatchObject({
      responseTransferMode,
    });
    expect(await put({ ...settings, type: 'AWS_PROXY', uri: streamed })).toMatchObject({ responseTransferMode });
  });

  test('are put, changed by patches and deleted, with their responses', async () => {
    await putGet();
    const { $metadata: _, ...made } = await put({ requestTemplates: { 'application/json': '{"statusCode": 200}' } });
    expect(made).toEqual({
      type: 'MOCK',
      passthroughBehavior: 'WHEN_NO_MATCH',
      timeoutInMillis: 29_000,
      cacheNamespace: resourceId,
      cacheKeyParameters: [],
      requestTemplates: { 'application/json': '{"statusCode": 200}' },
    });
    const changed = await apis.send(
      new UpdateIntegrationCommand({
        ...get(),
        patchOperations: [
          { op: 'replace', path: '/timeoutInMillis', value: '50' },
          { op: 'add', path: '/cacheKeyParameters/method.request.path.id' },
          { op: 'remove', path: '/requestTemplates/application~1json' },
        ],
      }),
    );
    expect(changed).toMatchObject({
      timeoutInMillis: 50,
      cacheKeyParameters: ['method.request.path.id'],
      requestTemplates: {},
    });
    const response = { ...get(), statusCode: '200' };
    await apis.send(new PutIntegrationResponseCommand({ ...response, selectionPattern: '' }));
    await apis.send(
      new UpdateIntegrationResponseCommand({
        ...response,
        patchOperations: [{ op: 'add', path: '/responseTemplates/text~1plain', value: 'x' }],
      }),
    );
    expect(await apis.send(new GetIntegrationResponseCommand(response))).toMatchObject({
      responseTemplates: { 'text/plain': 'x' },
    });
    await apis.send(new DeleteIntegrationResponseCommand(response));
    await expect(apis.send(new GetIntegrationResponseCommand(response))).rejects.toMatchObject({
      message: 'Invalid Response status code specified',
    });
    await apis.send(new DeleteIntegrationCommand(get()));
    await expect(apis.send(new GetIntegrationCommand(get()))).rejects.toMatchObject({
      message: 'Invalid Integration identifier specified',
    });
  });

  test.each<[Partial<PutIntegrationCommandInput>, string]>([
    [{ type: 'HTTP', uri: 'http://x.example' }, 'Enumeration value for HttpMethod must be non-empty'],
    [{ type: 'HTTP', integrationHttpMethod: 'GET', uri: 'nowhere' }, 'Invalid HTTP endpoint specified for URI'],
    [{ type: 'AWS', integrationHttpMethod: 'POST', uri: 'nowhere' }, 'Invalid ARN specified in the request'],
    [
      { type: 'AWS', integrationHttpMethod: 'POST', uri: 'arn:aws:apigateway:us-east-1:lambda:f' },
      'AWS ARN for integration must contain path or action',
    ],
    [
      { type: 'AWS_PROXY', integrationHttpMethod: 'POST', uri: 'arn:aws:apigateway:us-east-1:sqs:path/q' },
      "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.",
    ],
    [{ timeoutInMillis: 29_001 }, 'Timeout should be between 50 ms and 29000 ms'],
    [
      { requestParameters: { 'integration.request.header.a': 'method.request.header.b' } },
      'Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: method.request.header.b]',
    ],
  ])('refuse %o', async (settings, message) => {
    await putGet();

    await expect(put(settings)).rejects.toMatchObject({ name: 'BadRequestException', message });
  });

  test('map to headers that the method declares', async () => {
    await putGet();
    await put({});
    const respond = () =>
      apis.send(
        new PutIntegrationResponseCommand({
          ...get(),
          statusCode: '200',
          responseParameters: { 'method.response.header.x': "'y'" },
        }),
      );
    const start = 'Invalid mapping expression specified: Validation Result: warnings : [], errors : ';

    await expect(respond()).rejects.toMatchObject({ message: `${start}[No method response exists for method.]` });
    await apis.send(new PutMethodResponseCommand({ ...get(), statusCode: '200' }));
    await expect(respond()).rejects.toMatchObject({
      message: `${start}[Invalid mapping expression parameter specified: method.response.header.x]`,
    });
  });
});

test('models are flattened, sampled, changed, and kept while they are used', async () => {
  const name = 'Pet';
  const schema = JSON.stringify({
    type: 'object',
    properties: {
      name: { type: 'string' },
      error: { $ref: `https://apigateway.amazonaws.com/restapis/${restApiId}/models/Error` },
    },
  });
  const create = (settings: object = {}) =>
    apis.send(new CreateModelCommand({ restApiId, name, contentType: 'application/json', schema, ...settings }));
  const { $metadata: _, ...made } = await create();
  expect(made).toEqual({ id: expect.any(String), name, contentType: 'application/json', schema });
  await expect(create()).rejects.toMatchObject({ message: 'Model name already exists for this REST API' });
  await expect(create({ name: 'Bare', schema: '' })).rejects.toMatchObject({
    message: 'Model schema must have at least 1 property or array items defined',
  });

  const flat = await apis.send(new GetModelCommand({ restApiId, modelName: name, flatten: true }));
  expect(JSON.parse(flat.schema ?? '')).toMatchObject({
    properties: { error: { $ref: '#/definitions/Error' } },
    definitions: { Error: { title: 'Error Schema' } },
  });
  const { value = '' } = await apis.send(new GetModelTemplateCommand({ restApiId, modelName: name }));
  expect(value).toMatch(/^#set\(\$inputRoot = \$input\.path\('\$'\)\)\n\{\n {2}"name" : "foo",/);

  await putGet({ requestModels: { 'application/json': name } });
  const remove = () => apis.send(new DeleteModelCommand({ restApiId, modelName: name }));
  await expect(remove()).rejects.toMatchObject({
    name: 'ConflictException',
    message: "Cannot delete model 'Pet', is referenced in method request: /pets/GET",
  });
  await apis.send(new DeleteMethodCommand(get()));
  const update = (path: string) =>
    apis.send(
      new UpdateModelCommand({ restApiId, modelName: name, patchOperations: [{ op: 'replace', path, value: 'x' }] }),
    );
  expect(await update('/description')).toMatchObject({ description: 'x' });
  await expect(update('/name')).rejects.toMatchObject({
    message: "Invalid patch path  '/name' specified for op 'replace'. Must be one of: [/description, /schema]",
  });
  await remove();
  await expect(apis.send(new GetModelCommand({ restApiId, modelName: name }))).rejects.toMatchObject({
    message: 'Invalid model name specified: Pet',
  });
});

test('request validators are made, changed, listed and deleted', async () => {
  const { $metadata: _, ...made } = await apis.send(new CreateRequestValidatorCommand({ restApiId, name: 'all' }));
  expect(made).toEqual({
    id: expect.any(String),
    name: 'all',
    validateRequestBody: false,
    validateRequestParameters: false,
  });
  const requestValidatorId = made.id;
  const update = (path: string, value: string) =>
    apis.send(
      new UpdateRequestValidatorCommand({
        restApiId,
        requestValidatorId,
        patchOperations: [{ op: 'replace', path, value }],
      }),
    );

  expect(await update('/validateRequestBody', 'true')).toMatchObject({ validateRequestBody: true });
  await expect(update('/name', '')).rejects.toMatchObject({ message: 'Request Validator name cannot be blank' });
  expect((await apis.send(new GetRequestValidatorsCommand({ restApiId }))).items).toHaveLength(1);
  await apis.send(new DeleteRequestValidatorCommand({ restApiId, requestValidatorId }));
  await expect(apis.send(new GetRequestValidatorCommand({ restApiId, requestValidatorId }))).rejects.toMatchObject({
    message: 'Invalid Request Validator identifier specified',
  });
});

test('authorizers are made, changed, and kept while they are used', async () => {
  const create = (settings: object = {}) =>
    apis.send(
      new CreateAuthorizerCommand({
        restApiId,
        name: 'guard',
        type: 'TOKEN',
        authorizerUri: uri,
        identitySource: 'method.request.header.Authorization',
        ...settings,
      }),
    );
  const { $metadata: _, ...made } = await create();
  expect(made).toEqual({
    id: expect.any(String),
    name: 'guard',
    type: 'TOKEN',
    authType: 'custom',
    authorizerUri: uri,
    identitySource: 'method.request.header.Authorization',
    authorizerResultTtlInSeconds: 300,
  });
  await expect(create({ name: 'other', authorizerUri: 'x' })).rejects.toMatchObject({
    message:
      'Invalid Authorizer URI: x. Authorizer URI should be a valid API Gateway ARN that represents a Lambda function invocation.',
  });
  await expect(create({ name: 'pool', type: 'COGNITO_USER_POOLS' })).rejects.toMatchObject({
    name: 'BadRequestException',
  });
  const on = { restApiId, authorizerId: made.id };

  const changed = await apis.send(
    new UpdateAuthorizerCommand({
      ...on,
      patchOperations: [{ op: 'replace', path: '/authorizerResultTtlInSeconds', value: '0' }],
    }),
  );
  expect(changed).toMatchObject({ authorizerResultTtlInSeconds: 0 });
  await putGet({ authorizationType: 'CUSTOM', authorizerId: made.id });
  await expect(apis.send(new DeleteAuthorizerCommand(on))).rejects.toMatchObject({
    name: 'ConflictException',
    message: "Cannot delete authorizer 'guard', is referenced in method: GET//pets",
  });
  const open = await apis.send(
    new UpdateMethodCommand({
      ...get(),
      patchOperations: [{ op: 'replace', path: '/authorizationType', value: 'NONE' }],
    }),
  );
  expect(open).not.toHaveProperty('authorizerId');
  await apis.send(new DeleteAuthorizerCommand(on));
  expect((await apis.send(new GetAuthorizersCommand({ restApiId }))).items ?? []).toEqual([]);
  await expect(apis.send(new GetAuthorizerCommand(on))).rejects.toMatchObject({
    message: 'Invalid Authorizer identifier specified',
  });
});
