import { existsSync, statSync } from 'node:fs';
import { dirname, extname, join, resolve } from 'node:path';
import { SquallError } from '../../cloud/kernel/errors.ts';
import { isRecord, type Json } from '../../cloud/services/cloudformation/engine/template/template.ts';
import { buildFunction, buildLayer } from './build/build-code.ts';
import { isLocalPath, type LocalPath, localPaths, type S3Place, valueFor } from './local-paths.ts';
import type { Declared, Packaging } from './packaging.ts';
import { readTemplateFile } from './read-template-file.ts';

/** The template with places in the bucket where there were paths of this machine. Builds what it takes for that. */
export async function packageTemplate(template: Json, packaging: Packaging): Promise<Json> {
  assertTransformed(template, packaging.path);
  const Resources = await packageResources(template, template.Resources as Json, packaging);
  return (await packageIncludes({ ...template, Resources }, packaging)) as Json;
}

/** CloudFormation by itself knows no type of SAM's. */
function assertTransformed(template: Json, path: string): void {
  if (template.Transform !== undefined || template['Fn::Transform'] !== undefined) return;
  const types = Object.values(template.Resources as Json).map((entry) => (isRecord(entry) ? String(entry.Type) : ''));
  const type = types.find((name) => name.startsWith('AWS::Serverless::'));
  if (type === undefined) return;
  const hint = 'Write at its top: Transform: AWS::Serverless-2016-10-31';
  throw new SquallError(
    'SynthesisFailed',
    `${path} uses ${type}, and has no Transform that makes something of it.`,
    hint,
  );
}

async function packageResources(template: Json, resources: Json, packaging: Packaging): Promise<Json> {
  const packaged: Record<string, unknown> = {};
  for (const [logicalId, resource] of Object.entries(resources)) {
    packaged[logicalId] = await packageEntry(template, logicalId, resource, packaging);
  }
  return packaged;
}

/** A resource, or a loop over some. */
async function packageEntry(template: Json, logicalId: string, entry: unknown, packaging: Packaging): Promise<unknown> {
  if (isRecord(entry)) return packageResource(template, logicalId, entry, packaging);
  if (!logicalId.startsWith('Fn::ForEach::') || !Array.isArray(entry)) return entry;
  const [name, values, body] = entry;
  return [name, values, isRecord(body) ? await packageResources(template, body, packaging) : body];
}

async function packageResource(template: Json, logicalId: string, resource: Json, packaging: Packaging): Promise<Json> {
  const type = String(resource.Type);
  const own = isRecord(resource.Properties) ? resource.Properties : {};
  const properties = { ...globalsOf(template, type), ...own };
  const metadata = isRecord(resource.Metadata) ? resource.Metadata : {};
  const declared: Declared = { logicalId, type, properties, metadata };
  refuseImage(declared);
  let packaged = own;
  for (const local of localPaths[type] ?? []) {
    const value = pathIn(declared, local);
    if (!isLocalPath(value)) continue;
    const place = await upload(value, local, declared, packaging);
    packaged = withMember(packaged, local.property.split('.'), valueFor(local.form, place, packaging.region));
  }
  if (packaged === own) return resource;
  return { ...resource, Properties: withSourceMaps(packaged, declared) };
}

/** What SAM's Globals say of functions; other sections name no code. */
function globalsOf({ Globals }: Json, type: string): Json {
  if (type !== 'AWS::Serverless::Function' || !isRecord(Globals) || !isRecord(Globals.Function)) return {};
  const { CodeUri, Runtime, PackageType, Handler } = Globals.Function;
  return Object.fromEntries(
    Object.entries({ CodeUri, Runtime, PackageType, Handler }).filter(([, value]) => value !== undefined),
  );
}

function refuseImage({ logicalId, type, properties }: Declared): void {
  const isFunction = type === 'AWS::Serverless::Function' || type === 'AWS::Lambda::Function';
  if (!isFunction || properties.PackageType !== 'Image') return;
  throw new SquallError(
    'Unsupported',
    `The function ${logicalId} has the PackageType Image: Squall builds and runs no container images.`,
    'Give it a Runtime, a Handler and a CodeUri (PackageType: Zip), or leave it out where the app is deployed here.',
  );
}

/** A function of SAM that names no code has that beside the template. */
function pathIn({ type, properties }: Declared, { property }: LocalPath): unknown {
  const value = property.split('.').reduce<unknown>((at, name) => (isRecord(at) ? at[name] : undefined), properties);
  const isBare = value === undefined && type === 'AWS::Serverless::Function' && properties.InlineCode === undefined;
  return isBare ? '.' : value;
}

async function upload(path: string, local: LocalPath, declared: Declared, packaging: Packaging): Promise<S3Place> {
  const file = resolve(dirname(packaging.path), path.replace(/^file:\/\//, ''));
  if (!existsSync(file)) {
    const isOutput = /(^|\/)(\.?build|dist|out|target|\.aws-sam)(\/|$)/.test(path);
    throw new SquallError(
      'SynthesisFailed',
      `${declared.logicalId} has ${local.property}: ${path}, and ${file} is not there.`,
      isOutput
        ? 'Build the app first, as its README says (npm run build).'
        : `Mend the path in ${packaging.path}: it is relative to where the template lies.`,
    );
  }
  const { artifacts } = packaging;
  if (local.kind === 'template') {
    const around = [...(packaging.around ?? []), packaging.path].map((path) => resolve(path));
    if (around.includes(resolve(file))) {
      const hint = `Mend ${local.property} of ${declared.logicalId} in ${packaging.path}.`;
      throw new SquallError('SynthesisFailed', `The template ${file} is nested in itself.`, hint);
    }
    const nested = await packageTemplate(readTemplateFile(file), { ...packaging, path: file, around });
    return artifacts.add(JSON.stringify(nested), '.nested.template.json');
  }
  const isDirectory = statSync(file).isDirectory();
  // An archive is built already; a single file of code is packed alone.
  if (local.kind === 'file' || (!isDirectory && ['.zip', '.jar'].includes(extname(file)))) {
    return artifacts.addFile(file);
  }
  if (local.kind === 'archive') return isDirectory ? artifacts.addDirectory(file) : artifacts.addFile(file);
  return local.kind === 'layer' ? buildLayer(file, declared, packaging) : buildFunction(file, declared, packaging);
}

function withMember(structure: Json, [name = '', ...rest]: readonly string[], value: unknown): Json {
  const inner = structure[name];
  return { ...structure, [name]: rest.length === 0 ? value : withMember(isRecord(inner) ? inner : {}, rest, value) };
}

/** As `sam build` does: stack traces then name the sources. */
function withSourceMaps(properties: Json, { metadata }: Declared): Json {
  const build = isRecord(metadata.BuildProperties) ? metadata.BuildProperties : {};
  if (metadata.BuildMethod !== 'esbuild' || String(build.Sourcemap) !== 'true') return properties;
  const environment = isRecord(properties.Environment) ? properties.Environment : {};
  const variables = isRecord(environment.Variables) ? environment.Variables : {};
  if (variables.NODE_OPTIONS !== undefined) return properties;
  const Variables = { ...variables, NODE_OPTIONS: '--enable-source-maps' };
  return { ...properties, Environment: { ...environment, Variables } };
}

/** Files that AWS::Include puts in, wherever in the template. */
async function packageIncludes(value: unknown, packaging: Packaging): Promise<unknown> {
  if (Array.isArray(value)) return Promise.all(value.map((item) => packageIncludes(item, packaging)));
  if (!isRecord(value)) return value;
  const members: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) members[name] = await packageIncludes(member, packaging);
  const { Parameters } = members;
  const isInclude = members.Name === 'AWS::Include' && isRecord(Parameters);
  if (!isInclude || !isLocalPath(Parameters.Location)) return members;
  const file = join(dirname(packaging.path), Parameters.Location);
  if (!existsSync(file)) {
    const hint = `Mend its Location in ${packaging.path}.`;
    throw new SquallError('SynthesisFailed', `AWS::Include names ${file}, which is not there.`, hint);
  }
  const Location = valueFor('uri', packaging.artifacts.addFile(file), packaging.region);
  return { ...members, Parameters: { ...Parameters, Location } };
}
