import type { Method } from '@aws-sdk/client-api-gateway';
import type { ResourceContext } from '../../../service-kit/contract.ts';
import { type Kinds, unlessGone, type Values } from '../../../service-kit/properties.ts';
import { codedResourceType } from '../../../service-kit/resource-type.ts';
import { mapping, replacing, valuing } from './patches.ts';
import { methodReading } from './readings.ts';

const integrationResponse = {
  members: {
    ContentHandling: 'text',
    ResponseParameters: { map: 'text' },
    ResponseTemplates: { map: 'text' },
    SelectionPattern: 'text',
    StatusCode: 'text',
  },
} as const;

const properties = {
  ApiKeyRequired: 'flag',
  AuthorizationScopes: { list: 'text' },
  AuthorizationType: 'text',
  AuthorizerId: 'text',
  HttpMethod: 'text',
  Integration: {
    members: {
      CacheKeyParameters: { list: 'text' },
      CacheNamespace: 'text',
      ConnectionId: 'text',
      ConnectionType: 'text',
      ContentHandling: 'text',
      Credentials: 'text',
      IntegrationHttpMethod: 'text',
      IntegrationResponses: { list: integrationResponse },
      IntegrationTarget: 'text',
      PassthroughBehavior: 'text',
      RequestParameters: { map: 'text' },
      RequestTemplates: { map: 'text' },
      ResponseTransferMode: 'text',
      TimeoutInMillis: 'number',
      Type: 'text',
      Uri: 'text',
    },
  },
  MethodResponses: {
    list: { members: { ResponseModels: { map: 'text' }, ResponseParameters: { map: 'document' }, StatusCode: 'text' } },
  },
  OperationName: 'text',
  RequestModels: { map: 'text' },
  RequestParameters: { map: 'document' },
  RequestValidatorId: 'text',
  ResourceId: 'text',
  RestApiId: 'text',
} as const satisfies Kinds;

type Declared = Values<typeof properties>;

/** Parts are put anew at an update: methods are called by what is deployed, never by this. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-method.html */
export const method = codedResourceType({
  type: 'AWS::ApiGateway::Method',
  reading: methodReading,
  properties,
  async create(p, context) {
    await context.call('apigateway', 'PutMethod', {
      ...methodOf(p),
      authorizationType: p.AuthorizationType ?? 'NONE',
      ...present({
        apiKeyRequired: p.ApiKeyRequired,
        authorizationScopes: p.AuthorizationScopes,
        authorizerId: p.AuthorizerId,
        operationName: p.OperationName,
        requestModels: p.RequestModels,
        requestParameters: flagsOf(p.RequestParameters),
        requestValidatorId: p.RequestValidatorId,
      }),
    });
    await putParts(p, context);
    return {
      physicalId: `${p.RestApiId}|${p.ResourceId}|${p.HttpMethod}`,
      ref: `${p.RestApiId}${p.ResourceId}${p.HttpMethod}`,
    };
  },
  async update(state, p, _, context) {
    // What is there may be the half of an update that failed, when a rollback asks.
    const now = await context.call<Method>('apigateway', 'GetMethod', methodOf(p));
    for (const statusCode of Object.keys(now.methodResponses ?? {})) {
      await context.call('apigateway', 'DeleteMethodResponse', { ...methodOf(p), statusCode });
    }
    if (now.methodIntegration) await context.call('apigateway', 'DeleteIntegration', methodOf(p));
    await context.call('apigateway', 'UpdateMethod', { ...methodOf(p), patchOperations: patchOf(p, now) });
    await putParts(p, context);
    return state;
  },
  async delete(_, p, context) {
    await unlessGone(context.call('apigateway', 'DeleteMethod', methodOf(p)), 'NotFoundException');
  },
});

/** Whether each parameter is required; the template may say it as text. */
const flagsOf = (parameters: Readonly<Record<string, string>> | undefined) =>
  parameters &&
  Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, value.toLowerCase() === 'true']));

const methodOf = ({ RestApiId, ResourceId, HttpMethod }: Declared) => ({
  restApiId: RestApiId,
  resourceId: ResourceId,
  httpMethod: HttpMethod,
});

const patchOf = (p: Declared, now: Method) => [
  ...replacing({
    '/apiKeyRequired': p.ApiKeyRequired ?? false,
    '/authorizationType': p.AuthorizationType ?? 'NONE',
    '/authorizerId': p.AuthorizerId,
    '/operationName': p.OperationName,
    '/requestValidatorId': p.RequestValidatorId,
  }),
  ...mapping('/requestModels', p.RequestModels, now.requestModels),
  ...mapping('/requestParameters', p.RequestParameters, now.requestParameters),
  ...valuing('/authorizationScopes', p.AuthorizationScopes, now.authorizationScopes),
];

/** Its responses, its integration and what that answers: each may name what is put before it. */
async function putParts(p: Declared, context: ResourceContext): Promise<void> {
  for (const response of p.MethodResponses ?? []) {
    await context.call('apigateway', 'PutMethodResponse', {
      ...methodOf(p),
      ...present({
        statusCode: response.StatusCode,
        responseModels: response.ResponseModels,
        responseParameters: flagsOf(response.ResponseParameters),
      }),
    });
  }
  if (!p.Integration) return;
  await context.call('apigateway', 'PutIntegration', { ...methodOf(p), ...integrationOf(p.Integration) });
  for (const response of p.Integration.IntegrationResponses ?? []) {
    await context.call('apigateway', 'PutIntegrationResponse', {
      ...methodOf(p),
      ...present({
        statusCode: response.StatusCode,
        contentHandling: response.ContentHandling,
        responseParameters: response.ResponseParameters,
        responseTemplates: response.ResponseTemplates,
        selectionPattern: response.SelectionPattern,
      }),
    });
  }
}

const integrationOf = (integration: NonNullable<Declared['Integration']>): object =>
  present({
    type: integration.Type,
    integrationHttpMethod: integration.IntegrationHttpMethod,
    uri: integration.Uri,
    cacheKeyParameters: integration.CacheKeyParameters,
    cacheNamespace: integration.CacheNamespace,
    connectionId: integration.ConnectionId,
    connectionType: integration.ConnectionType,
    contentHandling: integration.ContentHandling,
    credentials: integration.Credentials,
    integrationTarget: integration.IntegrationTarget,
    passthroughBehavior: integration.PassthroughBehavior,
    requestParameters: integration.RequestParameters,
    requestTemplates: integration.RequestTemplates,
    responseTransferMode: integration.ResponseTransferMode,
    timeoutInMillis: integration.TimeoutInMillis,
  });

const present = (input: object): object =>
  Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
