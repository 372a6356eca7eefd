import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateRestApiCommand,
  CreateStageCommand,
  DeleteDeploymentCommand,
  DeleteGatewayResponseCommand,
  DeleteStageCommand,
  FlushStageAuthorizersCacheCommand,
  FlushStageCacheCommand,
  GetDeploymentCommand,
  GetDeploymentsCommand,
  GetGatewayResponseCommand,
  GetGatewayResponsesCommand,
  GetStageCommand,
  GetStagesCommand,
  type PatchOperation,
  PutGatewayResponseCommand,
  PutIntegrationCommand,
  PutMethodCommand,
  UpdateDeploymentCommand,
  UpdateGatewayResponseCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway';
import { beforeEach, describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
let apis: APIGatewayClient;
let restApiId: string;
let resourceId: string;
beforeEach(async () => {
  apis = target.client(APIGatewayClient);
  const api = await apis.send(new CreateRestApiCommand({ name: 'pets' }));
  restApiId = api.id ?? '';
  resourceId = api.rootResourceId ?? '';
});

async function deploy(settings: object = {}): Promise<string> {
  const { id = '' } = await apis.send(new CreateDeploymentCommand({ restApiId, ...settings }));
  return id;
}

async function putMethod(): Promise<void> {
  const method = { restApiId, resourceId, httpMethod: 'GET' };
  await apis.send(new PutMethodCommand({ ...method, authorizationType: 'NONE' }));
  await apis.send(new PutIntegrationCommand({ ...method, type: 'MOCK' }));
}

const stageName = 'dev';
const patch = (...patchOperations: PatchOperation[]) =>
  apis.send(new UpdateStageCommand({ restApiId, stageName, patchOperations }));

describe('deployments', () => {
  test('need a method, tell a summary, and stay while a stage serves them', async () => {
    await expect(deploy()).rejects.toMatchObject({ message: "The REST API doesn't contain any methods" });
    await putMethod();
    const deploymentId = await deploy({ stageName, description: 'first' });
    const on = { restApiId, deploymentId };

    const { $metadata: _, ...told } = await apis.send(new GetDeploymentCommand({ ...on, embed: ['apisummary'] }));
    expect(told).toEqual({
      id: deploymentId,
      description: 'first',
      createdDate: expect.any(Date),
      apiSummary: { '/': { GET: { authorizationType: 'NONE', apiKeyRequired: false } } },
    });
    expect((await apis.send(new GetDeploymentsCommand({ restApiId }))).items).toHaveLength(1);
    const patchOperations: PatchOperation[] = [{ op: 'replace', path: '/description', value: 'changed' }];
    expect(await apis.send(new UpdateDeploymentCommand({ ...on, patchOperations }))).toMatchObject({
      description: 'changed',
    });
    await expect(apis.send(new DeleteDeploymentCommand(on))).rejects.toMatchObject({
      name: 'BadRequestException',
      message: 'Active stages pointing to this deployment must be moved or deleted',
    });
    await apis.send(new DeleteStageCommand({ restApiId, stageName }));
    await apis.send(new DeleteDeploymentCommand(on));
    await expect(apis.send(new GetDeploymentCommand(on))).rejects.toMatchObject({
      message: 'Invalid Deployment identifier specified',
    });
  });

  test('may be canaries of a stage', async () => {
    await putMethod();
    const first = await deploy({ stageName });

    const second = await deploy({ stageName, canarySettings: { percentTraffic: 10 } });

    expect(await apis.send(new GetStageCommand({ restApiId, stageName }))).toMatchObject({
      deploymentId: first,
      canarySettings: { deploymentId: second, percentTraffic: 10, useStageCache: false },
    });
  });
});

describe('stages', () => {
  test('are made with defaults and once', async () => {
    await putMethod();
    const deploymentId = await deploy();
    const create = (settings: object = {}) =>
      apis.send(new CreateStageCommand({ restApiId, stageName, deploymentId, ...settings }));

    const { $metadata, ...made } = await create({ variables: { a: 'b' } });

    expect($metadata.httpStatusCode).toBe(201);
    expect(made).toEqual({
      stageName,
      deploymentId,
      variables: { a: 'b' },
      cacheClusterEnabled: false,
      cacheClusterStatus: 'NOT_AVAILABLE',
      methodSettings: {},
      tracingEnabled: false,
      createdDate: expect.any(Date),
      lastUpdatedDate: expect.any(Date),
    });
    await expect(create()).rejects.toMatchObject({ name: 'ConflictException', message: 'Stage already exists' });
    await expect(create({ stageName: 'a b' })).rejects.toMatchObject({ name: 'BadRequestException' });
    await expect(create({ stageName: 'x', variables: { a: '$LATEST' } })).rejects.toMatchObject({
      message: expect.stringContaining('Invalid stage variable value: $LATEST.  Please use values with alphanumeric'),
    });
    expect((await apis.send(new GetStagesCommand({ restApiId }))).item).toHaveLength(1);
    const flushed = [
      await apis.send(new FlushStageCacheCommand({ restApiId, stageName })),
      await apis.send(new FlushStageAuthorizersCacheCommand({ restApiId, stageName })),
    ];
    expect(flushed.map((answer) => answer.$metadata.httpStatusCode)).toEqual([202, 202]);
  });

  test('have settings of methods, with defaults for what is not said', async () => {
    await putMethod();
    await deploy({ stageName });

    const { methodSettings } = await patch(
      { op: 'replace', path: '/*/*/logging/loglevel', value: 'INFO' },
      { op: 'replace', path: '/~1pets/GET/throttling/burstLimit', value: '1' },
    );

    const defaults = {
      metricsEnabled: false,
      dataTraceEnabled: false,
      throttlingBurstLimit: 5000,
      throttlingRateLimit: 10_000,
      cachingEnabled: false,
      cacheTtlInSeconds: 300,
      cacheDataEncrypted: false,
      requireAuthorizationForCacheControl: true,
      unauthorizedCacheControlHeaderStrategy: 'SUCCEED_WITH_RESPONSE_HEADER',
    };
    expect(methodSettings).toEqual({
      '*/*': { ...defaults, loggingLevel: 'INFO' },
      '~1pets/GET': { ...defaults, throttlingBurstLimit: 1 },
    });
    expect((await patch({ op: 'remove', path: '/*/*' })).methodSettings).toEqual({
      '~1pets/GET': expect.anything(),
    });
    await expect(patch({ op: 'replace', path: '/~1pets/ANY/caching/enabled', value: 'true' })).rejects.toMatchObject({
      message: expect.stringMatching(
        /^Invalid method setting path: \/~1pets\/ANY\/caching\/enabled\. Must be one of: \[\/deploymentId, \/description, .*throttling\/burstLimit\/\{resourcePath\}\/.*\/\*\/\*\/throttling\/burstLimit \/\*\/\*/,
      ),
    });
  });

  test('change variables, logs, cache and canary, which can be promoted', async () => {
    await putMethod();
    await deploy({ stageName, variables: { a: '1', b: '2' } });
    const second = await deploy();

    const changed = await patch(
      { op: 'replace', path: '/variables/a', value: '3' },
      { op: 'remove', path: '/variables/b' },
      { op: 'replace', path: '/description', value: 'd' },
      { op: 'replace', path: '/tracingEnabled', value: 'true' },
      { op: 'replace', path: '/cacheClusterEnabled', value: 'true' },
      { op: 'replace', path: '/accessLogSettings/destinationArn', value: 'arn:aws:logs:us-east-1:0:log-group:g' },
      { op: 'replace', path: '/accessLogSettings/format', value: '$context.requestId' },
      { op: 'replace', path: '/canarySettings/deploymentId', value: second },
      { op: 'replace', path: '/canarySettings/percentTraffic', value: '50' },
      { op: 'replace', path: '/canarySettings/stageVariableOverrides/c', value: '4' },
    );

    expect(changed).toMatchObject({
      variables: { a: '3' },
      description: 'd',
      tracingEnabled: true,
      cacheClusterEnabled: true,
      cacheClusterSize: '0.5',
      cacheClusterStatus: 'AVAILABLE',
      accessLogSettings: { destinationArn: 'arn:aws:logs:us-east-1:0:log-group:g', format: '$context.requestId' },
      canarySettings: { deploymentId: second, percentTraffic: 50, stageVariableOverrides: { c: '4' } },
    });
    const promoted = await patch(
      { op: 'copy', from: '/canarySettings/deploymentId', path: '/deploymentId' },
      { op: 'copy', from: '/canarySettings/stageVariableOverrides', path: '/variables' },
      { op: 'remove', path: '/canarySettings' },
      { op: 'remove', path: '/accessLogSettings' },
    );
    expect(promoted).toMatchObject({ deploymentId: second, variables: { c: '4' } });
    expect(promoted).not.toHaveProperty('canarySettings');
    expect(promoted).not.toHaveProperty('accessLogSettings');
    await expect(patch({ op: 'replace', path: '/deploymentId', value: 'none' })).rejects.toMatchObject({
      message: 'Deployment id does not exist',
    });
  });
});

test('gateway responses are AWS’s own until they are put', async () => {
  const { items = [] } = await apis.send(new GetGatewayResponsesCommand({ restApiId }));
  expect(items).toHaveLength(21);
  expect(items.find(({ responseType }) => responseType === 'THROTTLED')).toEqual({
    responseType: 'THROTTLED',
    statusCode: '429',
    responseParameters: {},
    responseTemplates: { 'application/json': '{"message":$context.error.messageString}' },
    defaultResponse: true,
  });
  const on = { restApiId, responseType: 'DEFAULT_4XX' } as const;
  const remove = () => apis.send(new DeleteGatewayResponseCommand(on));
  await expect(remove()).rejects.toMatchObject({ message: 'Gateway response type not defined on api' });

  const put = await apis.send(new PutGatewayResponseCommand({ ...on, statusCode: '499' }));
  expect(put).toMatchObject({ statusCode: '499', defaultResponse: false });
  await apis.send(
    new UpdateGatewayResponseCommand({
      ...on,
      patchOperations: [{ op: 'add', path: '/responseParameters/gatewayresponse.header.x', value: "'y'" }],
    }),
  );

  expect(await apis.send(new GetGatewayResponseCommand(on))).toMatchObject({
    statusCode: '499',
    responseParameters: { 'gatewayresponse.header.x': "'y'" },
  });
  expect((await remove()).$metadata.httpStatusCode).toBe(202);
  expect(await apis.send(new GetGatewayResponseCommand(on))).toMatchObject({ defaultResponse: true });
  const unknown = { restApiId, responseType: 'NOPE' as never };
  await expect(apis.send(new GetGatewayResponseCommand(unknown))).rejects.toMatchObject({
    name: 'ValidationException',
  });
});
