import { authorizerPermission } from '../apis/authorizer-permission.ts';
import type { SamType } from '../context.ts';
import { InvalidResource } from '../language/errors.ts';
import { isIntrinsic, join, ref, sub } from '../language/intrinsics.ts';
import { isAlphanumeric, pythonText } from '../language/python-text.ts';
import { type Fields, has, isMap, isNothing, isTruthy, member } from '../language/values.ts';
import {
  apiV2Authorizer,
  apiV2Integration,
  apiV2Route,
  apiV2Stage,
  webSocketApiResource,
} from '../resources/api-gateway-v2.ts';
import { lambdaPermission } from '../resources/lambda.ts';
import { isABoolean, isAMap, isAText, isOneOf, optional, required } from '../resources/property.ts';
import { propagateTags, Resource, type ResourceType } from '../resources/resource.ts';
import { customDomain } from './custom-domain.ts';

const tagName = 'websocketapi:createdBy';
const defaultStage = 'default';

/** https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-websocketapi.html */
export const webSocketApi: SamType = {
  type: 'AWS::Serverless::WebSocketApi',
  properties: {
    ApiKeySelectionExpression: optional(isAText),
    AccessLogSettings: optional(isAMap),
    Auth: optional(isAMap),
    DefaultRouteSettings: optional(isAMap),
    Description: optional(isAText),
    DisableExecuteApiEndpoint: optional(isABoolean),
    Domain: optional(isAMap),
    DisableSchemaValidation: optional(isABoolean),
    FailOnWarnings: optional(isABoolean),
    IpAddressType: optional(isAText),
    Name: optional(isAText),
    PropagateTags: optional(isABoolean),
    Routes: required(isAMap),
    RouteSettings: optional(isAMap),
    RouteSelectionExpression: required(isAText),
    StageName: optional(isOneOf(isAText, isAMap)),
    StageVariables: optional(isAMap),
    Tags: optional(isAMap),
  },
  referable: { Stage: 'AWS::ApiGatewayV2::Stage', DomainName: 'AWS::ApiGatewayV2::DomainName' },
  toCloudFormation: (resource, context) => {
    resource.validate();
    for (const name of ['Auth', 'Domain', 'Routes']) resource.set(name, context.parameters.resolve(resource.get(name)));
    assertSettings(resource);
    const tags = resource.get('Tags') as Fields | undefined;
    const resources = resourcesOf(resource);
    propagateTags(resources, isTruthy(tags) && { ...tags, [tagName]: 'SAM' }, resource.get('PropagateTags'));
    return resources;
  },
};

function assertSettings(resource: Resource): void {
  const { logicalId: apiId } = resource;
  const routes = resource.get('Routes');
  if (!isTruthy(routes)) throw new InvalidResource(apiId, 'WebSocket API must have at least one route.');
  const addressType = resource.get('IpAddressType');
  if (addressType !== undefined && !isIntrinsic(addressType) && !['ipv4', 'dualstack'].includes(String(addressType))) {
    throw new InvalidResource(apiId, "IpAddressType must be 'ipv4' or 'dualstack'.");
  }
  if (isTruthy(member(resource.get('Domain'), 'MutualTlsAuthentication'))) {
    throw new InvalidResource(apiId, 'Mutual TLS domain name association is not supported for Websocket APIs.');
  }
  if (isTruthy(resource.get('Auth')) && !has(routes as Fields, '$connect')) {
    throw new InvalidResource(apiId, 'Authorization is only available if there is a $connect route.');
  }
}

function resourcesOf(resource: Resource): Resource[] {
  const { logicalId: apiId } = resource;
  const api = apiOf(resource);
  const domain = resource.get('Domain') as Fields | undefined;
  // The transform hands on neither attributes nor groups of record sets to what a WebSocket API becomes.
  const named = domain ? customDomain({ apiId, tagName, attributes: {} }, domain, { recordSetGroups: new Map() }) : [];
  const stage = stageOf(resource);
  const routes = Object.entries(resource.get('Routes') as Fields).map(([key, spec]) => routeOf(resource, key, spec));
  const authorizer = routes.find((route) => route.authorizer)?.authorizer;
  if (isTruthy(resource.get('RouteSettings'))) stage.dependsOn = routes.map(({ route }) => route.logicalId);
  const permission = authorizer && permissionOf(resource);
  return [
    api,
    ...routes.flatMap(({ route, integration, permission: allowed }) => [route, integration, allowed]),
    ...named,
    stage,
    ...(authorizer ? [authorizer] : []),
    ...(permission ? [permission] : []),
  ];
}

function apiOf(resource: Resource): Resource {
  const { logicalId, dependsOn } = resource;
  const api = new Resource(webSocketApiResource, logicalId, { dependsOn });
  for (const name of [
    'ApiKeySelectionExpression',
    'Description',
    'DisableExecuteApiEndpoint',
    'DisableSchemaValidation',
    'IpAddressType',
    'RouteSelectionExpression',
  ]) {
    api.set(name, resource.get(name));
  }
  api.set('Name', resource.get('Name') ?? logicalId);
  api.set('Tags', { ...(resource.get('Tags') as Fields | undefined), [tagName]: 'SAM' });
  api.set('ProtocolType', 'WEBSOCKET');
  return api;
}

function stageOf(resource: Resource): Resource {
  const { logicalId: apiId } = resource;
  const name = resource.get('StageName') ?? defaultStage;
  if (name === '$default') {
    throw new InvalidResource(apiId, 'Stages cannot be named $default for WebSocket APIs.');
  }
  const suffix = name === defaultStage ? 'Default' : typeof name === 'string' ? name : '';
  const stage = new Resource(apiV2Stage, `${apiId}${suffix}Stage`);
  stage.set('ApiId', ref(apiId));
  stage.set('StageName', name);
  for (const property of ['StageVariables', 'AccessLogSettings', 'DefaultRouteSettings', 'RouteSettings']) {
    stage.set(property, resource.get(property));
  }
  stage.set('Tags', { [tagName]: 'SAM' });
  stage.set('AutoDeploy', true);
  return stage;
}

interface Route {
  readonly route: Resource;
  readonly integration: Resource;
  readonly permission: Resource;
  readonly authorizer: Resource | undefined;
}

function routeOf(resource: Resource, key: string, given: unknown): Route {
  const { logicalId: apiId } = resource;
  const spec = isMap(given) ? given : {};
  const id = apiId + routeName(apiId, key);
  const make = (kind: ResourceType, suffix: string, properties: Fields) => {
    const made = new Resource(kind, id + suffix);
    for (const [name, value] of Object.entries(properties)) made.set(name, value);
    return made;
  };
  if (isTruthy(spec.RequestParameters) && key !== '$connect') {
    throw new InvalidResource(apiId, 'Request parameters are only supported for the $connect route in WebSocket APIs.');
  }
  const route = make(apiV2Route, 'Route', {
    ApiId: ref(apiId),
    ApiKeyRequired: spec.ApiKeyRequired,
    ModelSelectionExpression: spec.ModelSelectionExpression,
    OperationName: spec.OperationName,
    RequestModels: spec.RequestModels,
    ...(isTruthy(spec.RequestParameters) && { RequestParameters: spec.RequestParameters }),
    RouteKey: key,
    RouteResponseSelectionExpression: spec.RouteResponseSelectionExpression,
    Target: join('/', ['integrations', ref(`${id}Integration`)]),
  });
  const authorizer = authorize(resource, key, route);
  if (!has(spec, 'FunctionArn')) throw new InvalidResource(apiId, 'Route must have associated function.');
  const { FunctionArn } = spec;
  const integration = make(apiV2Integration, 'Integration', {
    ApiId: ref(apiId),
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: invocationUri('FunctionArn', FunctionArn),
    TimeoutInMillis: spec.IntegrationTimeout,
  });
  const permission = make(lambdaPermission, 'Permission', {
    Action: 'lambda:InvokeFunction',
    FunctionName: FunctionArn,
    Principal: 'apigateway.amazonaws.com',
    SourceArn: routeArn(apiId, resource.get('StageName') ?? defaultStage, key),
  });
  return { route, integration, permission, authorizer };
}

const invocationUri = (name: string, functionArn: unknown): Fields =>
  sub(`arn:\${AWS::Partition}:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${${name}}/invocations`, {
    [name]: functionArn,
  });

function routeArn(apiId: string, stage: unknown, key: string): Fields {
  const api = `arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${${apiId}.ApiId}`;
  return typeof stage === 'string'
    ? sub(`${api}/${stage}/${key}`)
    : sub(`${api}/\${__StageName__}/${key}`, { __StageName__: stage });
}

/** `$connect` → `Connect`, `sendMessage` → `Sendmessage` */
function routeName(apiId: string, key: string): string {
  const name = ['$connect', '$disconnect', '$default'].includes(key) ? key.slice(1) : key;
  if (isAlphanumeric(name)) return name[0]?.toUpperCase() + name.slice(1).toLowerCase();
  throw new InvalidResource(
    apiId,
    `Route key '${key}' must be alphanumeric. Only $connect, $disconnect, and $default special routes are supported.`,
  );
}

/** Only who connects is asked for. Undefined where there is no authorizer to make. */
function authorize(resource: Resource, key: string, route: Resource): Resource | undefined {
  const auth = resource.get('Auth') as Fields | undefined;
  if (!auth || !isTruthy(auth)) return undefined;
  assertAuth(resource.logicalId, auth);
  if (key !== '$connect') return undefined;
  route.set('AuthorizationType', auth.AuthType);
  if (auth.AuthType !== 'CUSTOM') return undefined;
  const authorizer = authorizerOf(resource.logicalId, auth);
  route.set('AuthorizerId', ref(authorizer.logicalId));
  return authorizer;
}

function assertAuth(apiId: string, auth: Fields): void {
  const { AuthType: type } = auth;
  if (!isTruthy(type)) {
    throw new InvalidResource(apiId, 'AuthType must be specified for additional auth configurations.');
  }
  if (type !== 'NONE' && type !== 'AWS_IAM' && type !== 'CUSTOM') {
    throw new InvalidResource(apiId, `AuthType '${pythonText(type)}' is not one of AWS_IAM, CUSTOM or NONE.`);
  }
  if (type === 'CUSTOM') {
    if (isTruthy(auth.AuthArn)) return;
    throw new InvalidResource(apiId, 'AuthArn must be specified if AuthType is CUSTOM.');
  }
  if (Object.keys(auth).length > 1) {
    throw new InvalidResource(apiId, `No additional configurations supported for AuthType ${type}.`);
  }
}

function authorizerOf(apiId: string, auth: Fields): Resource {
  const id = `${apiId}ConnectAuthorizer`;
  const authorizer = new Resource(apiV2Authorizer, id);
  authorizer.set('ApiId', ref(apiId));
  if (has(auth, 'InvokeRole')) authorizer.set('AuthorizerCredentialsArn', auth.InvokeRole);
  authorizer.set('AuthorizerType', 'REQUEST');
  authorizer.set('AuthorizerUri', invocationUri('AuthArn', auth.AuthArn));
  authorizer.set('IdentitySource', auth.IdentitySource);
  authorizer.set('Name', isTruthy(auth.Name) ? auth.Name : id);
  return authorizer;
}

/** A role invokes the function by itself. */
function permissionOf(resource: Resource): Resource | undefined {
  const { logicalId: apiId } = resource;
  const { AuthArn, InvokeRole } = resource.get('Auth') as Fields;
  if (isTruthy(InvokeRole) || isNothing(AuthArn)) return undefined;
  return authorizerPermission({ id: `${apiId}AuthorizerPermission`, functionArn: AuthArn, apiId, attributes: {} });
}
