import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { SquallError } from '../cloud/kernel/errors.ts';
import type { FileAsset } from './file-asset.ts';

/** The part of a stack's artifact that tells what its constructs noted: inline, or in a file since CDK 2.200 or so. */
export interface NotedArtifact {
  readonly metadata?: Metadata;
  readonly additionalMetadataFile?: string;
}

type Metadata = Readonly<Record<string, readonly { readonly type: string; readonly data?: unknown }[]>>;

/** An asset as `LegacyStackSynthesizer` and the CDK's first version note it: its place is told by parameters. */
interface NotedAsset {
  readonly path: string;
  readonly id: string;
  readonly packaging: 'zip' | 'file' | 'container-image';
  readonly sourceHash: string;
  readonly s3BucketParameter?: string;
  readonly s3KeyParameter?: string;
  readonly artifactHashParameter?: string;
}

interface LegacyAssets {
  readonly assets: readonly FileAsset[];
  readonly parameters: Readonly<Record<string, string>>;
}

/** Where `squall deploy` puts what names no bucket: that of the CDK's default bootstrap. */
export const defaultAssetBucket = 'cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}';

/**
 * What a stack expects whose assets are in no manifest: the files, and the values of its `AssetParameters…`. A key is told
 * as `prefix||name`, which the template splits.
 */
export function readLegacyAssets(directory: string, artifact: NotedArtifact): LegacyAssets {
  const noted = notesOf(directory, artifact).filter(({ s3KeyParameter }) => s3KeyParameter !== undefined);
  return {
    assets: noted.map((asset) => ({
      path: join(directory, asset.path),
      packaging: asset.packaging === 'zip' ? 'zip' : 'file',
      bucket: defaultAssetBucket,
      key: prefixOf(asset) + nameOf(asset),
    })),
    parameters: Object.assign({}, ...noted.map(parametersOf)) as Record<string, string>,
  };
}

function notesOf(directory: string, { metadata = {}, additionalMetadataFile }: NotedArtifact): NotedAsset[] {
  const path = additionalMetadataFile && join(directory, additionalMetadataFile);
  const more = path && existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Metadata) : {};
  const notes = [...Object.values(metadata), ...Object.values(more)].flat();
  const assets = notes.flatMap(({ type, data }) => (type === 'aws:cdk:asset' ? [data as NotedAsset] : []));
  if (assets.some(({ packaging }) => packaging === 'container-image')) throw dockerImages();
  return assets;
}

/** Why an app with images is refused. */
export const dockerImages = (): SquallError =>
  new SquallError('DeployFailed', 'The app has Docker image assets.', 'Squall deploys functions from zip files only.');

const prefixOf = ({ id, sourceHash }: NotedAsset): string => (id === sourceHash ? 'assets/' : `assets/${id}/`);

const nameOf = ({ sourceHash, packaging, path }: NotedAsset): string =>
  sourceHash + (packaging === 'zip' ? '.zip' : extname(path));

function parametersOf(asset: NotedAsset): Record<string, string> {
  const { s3BucketParameter, s3KeyParameter, artifactHashParameter, sourceHash } = asset;
  const values: readonly (readonly [string | undefined, string])[] = [
    [s3BucketParameter, defaultAssetBucket],
    [s3KeyParameter, `${prefixOf(asset)}||${nameOf(asset)}`],
    [artifactHashParameter, sourceHash],
  ];
  return Object.fromEntries(values.filter(([name]) => name !== undefined));
}
