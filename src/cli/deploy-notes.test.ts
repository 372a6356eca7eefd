import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startCloud } from '../cloud/cloud.ts';
import { clientOf } from '../harness/cloud-client.ts';
import { deployNotes, failureNotes } from './deploy-notes.ts';

let directory = '';
const write = (name: string, contents: object) => writeFileSync(join(directory, name), JSON.stringify(contents));

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'squall-deploy-notes-'));
});

afterEach(() => rmSync(directory, { recursive: true }));

function app(Resources: object, nested: object = {}): void {
  write('A.json', { Resources });
  write('N.nested.template.json', { Resources: nested });
  const source = { path: 'N.nested.template.json', packaging: 'file' };
  write('A.assets.json', {
    files: { n: { source, destinations: { here: { bucketName: 'b', objectKey: 'k' } } } },
  });
  write('manifest.json', {
    artifacts: {
      Assets: { type: 'cdk:asset-manifest', properties: { file: 'A.assets.json' } },
      A: { type: 'aws:cloudformation:stack', dependencies: ['Assets'], properties: { templateFile: 'A.json' } },
    },
  });
}

const notes = async (storedOnly: Readonly<Record<string, string>> = {}) => {
  await using cloud = await startCloud({ log: 'error' });
  Object.defineProperty(cloud.kernel, 'storedOnly', { value: storedOnly });
  return await deployNotes(cloud.endpoint, directory);
};

const fn = (Runtime: unknown) => ({ Type: 'AWS::Lambda::Function', Properties: { Runtime } });

it('names the functions that cannot run here, those of nested stacks as well', async () => {
  app({ Java: fn('java21'), Node: fn('nodejs24.x'), Chosen: fn({ Ref: 'P' }) }, { Ruby: fn('ruby3.4') });

  expect(await notes()).toEqual([
    'Deployed, and never run here (every invoke answers 501):',
    '  A/Java: functions of the runtime java21',
    '  A/Ruby: functions of the runtime ruby3.4',
  ]);
});

it('names once each setting of an app that has no effect here', async () => {
  const bucket = {
    Type: 'AWS::S3::Bucket',
    Properties: { InventoryConfigurations: [{}], VersioningConfiguration: {} },
  };
  app({ One: bucket, Two: bucket, Role: { Type: 'AWS::IAM::Role' } });

  expect(await notes({ 'AWS::S3::Bucket.InventoryConfigurations': 'nobody lists here' })).toEqual([
    'Kept, and without effect here:',
    '  AWS::S3::Bucket.InventoryConfigurations: nobody lists here',
  ]);
});

it('says what a function imports and nobody installs, also after a deploy that failed', async () => {
  app({});
  await using cloud = await startCloud({ log: 'error', runtimeSdk: 'off' });
  const code = "require('@aws-sdk/client-of-nobody');";
  await clientOf(cloud).call('lambda', 'CreateFunction', {
    FunctionName: 'f',
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Role: 'arn:aws:iam::000000000000:role/r',
    Code: { ZipFile: zipSync({ 'index.js': Buffer.from(code) }) },
  });

  const said = [
    'Not installed, and so functions fail when they start:',
    "  A function imports @aws-sdk/client-of-nobody, which AWS's runtime includes and this project does not. To have it: npm install --save-dev @aws-sdk/client-of-nobody",
  ];
  expect(await deployNotes(cloud.endpoint, directory)).toEqual(said);
  expect(await failureNotes(cloud.endpoint)).toEqual(said);
});

it('has nothing to say of an app that works', async () => {
  app({ Node: fn('nodejs24.x') });

  expect(await notes()).toEqual([]);
});
