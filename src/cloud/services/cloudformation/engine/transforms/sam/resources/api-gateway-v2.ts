import { ref } from '../language/intrinsics.ts';
import { generated } from './property.ts';
import type { ResourceType } from './resource.ts';

/** The service takes tags as a map. */
const assignTags: ResourceType['assignTags'] = (resource, tags) => resource.set('Tags', tags);

/** Its tags stand in the definition. */
export const httpApiResource: ResourceType = {
  type: 'AWS::ApiGatewayV2::Api',
  properties: generated(
    'Body',
    'BodyS3Location',
    'Description',
    'FailOnWarnings',
    'DisableExecuteApiEndpoint',
    'BasePath',
    'Tags',
    'CorsConfiguration',
  ),
  runtime: { http_api_id: ({ logicalId }) => ref(logicalId) },
  assignTags: () => {},
};

export const webSocketApiResource: ResourceType = {
  type: 'AWS::ApiGatewayV2::Api',
  properties: generated(
    'ApiKeySelectionExpression',
    'Description',
    'DisableExecuteApiEndpoint',
    'DisableSchemaValidation',
    'FailOnWarnings',
    'IpAddressType',
    'Name',
    'ProtocolType',
    'RouteSelectionExpression',
    'Tags',
  ),
  runtime: { websocket_api_id: ({ logicalId }) => ref(logicalId) },
  assignTags,
};

export const apiV2Stage: ResourceType = {
  type: 'AWS::ApiGatewayV2::Stage',
  properties: generated(
    'AccessLogSettings',
    'DefaultRouteSettings',
    'RouteSettings',
    'ClientCertificateId',
    'Description',
    'ApiId',
    'StageName',
    'Tags',
    'StageVariables',
    'AutoDeploy',
  ),
  runtime: { stage_name: ({ logicalId }) => ref(logicalId) },
  assignTags,
};

export const apiV2DomainName: ResourceType = {
  type: 'AWS::ApiGatewayV2::DomainName',
  properties: generated('DomainName', 'DomainNameConfigurations', 'MutualTlsAuthentication', 'Tags'),
  assignTags,
};

export const apiV2Mapping: ResourceType = {
  type: 'AWS::ApiGatewayV2::ApiMapping',
  properties: generated('ApiId', 'ApiMappingKey', 'DomainName', 'Stage'),
};

export const apiV2Route: ResourceType = {
  type: 'AWS::ApiGatewayV2::Route',
  properties: generated(
    'ApiId',
    'ApiKeyRequired',
    'AuthorizationType',
    'AuthorizerId',
    'ModelSelectionExpression',
    'OperationName',
    'RequestModels',
    'RequestParameters',
    'RouteKey',
    'RouteResponseSelectionExpression',
    'Target',
  ),
};

export const apiV2Integration: ResourceType = {
  type: 'AWS::ApiGatewayV2::Integration',
  properties: generated('ApiId', 'IntegrationType', 'IntegrationUri', 'TimeoutInMillis'),
};

export const apiV2Authorizer: ResourceType = {
  type: 'AWS::ApiGatewayV2::Authorizer',
  properties: generated(
    'ApiId',
    'AuthorizerCredentialsArn',
    'AuthorizerPayloadFormatVersion',
    'AuthorizerType',
    'AuthorizerUri',
    'IdentitySource',
    'Name',
  ),
};
