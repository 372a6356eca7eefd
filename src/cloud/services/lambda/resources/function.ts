import { isDeepStrictEqual } from 'node:util';
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { ResourceContext } from '../../../service-kit/contract.ts';
import { type Kinds, retag, unlessGone, type Values } from '../../../service-kit/properties.ts';
import { codedResourceType } from '../../../service-kit/resource-type.ts';
import { tagRecord } from '../../../service-kit/tags.ts';
import { zipInlineCode } from './inline-code.ts';
import { functionReading } from './readings.ts';

const nameCharactersMax = 64;

/** Settings that UpdateFunctionConfiguration takes. */
const settingKinds = {
  DeadLetterConfig: 'record',
  Description: 'text',
  Environment: { members: { Variables: { map: 'text' } } },
  EphemeralStorage: { members: { Size: 'number' } },
  FileSystemConfigs: { list: 'record' },
  Handler: 'text',
  ImageConfig: 'record',
  KmsKeyArn: 'text',
  Layers: { list: 'text' },
  LoggingConfig: 'record',
  MemorySize: 'number',
  Role: 'text',
  Runtime: 'text',
  SnapStart: 'record',
  Timeout: 'number',
  TracingConfig: 'record',
  VpcConfig: 'record',
} as const satisfies Kinds;

const properties = {
  ...settingKinds,
  Architectures: { list: 'text' },
  Code: 'record',
  CodeSigningConfigArn: 'text',
  FunctionName: 'text',
  PackageType: 'text',
  RecursiveLoop: 'text',
  ReservedConcurrentExecutions: 'number',
  RuntimeManagementConfig: { members: { RuntimeVersionArn: 'text', UpdateRuntimeOn: 'text' } },
  Tags: 'tags',
} as const satisfies Kinds;

type Declared = Values<typeof properties>;

const differs = (name: keyof Declared, p: Declared, previous: Partial<Declared>): boolean =>
  !isDeepStrictEqual(p[name], previous[name]);

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-function.html */
export const functionResource = codedResourceType({
  type: 'AWS::Lambda::Function',
  reading: functionReading,
  properties,
  refused: {
    CapacityProviderConfig: 'capacity providers are not emulated',
    DurableConfig: 'durable functions are not emulated',
    FunctionScalingConfig: 'capacity providers are not emulated',
    PublishToLatestPublished: 'capacity providers are not emulated',
    TenancyConfig: 'tenants are not kept apart',
  },
  attributes: ['Arn', 'SnapStartResponse.ApplyOn', 'SnapStartResponse.OptimizationStatus'],
  missing: { SnapStartResponse: 'its members are there' },

  async create(p, context) {
    const FunctionName = p.FunctionName ?? context.generateName(nameCharactersMax);
    const { FunctionArn } = await context.call<FunctionConfiguration>('lambda', 'CreateFunction', {
      FunctionName,
      Code: codeOf(p),
      ...settingsOf(p),
      ...given({
        PackageType: p.PackageType,
        Architectures: p.Architectures,
        CodeSigningConfigArn: p.CodeSigningConfigArn,
      }),
      Tags: tagRecord(p.Tags),
    });
    await reserve(FunctionName, p, context);
    await configureRest(FunctionName, p, {}, context);
    return stateOf(FunctionName, FunctionArn, p.SnapStart?.ApplyOn);
  },

  async update(state, p, previous, context) {
    const FunctionName = state.physicalId;
    if (differs('Code', p, previous) || differs('Architectures', p, previous)) {
      const architectures = given({ Architectures: p.Architectures });
      await context.call('lambda', 'UpdateFunctionCode', { FunctionName, ...codeOf(p), ...architectures });
    }
    const settings = Object.keys(settingKinds) as (keyof typeof settingKinds)[];
    if (settings.some((name) => differs(name, p, previous))) {
      const changes = { ...dropped(p, previous), ...settingsOf(p) };
      await context.call('lambda', 'UpdateFunctionConfiguration', { FunctionName, ...changes });
    }
    if (differs('ReservedConcurrentExecutions', p, previous)) await reserve(FunctionName, p, context);
    await configureRest(FunctionName, p, previous, context);
    if (differs('CodeSigningConfigArn', p, previous)) await sign(FunctionName, p, context);
    if (differs('Tags', p, previous)) await retagFunction(String(state.attributes?.Arn), p, previous, context);
    return state;
  },

  async delete({ physicalId: FunctionName }, _, context) {
    await unlessGone(context.call('lambda', 'DeleteFunction', { FunctionName }), 'ResourceNotFoundException');
  },
});

const stateOf = (name: string, arn: string | undefined, snapshots: unknown) => ({
  physicalId: name,
  attributes: {
    Arn: arn,
    'SnapStartResponse.ApplyOn': snapshots ?? 'None',
    'SnapStartResponse.OptimizationStatus': 'Off',
  },
});

/** Members that the template gives, and no others. */
const given = (values: object): object =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

function codeOf({ Code = {}, Runtime = '' }: Declared): object {
  const { ZipFile, ...elsewhere } = Code;
  return ZipFile === undefined ? elsewhere : { ZipFile: zipInlineCode(String(ZipFile), Runtime) };
}

/** CloudFormation's names as the API has them. */
function settingsOf(p: Declared): object {
  const names = Object.keys(settingKinds) as (keyof typeof settingKinds)[];
  const { KmsKeyArn: KMSKeyArn, ...settings } = Object.fromEntries(names.map((name) => [name, p[name]]));
  return given({ ...settings, KMSKeyArn, Environment: p.Environment && { Variables: {}, ...p.Environment } });
}

/** What a template no longer names goes back to its default. */
function dropped(p: Declared, previous: Declared): object {
  const defaults: Readonly<Record<string, object>> = {
    DeadLetterConfig: { DeadLetterConfig: { TargetArn: '' } },
    Description: { Description: '' },
    Environment: { Environment: { Variables: {} } },
    EphemeralStorage: { EphemeralStorage: { Size: 512 } },
    FileSystemConfigs: { FileSystemConfigs: [] },
    KmsKeyArn: { KMSKeyArn: '' },
    Layers: { Layers: [] },
    LoggingConfig: { LoggingConfig: { LogFormat: 'Text' } },
    MemorySize: { MemorySize: 128 },
    SnapStart: { SnapStart: { ApplyOn: 'None' } },
    Timeout: { Timeout: 3 },
    TracingConfig: { TracingConfig: { Mode: 'PassThrough' } },
    VpcConfig: { VpcConfig: { SubnetIds: [], SecurityGroupIds: [] } },
  };
  const gone = Object.keys(previous).filter((name) => !Object.hasOwn(p, name));
  return Object.assign({}, ...gone.map((name) => defaults[name] ?? {}));
}

async function reserve(FunctionName: string, p: Declared, context: ResourceContext): Promise<void> {
  const { ReservedConcurrentExecutions } = p;
  if (ReservedConcurrentExecutions === undefined) {
    await context.call('lambda', 'DeleteFunctionConcurrency', { FunctionName });
  } else {
    await context.call('lambda', 'PutFunctionConcurrency', { FunctionName, ReservedConcurrentExecutions });
  }
}

/** What is kept beside the function itself. */
async function configureRest(
  FunctionName: string,
  p: Declared,
  previous: Partial<Declared>,
  context: ResourceContext,
): Promise<void> {
  if (differs('RuntimeManagementConfig', p, previous)) {
    const config = p.RuntimeManagementConfig ?? { UpdateRuntimeOn: 'Auto' };
    await context.call('lambda', 'PutRuntimeManagementConfig', { FunctionName, ...given(config) });
  }
  if (differs('RecursiveLoop', p, previous)) {
    const RecursiveLoop = p.RecursiveLoop ?? 'Terminate';
    await context.call('lambda', 'PutFunctionRecursionConfig', { FunctionName, RecursiveLoop });
  }
}

async function sign(FunctionName: string, { CodeSigningConfigArn }: Declared, context: ResourceContext): Promise<void> {
  if (CodeSigningConfigArn === undefined) {
    await context.call('lambda', 'DeleteFunctionCodeSigningConfig', { FunctionName });
  } else {
    await context.call('lambda', 'PutFunctionCodeSigningConfig', { FunctionName, CodeSigningConfigArn });
  }
}

const retagFunction = (Resource: string, p: Declared, previous: Declared, context: ResourceContext) =>
  retag(p.Tags, previous.Tags, {
    untag: (TagKeys) => context.call('lambda', 'UntagResource', { Resource, TagKeys }),
    tag: (tags) => context.call('lambda', 'TagResource', { Resource, Tags: tagRecord(tags) }),
  });
