import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SquallError } from '../../../cloud/kernel/errors.ts';
import type { Json } from '../../../cloud/services/cloudformation/engine/template/template.ts';
import type { Build } from '../packaging.ts';
import { copySource } from './copy-source.ts';
import { findUpwards } from './find-upwards.ts';
import { hasDependencies, installNodeDependencies } from './node-dependencies.ts';
import { runTool } from './run-tool.ts';

/** What `sam build` tells esbuild where BuildProperties say nothing else. */
const defaults: Json = { Format: 'cjs', Minify: true, Target: 'es2020' };
/** Of `sam build` itself. */
const notForEsbuild: ReadonlySet<string> = new Set(['EntryPoints', 'UseNpmCi']);

/**
 * Bundles a function by the project's own esbuild.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-sam-cli-using-build-typescript.html
 */
export async function bundle(build: Build, properties: Json): Promise<void> {
  const { target, declared, packaging } = build;
  const { logicalId } = declared;
  packaging.onStep(`Bundling ${logicalId}`);
  const entries = entryPoints(build, properties);
  const directory = await withPackages(build);
  await runTool({
    command: findUpwards(directory, join('node_modules', '.bin', 'esbuild')) ?? 'esbuild',
    arguments: [
      ...entries,
      '--bundle',
      '--platform=node',
      `--outdir=${target}`,
      '--log-level=warning',
      ...Object.entries({ ...defaults, ...properties }).flatMap(argumentsFor),
      ...sdkExternals(directory, properties),
    ],
    directory,
    signal: packaging.signal,
    what: `esbuild for ${logicalId}`,
    missing: 'Install the project (npm install), with esbuild in it: npm install --save-dev esbuild.',
    hint: `Mend what it names, or the BuildProperties of ${logicalId}.`,
  });
}

/** The sources, in a project that npm was run in; else a copy of them, in which it is run. */
async function withPackages({ source, target, packaging }: Build): Promise<string> {
  const isInstalled = findUpwards(source, 'node_modules') !== undefined;
  if (isInstalled || !existsSync(join(source, 'package.json'))) return source;
  const manifest = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as Json;
  if (!hasDependencies(manifest) && !manifest.devDependencies) return source;
  const copy = `${target}-sources`;
  copySource(source, copy);
  await installNodeDependencies(source, copy, { ...packaging, withDevelopment: true });
  return copy;
}

function entryPoints({ source, declared }: Build, { EntryPoints }: Json): string[] {
  const given = Array.isArray(EntryPoints) ? EntryPoints.map(String) : [];
  const [first] = given;
  const named = first === undefined ? [handlerFile(source, declared.properties.Handler)] : given;
  const missing = named.find((file) => file === undefined || !existsSync(join(source, file)));
  if (named.every((file) => file !== undefined) && missing === undefined) return named;
  throw new SquallError(
    'SynthesisFailed',
    first === undefined
      ? `${declared.logicalId} names no EntryPoints, and its Handler leads to no source in ${source}.`
      : `${declared.logicalId} has the entry point ${missing}, which is not in ${source}.`,
    'Mend Metadata.BuildProperties.EntryPoints: paths are relative to CodeUri.',
  );
}

/** `src/app.handler` → `src/app.ts` */
function handlerFile(source: string, handler: unknown): string | undefined {
  const path = String(handler ?? '').replace(/\.[^./]+$/, '');
  return ['.ts', '.mts', '.tsx', '.js', '.mjs', '.cjs']
    .map((ending) => path + ending)
    .find((file) => existsSync(join(source, file)));
}

/** `OutExtension: [.js=.mjs]` → `--out-extension:.js=.mjs`, `Minify: true` → `--minify`, `Target: es2022` → `--target=es2022` */
function argumentsFor([name, value]: readonly [string, unknown]): string[] {
  if (notForEsbuild.has(name) || value === undefined || value === null) return [];
  const flag = `--${name.replaceAll(/(?<=[a-z])([A-Z])/g, '-$1').toLowerCase()}`;
  if (name === 'MainFields' || name === 'ResolveExtensions' || name === 'Conditions') {
    return [`${flag}=${(Array.isArray(value) ? value : [value]).join(',')}`];
  }
  if (Array.isArray(value)) return value.map((item) => `${flag}:${String(item)}`);
  if (typeof value === 'object') {
    return Object.entries(value).map(([key, member]) => `${flag}:${key}=${String(member)}`);
  }
  const text = String(value);
  // What is on unless it is told to be off.
  if (name === 'TreeShaking' || name === 'SourcesContent') return [`${flag}=${text}`];
  if (text === 'true') return [flag];
  return text === 'false' ? [] : [`${flag}=${text}`];
}

/** The runtimes bring the SDK along; one that the project has itself is bundled. */
function sdkExternals(source: string, { External }: Json): string[] {
  const given = Array.isArray(External) ? External.map(String) : [];
  const isOwn = findUpwards(source, join('node_modules', '@aws-sdk')) !== undefined;
  if (isOwn || given.some((name) => name.startsWith('@aws-sdk'))) return [];
  return ['--external:@aws-sdk/*', '--external:@smithy/*'];
}
