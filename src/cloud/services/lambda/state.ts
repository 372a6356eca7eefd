import type { StreamSettings } from '../../event-sources/consumer.ts';
import type { CorsRules } from '../../gateway/cors/cors.ts';
import type { BlobHash } from '../../kernel/blobs.ts';
import type { Collection } from '../../kernel/collection.ts';
import type { StateScope } from '../../kernel/world.ts';
import type { StatementDocument } from '../../policy/policy-document.ts';

/** A zip archive as it was uploaded. */
export interface CodePackage {
  readonly blob: BlobHash;
  /** Base64 SHA-256, as AWS prints it. */
  readonly sha256: string;
  readonly bytes: number;
  /** Packages of AWS's SDKs that the code expects of the runtime. */
  readonly imports?: readonly string[];
}

export interface LoggingSettings {
  readonly LogFormat: 'Text' | 'JSON';
  readonly LogGroup: string;
  readonly ApplicationLogLevel?: string;
  readonly SystemLogLevel?: string;
}

/** What a caller chose for a function; AWS's names, AWS's defaults filled in. */
export interface Settings {
  readonly Role: string;
  readonly Runtime?: string;
  readonly Handler?: string;
  readonly Description: string;
  readonly Timeout: number;
  readonly MemorySize: number;
  readonly PackageType: 'Zip';
  readonly Architectures: readonly string[];
  readonly Environment?: Readonly<Record<string, string>>;
  readonly KMSKeyArn?: string;
  readonly DeadLetterArn?: string;
  readonly VpcConfig?: {
    readonly SubnetIds: readonly string[];
    readonly SecurityGroupIds: readonly string[];
    readonly Ipv6AllowedForDualStack?: boolean;
  };
  readonly TracingMode: string;
  /** ARNs of layer versions, in order of precedence. */
  readonly Layers: readonly string[];
  readonly EphemeralStorageSize: number;
  readonly SnapStart?: 'PublishedVersions' | 'None';
  readonly FileSystemConfigs?: readonly { readonly Arn: string; readonly LocalMountPath: string }[];
  readonly LoggingConfig: LoggingSettings;
}

/** One version of a function: `$LATEST` or a published number. Published ones never change. */
export interface FunctionVersion {
  readonly name: string;
  readonly version: string;
  readonly settings: Settings;
  readonly code: CodePackage;
  /** Changes with every change, also of tags and permissions. */
  readonly revisionId: string;
  /** Changes with code and settings alone; environments of another build are not reused. */
  readonly build: string;
  readonly lastModified: string;
  /** `AROA…` of the role as it was when the function was given it; undefined when IAM had no such role. */
  readonly roleId?: string;
  /** Of its subnets; undefined where EC2 does not know them. */
  readonly vpcId?: string;
  /** What `$LATEST` was described as when this version was published, where the publication had another description. */
  readonly latestDescription?: string;
  readonly layers: readonly LayerReference[];
}

/** A layer as it was when the function took it; deleting the layer does not take it away. */
export interface LayerReference {
  readonly arn: string;
  readonly code: CodePackage;
}

/** What versions and aliases of a function share. */
export interface FunctionRecord {
  readonly name: string;
  /** The number that the next published version gets. */
  readonly nextVersion: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly reservedConcurrency?: number;
  readonly codeSigningConfigArn?: string;
  readonly recursiveLoop?: 'Allow' | 'Terminate';
}

export interface Alias {
  readonly name: string;
  readonly functionName: string;
  readonly functionVersion: string;
  readonly description: string;
  readonly weights?: Readonly<Record<string, number>>;
  readonly revisionId: string;
}

/** A resource policy: of a function, one of its versions or aliases, or a layer version. */
export interface Policy {
  readonly revisionId: string;
  readonly statements: readonly StatementDocument[];
}

export interface EventInvokeConfig {
  readonly qualifier: string;
  readonly lastModifiedMs: number;
  readonly maximumRetryAttempts?: number;
  readonly maximumEventAgeInSeconds?: number;
  readonly onSuccess?: string;
  readonly onFailure?: string;
}

export interface LayerVersion {
  readonly name: string;
  readonly version: number;
  readonly description: string;
  readonly licenseInfo?: string;
  readonly compatibleRuntimes?: readonly string[];
  readonly compatibleArchitectures?: readonly string[];
  readonly created: string;
  readonly code: CodePackage;
}

/** A queue or a stream whose contents invoke a function. */
export interface EventSourceMapping {
  readonly uuid: string;
  readonly eventSourceArn: string;
  readonly functionName: string;
  /** Version or alias, where the caller named one. */
  readonly qualifier?: string;
  readonly isEnabled: boolean;
  readonly batchSize: number;
  readonly windowSeconds: number;
  readonly maximumConcurrency?: number;
  /** Patterns, as JSON text; a message that matches none of them is dropped. Empty: all match. */
  readonly filters: readonly string[];
  /** `ReportBatchItemFailures`: the function tells which messages failed. */
  readonly reportsItemFailures: boolean;
  readonly stream?: StreamSettings;
  readonly kmsKeyArn?: string;
  /** What is kept alone: `MetricsConfig`, `ProvisionedPollerConfig`, `LoggingConfig`, as they were given. */
  readonly stored?: Readonly<Record<string, object>>;
  readonly lastModifiedMs: number;
  readonly tags: Readonly<Record<string, string>>;
}

/** Who may have signed code; kept alone. */
export interface SigningConfig {
  readonly id: string;
  readonly description?: string;
  readonly publishers: readonly string[];
  readonly policy: 'Warn' | 'Enforce';
  readonly lastModified: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** Environments that a version or an alias is to have ready; kept alone. */
export interface ProvisionedConcurrency {
  readonly qualifier: string;
  readonly requested: number;
  readonly lastModifiedMs: number;
}

/** When a version gets another version of its runtime; kept alone. */
export interface RuntimeManagement {
  readonly updateOn: 'Auto' | 'Manual' | 'FunctionUpdate';
  readonly arn?: string;
}

/** An address at which a function, or one of its aliases, answers HTTP. */
export interface FunctionUrl {
  readonly id: string;
  readonly functionName: string;
  /** An alias. */
  readonly qualifier?: string;
  readonly authType: 'NONE' | 'AWS_IAM';
  readonly invokeMode: 'BUFFERED' | 'RESPONSE_STREAM';
  readonly cors?: CorsRules;
  readonly createdMs: number;
  readonly lastModifiedMs: number;
}

export interface LambdaState {
  readonly functions: Collection<FunctionRecord>;
  /** By `name:version`. */
  readonly versions: Collection<FunctionVersion>;
  /** By `name:alias`. */
  readonly aliases: Collection<Alias>;
  /** By `name:qualifier`, `$LATEST` for the unqualified function. */
  readonly policies: Collection<Policy>;
  /** By `name:qualifier`. */
  readonly eventInvokeConfigs: Collection<EventInvokeConfig>;
  /** By id. */
  readonly codeSigningConfigs: Collection<SigningConfig>;
  /** By `name:qualifier`. */
  readonly provisionedConcurrency: Collection<ProvisionedConcurrency>;
  /** By `name:version`. */
  readonly runtimeManagement: Collection<RuntimeManagement>;
  /** By the id in their host. */
  readonly functionUrls: Collection<FunctionUrl>;
  /** By UUID. */
  readonly eventSourceMappings: Collection<EventSourceMapping>;
  /** The sequence number up to which a mapping's stream is done, by UUID. */
  readonly checkpoints: Collection<string>;
  /** By `name:version`, the version padded to sort. */
  readonly layers: Collection<LayerVersion>;
  /** Numbers of layer versions are never used again, so they are counted here. */
  readonly layerCounters: Collection<number>;
  readonly layerPolicies: Collection<Policy>;
}

/** Pollers look for it in all accounts and regions. */
export const mappingsCollection = 'eventSourceMappings';

/** Requests look for it in all accounts and regions. */
export const urlsCollection = 'functionUrls';

export const openState = (scope: StateScope): LambdaState => ({
  functions: scope.collection('functions'),
  versions: scope.collection('versions'),
  aliases: scope.collection('aliases'),
  policies: scope.collection('policies'),
  eventInvokeConfigs: scope.collection('eventInvokeConfigs'),
  codeSigningConfigs: scope.collection('codeSigningConfigs'),
  provisionedConcurrency: scope.collection('provisionedConcurrency'),
  runtimeManagement: scope.collection('runtimeManagement'),
  functionUrls: scope.collection(urlsCollection),
  eventSourceMappings: scope.collection(mappingsCollection),
  checkpoints: scope.collection('checkpoints'),
  layers: scope.collection('layers'),
  layerCounters: scope.collection('layerCounters'),
  layerPolicies: scope.collection('layerPolicies'),
});

/** Names hold no colon, so a key belongs to one function; numbers are padded to sort as numbers. */
export const keyOf = (name: string, part: string | number): string =>
  `${name}:${/^\d+$/.test(String(part)) ? String(part).padStart(10, '0') : part}`;

/** All values of one function (or layer), in order. */
export const valuesOf = <V>(collection: Collection<V>, name: string): V[] => [
  ...collection.values({ from: `${name}:`, before: `${name};` }),
];

/** Where archives of code are referred to. */
export const lambdaBlobs = {
  versions: ({ code, layers }: FunctionVersion): readonly BlobHash[] => [
    code.blob,
    ...layers.map((layer) => layer.code.blob),
  ],
  layers: ({ code }: LayerVersion): readonly BlobHash[] => [code.blob],
};
