import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Bundling } from '../../../harness/synthesis/synthesis-record.ts';
import { Bundler } from '../bundler.ts';
import type { Synthesis } from '../dev-session.ts';

/** A project of two functions that share a module, and the cloud assembly that the CDK would make of it. */
export class SmallApp {
  readonly directory = realpathSync(mkdtempSync(join(tmpdir(), 'squall-dev-')));
  readonly stack = join(this.directory, 'stack.ts');
  syntheses = 0;
  readonly #bundler = new Bundler();

  constructor() {
    mkdirSync(join(this.directory, 'node_modules'));
    symlinkSync(resolve('node_modules/esbuild'), join(this.directory, 'node_modules/esbuild'));
    this.write('stack.ts', '1');
    this.write('shared.ts', "export const greeting: string = 'hello';");
    this.write('one.ts', handler('one 1'));
    this.write('two.ts', handler('two 1'));
  }

  /** Answers the path. */
  write(name: string, text: string): string {
    const path = join(this.directory, name);
    writeFileSync(path, text);
    return path;
  }

  /** As the CDK does it: a bundle in an asset of its own for each function, a version with a hash in its id. */
  async synthesize(): Promise<Synthesis> {
    this.syntheses += 1;
    const output = join(this.directory, 'cdk.out');
    rmSync(output, { recursive: true, force: true });
    const one = await this.#bundle(output, 'one');
    const two = await this.#bundle(output, 'two');
    const template = JSON.stringify({ Resources: resourcesOf(one.asset, two.asset) });
    writeFileSync(join(output, 'App.template.json'), template);
    writeFileSync(
      join(output, 'App.assets.json'),
      JSON.stringify({ files: filesOf([one.asset, two.asset], template) }),
    );
    const artifacts = {
      'App.assets': { type: 'cdk:asset-manifest', properties: { file: 'App.assets.json' } },
      App: {
        type: 'aws:cloudformation:stack',
        dependencies: ['App.assets'],
        properties: { templateFile: 'App.template.json', stackTemplateAssetObjectUrl: `s3://assets/${hash(template)}` },
      },
    };
    writeFileSync(join(output, 'manifest.json'), JSON.stringify({ artifacts }));
    return {
      directory: output,
      record: {
        isComplete: true,
        files: new Map([[this.stack, 'another digest']]),
        directories: new Map(),
        bundlings: [one.bundling, two.bundling],
      },
    };
  }

  async #bundle(output: string, name: string): Promise<{ asset: string; bundling: Bundling }> {
    const command = [
      'esbuild',
      '--bundle',
      `${name}.ts`,
      '--minify',
      '--platform=node',
      '--outfile=cdk.out/tmp/index.js',
    ];
    const base = { command, directory: this.directory, outputName: 'index.js', inputs: [], outputDigest: '' };
    const bundle = await this.#bundler.bundle(base);
    if (!bundle) throw new Error('esbuild was not found');
    const asset = bundle.digest;
    for (const [file, contents] of bundle.files) {
      mkdirSync(dirname(join(output, `asset.${asset}`, file)), { recursive: true });
      writeFileSync(join(output, `asset.${asset}`, file), contents);
    }
    return { asset, bundling: { ...base, inputs: bundle.inputs, outputDigest: bundle.digest } };
  }

  remove(): void {
    this.#bundler.close();
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** Counts its calls in the environment, and says which code it is. */
export const handler = (text: string, imports = './shared.ts'): string =>
  `import { greeting } from '${imports}';
let calls = 0;
export const handler = async () => [greeting + ' ${text}', ++calls];
`;

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
export const versionId = 'OneCurrentVersionA1B2C3D40123456789abcdef0123456789abcdef';

function resourcesOf(one: string, two: string) {
  const code = (asset: string, name: string) => ({
    Type: 'AWS::Lambda::Function',
    Properties: {
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
      FunctionName: name,
      Code: { S3Bucket: 'assets', S3Key: `${asset}.zip` },
    },
  });
  const Version = { 'Fn::GetAtt': [versionId, 'Version'] };
  const Statement = [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }];
  return {
    Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement } } },
    One: code(one, 'one'),
    Two: code(two, 'two'),
    [versionId]: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'One' } } },
    Live: {
      Type: 'AWS::Lambda::Alias',
      Properties: { FunctionName: { Ref: 'One' }, FunctionVersion: Version, Name: 'live' },
    },
  };
}

function filesOf(assets: readonly string[], template: string) {
  const file = (path: string, packaging: string, objectKey: string) => ({
    source: { path, packaging },
    destinations: { here: { bucketName: 'assets', objectKey } },
  });
  return {
    ...Object.fromEntries(assets.map((asset) => [asset, file(`asset.${asset}`, 'zip', `${asset}.zip`)])),
    [hash(template)]: file('App.template.json', 'file', hash(template)),
  };
}
