import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { Properties, ResourceContext, ResourceState, ResourceType } from '../../../service-kit/contract.ts';
import { zipInlineCode } from './inline-code.ts';
import { asNumber, asText, asTexts, differs, given, ignoringAbsence, retag, tagsOf } from './properties.ts';

const nameCharactersMax = 64;

/** Settings that UpdateFunctionConfiguration takes, and what they become when a template drops them. */
const settingNames = [
  'DeadLetterConfig',
  'Description',
  'Environment',
  'EphemeralStorage',
  'FileSystemConfigs',
  'Handler',
  'ImageConfig',
  'KmsKeyArn',
  'Layers',
  'LoggingConfig',
  'MemorySize',
  'Role',
  'Runtime',
  'SnapStart',
  'Timeout',
  'TracingConfig',
  'VpcConfig',
] as const;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-function.html */
export const functionResource: ResourceType = {
  properties: [
    ...settingNames,
    'Architectures',
    'Code',
    'FunctionName',
    'PackageType',
    'RecursiveLoop',
    'ReservedConcurrentExecutions',
    'Tags',
  ],

  async create(properties, context) {
    const name = asText(properties.FunctionName) ?? context.generateName(nameCharactersMax);
    const created = await context.call<FunctionConfiguration>('lambda', 'CreateFunction', {
      FunctionName: name,
      Code: codeOf(properties),
      ...settingsOf(properties),
      ...given({ PackageType: properties.PackageType, Architectures: properties.Architectures }),
      Tags: tagsOf(properties, context),
    });
    await reserve(name, properties, context);
    return stateOf(name, created);
  },

  async update(state, properties, previous, context) {
    const FunctionName = state.physicalId;
    if (differs('Code', properties, previous) || differs('Architectures', properties, previous)) {
      const architectures = given({ Architectures: properties.Architectures });
      await context.call('lambda', 'UpdateFunctionCode', { FunctionName, ...codeOf(properties), ...architectures });
    }
    if (settingNames.some((name) => differs(name, properties, previous))) {
      const settings = { ...dropped(properties, previous), ...settingsOf(properties) };
      await context.call('lambda', 'UpdateFunctionConfiguration', { FunctionName, ...settings });
    }
    if (differs('ReservedConcurrentExecutions', properties, previous)) await reserve(FunctionName, properties, context);
    if (differs('Tags', properties, previous)) await retag(state.attributes?.Arn, properties, previous, context);
    return state;
  },

  async delete(state, _properties, context) {
    await ignoringAbsence(context.call('lambda', 'DeleteFunction', { FunctionName: state.physicalId }));
  },
};

const stateOf = (name: string, { FunctionArn }: FunctionConfiguration): ResourceState => ({
  physicalId: name,
  attributes: { Arn: FunctionArn, 'SnapStartResponse.ApplyOn': 'None', 'SnapStartResponse.OptimizationStatus': 'Off' },
});

function codeOf({ Code, Runtime }: Properties): object {
  const code = (Code ?? {}) as Readonly<Record<string, unknown>>;
  const { ZipFile, ...elsewhere } = code;
  if (ZipFile === undefined) return elsewhere;
  return { ZipFile: zipInlineCode(String(ZipFile), asText(Runtime) ?? '') };
}

/** CloudFormation's names and loose types as the API has them. */
function settingsOf(properties: Properties): Record<string, unknown> {
  const environment = properties.Environment as { readonly Variables?: unknown } | undefined;
  const storage = properties.EphemeralStorage as { readonly Size?: unknown } | undefined;
  return given({
    DeadLetterConfig: properties.DeadLetterConfig,
    Description: asText(properties.Description),
    Environment: environment && { Variables: asTexts(environment.Variables) ?? {} },
    EphemeralStorage: storage && { Size: asNumber(storage.Size) },
    FileSystemConfigs: properties.FileSystemConfigs,
    Handler: asText(properties.Handler),
    ImageConfig: properties.ImageConfig,
    KMSKeyArn: asText(properties.KmsKeyArn),
    Layers: properties.Layers,
    LoggingConfig: properties.LoggingConfig,
    MemorySize: asNumber(properties.MemorySize),
    Role: asText(properties.Role),
    Runtime: asText(properties.Runtime),
    SnapStart: properties.SnapStart,
    Timeout: asNumber(properties.Timeout),
    TracingConfig: properties.TracingConfig,
    VpcConfig: properties.VpcConfig,
  });
}

/** What a template no longer names goes back to its default. */
function dropped(properties: Properties, previous: Properties): object {
  const defaults: Readonly<Record<string, object>> = {
    DeadLetterConfig: { DeadLetterConfig: { TargetArn: '' } },
    Description: { Description: '' },
    Environment: { Environment: { Variables: {} } },
    EphemeralStorage: { EphemeralStorage: { Size: 512 } },
    KmsKeyArn: { KMSKeyArn: '' },
    Layers: { Layers: [] },
    LoggingConfig: { LoggingConfig: { LogFormat: 'Text' } },
    MemorySize: { MemorySize: 128 },
    Timeout: { Timeout: 3 },
    TracingConfig: { TracingConfig: { Mode: 'PassThrough' } },
    VpcConfig: { VpcConfig: { SubnetIds: [], SecurityGroupIds: [] } },
  };
  const gone = Object.keys(previous).filter((name) => previous[name] !== undefined && properties[name] === undefined);
  return Object.assign({}, ...gone.map((name) => defaults[name] ?? {}));
}

async function reserve(FunctionName: string, properties: Properties, context: ResourceContext): Promise<void> {
  const ReservedConcurrentExecutions = asNumber(properties.ReservedConcurrentExecutions);
  if (ReservedConcurrentExecutions === undefined) {
    await context.call('lambda', 'DeleteFunctionConcurrency', { FunctionName });
  } else {
    await context.call('lambda', 'PutFunctionConcurrency', { FunctionName, ReservedConcurrentExecutions });
  }
}
