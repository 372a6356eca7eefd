import type { SamType } from '../context.ts';
import { plainOf } from '../language/legacy/ordered-map.ts';
import { type Fields, has, isMap, isTruthy } from '../language/values.ts';
import { restApi } from '../resources/api-gateway.ts';
import {
  isABoolean,
  isAList,
  isAMap,
  isAnInteger,
  isAText,
  isOneOf,
  optional,
  optionalValue,
  required,
} from '../resources/property.ts';
import { propagateTags, Resource } from '../resources/resource.ts';
import { authorizerPermission } from './authorizer-permission.ts';
import { isVersion } from './definition-paths.ts';
import { withOpenApi3 } from './open-api-definition.ts';
import { disableExecuteApi, editDefinition } from './rest-api-definition.ts';
import { domainOf } from './rest-api-domain.ts';
import { invalidApi, type RestApiInput, restApiInput } from './rest-api-input.ts';
import { authorizersOf } from './rest-authorizer.ts';
import { deploymentAndStage } from './rest-deployment.ts';
import { bodyLocation } from './s3-location.ts';
import { usagePlanOf } from './usage-plan.ts';

const textOrMap = isOneOf(isAText, isAMap);

/** https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-api.html */
export const serverlessApi: SamType = {
  type: 'AWS::Serverless::Api',
  properties: {
    __MANAGE_SWAGGER: optional(isABoolean),
    Name: optional(textOrMap),
    StageName: required(textOrMap),
    Tags: optional(isAMap),
    PropagateTags: optional(isABoolean),
    DefinitionBody: optional(isAMap),
    DefinitionUri: optional(textOrMap),
    MergeDefinitions: optionalValue(isABoolean),
    CacheClusterEnabled: optional(isABoolean),
    CacheClusterSize: optional(isAText),
    Variables: optional(isAMap),
    EndpointConfiguration: optional(textOrMap),
    MethodSettings: optional(isAList),
    BinaryMediaTypes: optional(isAList),
    MinimumCompressionSize: optional(isAnInteger),
    Cors: optional(textOrMap),
    Auth: optional(isAMap),
    GatewayResponses: optional(isAMap),
    AccessLogSetting: optional(isAMap),
    CanarySetting: optional(isAMap),
    TracingEnabled: optional(isABoolean),
    OpenApiVersion: optional(isAText),
    Models: optional(isAMap),
    Domain: optional(isAMap),
    FailOnWarnings: optional(isABoolean),
    Description: optional(isAText),
    Mode: optional(isAText),
    DisableExecuteApiEndpoint: optional(isABoolean),
    ApiKeySourceType: optional(isAText),
    AlwaysDeploy: optionalValue(isABoolean),
    Policy: optional(textOrMap),
    SecurityPolicy: optional(isAText),
    EndpointAccessMode: optional(isAText),
  },
  referable: {
    Stage: 'AWS::ApiGateway::Stage',
    Deployment: 'AWS::ApiGateway::Deployment',
    DomainName: 'AWS::ApiGateway::DomainName',
    DomainNameV2: 'AWS::ApiGateway::DomainNameV2',
    UsagePlan: 'AWS::ApiGateway::UsagePlan',
    UsagePlanKey: 'AWS::ApiGateway::UsagePlanKey',
    ApiKey: 'AWS::ApiGateway::ApiKey',
  },
  toCloudFormation: (resource, context) => {
    const api = restApiInput(resource, context);
    const rest = restApiOf(api);
    const { domain, mappings, records, association } = domainOf(api);
    const deployed = rest.get('Body') === undefined ? rest.get('BodyS3Location') : api.definition;
    const [deployment, stage] = deploymentAndStage(api, deployed);
    const permissions = authorizerPermissions(api);
    const generated = [
      rest,
      deployment,
      stage,
      ...permissions,
      ...(domain ? [domain] : []),
      ...mappings,
      ...(records ? [records] : []),
      ...usagePlanOf(api, stage.logicalId),
      ...(association ? [association] : []),
    ];
    propagateTags(generated, resource.get('Tags'), resource.get('PropagateTags'));
    return generated;
  },
};

function restApiOf(api: RestApiInput): Resource {
  assertProperties(api);
  const { resource, context } = api;
  const rest = new Resource(restApi, api.id, { dependsOn: resource.dependsOn, attributes: resource.attributes });
  rest.set('BinaryMediaTypes', api.get('BinaryMediaTypes'));
  rest.set('MinimumCompressionSize', api.get('MinimumCompressionSize'));
  const endpoint = api.get('EndpointConfiguration');
  if (isTruthy(endpoint)) setEndpoint(api, rest, endpoint);
  else if (!hasEdgeEndpoints(context.partition)) setEndpoint(api, rest, 'REGIONAL');
  editDefinition(api);
  if (isTruthy(api.get('FailOnWarnings'))) rest.set('FailOnWarnings', api.get('FailOnWarnings'));
  disableExecuteApi(api);
  const uri = api.get('DefinitionUri');
  if (isTruthy(uri)) rest.set('BodyS3Location', bodyLocation(api.id, uri));
  else if (isTruthy(api.definition)) {
    api.definition = withOpenApi3(api.definition as Fields, api.get('OpenApiVersion'));
    rest.set('Body', plainOf(api.definition));
  }
  for (const name of [
    'Name',
    'Description',
    'Mode',
    'ApiKeySourceType',
    'Policy',
    'SecurityPolicy',
    'EndpointAccessMode',
  ]) {
    if (isTruthy(api.get(name))) rest.set(name, api.get(name));
  }
  return rest;
}

function assertProperties(api: RestApiInput): void {
  const version = api.get('OpenApiVersion');
  const isInS3 = isTruthy(api.get('DefinitionUri'));
  if (isInS3 && isTruthy(api.definition)) {
    throw invalidApi(api, "Specify either 'DefinitionUri' or 'DefinitionBody' property and not both.");
  }
  if (isInS3 && isTruthy(api.get('MergeDefinitions'))) {
    throw invalidApi(api, "Cannot set 'MergeDefinitions' to True when using `DefinitionUri`.");
  }
  if (isTruthy(version) && !isVersion(/^[2-3](\.\d)(\.\d)?\n?$/, version)) {
    throw invalidApi(api, "The OpenApiVersion value must be of the format '3.0.0'.");
  }
}

const hasEdgeEndpoints = (partition: string): boolean =>
  !partition.startsWith('aws-iso') && !['aws-us-gov', 'aws-cn', 'aws-eusc'].includes(partition);

function setEndpoint(api: RestApiInput, rest: Resource, value: unknown): void {
  if (!isMap(value) || !isTruthy(value.Type)) {
    rest.set('EndpointConfiguration', { Types: [value] });
    rest.set('Parameters', { endpointConfigurationTypes: value });
    return;
  }
  const { Type, IpAddressType, VPCEndpointIds, VpcEndpointIds } = value;
  if (has(value, 'VPCEndpointIds') && has(value, 'VpcEndpointIds')) {
    throw invalidApi(api, "'VPCEndpointIds' and 'VpcEndpointIds' cannot be used together in EndpointConfiguration.");
  }
  const hasEndpoints = has(value, 'VPCEndpointIds') || has(value, 'VpcEndpointIds');
  rest.set('Parameters', { endpointConfigurationTypes: Type });
  rest.set('EndpointConfiguration', {
    Types: [Type],
    ...(hasEndpoints && { VpcEndpointIds: (isTruthy(VPCEndpointIds) ? VPCEndpointIds : VpcEndpointIds) ?? null }),
    ...(has(value, 'IpAddressType') && { IpAddressType }),
  });
}

/** The API may invoke the functions of its authorizers. */
function authorizerPermissions(api: RestApiInput): Resource[] {
  const auth = api.get('Auth') as Fields | undefined;
  if (!isTruthy(auth)) return [];
  const { partition } = api.context;
  const permissions: Resource[] = [];
  for (const [name, authorizer] of authorizersOf(api.id, partition, auth?.Authorizers) ?? []) {
    if (!isTruthy(authorizer.functionArn) || authorizer.hasNoPermission) continue;
    const { functionArn } = authorizer;
    const id = `${api.id}${name}AuthorizerPermission`;
    permissions.push(authorizerPermission({ id, functionArn, apiId: api.id, attributes: api.passed, partition }));
  }
  return permissions;
}
