import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Cloud, startCloud } from '../cloud/cloud.ts';
import { readAssembly } from './assembly.ts';
import { clientOf } from './cloud-client.ts';
import { deployAssembly } from './deploy.ts';

let directory = '';
let cloud: Cloud;
const write = (name: string, contents: object) => writeFileSync(join(directory, name), JSON.stringify(contents));

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'squall-legacy-'));
  cloud = await startCloud({ log: 'error' });
});

afterEach(async () => {
  rmSync(directory, { recursive: true, force: true });
  await cloud.close();
});

const part = (index: number, parameter: string) => ({
  'Fn::Select': [index, { 'Fn::Split': ['||', { Ref: parameter }] }],
});

/** As `LegacyStackSynthesizer` writes it: the places of the code and of the nested template are parameters. */
function legacyTemplate() {
  const key = (parameter: string) => ({ 'Fn::Join': ['', [part(0, parameter), part(1, parameter)]] });
  const url = ['', ['https://s3.us-east-1.amazonaws.com/', { Ref: 'TemplateBucket' }, '/', key('TemplateKey')]];
  const names = ['CodeBucket', 'CodeKey', 'CodeHash', 'TemplateBucket', 'TemplateKey', 'TemplateHash'];
  return {
    Parameters: Object.fromEntries(names.map((name) => [name, { Type: 'String' }])),
    Resources: {
      F: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          Runtime: 'nodejs24.x',
          Handler: 'index.handler',
          Role: 'arn:aws:iam::000000000000:role/r',
          Code: { S3Bucket: { Ref: 'CodeBucket' }, S3Key: key('CodeKey') },
        },
      },
      N: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: { 'Fn::Join': url } } },
    },
    Outputs: {
      Name: { Value: { Ref: 'F' } },
      Key: { Value: { Ref: 'CodeKey' } },
      Hash: { Value: { Ref: 'CodeHash' } },
    },
  };
}

const asset = (name: string, about: object) => ({
  type: 'aws:cdk:asset',
  data: {
    ...about,
    s3BucketParameter: `${name}Bucket`,
    s3KeyParameter: `${name}Key`,
    artifactHashParameter: `${name}Hash`,
  },
});

const notes = [
  asset('Code', { path: 'code', id: 'c0de', packaging: 'zip', sourceHash: 'c0de' }),
  asset('Template', { path: 'N.template.json', id: 'Nested', packaging: 'file', sourceHash: 'beef' }),
];

function writeApp(): void {
  mkdirSync(join(directory, 'code'));
  writeFileSync(join(directory, 'code', 'index.js'), 'exports.handler = async () => "here";');
  write('N.template.json', {
    Resources: { P: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: 'x' } } },
  });
  write('A.json', legacyTemplate());
}

const artifact = { type: 'aws:cloudformation:stack', properties: { templateFile: 'A.json' } };

it.each(['in the manifest', 'in a file beside it'])(
  'fills the parameters of assets that are noted %s',
  async (place) => {
    writeApp();
    write('A.metadata.json', { '/A': notes });
    const more =
      place === 'in the manifest' ? { metadata: { '/A': notes } } : { additionalMetadataFile: 'A.metadata.json' };
    write('manifest.json', { artifacts: { A: { ...artifact, ...more } } });

    const [stack] = await deployAssembly(clientOf(cloud), directory);

    expect(stack?.outputs).toMatchObject({ Key: 'assets/||c0de.zip', Hash: 'c0de' });
    const { Payload } = await clientOf(cloud).call<{ Payload: Uint8Array }>('lambda', 'Invoke', {
      FunctionName: stack?.outputs.Name,
    });
    expect(Buffer.from(Payload).toString()).toBe('"here"');
  },
);

it('keeps an asset apart by its id where that is not its hash', () => {
  writeApp();
  write('manifest.json', { artifacts: { A: { ...artifact, metadata: { '/A': notes } } } });

  expect(readAssembly(directory)[0]?.parameters.TemplateKey).toBe('assets/Nested/||beef.json');
});

it('refuses images', () => {
  writeApp();
  const image = { type: 'aws:cdk:asset', data: { path: 'x', id: 'x', packaging: 'container-image', sourceHash: 'x' } };
  write('manifest.json', { artifacts: { A: { ...artifact, metadata: { '/A': [image] } } } });

  expect(() => readAssembly(directory)).toThrow('Docker image assets');
});

it('uploads a template that is too large for a request and no asset itself', async () => {
  const parameter = { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: 'x'.repeat(4000) } };
  write('A.json', { Resources: Object.fromEntries(Array.from({ length: 15 }, (_, n) => [`P${n}`, parameter])) });
  write('manifest.json', { artifacts: { A: artifact } });

  expect(await deployAssembly(clientOf(cloud), directory)).toEqual([{ name: 'A', outputs: {}, changed: true }]);
});
