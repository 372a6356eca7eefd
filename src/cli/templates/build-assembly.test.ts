import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { unzipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readAssembly } from '../../harness/assembly.ts';
import { buildAssembly } from './build-assembly.ts';
import { findTemplate } from './find-template.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'squall-template-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** Files of a project, by their paths in it. */
function project(files: Readonly<Record<string, string | object>>): void {
  for (const [name, contents] of Object.entries(files)) {
    const path = join(directory, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof contents === 'string' ? contents : JSON.stringify(contents));
  }
}

const bucket = 'cdk-hnb659fds-assets-000000000000-us-east-1';

/** The stack of the assembly that is built of the project. */
async function build(stackName?: string) {
  const found = findTemplate(directory);
  if (!found) throw new Error('no template was found');
  const assembly = await buildAssembly(found, { account: '000000000000', region: 'us-east-1', stackName });
  const [stack] = readAssembly(assembly);
  if (!stack) throw new Error('the assembly has no stack');
  const template = JSON.parse(stack.template);
  const assetAt = (key: string): string => stack.assets.find((asset) => asset.key === key)?.path ?? `no asset ${key}`;
  return { stack, template, properties: (id: string) => template.Resources[id].Properties, assetAt };
}

/** The files of an archive that `s3://…` or `{ S3Key }` names, with what is in them. */
function archived({ assetAt }: Awaited<ReturnType<typeof build>>, uploaded: unknown): Record<string, string> {
  const key =
    typeof uploaded === 'string' ? uploaded.replace(`s3://${bucket}/`, '') : (uploaded as { S3Key: string }).S3Key;
  const files = unzipSync(readFileSync(assetAt(key)));
  return Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, Buffer.from(bytes).toString()]));
}

const sam = (resources: string, globals = ''): string =>
  `Transform: AWS::Serverless-2016-10-31\n${globals}Resources:\n${resources}`;
const functionOf = (settings: string, metadata = ''): string =>
  `  F:\n    Type: AWS::Serverless::Function\n${metadata}    Properties: { Runtime: nodejs24.x, Handler: app.handler, ${settings} }\n`;

describe('Functions of Node', () => {
  it('are packed with their sources, and without what tools keep beside them', async () => {
    project({
      'template.yaml': sam(functionOf('CodeUri: src/')),
      'src/app.js': 'exports.handler = 1',
      'src/lib/part.js': '2',
      'src/.git/config': 'x',
      'src/node_modules/left/index.js': 'x',
    });

    const built = await build();

    expect(built.properties('F').CodeUri).toMatch(new RegExp(`^s3://${bucket}/[0-9a-f]{64}\\.zip$`));
    expect(archived(built, built.properties('F').CodeUri)).toEqual({
      'app.js': 'exports.handler = 1',
      'lib/part.js': '2',
    });
  });

  it('have their dependencies, and those of their dependencies, but none of development', async () => {
    const packageOf = (name: string, more: object = {}) => ({ name, version: '1.0.0', ...more });
    project({
      'template.yaml': sam(functionOf('CodeUri: src/')),
      'src/app.js': '',
      'src/package.json': { dependencies: { a: '1' }, devDependencies: { dev: '1' } },
      'src/node_modules/a/package.json': packageOf('a', { dependencies: { b: '1', c: '2' } }),
      'src/node_modules/a/index.js': 'a',
      'src/node_modules/a/node_modules/c/package.json': packageOf('c', { version: '2.0.0' }),
      // Hoisted, as a workspace has it.
      'node_modules/b/package.json': packageOf('b', { optionalDependencies: { none: '1' } }),
      'node_modules/b/index.js': 'b',
      'src/node_modules/dev/package.json': packageOf('dev'),
    });

    const built = await build();

    expect(Object.keys(archived(built, built.properties('F').CodeUri)).sort()).toEqual([
      'app.js',
      'node_modules/a/index.js',
      'node_modules/a/node_modules/c/package.json',
      'node_modules/a/package.json',
      'node_modules/b/index.js',
      'node_modules/b/package.json',
      'node_modules/c/package.json',
      'package.json',
    ]);
  });

  it('are bundled by the project’s esbuild as BuildProperties say', async () => {
    const metadata = [
      '    Metadata:',
      '      BuildMethod: esbuild',
      '      BuildProperties: { EntryPoints: [app.ts], Minify: false, Target: es2022, Sourcemap: true, Format: esm,',
      '        OutExtension: [.js=.mjs] }',
      '',
    ].join('\n');
    project({
      'template.yaml': sam(functionOf('CodeUri: src/', metadata)),
      'src/app.ts': `import { word } from './word.ts';\nexport const handler = async (): Promise<string> => word;`,
      'src/word.ts': `export const word: string = 'bundled';`,
    });
    symlinkSync(resolve('node_modules'), join(directory, 'node_modules'));

    const built = await build();

    const files = archived(built, built.properties('F').CodeUri);
    expect(Object.keys(files).sort()).toEqual(['app.mjs', 'app.mjs.map']);
    expect(files['app.mjs']).toContain('bundled');
    expect(built.properties('F').Environment).toEqual({ Variables: { NODE_OPTIONS: '--enable-source-maps' } });
  });

  it('may be the whole project, and keep what may be executed', async () => {
    project({
      'template.yaml': sam(functionOf('CodeUri: .')),
      bootstrap: '#!/bin/sh',
      'lib/part.js': '1',
      '.aws-sam/squall/old.zip': 'x',
    });
    chmodSync(join(directory, 'bootstrap'), 0o755);
    symlinkSync(join(directory, 'gone'), join(directory, 'nowhere'));

    const built = await build();

    const key = built.properties('F').CodeUri.split('/').at(-1);
    expect(Object.keys(archived(built, built.properties('F').CodeUri)).sort()).toEqual([
      'bootstrap',
      'lib/part.js',
      'template.yaml',
    ]);
    // The upper half of a central directory entry's external attributes are the mode of Unix.
    const bytes = readFileSync(built.assetAt(key));
    const entry = bytes.indexOf('PK\u0001\u0002');
    expect(bytes.readUInt32LE(entry + 38) >>> 16).toBe(0o100755);
  });

  it('say which entry point is missing', async () => {
    const metadata = `    Metadata: { BuildMethod: esbuild, BuildProperties: { EntryPoints: [gone.ts] } }\n`;
    project({ 'template.yaml': sam(functionOf('CodeUri: src/', metadata)), 'src/app.ts': '' });

    await expect(build()).rejects.toThrow(/F has the entry point gone\.ts, which is not in .*src/);
  });
});

describe('Other code', () => {
  it('of Globals, of functions that name none, and inline code', async () => {
    project({
      'template.yaml': sam(
        [
          '  G: { Type: AWS::Serverless::Function, Properties: { Handler: app.handler } }',
          '  I: { Type: AWS::Serverless::Function, Properties: { InlineCode: "exports.handler = 1", CodeUri: "s3://b/k" } }',
          '  P: { Type: AWS::Lambda::Function, Properties: { Code: ./src, Runtime: nodejs24.x } }',
          '  Z: { Type: AWS::Lambda::Function, Properties: { Code: { ZipFile: "exports.handler = 1" } } }',
          '',
        ].join('\n'),
        'Globals: { Function: { CodeUri: src, Runtime: nodejs24.x } }\n',
      ),
      'src/app.js': '1',
    });

    const built = await build();

    expect(archived(built, built.properties('G').CodeUri)).toEqual({ 'app.js': '1' });
    expect(archived(built, built.properties('P').Code)).toEqual({ 'app.js': '1' });
    expect(built.properties('P').Code).toMatchObject({ S3Bucket: bucket });
    expect([built.properties('I').CodeUri, built.properties('Z').Code]).toEqual([
      's3://b/k',
      { ZipFile: 'exports.handler = 1' },
    ]);
  });

  it('of loops is built once', async () => {
    project({
      'template.yaml': sam(
        [
          '  Fn::ForEach::Functions:',
          '    - Name',
          '    - [A, B]',
          '    - ${Name}Function: { Type: AWS::Serverless::Function, Properties: { CodeUri: src, Handler: "app.${Name}" } }',
          '',
        ].join('\n'),
      ),
      'src/app.js': '1',
    });

    const built = await build();

    const [, , body] = built.template.Resources['Fn::ForEach::Functions'];
    expect(archived(built, body['${Name}Function'].Properties.CodeUri)).toEqual({ 'app.js': '1' });
  });

  it('is made by make, into ARTIFACTS_DIR', async () => {
    project({
      'template.yaml': sam(functionOf('CodeUri: src', '    Metadata: { BuildMethod: makefile }\n')),
      'src/Makefile': 'build-F:\n\tcp app.js $(ARTIFACTS_DIR)/made.js\n',
      'src/app.js': '1',
    });

    const built = await build();

    expect(archived(built, built.properties('F').CodeUri)).toEqual({ 'made.js': '1' });
  });

  it('of layers is put where the runtime looks for it', async () => {
    const layer = (metadata: string) =>
      `{ Type: AWS::Serverless::LayerVersion, ${metadata} Properties: { ContentUri: layer } }`;
    project({
      'template.yaml': sam(`  L: ${layer('Metadata: { BuildMethod: nodejs24.x },')}\n  R: ${layer('')}\n`),
      'layer/package.json': { dependencies: { a: '1' } },
      'layer/node_modules/a/package.json': { name: 'a' },
    });

    const built = await build();

    expect(Object.keys(archived(built, built.properties('L').ContentUri)).sort()).toEqual([
      'nodejs/node_modules/a/package.json',
      'nodejs/package.json',
    ]);
    expect(Object.keys(archived(built, built.properties('R').ContentUri)).sort()).toEqual([
      'node_modules/a/package.json',
      'package.json',
    ]);
  });

  it('of Python has what requirements.txt asks for', async () => {
    project({
      'template.yaml': sam(
        '  F: { Type: AWS::Serverless::Function, Properties: { Runtime: python3.13, Handler: app.h, CodeUri: src } }\n',
      ),
      'src/app.py': 'h = 1',
      'src/requirements.txt': '# nothing yet\n',
      'src/__pycache__/app.pyc': 'x',
    });

    const built = await build();

    expect(Object.keys(archived(built, built.properties('F').CodeUri)).sort()).toEqual(['app.py', 'requirements.txt']);
  });

  it('that cannot be built is refused by name, with a way out', async () => {
    project({ 'template.yaml': sam(functionOf('PackageType: Image')) });
    await expect(build()).rejects.toMatchObject({
      message: 'The function F has the PackageType Image: Squall builds and runs no container images.',
    });
    project({
      'template.yaml': sam(functionOf('CodeUri: .', '    Metadata: { BuildMethod: rust-cargolambda }\n')),
    });
    await expect(build()).rejects.toMatchObject({
      message: 'F is built by rust-cargolambda (Metadata.BuildMethod), which Squall does not do.',
      hint: expect.stringContaining('.aws-sam/build/template.yaml'),
    });
    project({ 'template.yaml': `Resources:\n${functionOf('CodeUri: .')}` });
    await expect(build()).rejects.toThrow('uses AWS::Serverless::Function, and has no Transform');
    const nested = '  N: { Type: AWS::Serverless::Application, Properties: { Location: ./nested/../template.yaml } }\n';
    project({ 'template.yaml': sam(nested) });
    await expect(build()).rejects.toThrow(/template\.yaml is nested in itself/);
    project({ 'template.yaml': sam(functionOf('CodeUri: gone')) });
    await expect(build()).rejects.toThrow(/F has CodeUri: gone, and .*gone is not there/);
  });
});

describe('Paths of other resources', () => {
  it('become places in the bucket, in the form that each property has', async () => {
    const resources = {
      Api: { Type: 'AWS::Serverless::Api', Properties: { DefinitionUri: 'api.yaml' } },
      Rest: { Type: 'AWS::ApiGateway::RestApi', Properties: { BodyS3Location: 'api.yaml' } },
      Machine: { Type: 'AWS::StepFunctions::StateMachine', Properties: { DefinitionS3Location: 'machine.json' } },
      Steps: { Type: 'AWS::Serverless::StateMachine', Properties: { DefinitionUri: 'machine.json' } },
      Job: { Type: 'AWS::Glue::Job', Properties: { Command: { Name: 'x', ScriptLocation: 'machine.json' } } },
      Kept: { Type: 'AWS::Serverless::Api', Properties: { DefinitionUri: { Bucket: 'b', Key: 'k' } } },
      Included: {
        Type: 'AWS::SSM::Parameter',
        Properties: { 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 'part.yaml' } } },
      },
    };
    const transformed = { Transform: 'AWS::Serverless-2016-10-31', Resources: resources };
    project({ 'template.json': transformed, 'api.yaml': 'a', 'machine.json': '{}', 'part.yaml': 'p' });

    const built = await build();

    const place = (ending: string) => expect.stringMatching(new RegExp(`^s3://${bucket}/[0-9a-f]{64}${ending}$`));
    const key = (ending: string) => expect.stringMatching(new RegExp(`^[0-9a-f]{64}${ending}$`));
    expect(built.template.Resources).toMatchObject({
      Api: { Properties: { DefinitionUri: place('\\.yaml') } },
      Rest: { Properties: { BodyS3Location: { Bucket: bucket, Key: key('\\.yaml') } } },
      Machine: { Properties: { DefinitionS3Location: { Bucket: bucket, Key: key('\\.json') } } },
      Steps: { Properties: { DefinitionUri: place('\\.json') } },
      Job: { Properties: { Command: { Name: 'x', ScriptLocation: place('\\.json') } } },
      Kept: { Properties: { DefinitionUri: { Bucket: 'b', Key: 'k' } } },
      Included: { Properties: { 'Fn::Transform': { Parameters: { Location: place('\\.yaml') } } } },
    });
    expect(readdirSync(join(directory, '.aws-sam'))).toEqual(['squall']);
  });

  it('of nested templates are followed into them', async () => {
    project({
      'template.yaml': sam(
        [
          '  A: { Type: AWS::Serverless::Application, Properties: { Location: parts/inner.yaml } }',
          '  S: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: parts/inner.yaml } }',
          '  R: { Type: AWS::Serverless::Application, Properties: { Location: { ApplicationId: a, SemanticVersion: 1.0.0 } } }',
          '',
        ].join('\n'),
      ),
      'parts/inner.yaml': sam(functionOf('CodeUri: code')),
      'parts/code/app.js': 'inner',
    });

    const built = await build();

    const url = built.properties('S').TemplateURL;
    expect(url).toMatch(
      new RegExp(`^https://${bucket}\\.s3\\.us-east-1\\.amazonaws\\.com/[0-9a-f]{64}\\.nested\\.template\\.json$`),
    );
    expect(built.properties('A').Location).toBe(url);
    expect(built.properties('R').Location).toEqual({ ApplicationId: 'a', SemanticVersion: '1.0.0' });
    const inner = JSON.parse(readFileSync(built.assetAt(url.split('/').at(-1)), 'utf8'));
    expect(archived(built, inner.Resources.F.Properties.CodeUri)).toEqual({ 'app.js': 'inner' });
  });
});

describe('The stack', () => {
  it('has the name, the parameters and the tags of samconfig.toml', async () => {
    project({
      'template.yaml': `Parameters: { Stage: { Type: String } }\n${sam(functionOf('InlineCode: x'))}`,
      'samconfig.toml': [
        'version = 0.1',
        '[default.global.parameters]',
        'stack_name = "all"',
        '[default.deploy.parameters]',
        'stack_name = "shop"',
        's3_bucket = "ignored"',
        'parameter_overrides = "Stage=\\"the test\\" Unknown=1"',
        'tags = "team=a"',
      ].join('\n'),
    });

    expect((await build()).stack).toMatchObject({
      name: 'shop',
      parameters: { Stage: 'the test' },
      tags: { team: 'a' },
    });
    expect((await build('other')).stack.name).toBe('other');
  });

  it('is called like its folder where nobody says', async () => {
    project({ 'template.yaml': sam(functionOf('InlineCode: x')) });

    expect((await build()).stack.name).toMatch(/^squall-template-/);
  });

  it('is refused with what is wrong with its template', async () => {
    project({ 'template.yaml': 'Resources:\n  A: [\n' });

    await expect(build()).rejects.toThrow(/template\.yaml: Template format error: YAML not well-formed/);
  });
});
