import type { CreateFunctionCommandInput, UpdateFunctionConfigurationCommandInput } from '@aws-sdk/client-lambda';
import { UnsupportedError } from '../../kernel/errors.ts';
import { invalidParameter, validation } from './errors.ts';
import type { LoggingSettings, Settings } from './state.ts';

/** AWS: all variables together, as JSON. https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
const environmentBytesMax = 4096;

/** Names that only Lambda sets, as CreateFunction refuses them. */
const reservedVariables: ReadonlySet<string> = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_DEFAULT_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_LAMBDA_RUNTIME_API',
  'AWS_REGION',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SECRET_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_XRAY_DAEMON_ADDRESS',
  'LAMBDA_RUNTIME_DIR',
  'LAMBDA_TASK_ROOT',
]);

type Changes = Omit<UpdateFunctionConfigurationCommandInput, 'FunctionName'> &
  Pick<CreateFunctionCommandInput, 'Architectures'>;

/** The settings of a new function, with AWS's defaults. */
export function initialSettings(input: CreateFunctionCommandInput, name: string): Settings {
  refuseUnsupported(input);
  if (input.Runtime === undefined)
    throw invalidParameter(
      'Runtime and Handler are mandatory parameters for functions created with deployment packages.',
    );
  if (input.Handler === undefined && !input.Runtime.startsWith('provided')) {
    throw invalidParameter(
      'Runtime and Handler are mandatory parameters for functions created with deployment packages.',
    );
  }
  const defaults: Settings = {
    Role: input.Role ?? '',
    Description: '',
    Timeout: 3,
    MemorySize: 128,
    PackageType: 'Zip',
    Architectures: ['x86_64'],
    TracingMode: 'PassThrough',
    Layers: [],
    EphemeralStorageSize: 512,
    LoggingConfig: { LogFormat: 'Text', LogGroup: `/aws/lambda/${name}` },
  };
  return changedSettings(defaults, input);
}

/** Settings after a change: what the input does not name stays. */
export function changedSettings(settings: Settings, input: Changes): Settings {
  refuseUnsupported(input);
  const environment = input.Environment?.Variables;
  if (environment) assertEnvironment(environment);
  const next = {
    ...settings,
    ...defined({
      Role: input.Role,
      Runtime: input.Runtime,
      Handler: input.Handler,
      Description: input.Description,
      Timeout: input.Timeout,
      MemorySize: input.MemorySize,
      Architectures: input.Architectures,
      Environment: input.Environment && (environment ?? {}),
      KMSKeyArn: input.KMSKeyArn,
      DeadLetterArn: input.DeadLetterConfig?.TargetArn,
      TracingMode: input.TracingConfig?.Mode,
      Layers: input.Layers,
      SnapStart: input.SnapStart?.ApplyOn,
      FileSystemConfigs: input.FileSystemConfigs?.map(({ Arn = '', LocalMountPath = '' }) => ({ Arn, LocalMountPath })),
      EphemeralStorageSize: input.EphemeralStorage?.Size,
      VpcConfig: input.VpcConfig && {
        SubnetIds: input.VpcConfig.SubnetIds ?? [],
        SecurityGroupIds: input.VpcConfig.SecurityGroupIds ?? [],
        ...(input.VpcConfig.Ipv6AllowedForDualStack && { Ipv6AllowedForDualStack: true }),
      },
      LoggingConfig: input.LoggingConfig && changedLogging(settings.LoggingConfig, input.LoggingConfig),
    }),
  };
  assertSnapStart(next);
  return withoutEmpty(next);
}

/** Switching to JSON brings log levels with it, switching to text takes them away. */
function changedLogging(old: LoggingSettings, change: NonNullable<Changes['LoggingConfig']>): LoggingSettings {
  const format = change.LogFormat ?? old.LogFormat;
  const group = { LogFormat: format, LogGroup: change.LogGroup ?? old.LogGroup };
  if (format === 'Text') {
    if (change.ApplicationLogLevel !== undefined || change.SystemLogLevel !== undefined) {
      throw invalidParameter('To use ApplicationLogLevel or SystemLogLevel, you must set LogFormat to JSON.');
    }
    return group;
  }
  return {
    ...group,
    ApplicationLogLevel: change.ApplicationLogLevel ?? old.ApplicationLogLevel ?? 'INFO',
    SystemLogLevel: change.SystemLogLevel ?? old.SystemLogLevel ?? 'INFO',
  };
}

/** An empty key, queue or network is how callers take one away. */
function withoutEmpty(settings: Settings): Settings {
  const { KMSKeyArn, DeadLetterArn, VpcConfig, FileSystemConfigs = [], ...rest } = settings;
  return {
    ...rest,
    ...(KMSKeyArn && { KMSKeyArn }),
    ...(DeadLetterArn && { DeadLetterArn }),
    ...(FileSystemConfigs.length > 0 && { FileSystemConfigs }),
    ...(VpcConfig && VpcConfig.SubnetIds.length > 0 && { VpcConfig }),
  };
}

/** https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html#snapstart-runtimes */
const snapStartRuntimes = /^(?:java(?!8)\d+(?:\.al2023)?|python3\.(?:1[2-9]|[2-9]\d)|dotnet(?:[89]|\d\d))$/;

function assertSnapStart({ SnapStart, Runtime = '' }: Settings): void {
  if (SnapStart !== 'PublishedVersions' || snapStartRuntimes.test(Runtime)) return;
  throw invalidParameter(`${Runtime} is not supported for SnapStart enabled functions.`);
}

function assertEnvironment(variables: Readonly<Record<string, string>>): void {
  const measured = JSON.stringify(variables);
  if (Buffer.byteLength(measured) > environmentBytesMax) {
    throw invalidParameter(
      `Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. String measured: ${measured}`,
    );
  }
  const reserved = Object.keys(variables).filter((name) => reservedVariables.has(name));
  if (reserved.length > 0) {
    throw invalidParameter(
      `Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${reserved.join(', ')}`,
    );
  }
  const malformed = Object.keys(variables).find((name) => !/^[a-zA-Z]([a-zA-Z0-9_])+$/.test(name));
  if (malformed !== undefined) {
    throw validation(
      'environment.variables',
      JSON.stringify(variables),
      'Map keys must satisfy constraint: [Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+]',
    );
  }
}

/** What would change behaviour and is not emulated is refused by name; empty values ask for nothing. */
function refuseUnsupported(input: Partial<CreateFunctionCommandInput>): void {
  const asked: Readonly<Record<string, boolean>> = {
    'Lambda functions from container images (PackageType Image)': input.PackageType === 'Image',
    'Lambda ImageConfig': hasEntries(input.ImageConfig),
    'Lambda tenant isolation (TenancyConfig)': input.TenancyConfig !== undefined,
    'Lambda managed instances (CapacityProviderConfig)': input.CapacityProviderConfig !== undefined,
    'Lambda durable functions (DurableConfig)': input.DurableConfig !== undefined,
    'Lambda PublishTo': input.PublishTo !== undefined,
  };
  for (const [feature, isAsked] of Object.entries(asked)) if (isAsked) throw new UnsupportedError(feature);
}

const hasEntries = (value: object | undefined): boolean => value !== undefined && Object.keys(value).length > 0;

/** Without members that are undefined, so that spreading keeps what was there. */
const defined = <T extends object>(values: T): Defined<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<T>;

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };
