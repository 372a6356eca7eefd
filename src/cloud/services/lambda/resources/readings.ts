import type {
  AliasConfiguration,
  EventSourceMappingConfiguration,
  FunctionConfiguration,
  FunctionEventInvokeConfig,
  FunctionUrlConfig,
  GetFunctionRecursionConfigResponse,
  GetFunctionResponse,
  GetRuntimeManagementConfigResponse,
} from '@aws-sdk/client-lambda';
import type { ResourceCalls, ResourceReading } from '../../../service-kit/contract.ts';
import { allOf, pick, present, tagPairs } from '../../../service-kit/resource-reading.ts';

const functions = (calls: ResourceCalls) =>
  allOf<FunctionConfiguration>(calls, 'lambda', 'ListFunctions', {
    items: 'Functions',
    token: ['NextMarker', 'Marker'],
  });

/** Settings that have the same name in the registry and in the API. */
const settings = [
  'Architectures',
  'Description',
  'EphemeralStorage',
  'FileSystemConfigs',
  'FunctionName',
  'Handler',
  'LoggingConfig',
  'MemorySize',
  'PackageType',
  'Role',
  'Runtime',
  'Timeout',
  'TracingConfig',
];

/** What a function is, as its type's schema has it. */
export const functionReading: ResourceReading = {
  identifiers: ['FunctionName'],
  properties: [
    ...settings,
    'CodeSigningConfigArn',
    'DeadLetterConfig',
    'Environment',
    'ImageConfig',
    'KmsKeyArn',
    'Layers',
    'RecursiveLoop',
    'ReservedConcurrentExecutions',
    'RuntimeManagementConfig',
    'SnapStart',
    'Tags',
    'VpcConfig',
  ],
  writeOnly: ['Code'],
  async read({ FunctionName = '' }, calls) {
    const asked = { FunctionName };
    const told = await calls.call<GetFunctionResponse>('lambda', 'GetFunction', asked);
    const runtime = await calls.call<GetRuntimeManagementConfigResponse>('lambda', 'GetRuntimeManagementConfig', asked);
    const loop = await calls.call<GetFunctionRecursionConfigResponse>('lambda', 'GetFunctionRecursionConfig', asked);
    const signing = await calls.call<{ CodeSigningConfigArn?: string }>(
      'lambda',
      'GetFunctionCodeSigningConfig',
      asked,
    );
    const { Configuration: configuration = {}, Concurrency, Tags } = told;
    const { SnapStart, VpcConfig, DeadLetterConfig, Environment } = configuration;
    return present({
      ...pick(configuration, settings),
      ...(configuration.Description === '' && { Description: undefined }),
      Arn: configuration.FunctionArn,
      CodeSigningConfigArn: signing.CodeSigningConfigArn || undefined,
      DeadLetterConfig: DeadLetterConfig && present(DeadLetterConfig as object as Record<string, unknown>),
      Environment: Environment?.Variables && present({ Variables: Environment.Variables }),
      ImageConfig: configuration.ImageConfigResponse?.ImageConfig,
      KmsKeyArn: configuration.KMSKeyArn || undefined,
      Layers: configuration.Layers?.map(({ Arn }) => Arn),
      RecursiveLoop: loop.RecursiveLoop,
      ReservedConcurrentExecutions: Concurrency?.ReservedConcurrentExecutions,
      RuntimeManagementConfig: present(pick(runtime, ['RuntimeVersionArn', 'UpdateRuntimeOn'])),
      SnapStart: SnapStart && pick(SnapStart, ['ApplyOn']),
      SnapStartResponse: SnapStart,
      Tags: tagPairs(Tags),
      VpcConfig: VpcConfig && present(pick(VpcConfig, ['Ipv6AllowedForDualStack', 'SecurityGroupIds', 'SubnetIds'])),
    });
  },
  list: async (calls) => (await functions(calls)).map(({ FunctionName = '' }) => ({ FunctionName })),
};

/** `arn:…:function:NAME:QUALIFIER` → name and qualifier. */
const partsOf = (arn: string) => {
  const [, FunctionName = '', qualifier = ''] = /:function:([^:]+):([^:]+)$/.exec(arn) ?? [];
  return { FunctionName, qualifier };
};

const concurrencyOf = async (calls: ResourceCalls, FunctionName: string, Qualifier: string) => {
  const { ProvisionedConcurrencyConfigs = [] } = await calls.call<{
    ProvisionedConcurrencyConfigs?: { FunctionArn?: string; RequestedProvisionedConcurrentExecutions?: number }[];
  }>('lambda', 'ListProvisionedConcurrencyConfigs', { FunctionName });
  const own = ProvisionedConcurrencyConfigs.find(({ FunctionArn }) => FunctionArn?.endsWith(`:${Qualifier}`));
  return own && { ProvisionedConcurrentExecutions: own.RequestedProvisionedConcurrentExecutions };
};

/** What an alias is. */
export const aliasReading: ResourceReading = {
  identifiers: ['AliasArn'],
  properties: [
    'Description',
    'FunctionName',
    'FunctionVersion',
    'Name',
    'ProvisionedConcurrencyConfig',
    'RoutingConfig',
  ],
  async read({ AliasArn = '' }, calls) {
    const { FunctionName, qualifier: Name } = partsOf(AliasArn);
    const told = await calls.call<AliasConfiguration>('lambda', 'GetAlias', { FunctionName, Name });
    const weights = Object.entries(told.RoutingConfig?.AdditionalVersionWeights ?? {});
    return present({
      AliasArn,
      Description: told.Description || undefined,
      FunctionName,
      FunctionVersion: told.FunctionVersion,
      Name,
      ProvisionedConcurrencyConfig: await concurrencyOf(calls, FunctionName, Name),
      RoutingConfig: present({
        AdditionalVersionWeights: weights.map(([FunctionVersion, FunctionWeight]) => ({
          FunctionVersion,
          FunctionWeight,
        })),
      }),
    });
  },
  async list(calls, { FunctionName }) {
    const input = { FunctionName };
    const paging = { input, items: 'Aliases', token: ['NextMarker', 'Marker'] } as const;
    const aliases = await allOf<AliasConfiguration>(calls, 'lambda', 'ListAliases', paging);
    return aliases.map(({ AliasArn = '' }) => ({ AliasArn }));
  },
};

/** What a published version is. */
export const versionReading: ResourceReading = {
  identifiers: ['FunctionArn'],
  properties: ['CodeSha256', 'Description', 'FunctionName', 'ProvisionedConcurrencyConfig'],
  async read({ FunctionArn = '' }, calls) {
    const { FunctionName, qualifier: Qualifier } = partsOf(FunctionArn);
    const input = { FunctionName, Qualifier };
    const told = await calls.call<FunctionConfiguration>('lambda', 'GetFunctionConfiguration', input);
    return present({
      CodeSha256: told.CodeSha256,
      Description: told.Description || undefined,
      FunctionArn,
      FunctionName,
      ProvisionedConcurrencyConfig: await concurrencyOf(calls, FunctionName, Qualifier),
      Version: told.Version,
    });
  },
  async list(calls, { FunctionName }) {
    const paging = { input: { FunctionName }, items: 'Versions', token: ['NextMarker', 'Marker'] } as const;
    const versions = await allOf<FunctionConfiguration>(calls, 'lambda', 'ListVersionsByFunction', paging);
    return versions.flatMap(({ FunctionArn = '', Version }) => (Version === '$LATEST' ? [] : [{ FunctionArn }]));
  },
};

const mappingSettings = [
  'BatchSize',
  'BisectBatchOnFunctionError',
  'DestinationConfig',
  'EventSourceArn',
  'FilterCriteria',
  'FunctionResponseTypes',
  'LoggingConfig',
  'MaximumBatchingWindowInSeconds',
  'MaximumRecordAgeInSeconds',
  'MaximumRetryAttempts',
  'MetricsConfig',
  'ParallelizationFactor',
  'ProvisionedPollerConfig',
  'ScalingConfig',
  'StartingPosition',
  'TumblingWindowInSeconds',
];

/** What an event source mapping is. */
export const eventSourceMappingReading: ResourceReading = {
  identifiers: ['Id'],
  properties: [...mappingSettings, 'Enabled', 'FunctionName', 'KmsKeyArn', 'Tags'],
  async read({ Id: UUID = '' }, calls) {
    const told = await calls.call<EventSourceMappingConfiguration>('lambda', 'GetEventSourceMapping', { UUID });
    const tagged = { Resource: told.EventSourceMappingArn };
    const { Tags } = await calls.call<{ Tags?: Record<string, string> }>('lambda', 'ListTags', tagged);
    return present({
      ...pick(told, mappingSettings),
      Enabled: !/^Disabl/.test(told.State ?? ''),
      EventSourceMappingArn: told.EventSourceMappingArn,
      FunctionName: told.FunctionArn,
      Id: UUID,
      KmsKeyArn: told.KMSKeyArn,
      Tags: tagPairs(Tags),
    });
  },
  async list(calls) {
    const paging = { items: 'EventSourceMappings', token: ['NextMarker', 'Marker'] } as const;
    const mappings = await allOf<EventSourceMappingConfiguration>(calls, 'lambda', 'ListEventSourceMappings', paging);
    return mappings.map(({ UUID: Id = '' }) => ({ Id }));
  },
};

/** What a function URL is; its identifier is the ARN of what it invokes. */
export const urlReading: ResourceReading = {
  identifiers: ['FunctionArn'],
  properties: ['AuthType', 'Cors', 'InvokeMode', 'TargetFunctionArn'],
  async read({ FunctionArn = '' }, calls) {
    const told = await calls.call<FunctionUrlConfig>('lambda', 'GetFunctionUrlConfig', { FunctionName: FunctionArn });
    const { AuthType, Cors, InvokeMode, FunctionUrl } = told;
    return present({ AuthType, Cors, InvokeMode, FunctionUrl, FunctionArn, TargetFunctionArn: FunctionArn });
  },
  async list(calls) {
    const found = [];
    for (const { FunctionName } of await functions(calls)) {
      const paging = { input: { FunctionName }, items: 'FunctionUrlConfigs', token: ['NextMarker', 'Marker'] } as const;
      found.push(...(await allOf<FunctionUrlConfig>(calls, 'lambda', 'ListFunctionUrlConfigs', paging)));
    }
    return found.map(({ FunctionArn = '' }) => ({ FunctionArn }));
  },
};

/** How a function or one of its versions is invoked when nobody waits. */
export const eventInvokeConfigReading: ResourceReading = {
  identifiers: ['FunctionName', 'Qualifier'],
  properties: ['DestinationConfig', 'FunctionName', 'MaximumEventAgeInSeconds', 'MaximumRetryAttempts', 'Qualifier'],
  async read({ FunctionName = '', Qualifier = '' }, calls) {
    const asked = { FunctionName, Qualifier };
    const told = await calls.call<FunctionEventInvokeConfig>('lambda', 'GetFunctionEventInvokeConfig', asked);
    const { DestinationConfig = {}, MaximumEventAgeInSeconds, MaximumRetryAttempts } = told;
    const destinations = Object.entries(DestinationConfig).filter(([, one]) => Object.keys(one ?? {}).length > 0);
    return present({
      DestinationConfig: Object.fromEntries(destinations),
      FunctionName,
      MaximumEventAgeInSeconds,
      MaximumRetryAttempts,
      Qualifier,
    });
  },
};
