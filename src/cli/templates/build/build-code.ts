import { existsSync, mkdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { SquallError } from '../../../cloud/kernel/errors.ts';
import { isRecord } from '../../../cloud/services/cloudformation/engine/template/template.ts';
import type { S3Place } from '../local-paths.ts';
import type { Build, Declared, Packaging } from '../packaging.ts';
import { copySource } from './copy-source.ts';
import { addNodeDependencies } from './node-dependencies.ts';
import { addPythonRequirements } from './python-requirements.ts';
import { bundle } from './run-esbuild.ts';
import { make } from './run-make.ts';

/** A function's code, built as `sam build` would for its runtime or its `Metadata.BuildMethod`, and packed. */
export function buildFunction(source: string, declared: Declared, packaging: Packaging): Promise<S3Place> {
  const { properties, metadata } = declared;
  // A template that `sam build` wrote names what is built.
  if (packaging.path.includes(join('.aws-sam', 'build')) || String(metadata.SkipBuild) === 'true') {
    return Promise.resolve(packed(source, packaging));
  }
  const method = metadata.BuildMethod === undefined ? String(properties.Runtime ?? '') : String(metadata.BuildMethod);
  const isByName = method === 'makefile';
  const handler = method === 'esbuild' ? properties.Handler : undefined;
  const key = JSON.stringify([source, method, metadata.BuildProperties, handler, isByName && declared.logicalId]);
  return once(key, packaging, async (target) => {
    await buildBy(method, { source, target, declared, packaging });
    return packaging.artifacts.addDirectory(target);
  });
}

/**
 * A layer's content: what `Metadata.BuildMethod` makes of it, below `nodejs/` or `python/`; without one as it is.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/building-layers.html
 */
export function buildLayer(source: string, declared: Declared, packaging: Packaging): Promise<S3Place> {
  const { metadata, logicalId } = declared;
  const isBuilt = packaging.path.includes(join('.aws-sam', 'build'));
  if (metadata.BuildMethod === undefined || isBuilt) return Promise.resolve(packed(source, packaging));
  const method = String(metadata.BuildMethod);
  const folder = /^(nodejs|python)/.exec(method)?.[1] ?? '';
  return once(JSON.stringify(['layer', source, method, logicalId]), packaging, async (target) => {
    const inner = join(target, folder);
    mkdirSync(inner, { recursive: true });
    await buildBy(method, { source, target: inner, declared, packaging });
    return packaging.artifacts.addDirectory(target);
  });
}

const packed = (path: string, { artifacts }: Packaging): S3Place =>
  statSync(path).isDirectory() ? artifacts.addDirectory(path) : artifacts.addFile(path);

function once(key: string, packaging: Packaging, build: (target: string) => Promise<S3Place>): Promise<S3Place> {
  const known = packaging.built.get(key);
  if (known) return known;
  const target = join(packaging.scratch, String(packaging.built.size));
  mkdirSync(target, { recursive: true });
  const building = build(target);
  packaging.built.set(key, building);
  return building;
}

async function buildBy(method: string, build: Build): Promise<void> {
  const { source, target, declared, packaging } = build;
  if (!statSync(source).isDirectory()) {
    copySource(dirname(source), target, (path) => basename(path) === basename(source));
    return;
  }
  if (method === 'esbuild')
    return bundle(build, isRecord(declared.metadata.BuildProperties) ? declared.metadata.BuildProperties : {});
  if (method === 'makefile') return make(build);
  if (method.startsWith('nodejs')) {
    copySource(source, target);
    if (existsSync(join(source, 'package.json'))) await addNodeDependencies(source, target, packaging);
    return;
  }
  if (method.startsWith('python')) {
    copySource(source, target);
    const requirements = join(source, 'requirements.txt');
    if (existsSync(requirements)) await addPythonRequirements(requirements, target, method, packaging);
    return;
  }
  // Functions of other runtimes are deployed, and never run here: there is nothing to build for.
  if (declared.metadata.BuildMethod === undefined) return copySource(source, target);
  throw new SquallError(
    'Unsupported',
    `${declared.logicalId} is built by ${method} (Metadata.BuildMethod), which Squall does not do.`,
    'Run sam build first, and deploy what it wrote: squall deploy .aws-sam/build/template.yaml',
  );
}
