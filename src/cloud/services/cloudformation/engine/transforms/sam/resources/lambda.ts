import { getAtt, ref } from '../language/intrinsics.ts';
import { generated } from './property.ts';
import type { ResourceType } from './resource.ts';

export const lambdaFunction: ResourceType = {
  type: 'AWS::Lambda::Function',
  properties: generated(
    'Code',
    'PackageType',
    'DeadLetterConfig',
    'Description',
    'FunctionName',
    'Handler',
    'MemorySize',
    'Role',
    'Runtime',
    'Timeout',
    'VpcConfig',
    'Environment',
    'Tags',
    'TracingConfig',
    'KmsKeyArn',
    'Layers',
    'ReservedConcurrentExecutions',
    'FileSystemConfigs',
    'CodeSigningConfigArn',
    'ImageConfig',
    'Architectures',
    'SnapStart',
    'EphemeralStorage',
    'RuntimeManagementConfig',
    'LoggingConfig',
    'RecursiveLoop',
    'CapacityProviderConfig',
    'FunctionScalingConfig',
    'PublishToLatestPublished',
    'TenancyConfig',
    'DurableConfig',
  ),
  runtime: { name: ({ logicalId }) => ref(logicalId), arn: ({ logicalId }) => getAtt(logicalId, 'Arn') },
};

export const lambdaVersion: ResourceType = {
  type: 'AWS::Lambda::Version',
  properties: generated('CodeSha256', 'Description', 'FunctionName', 'FunctionScalingConfig'),
  runtime: { arn: ({ logicalId }) => ref(logicalId), version: ({ logicalId }) => getAtt(logicalId, 'Version') },
};

export const lambdaAlias: ResourceType = {
  type: 'AWS::Lambda::Alias',
  properties: generated('Description', 'Name', 'FunctionName', 'FunctionVersion', 'ProvisionedConcurrencyConfig'),
  runtime: { arn: ({ logicalId }) => ref(logicalId) },
};

export const lambdaEventSourceMapping: ResourceType = {
  type: 'AWS::Lambda::EventSourceMapping',
  properties: generated(
    'BatchSize',
    'DocumentDBEventSourceConfig',
    'Enabled',
    'EventSourceArn',
    'FunctionName',
    'MaximumBatchingWindowInSeconds',
    'MaximumRetryAttempts',
    'BisectBatchOnFunctionError',
    'MaximumRecordAgeInSeconds',
    'DestinationConfig',
    'ParallelizationFactor',
    'StartingPosition',
    'StartingPositionTimestamp',
    'Topics',
    'Queues',
    'SourceAccessConfigurations',
    'TumblingWindowInSeconds',
    'FunctionResponseTypes',
    'SelfManagedEventSource',
    'FilterCriteria',
    'KmsKeyArn',
    'AmazonManagedKafkaEventSourceConfig',
    'SelfManagedKafkaEventSourceConfig',
    'ScalingConfig',
    'ProvisionedPollerConfig',
    'MetricsConfig',
    'LoggingConfig',
  ),
  runtime: { name: ({ logicalId }) => ref(logicalId) },
};

export const lambdaPermission: ResourceType = {
  type: 'AWS::Lambda::Permission',
  properties: generated(
    'Action',
    'FunctionName',
    'Principal',
    'SourceAccount',
    'SourceArn',
    'EventSourceToken',
    'FunctionUrlAuthType',
    'InvokedViaFunctionUrl',
  ),
};

export const lambdaEventInvokeConfig: ResourceType = {
  type: 'AWS::Lambda::EventInvokeConfig',
  properties: generated(
    'DestinationConfig',
    'FunctionName',
    'MaximumEventAgeInSeconds',
    'MaximumRetryAttempts',
    'Qualifier',
  ),
};

export const lambdaLayerVersion: ResourceType = {
  type: 'AWS::Lambda::LayerVersion',
  properties: generated(
    'Content',
    'Description',
    'LayerName',
    'CompatibleArchitectures',
    'CompatibleRuntimes',
    'LicenseInfo',
  ),
  runtime: { name: ({ logicalId }) => ref(logicalId), arn: ({ logicalId }) => getAtt(logicalId, 'Arn') },
};

export const lambdaUrl: ResourceType = {
  type: 'AWS::Lambda::Url',
  properties: generated('TargetFunctionArn', 'AuthType', 'Cors', 'InvokeMode'),
};
