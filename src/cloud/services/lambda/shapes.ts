import type { InputShape, MemberShape } from '../../service-kit/shapes.ts';

const roleRule = 'arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+';

const functionName = (max: number): MemberShape => ({ required: true, min: 1, max });
const qualifier: MemberShape = { min: 1, max: 128, pattern: /^[a-zA-Z0-9$_-]+$/, patternText: '(|[a-zA-Z0-9$_-]+)' };
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
const version: MemberShape = { min: 1, max: 1024, pattern: /^(\$LATEST|[0-9]+)$/, patternText: '(\\$LATEST|[0-9]+)' };
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
};
const eventSourceArn: MemberShape = {
  pattern: /^arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9-])+:([a-z]{2}(-gov)?-[a-z]+-\d{1})?:(\d{12})?:(.*)$/,
  patternText: 'arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\\-])+:([a-z]{2}(-gov)?-[a-z]+-\\d{1})?:(\\d{12})?:(.*)',
};

const architectures: MemberShape = { min: 1, max: 1, each: { enum: ['x86_64', 'arm64'] } };
const listed: InputShape = { MaxItems: { min: 1, max: 10_000 } };
const named: InputShape = { FunctionName: functionName(140) };
const qualified: InputShape = { FunctionName: functionName(170), Qualifier: qualifier };

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
  DeleteFunction: { FunctionName: functionName(140), Qualifier: qualifier },
  ListFunctions: listed,
  Invoke: {
    ...qualified,
    InvocationType: { enum: ['Event', 'RequestResponse', 'DryRun'] },
    LogType: { enum: ['None', 'Tail'] },
  },
  PublishVersion: { ...named, Description: description },
  ListVersionsByFunction: { FunctionName: functionName(170), ...listed },
  CreateAlias: { ...named, Name: aliasName, FunctionVersion: { ...version, required: true }, Description: description },
  GetAlias: { ...named, Name: aliasName },
  UpdateAlias: { ...named, Name: aliasName, FunctionVersion: version, Description: description },
  DeleteAlias: { ...named, Name: aliasName },
  ListAliases: { ...named, FunctionVersion: version, ...listed },
  AddPermission: {
    ...named,
    StatementId: statementId,
    Action: {
      required: true,
      pattern: /^(lambda:[*]|lambda:[a-zA-Z]+|[*])$/,
      patternText: '(lambda:[*]|lambda:[a-zA-Z]+|[*])',
    },
    Principal: principal,
    SourceAccount: { max: 12, pattern: /^\d{12}$/, patternText: '\\d{12}' },
    SourceArn: {
      pattern:
        /^arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9-])+:([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1})?:(\d{12})?:(.*)$/,
      patternText:
        'arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\\-])+:([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1})?:(\\d{12})?:(.*)',
    },
    FunctionUrlAuthType: { enum: ['NONE', 'AWS_IAM'] },
    Qualifier: qualifier,
  },
  RemovePermission: { ...named, StatementId: statementId, Qualifier: qualifier },
  GetPolicy: { FunctionName: functionName(170), Qualifier: qualifier },
  PutFunctionConcurrency: { ...named, ReservedConcurrentExecutions: { required: true, min: 0 } },
  GetFunctionConcurrency: named,
  DeleteFunctionConcurrency: named,
  PutFunctionEventInvokeConfig: { ...named, Qualifier: qualifier, ...retries },
  UpdateFunctionEventInvokeConfig: { ...named, Qualifier: qualifier, ...retries },
  GetFunctionEventInvokeConfig: { ...named, Qualifier: qualifier },
  DeleteFunctionEventInvokeConfig: { ...named, Qualifier: qualifier },
  ListFunctionEventInvokeConfigs: { ...named, MaxItems: { min: 1, max: 50 } },
  CreateEventSourceMapping: { EventSourceArn: eventSourceArn, ...named, ...mapping },
  UpdateEventSourceMapping: { UUID: { required: true }, FunctionName: { min: 1, max: 140 }, ...mapping },
  GetEventSourceMapping: { UUID: { required: true } },
  DeleteEventSourceMapping: { UUID: { required: true } },
  ListEventSourceMappings: { EventSourceArn: eventSourceArn, FunctionName: { min: 1, max: 140 }, ...listed },
  TagResource: { Resource: { required: true, min: 1, max: 256 }, Tags: { required: true } },
  UntagResource: { Resource: { required: true, min: 1, max: 256 }, TagKeys: { required: true } },
  ListTags: { Resource: { required: true, min: 1, max: 256 } },
  PublishLayerVersion: {
    LayerName: layerName,
    Description: description,
    Content: { required: true },
    CompatibleRuntimes: { min: 0, max: 15 },
    LicenseInfo: { max: 512 },
  },
  GetLayerVersion: { LayerName: layerName, VersionNumber: { required: true } },
  DeleteLayerVersion: { LayerName: layerName, VersionNumber: { required: true } },
  ListLayerVersions: { LayerName: layerName, MaxItems: { min: 1, max: 50 } },
  ListLayers: { MaxItems: { min: 1, max: 50 } },
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
