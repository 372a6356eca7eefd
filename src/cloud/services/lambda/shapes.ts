import type { InputShape, MemberShape } from '../../service-kit/shapes.ts';

const roleRule = 'arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+';

/** A member whose pattern is shown as it is. */
const matching = (patternText: string, rest: MemberShape = {}): MemberShape => ({
  ...rest,
  pattern: new RegExp(`^(?:${patternText})$`),
  patternText,
});

const regionRule = '(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}';
const namePrefixRule = `(arn:(aws[a-zA-Z-]*)?:lambda:)?(${regionRule}:)?(\\d{12}:)?(function:)?`;
const nameRule = `${namePrefixRule}([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?`;
const namespacedRule = `${namePrefixRule}([a-zA-Z0-9-_\\.]+)(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?`;

/** Operations on functions as such take 140 characters. */
const functionName = matching(nameRule, { required: true, min: 1, max: 140 });
/** Operations that take names of functions of any kind. */
const namespacedName = (max: number): MemberShape => matching(namespacedRule, { required: true, min: 1, max });
const qualifier = matching('\\$(LATEST(\\.PUBLISHED)?)|[a-zA-Z0-9-_$]+', { min: 1, max: 128 });
const statementId: MemberShape = {
  required: true,
  min: 1,
  max: 100,
  pattern: /^([a-zA-Z0-9-_]+)$/,
  patternText: '([a-zA-Z0-9-_]+)',
};
const aliasName: MemberShape = {
  required: true,
  min: 1,
  max: 128,
  pattern: /^(?!^[0-9]+$)([a-zA-Z0-9-_]+)$/,
  patternText: '(?!^[0-9]+$)([a-zA-Z0-9-_]+)',
};
const version = matching('(\\$LATEST(\\.PUBLISHED)?|[0-9]+)', { min: 1, max: 1024 });
const description: MemberShape = { min: 0, max: 256 };
const layerName: MemberShape = {
  required: true,
  min: 1,
  max: 140,
  pattern: /^((arn:[a-zA-Z0-9-]+:lambda:[a-zA-Z0-9-]+:\d{12}:layer:[a-zA-Z0-9-_]+)|[a-zA-Z0-9-_]+)$/,
  patternText: '(arn:[a-zA-Z0-9-]+:lambda:[a-zA-Z0-9-]+:\\d{12}:layer:[a-zA-Z0-9-_]+)|[a-zA-Z0-9-_]+',
};
const principal: MemberShape = { required: true, pattern: /^[^\s]+$/, patternText: '[^\\s]+' };
const loggingConfig: MemberShape = {
  members: {
    LogFormat: { enum: ['JSON', 'Text'] },
    ApplicationLogLevel: { enum: ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] },
    SystemLogLevel: { enum: ['DEBUG', 'INFO', 'WARN'] },
    LogGroup: { min: 1, max: 512, pattern: /^[.\-_/#A-Za-z0-9]+$/, patternText: '[\\.\\-_/#A-Za-z0-9]+' },
  },
};

/** What a function's settings must satisfy, when it is created and when it is changed. */
const settings: InputShape = {
  Role: { pattern: new RegExp(`^${roleRule}$`), patternText: roleRule },
  Handler: { max: 128, pattern: /^[^\s]*$/, patternText: '[^\\s]+' },
  Description: description,
  Timeout: { min: 1, max: 900 },
  MemorySize: { min: 128, max: 10_240 },
  TracingConfig: { members: { Mode: { enum: ['Active', 'PassThrough'] } } },
  EphemeralStorage: { members: { Size: { required: true, min: 512, max: 10_240 } } },
  SnapStart: { members: { ApplyOn: { enum: ['PublishedVersions', 'None'] } } },
  LoggingConfig: loggingConfig,
  KMSKeyArn: matching('(arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|()'),
  VpcConfig: { members: { SubnetIds: { min: 0, max: 16 }, SecurityGroupIds: { min: 0, max: 5 } } },
  FileSystemConfigs: { min: 0, max: 1 },
  DeadLetterConfig: {
    members: {
      TargetArn: {
        pattern: /^((arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|())$/,
        patternText: '(arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|()',
      },
    },
  },
};

const retries: InputShape = {
  MaximumRetryAttempts: { min: 0, max: 2 },
  MaximumEventAgeInSeconds: { min: 60, max: 21_600 },
};

/** What event source mappings have in common when they are created and changed. */
const mapping: InputShape = {
  BatchSize: { min: 1, max: 10_000 },
  MaximumBatchingWindowInSeconds: { min: 0, max: 300 },
  FilterCriteria: { members: { Filters: { each: { members: { Pattern: { min: 0, max: 4096 } } } } } },
  FunctionResponseTypes: { min: 0, max: 1, each: { enum: ['ReportBatchItemFailures'] } },
  ScalingConfig: { members: { MaximumConcurrency: { min: 2, max: 1000 } } },
  ParallelizationFactor: { min: 1, max: 10 },
  MaximumRecordAgeInSeconds: { min: -1, max: 604_800 },
  MaximumRetryAttempts: { min: -1, max: 10_000 },
  TumblingWindowInSeconds: { min: 0, max: 900 },
  ProvisionedPollerConfig: {
    members: { MinimumPollers: { min: 1, max: 200 }, MaximumPollers: { min: 1, max: 2000 } },
  },
};
const arn = matching(`arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\\-])+:(${regionRule})?:(\\d{12})?:(.*)`);

/** A list whose elements are of these; what is not is told of the list as a whole. */
const listOf = (values: readonly string[], rest: MemberShape = {}): MemberShape => ({
  ...rest,
  each: { enum: values },
  eachText: `Member must satisfy constraint: [Member must satisfy enum value set: [${values.join(', ')}], Member must not be null]`,
});
const architectureNames = ['x86_64', 'arm64'];
const architectures = listOf(architectureNames, { min: 1, max: 1 });
const listed: InputShape = { MaxItems: { min: 1, max: 10_000 } };
const named: InputShape = { FunctionName: functionName };
const namespaced: InputShape = { FunctionName: namespacedName(140) };
const qualified: InputShape = { FunctionName: namespacedName(170), Qualifier: qualifier };
const tagged = matching(
  `arn:(aws[a-zA-Z-]*):lambda:${regionRule}:\\d{12}:(function:[a-zA-Z0-9-_]+(:(\\$LATEST|[a-zA-Z0-9-_]+))?|code-signing-config:csc-[a-z0-9]{17}|event-source-mapping:[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|capacity-provider:[a-zA-Z0-9-_]+)`,
  { required: true, min: 1, max: 256 },
);

const unqualified: InputShape = {
  FunctionName: matching(`${namePrefixRule}([a-zA-Z0-9-_]+)`, { required: true, min: 1, max: 140 }),
};
const plainQualifier = matching('(|[a-zA-Z0-9$_-]+)', { required: true, min: 1, max: 128 });
const signingConfigArn = matching(
  `arn:(aws[a-zA-Z-]*)?:lambda:${regionRule}:\\d{12}:code-signing-config:csc-[a-z0-9]{17}`,
  { required: true, max: 200 },
);
const signingSettings: InputShape = {
  AllowedPublishers: { members: { SigningProfileVersionArns: { required: true, min: 1, max: 20 } } },
  CodeSigningPolicies: { members: { UntrustedArtifactOnDeployment: { enum: ['Warn', 'Enforce'] } } },
};
const urlQualifier = matching('((?!^\\d+$)^[0-9a-zA-Z-_]+$)', { min: 1, max: 128 });
const urlSettings: InputShape = {
  Cors: {
    members: {
      AllowHeaders: { min: 0, max: 100, each: { max: 1024 } },
      AllowMethods: { min: 0, max: 6, each: { max: 6 } },
      AllowOrigins: { min: 0, max: 100, each: { min: 1, max: 253 } },
      ExposeHeaders: { min: 0, max: 100, each: { max: 1024 } },
      MaxAge: { min: 0, max: 86_400 },
    },
  },
  InvokeMode: { enum: ['RESPONSE_STREAM', 'BUFFERED'] },
};

/** Constraints by operation: https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html */
export const lambdaShapes: Readonly<Record<string, InputShape>> = {
  CreateFunction: {
    ...named,
    ...settings,
    Role: { ...settings.Role, required: true },
    Code: { required: true },
    PackageType: { enum: ['Image', 'Zip'] },
    Architectures: architectures,
  },
  UpdateFunctionConfiguration: { ...named, ...settings },
  UpdateFunctionCode: { ...named, Architectures: architectures },
  GetFunction: qualified,
  GetFunctionConfiguration: qualified,
  DeleteFunction: { ...namespaced, Qualifier: qualifier },
  ListFunctions: {
    MasterRegion: matching(`ALL|${regionRule}`),
    FunctionVersion: { enum: ['ALL'] },
    ...listed,
  },
  Invoke: {
    ...qualified,
    InvocationType: { enum: ['Event', 'RequestResponse', 'DryRun'] },
    LogType: { enum: ['None', 'Tail'] },
  },
  InvokeWithResponseStream: {
    ...qualified,
    InvocationType: { enum: ['RequestResponse', 'DryRun'] },
    LogType: { enum: ['None', 'Tail'] },
  },
  InvokeAsync: { FunctionName: namespacedName(170) },
  PublishVersion: { ...named, Description: description },
  ListVersionsByFunction: { FunctionName: namespacedName(170), ...listed },
  CreateAlias: { ...named, Name: aliasName, FunctionVersion: { ...version, required: true }, Description: description },
  GetAlias: { ...named, Name: aliasName },
  UpdateAlias: { ...named, Name: aliasName, FunctionVersion: version, Description: description },
  DeleteAlias: { ...named, Name: aliasName },
  ListAliases: { ...named, FunctionVersion: version, ...listed },
  AddPermission: {
    ...namespaced,
    StatementId: statementId,
    Action: {
      required: true,
      pattern: /^(lambda:[*]|lambda:[a-zA-Z]+|[*])$/,
      patternText: '(lambda:[*]|lambda:[a-zA-Z]+|[*])',
    },
    Principal: principal,
    SourceAccount: { max: 12, pattern: /^\d{12}$/, patternText: '\\d{12}' },
    SourceArn: arn,
    EventSourceToken: matching('[a-zA-Z0-9._\\-]+', { min: 0, max: 256 }),
    PrincipalOrgID: matching('o-[a-z0-9]{10,32}', { min: 12, max: 34 }),
    FunctionUrlAuthType: { enum: ['NONE', 'AWS_IAM'] },
    Qualifier: qualifier,
  },
  RemovePermission: {
    ...namespaced,
    StatementId: matching('([a-zA-Z0-9-_.]+)', { required: true, min: 1, max: 100 }),
    Qualifier: qualifier,
  },
  GetPolicy: qualified,
  PutFunctionConcurrency: { ...named, ReservedConcurrentExecutions: { required: true, min: 0 } },
  GetFunctionConcurrency: named,
  DeleteFunctionConcurrency: named,
  PutFunctionEventInvokeConfig: { ...namespaced, Qualifier: qualifier, ...retries },
  UpdateFunctionEventInvokeConfig: { ...namespaced, Qualifier: qualifier, ...retries },
  GetFunctionEventInvokeConfig: { ...namespaced, Qualifier: qualifier },
  DeleteFunctionEventInvokeConfig: { ...namespaced, Qualifier: qualifier },
  ListFunctionEventInvokeConfigs: { ...namespaced, MaxItems: { min: 1, max: 50 } },
  CreateCodeSigningConfig: {
    Description: description,
    ...signingSettings,
    AllowedPublishers: { ...signingSettings.AllowedPublishers, required: true },
  },
  GetCodeSigningConfig: { CodeSigningConfigArn: signingConfigArn },
  UpdateCodeSigningConfig: { CodeSigningConfigArn: signingConfigArn, Description: description, ...signingSettings },
  DeleteCodeSigningConfig: { CodeSigningConfigArn: signingConfigArn },
  ListCodeSigningConfigs: listed,
  ListFunctionsByCodeSigningConfig: { CodeSigningConfigArn: signingConfigArn, ...listed },
  PutFunctionCodeSigningConfig: { CodeSigningConfigArn: signingConfigArn, ...namespaced },
  GetFunctionCodeSigningConfig: namespaced,
  DeleteFunctionCodeSigningConfig: namespaced,
  PutProvisionedConcurrencyConfig: {
    ...named,
    Qualifier: plainQualifier,
    ProvisionedConcurrentExecutions: { required: true, min: 1 },
  },
  GetProvisionedConcurrencyConfig: { ...named, Qualifier: plainQualifier },
  DeleteProvisionedConcurrencyConfig: { ...named, Qualifier: plainQualifier },
  ListProvisionedConcurrencyConfigs: { ...named, MaxItems: { min: 1, max: 50 } },
  PutRuntimeManagementConfig: {
    ...qualified,
    UpdateRuntimeOn: { required: true, enum: ['Auto', 'Manual', 'FunctionUpdate'] },
    RuntimeVersionArn: matching(`arn:(aws[a-zA-Z-]*):lambda:${regionRule}::runtime:.+`, { min: 26, max: 2048 }),
  },
  GetRuntimeManagementConfig: qualified,
  PutFunctionRecursionConfig: { ...unqualified, RecursiveLoop: { required: true, enum: ['Terminate', 'Allow'] } },
  GetFunctionRecursionConfig: unqualified,
  CreateFunctionUrlConfig: {
    ...named,
    Qualifier: urlQualifier,
    AuthType: { required: true, enum: ['NONE', 'AWS_IAM'] },
    ...urlSettings,
  },
  GetFunctionUrlConfig: { ...named, Qualifier: urlQualifier },
  UpdateFunctionUrlConfig: {
    ...named,
    Qualifier: urlQualifier,
    AuthType: { enum: ['NONE', 'AWS_IAM'] },
    ...urlSettings,
  },
  DeleteFunctionUrlConfig: { ...named, Qualifier: urlQualifier },
  ListFunctionUrlConfigs: { ...named, MaxItems: { min: 1, max: 50 } },
  CreateEventSourceMapping: {
    StartingPosition: { enum: ['LATEST', 'AT_TIMESTAMP', 'TRIM_HORIZON'] },
    EventSourceArn: arn,
    ...namespaced,
    ...mapping,
  },
  UpdateEventSourceMapping: {
    UUID: { required: true },
    FunctionName: { ...namespacedName(140), required: false },
    ...mapping,
  },
  GetEventSourceMapping: { UUID: { required: true } },
  DeleteEventSourceMapping: { UUID: { required: true } },
  ListEventSourceMappings: {
    EventSourceArn: arn,
    FunctionName: { ...namespacedName(140), required: false },
    ...listed,
  },
  TagResource: { Resource: tagged, Tags: { required: true } },
  UntagResource: { Resource: tagged, TagKeys: { required: true } },
  ListTags: { Resource: tagged },
  PublishLayerVersion: {
    LayerName: layerName,
    Description: description,
    Content: { required: true },
    CompatibleRuntimes: { min: 0, max: 15 },
    CompatibleArchitectures: listOf(architectureNames, { min: 0, max: 2 }),
    LicenseInfo: { max: 512 },
  },
  GetLayerVersion: { LayerName: layerName, VersionNumber: { required: true } },
  DeleteLayerVersion: { LayerName: layerName, VersionNumber: { required: true } },
  ListLayerVersions: {
    CompatibleArchitecture: { enum: architectureNames },
    LayerName: layerName,
    MaxItems: { min: 1, max: 50 },
  },
  ListLayers: { MaxItems: { min: 1, max: 50 }, CompatibleArchitecture: { enum: architectureNames } },
  AddLayerVersionPermission: {
    LayerName: layerName,
    StatementId: statementId,
    Action: { required: true, max: 22, pattern: /^lambda:GetLayerVersion$/, patternText: 'lambda:GetLayerVersion' },
    Principal: {
      required: true,
      pattern: /^(\d{12}|\*|arn:(aws[a-zA-Z-]*):iam::\d{12}:root)$/,
      patternText: '\\d{12}|\\*|arn:(aws[a-zA-Z-]*):iam::\\d{12}:root',
    },
  },
  RemoveLayerVersionPermission: { LayerName: layerName, StatementId: statementId },
};
