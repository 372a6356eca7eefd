import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { Scope } from '../../kernel/scope.ts';
import { functionArn, latest } from './function-reference.ts';
import type { FunctionVersion, Settings } from './state.ts';

/** What AWS shows of a version, without its state: as ListFunctions and ListVersionsByFunction print it. */
export function listedConfiguration(where: Scope, version: FunctionVersion, qualifier?: string): FunctionConfiguration {
  const { settings, code } = version;
  return {
    FunctionName: version.name,
    FunctionArn: functionArn(where, version.name, qualifier),
    ...(settings.Runtime !== undefined && {
      Runtime: settings.Runtime as NonNullable<FunctionConfiguration['Runtime']>,
    }),
    Role: settings.Role,
    ...(settings.Handler !== undefined && { Handler: settings.Handler }),
    CodeSize: code.bytes,
    Description: settings.Description,
    Timeout: settings.Timeout,
    MemorySize: settings.MemorySize,
    LastModified: version.lastModified,
    CodeSha256: code.sha256,
    Version: version.version,
    ...(settings.VpcConfig && { VpcConfig: vpcConfig(settings.VpcConfig, version.vpcId) }),
    ...(settings.DeadLetterArn && { DeadLetterConfig: { TargetArn: settings.DeadLetterArn } }),
    ...(settings.Environment && { Environment: { Variables: { ...settings.Environment } } }),
    ...(settings.KMSKeyArn && { KMSKeyArn: settings.KMSKeyArn }),
    TracingConfig: { Mode: settings.TracingMode as 'Active' | 'PassThrough' },
    RevisionId: version.revisionId,
    ...(version.layers.length > 0 && {
      Layers: version.layers.map(({ arn, code }) => ({ Arn: arn, CodeSize: code.bytes })),
    }),
    PackageType: settings.PackageType,
    Architectures: [...settings.Architectures] as NonNullable<FunctionConfiguration['Architectures']>,
    EphemeralStorage: { Size: settings.EphemeralStorageSize },
    SnapStart: snapStart(version),
    ...(settings.FileSystemConfigs && {
      FileSystemConfigs: settings.FileSystemConfigs.map((config) => ({ ...config })),
    }),
    LoggingConfig: { ...settings.LoggingConfig } as NonNullable<FunctionConfiguration['LoggingConfig']>,
  };
}

/** A version at rest: active and updated. */
export function currentConfiguration(
  where: Scope,
  version: FunctionVersion,
  qualifier?: string,
): FunctionConfiguration {
  return {
    ...listedConfiguration(where, version, qualifier),
    ...runtimeVersion(where),
    State: 'Active',
    LastUpdateStatus: 'Successful',
  };
}

/** The answer to a creation: AWS is still at work on it, though here it is done already. */
export function pendingConfiguration(where: Scope, version: FunctionVersion): FunctionConfiguration {
  return {
    ...listedConfiguration(where, version),
    ...runtimeVersion(where),
    State: 'Pending',
    StateReason: 'The function is being created.',
    StateReasonCode: 'Creating',
  };
}

/** The answer to an update: in progress on AWS, done already here. */
export function updatingConfiguration(where: Scope, version: FunctionVersion): FunctionConfiguration {
  return {
    ...currentConfiguration(where, version),
    LastUpdateStatus: 'InProgress',
    LastUpdateStatusReason: 'The function is being created.',
    // Recorded, though the model's enumeration does not have it.
    LastUpdateStatusReasonCode: 'Creating' as NonNullable<FunctionConfiguration['LastUpdateStatusReasonCode']>,
  };
}

/** Which build of a runtime runs is AWS's affair; one that is recognizably ours stands for it. */
const runtimeVersion = ({ region }: Scope) => ({
  RuntimeVersionConfig: { RuntimeVersionArn: `arn:aws:lambda:${region}::runtime:${'0'.repeat(64)}` },
});

/** Versions are optimized, `$LATEST` never is. */
const snapStart = ({ version, settings: { SnapStart = 'None' } }: FunctionVersion) => ({
  ApplyOn: SnapStart,
  OptimizationStatus: SnapStart === 'PublishedVersions' && version !== latest ? ('On' as const) : ('Off' as const),
});

/** The network is stored and shown; functions run on this machine's. */
const vpcConfig = (vpc: NonNullable<Settings['VpcConfig']>, vpcId = '') => ({
  SubnetIds: [...vpc.SubnetIds],
  SecurityGroupIds: [...vpc.SecurityGroupIds],
  VpcId: vpcId,
  Ipv6AllowedForDualStack: vpc.Ipv6AllowedForDualStack ?? false,
});
