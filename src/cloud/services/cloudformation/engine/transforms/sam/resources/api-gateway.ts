import { ref } from '../language/intrinsics.ts';
import { generated } from './property.ts';
import type { ResourceType } from './resource.ts';

export const restApi: ResourceType = {
  type: 'AWS::ApiGateway::RestApi',
  properties: generated(
    'Body',
    'BodyS3Location',
    'CloneFrom',
    'Description',
    'FailOnWarnings',
    'Name',
    'Parameters',
    'EndpointConfiguration',
    'BinaryMediaTypes',
    'MinimumCompressionSize',
    'Mode',
    'ApiKeySourceType',
    'Tags',
    'Policy',
    'SecurityPolicy',
    'EndpointAccessMode',
  ),
  runtime: { rest_api_id: ({ logicalId }) => ref(logicalId) },
};

export const stage: ResourceType = {
  type: 'AWS::ApiGateway::Stage',
  properties: generated(
    'AccessLogSetting',
    'CacheClusterEnabled',
    'CacheClusterSize',
    'CanarySetting',
    'ClientCertificateId',
    'DeploymentId',
    'Description',
    'RestApiId',
    'StageName',
    'Tags',
    'TracingEnabled',
    'Variables',
    'MethodSettings',
  ),
  runtime: { stage_name: ({ logicalId }) => ref(logicalId) },
};

export const deployment: ResourceType = {
  type: 'AWS::ApiGateway::Deployment',
  properties: generated('Description', 'RestApiId', 'StageDescription', 'StageName'),
  runtime: { deployment_id: ({ logicalId }) => ref(logicalId) },
};

export const domainName: ResourceType = {
  type: 'AWS::ApiGateway::DomainName',
  properties: generated(
    'RegionalCertificateArn',
    'DomainName',
    'EndpointConfiguration',
    'MutualTlsAuthentication',
    'SecurityPolicy',
    'EndpointAccessMode',
    'CertificateArn',
    'Tags',
    'OwnershipVerificationCertificateArn',
  ),
};

export const domainNameV2: ResourceType = {
  type: 'AWS::ApiGateway::DomainNameV2',
  properties: generated(
    'DomainName',
    'EndpointConfiguration',
    'SecurityPolicy',
    'EndpointAccessMode',
    'CertificateArn',
    'Tags',
    'Policy',
  ),
};

export const basePathMapping: ResourceType = {
  type: 'AWS::ApiGateway::BasePathMapping',
  properties: generated('BasePath', 'DomainName', 'RestApiId', 'Stage'),
};

export const basePathMappingV2: ResourceType = {
  type: 'AWS::ApiGateway::BasePathMappingV2',
  properties: generated('BasePath', 'DomainNameArn', 'RestApiId', 'Stage'),
};

export const usagePlan: ResourceType = {
  type: 'AWS::ApiGateway::UsagePlan',
  properties: generated('ApiStages', 'Description', 'Quota', 'Tags', 'Throttle', 'UsagePlanName'),
  runtime: { usage_plan_id: ({ logicalId }) => ref(logicalId) },
};

export const usagePlanKey: ResourceType = {
  type: 'AWS::ApiGateway::UsagePlanKey',
  properties: generated('KeyId', 'KeyType', 'UsagePlanId'),
};

export const apiKey: ResourceType = {
  type: 'AWS::ApiGateway::ApiKey',
  properties: generated(
    'CustomerId',
    'Description',
    'Enabled',
    'GenerateDistinctId',
    'Name',
    'Tags',
    'StageKeys',
    'Value',
  ),
  runtime: { api_key_id: ({ logicalId }) => ref(logicalId) },
};

export const domainNameAccessAssociation: ResourceType = {
  type: 'AWS::ApiGateway::DomainNameAccessAssociation',
  properties: generated('AccessAssociationSource', 'AccessAssociationSourceType', 'DomainNameArn', 'Tags'),
};
