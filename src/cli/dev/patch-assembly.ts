import { createHash, hash as digestOf } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { Bundling } from '../../harness/synthesis/synthesis-record.ts';
import { type PatchedFunction, patchTemplate } from './patch-template.ts';

/** New contents of an asset. */
export interface AssetChange {
  /** The hash by which the assembly names it. */
  readonly asset: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

export interface Patched {
  /** Hashes by which the assembly names the assets now, by those of before. */
  readonly assets: ReadonlyMap<string, string>;
  /** By the hashes of before. */
  readonly functions: ReadonlyMap<string, readonly PatchedFunction[]>;
}

/** What packing `nodeModules` puts beside a bundle: nothing in there is made of the bundle. */
const besidesBundles: ReadonlySet<string> = new Set([
  'bun.lock',
  'bun.lockb',
  'node_modules',
  'package-lock.json',
  'package.json',
  'pnpm-lock.yaml',
  'pnpm-workspace.yaml',
  'yarn.lock',
]);

/**
 * Puts new contents into assets of a cloud assembly, under new hashes, and names these in its manifests and templates,
 * nested ones and those of stages included. Undefined, and nothing is written, where only the app itself can say what
 * would become of it: files that may have been made of the bundle, other resources than functions, versions that the app
 * numbers by hand.
 */
export function patchAssembly(directory: string, changes: readonly AssetChange[]): Patched | undefined {
  const before = new Map(filesOf(directory).map((path) => [path, readFileSync(path, 'utf8')]));
  const texts = new Map(before);
  const functions = new Map<string, readonly PatchedFunction[]>();
  const assets = new Map<string, string>();
  for (const change of changes) {
    const hash = hashOf(change);
    if (!canReplace(directory, change)) return undefined;
    const patched = replaceAsset(texts, change.asset, hash);
    if (!patched) return undefined;
    functions.set(change.asset, patched);
    assets.set(change.asset, hash);
  }
  for (const change of changes) writeAsset(directory, change, assets.get(change.asset) ?? '');
  for (const [path, text] of texts) if (text !== before.get(path)) writeFileSync(path, text);
  return { assets, functions };
}

/** The hashes of assets that hold one of the bundles, by the SHA-256 (hex) of the bundle. */
export function assetsByDigest(directory: string, bundlings: readonly Bundling[]): Map<string, string> {
  const names = new Set(bundlings.map(({ outputName }) => outputName));
  const found = new Map<string, string>();
  for (const entry of readdirSync(directory)) {
    if (!/^asset\.[0-9a-f]{64}$/.test(entry)) continue;
    for (const path of [...names].map((name) => join(directory, entry, name)).filter((path) => existsSync(path))) {
      found.set(digestOf('sha256', readFileSync(path)), entry.slice('asset.'.length));
    }
  }
  return found;
}

/** Manifests and templates, those of stages in directories of their own. */
function filesOf(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return entry.name.startsWith('assembly-') ? filesOf(path) : [];
    return entry.name === 'manifest.json' || /\.(assets|template)\.json$/.test(entry.name) ? [path] : [];
  });
}

/** In all texts, and where a template is an asset itself, the hash of the template as well. Changes `texts`. */
function replaceAsset(texts: Map<string, string>, before: string, after: string): PatchedFunction[] | undefined {
  const functions: PatchedFunction[] = [];
  const open: [string, string][] = [[before, after]];
  for (const [old, fresh] of open) {
    for (const [path, text] of texts) {
      if (!text.includes(old)) continue;
      if (!path.endsWith('.template.json')) {
        texts.set(path, text.replaceAll(old, fresh));
        continue;
      }
      const patched = patchTemplate(text, old, fresh);
      if (!patched || isNamedElsewhere(texts, path, patched.versions)) return undefined;
      texts.set(path, patched.text);
      functions.push(...patched.functions);
      const asset = assetOfTemplate(texts, path);
      if (asset) open.push([asset, digestOf('sha256', patched.text)]);
    }
  }
  return functions;
}

/** A version that another stack imports cannot be replaced: CloudFormation would refuse it as well. */
const isNamedElsewhere = (texts: ReadonlyMap<string, string>, path: string, versions: readonly string[]): boolean =>
  [...texts].some(([other, text]) => other !== path && versions.some((version) => text.includes(version)));

interface AssetManifest {
  readonly files?: Readonly<Record<string, { readonly source?: { readonly path?: string } }>>;
}

/** The hash by which a template is uploaded. */
function assetOfTemplate(texts: ReadonlyMap<string, string>, path: string): string | undefined {
  for (const [manifest, text] of texts) {
    if (!manifest.endsWith('.assets.json')) continue;
    const { files = {} } = JSON.parse(text) as AssetManifest;
    const found = Object.entries(files).find(
      ([, { source }]) => source?.path !== undefined && join(dirname(manifest), source.path) === path,
    );
    if (found) return found[0].match(/[0-9a-f]{64}/)?.[0];
  }
  return undefined;
}

/** The name by which CDK's asset is found is of its contents; ours is as well, though by other rules. */
function hashOf({ files, asset }: AssetChange): string {
  const hash = createHash('sha256').update(`${asset}\n`);
  for (const [name, contents] of files) hash.update(`${name}\n${contents.byteLength}\n`).update(contents);
  return hash.digest('hex');
}

const canReplace = (directory: string, { asset, files }: AssetChange): boolean =>
  readdirSync(join(directory, `asset.${asset}`)).every((name) => files.has(name) || besidesBundles.has(name));

function writeAsset(directory: string, { asset, files }: AssetChange, hash: string): void {
  const before = join(directory, `asset.${asset}`);
  const after = join(directory, `asset.${hash}`);
  mkdirSync(after, { recursive: true });
  for (const name of readdirSync(before)) {
    if (!files.has(name)) cpSync(join(before, name), join(after, name), { recursive: true, verbatimSymlinks: true });
  }
  for (const [name, contents] of files) writeFileSync(join(after, name), contents);
  if (after !== before) rmSync(before, { recursive: true, force: true });
}
