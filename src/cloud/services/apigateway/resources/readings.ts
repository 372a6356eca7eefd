import type * as Sdk from '@aws-sdk/client-api-gateway';
import type { Properties, ResourceCalls, ResourceReading } from '../../../service-kit/contract.ts';
import { allOf, capitalized, documentOf, pick, present, tagPairs } from '../../../service-kit/resource-reading.ts';

const everything = <Item>(calls: ResourceCalls, operation: string, input: object = {}) =>
  allOf<Item>(calls, 'apigateway', operation, { input, items: 'items', token: ['position', 'position'] });

/** What a REST API is; of the definition that it was imported from, nobody can tell. */
export const restApiReading: ResourceReading = {
  identifiers: ['RestApiId'],
  properties: [
    'ApiKeySourceType',
    'BinaryMediaTypes',
    'Description',
    'DisableExecuteApiEndpoint',
    'EndpointConfiguration',
    'MinimumCompressionSize',
    'Name',
    'Policy',
    'SecurityPolicy',
    'Tags',
    'Version',
  ],
  writeOnly: ['Body', 'BodyS3Location', 'CloneFrom', 'FailOnWarnings', 'Mode', 'Parameters'],
  async read({ RestApiId = '' }, calls) {
    const told = await calls.call<Sdk.RestApi>('apigateway', 'GetRestApi', { restApiId: RestApiId });
    return present({
      ...capitalized(pick(told, ['binaryMediaTypes', 'description', 'disableExecuteApiEndpoint', 'name', 'version'])),
      ApiKeySourceType: told.apiKeySource,
      EndpointConfiguration: told.endpointConfiguration && present(capitalized(told.endpointConfiguration)),
      MinimumCompressionSize: told.minimumCompressionSize,
      Policy: documentOf(told.policy?.replaceAll('\\"', '"')),
      RestApiId,
      RootResourceId: told.rootResourceId,
      SecurityPolicy: told.securityPolicy,
      Tags: tagPairs(told.tags),
    });
  },
  list: async (calls) =>
    (await everything<Sdk.RestApi>(calls, 'GetRestApis')).map(({ id = '' }) => ({ RestApiId: id })),
};

/** What a path of a REST API is. */
export const resourceReading: ResourceReading = {
  identifiers: ['RestApiId', 'ResourceId'],
  properties: ['ParentId', 'PathPart', 'RestApiId'],
  async read({ RestApiId = '', ResourceId = '' }, calls) {
    const asked = { restApiId: RestApiId, resourceId: ResourceId };
    const told = await calls.call<Sdk.Resource>('apigateway', 'GetResource', asked);
    return present({ ParentId: told.parentId, PathPart: told.pathPart, ResourceId, RestApiId });
  },
  async list(calls, { RestApiId }) {
    const items = await everything<Sdk.Resource>(calls, 'GetResources', { restApiId: RestApiId });
    return items.map(({ id = '' }) => ({ RestApiId: String(RestApiId), ResourceId: id }));
  },
  physicalId: ({ ResourceId = '' }) => ResourceId,
};

const methodNames = [
  'apiKeyRequired',
  'authorizationScopes',
  'authorizationType',
  'authorizerId',
  'operationName',
  'requestModels',
  'requestParameters',
  'requestValidatorId',
];

const valuesOf = (map: Readonly<Record<string, object>> | undefined) =>
  map && Object.values(map).map((one) => present(capitalized(one)));

const integrationOf = (told: Sdk.Integration | undefined): Properties | undefined =>
  told &&
  present({
    ...capitalized(
      pick(told, [
        'cacheKeyParameters',
        'cacheNamespace',
        'connectionId',
        'connectionType',
        'contentHandling',
        'credentials',
        'passthroughBehavior',
        'requestParameters',
        'requestTemplates',
        'responseTransferMode',
        'timeoutInMillis',
        'type',
        'uri',
      ]),
    ),
    IntegrationHttpMethod: told.httpMethod,
    IntegrationResponses: valuesOf(told.integrationResponses),
  });

/** What a method is, with its integration. */
export const methodReading: ResourceReading = {
  identifiers: ['RestApiId', 'ResourceId', 'HttpMethod'],
  properties: [
    ...Object.keys(capitalized(pick({}, methodNames))),
    'HttpMethod',
    'Integration',
    'MethodResponses',
    'ResourceId',
    'RestApiId',
  ],
  async read({ RestApiId = '', ResourceId = '', HttpMethod = '' }, calls) {
    const asked = { restApiId: RestApiId, resourceId: ResourceId, httpMethod: HttpMethod };
    const told = await calls.call<Sdk.Method>('apigateway', 'GetMethod', asked);
    return present({
      ...capitalized(pick(told, methodNames)),
      HttpMethod,
      Integration: integrationOf(told.methodIntegration),
      MethodResponses: valuesOf(told.methodResponses),
      ResourceId,
      RestApiId,
    });
  },
};

/** What a deployment is; the stage that it may have made is a resource of its own. */
export const deploymentReading: ResourceReading = {
  identifiers: ['DeploymentId', 'RestApiId'],
  properties: ['Description', 'RestApiId'],
  writeOnly: ['DeploymentCanarySettings', 'StageDescription', 'StageName'],
  async read({ DeploymentId = '', RestApiId = '' }, calls) {
    const asked = { restApiId: RestApiId, deploymentId: DeploymentId };
    const told = await calls.call<Sdk.Deployment>('apigateway', 'GetDeployment', asked);
    return present({ DeploymentId, Description: told.description, RestApiId });
  },
  async list(calls, { RestApiId }) {
    const items = await everything<Sdk.Deployment>(calls, 'GetDeployments', { restApiId: RestApiId });
    return items.map(({ id = '' }) => ({ DeploymentId: id, RestApiId: String(RestApiId) }));
  },
  physicalId: ({ DeploymentId = '' }) => DeploymentId,
};

/** `~1orders/GET` → the path and the method; their settings have other names in templates. */
function methodSettingOf([key, setting]: [string, Sdk.MethodSetting]): Properties {
  const at = key.lastIndexOf('/');
  const path = key.slice(0, at).replaceAll('~1', '/').replaceAll('~0', '~');
  return present({
    CacheDataEncrypted: setting.cacheDataEncrypted,
    CacheTtlInSeconds: setting.cacheTtlInSeconds,
    CachingEnabled: setting.cachingEnabled,
    DataTraceEnabled: setting.dataTraceEnabled,
    HttpMethod: key.slice(at + 1),
    LoggingLevel: setting.loggingLevel,
    MetricsEnabled: setting.metricsEnabled,
    ResourcePath: path === '*' ? '/*' : path.startsWith('/') ? path : `/${path}`,
    ThrottlingBurstLimit: setting.throttlingBurstLimit,
    ThrottlingRateLimit: setting.throttlingRateLimit,
  });
}

/** What a stage is. */
export const stageReading: ResourceReading = {
  identifiers: ['RestApiId', 'StageName'],
  properties: [
    'AccessLogSetting',
    'CacheClusterEnabled',
    'CacheClusterSize',
    'CanarySetting',
    'ClientCertificateId',
    'DeploymentId',
    'Description',
    'DocumentationVersion',
    'MethodSettings',
    'RestApiId',
    'StageName',
    'Tags',
    'TracingEnabled',
    'Variables',
  ],
  async read({ RestApiId = '', StageName = '' }, calls) {
    const told = await calls.call<Sdk.Stage>('apigateway', 'GetStage', { restApiId: RestApiId, stageName: StageName });
    return present({
      ...capitalized(
        pick(told, [
          'cacheClusterEnabled',
          'cacheClusterSize',
          'clientCertificateId',
          'deploymentId',
          'description',
          'documentationVersion',
          'tracingEnabled',
          'variables',
        ]),
      ),
      AccessLogSetting: told.accessLogSettings && capitalized(told.accessLogSettings),
      CanarySetting: told.canarySettings && present(capitalized(told.canarySettings)),
      MethodSettings: Object.entries(told.methodSettings ?? {}).map(methodSettingOf),
      RestApiId,
      StageName,
      Tags: tagPairs(told.tags),
    });
  },
  async list(calls, { RestApiId }) {
    const { item = [] } = await calls.call<Sdk.Stages>('apigateway', 'GetStages', { restApiId: RestApiId });
    return item.map(({ stageName = '' }) => ({ RestApiId: String(RestApiId), StageName: stageName }));
  },
  physicalId: ({ StageName = '' }) => StageName,
};
