import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SquallError } from '../cloud/kernel/errors.ts';
import type { FileAsset } from './file-asset.ts';
import { defaultAssetBucket, dockerImages, type NotedArtifact, readLegacyAssets } from './legacy-assets.ts';

/** A stack of a cloud assembly, ready to be deployed. */
export interface AssemblyStack {
  /** Name of the stack in CloudFormation. */
  readonly name: string;
  /** Id of the artifact in the assembly: `Orders` or `Stage/Orders`. */
  readonly id: string;
  readonly template: string;
  /** By their names; what the template says of each. */
  readonly declaredParameters: Readonly<Record<string, unknown>>;
  /** It has no resources. */
  readonly isEmpty: boolean;
  /** `s3://bucket/key` of the template among the assets; what is too large for a request is read from there. */
  readonly templateUrl: string | undefined;
  /** Account and region may stand open in a value, as in an asset's bucket: `${AWS::AccountId}`. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly assets: readonly FileAsset[];
  readonly terminationProtection: boolean;
  /** `aws://unknown-account/unknown-region` where the app does not say. */
  readonly environment: { readonly account: string | undefined; readonly region: string | undefined };
}

interface Artifact extends NotedArtifact {
  readonly type: string;
  readonly environment?: string;
  readonly displayName?: string;
  readonly dependencies?: readonly string[];
  readonly properties?: {
    readonly templateFile?: string;
    readonly stackTemplateAssetObjectUrl?: string;
    readonly stackName?: string;
    readonly terminationProtection?: boolean;
    readonly file?: string;
    readonly directoryName?: string;
    readonly parameters?: Readonly<Record<string, string>>;
    readonly tags?: Readonly<Record<string, string>>;
  };
}

interface Manifest {
  readonly artifacts?: Readonly<Record<string, Artifact>>;
  /** What the app wanted to know of an account (a VPC, a hosted zone) and found in no `cdk.context.json`. */
  readonly missing?: readonly { readonly key: string }[];
}

/** The stacks of the assembly in `directory`, nested stages included, each behind those it depends on. */
export function readAssembly(directory: string): AssemblyStack[] {
  const path = join(directory, 'manifest.json');
  if (!existsSync(path)) {
    throw new SquallError(
      'SynthesisFailed',
      `${directory} holds no cloud assembly.`,
      'Synthesize first: squall deploy',
    );
  }
  const { artifacts = {}, missing = [] } = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
  assertComplete(missing);
  return inOrder(artifacts).flatMap(([id, artifact]) => {
    if (artifact.type === 'cdk:cloud-assembly' && artifact.properties?.directoryName) {
      return readAssembly(join(directory, artifact.properties.directoryName));
    }
    return artifact.type === 'aws:cloudformation:stack' ? [readStack(directory, id, artifact, artifacts)] : [];
  });
}

/** Such an assembly holds dummies: the CDK CLI would look the values up and synthesize again. */
function assertComplete(missing: readonly { readonly key: string }[]): void {
  const [first] = missing;
  if (first === undefined) return;
  throw new SquallError(
    'SynthesisFailed',
    `The app looks up what the cloud cannot tell: ${first.key}`,
    'Put the value into cdk.context.json, or give the app one that needs no look-up.',
  );
}

/** Depth first over dependencies; the CDK has refused cycles already. */
function inOrder(artifacts: Readonly<Record<string, Artifact>>): [string, Artifact][] {
  const ordered = new Map<string, Artifact>();
  const visit = (id: string, path: readonly string[]): void => {
    const artifact = artifacts[id];
    if (!artifact || ordered.has(id) || path.includes(id)) return;
    for (const dependency of artifact.dependencies ?? []) visit(dependency, [...path, id]);
    ordered.set(id, artifact);
  };
  for (const id of Object.keys(artifacts)) visit(id, []);
  return [...ordered];
}

function readStack(
  directory: string,
  id: string,
  artifact: Artifact,
  artifacts: Readonly<Record<string, Artifact>>,
): AssemblyStack {
  const { templateFile = '', stackName = id, parameters = {}, tags = {} } = artifact.properties ?? {};
  const [account, region] = (artifact.environment ?? '').replace('aws://', '').split('/');
  const manifests = (artifact.dependencies ?? [])
    .map((dependency) => artifacts[dependency])
    .filter((candidate) => candidate?.type === 'cdk:asset-manifest')
    .map((candidate) => candidate?.properties?.file ?? '');
  const legacy = readLegacyAssets(directory, artifact);
  const template = readFileSync(join(directory, templateFile), 'utf8');
  const { Parameters = {}, Resources = {} } = JSON.parse(template) as Record<string, Record<string, unknown>>;
  const given = artifact.properties?.stackTemplateAssetObjectUrl;
  const upload = given === undefined ? uploadOf(join(directory, templateFile), stackName, template) : undefined;
  return {
    id: artifact.displayName ?? id,
    name: stackName,
    template,
    declaredParameters: Parameters,
    isEmpty: Object.keys(Resources).length === 0,
    templateUrl: upload ? `s3://${upload.bucket}/${upload.key}` : given,
    terminationProtection: artifact.properties?.terminationProtection === true,
    parameters: { ...legacy.parameters, ...parameters },
    tags,
    assets: [
      ...manifests.flatMap((file) => readAssets(directory, file)),
      ...legacy.assets,
      ...(upload ? [upload] : []),
    ],
    environment: { account: known(account), region: known(region) },
  };
}

/** AWS: a template in the request may have this many bytes; a larger one is named by its URL. */
export const templateBodyBytesMax = 51_200;

/** A large template that is no asset itself, as older synthesizers leave it, is uploaded as the CDK CLI would. */
function uploadOf(path: string, stackName: string, template: string): FileAsset | undefined {
  if (Buffer.byteLength(template) <= templateBodyBytesMax) return undefined;
  const hash = createHash('sha256').update(template).digest('hex');
  return { path, packaging: 'file', bucket: defaultAssetBucket, key: `cdk/${stackName}/${hash}.json` };
}

const known = (value: string | undefined): string | undefined =>
  value === undefined || value === '' || value.startsWith('unknown-') ? undefined : value;

interface AssetManifest {
  readonly files?: Readonly<Record<string, FileEntry>>;
  readonly dockerImages?: Readonly<Record<string, unknown>>;
}

interface FileEntry {
  readonly source: { readonly path?: string; readonly packaging?: 'zip' | 'file' };
  readonly destinations: Readonly<Record<string, { readonly bucketName: string; readonly objectKey: string }>>;
}

function readAssets(directory: string, file: string): FileAsset[] {
  const manifest = JSON.parse(readFileSync(join(directory, file), 'utf8')) as AssetManifest;
  if (Object.keys(manifest.dockerImages ?? {}).length > 0) throw dockerImages();
  return Object.values(manifest.files ?? {}).flatMap(({ source, destinations }) =>
    Object.values(destinations).map(({ bucketName, objectKey }) => ({
      path: join(directory, source.path ?? ''),
      packaging: source.packaging ?? 'file',
      bucket: bucketName,
      key: objectKey,
    })),
  );
}
