import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Cloud, startCloud } from '../cloud/cloud.ts';
import { clientOf } from './cloud-client.ts';
import { deployAssembly, type Progress } from './deploy.ts';

let directory = '';
let cloud: Cloud;
const write = (name: string, contents: object) => writeFileSync(join(directory, name), JSON.stringify(contents));

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'squall-deploy-'));
  cloud = await startCloud({ log: 'error' });
});

afterEach(async () => {
  rmSync(directory, { recursive: true, force: true });
  await cloud.close();
});

/** An app of one stack. */
function app(Resources: object): void {
  write('A.json', { Resources });
  write('manifest.json', {
    artifacts: { A: { type: 'aws:cloudformation:stack', properties: { templateFile: 'A.json' } } },
  });
}

const kindsOfDeploy = async (): Promise<string[]> => {
  const told: Progress[] = [];
  await deployAssembly(clientOf(cloud), directory, { onProgress: (progress) => void told.push(progress) });
  return told.map(({ kind }) => kind).filter((kind) => kind !== 'resource');
};

const stacks = async () => {
  const { Stacks } = await clientOf(cloud).call<{ Stacks: object[] }>('cloudformation', 'DescribeStacks', {});
  return Stacks.length;
};

it('skips a stack without resources, and deletes one that has lost all of them', async () => {
  app({});
  const skipped = await kindsOfDeploy();
  const none = await stacks();
  app({ P: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: 'x' } } });
  const deployed = await kindsOfDeploy();
  const one = await stacks();
  app({});
  const deleted = await kindsOfDeploy();

  expect([skipped, deployed, deleted]).toEqual([['empty'], ['stack', 'done'], ['empty']]);
  expect([none, one, await stacks()]).toEqual([0, 1, 0]);
});

it('says which asset is missing on disk', async () => {
  app({ P: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: 'x' } } });
  const file = { source: { path: 'gone', packaging: 'zip' }, destinations: { d: { bucketName: 'b', objectKey: 'k' } } };
  write('A.assets.json', { files: { hash: file } });
  write('manifest.json', {
    artifacts: {
      Assets: { type: 'cdk:asset-manifest', properties: { file: 'A.assets.json' } },
      A: { type: 'aws:cloudformation:stack', dependencies: ['Assets'], properties: { templateFile: 'A.json' } },
    },
  });

  await expect(kindsOfDeploy()).rejects.toThrow(`The asset ${join(directory, 'gone')} is not there.`);
});

it('protects a stack from deletion, and takes the protection off again', async () => {
  const Resources = { P: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: 'x' } } };
  const isProtected = async (terminationProtection: boolean) => {
    write('A.json', { Resources });
    const properties = { templateFile: 'A.json', terminationProtection };
    write('manifest.json', { artifacts: { A: { type: 'aws:cloudformation:stack', properties } } });
    await deployAssembly(clientOf(cloud), directory);
    const answer = await clientOf(cloud).call<{ Stacks: { EnableTerminationProtection: boolean }[] }>(
      'cloudformation',
      'DescribeStacks',
      { StackName: 'A' },
    );
    return answer.Stacks[0]?.EnableTerminationProtection;
  };

  expect([await isProtected(true), await isProtected(false)]).toEqual([true, false]);
});

it('keeps the values of parameters that have no default and that nobody gives again', async () => {
  const Parameters = { Stage: { Type: 'String' }, Size: { Type: 'String', Default: 's' } };
  const Resources = (Description: string) => ({
    P: {
      Type: 'AWS::SSM::Parameter',
      Properties: { Type: 'String', Value: { 'Fn::Sub': '${Stage} ${Size}' }, Description },
    },
  });
  const writeApp = (description: string) => {
    app({});
    write('A.json', {
      Parameters,
      Resources: Resources(description),
      Outputs: { Value: { Value: { 'Fn::GetAtt': ['P', 'Value'] } } },
    });
  };
  writeApp('1');
  await deployAssembly(clientOf(cloud), directory, { parameters: { Stage: 'dev', Size: 'm' } });
  writeApp('2');

  const [stack] = await deployAssembly(clientOf(cloud), directory);

  expect(stack?.outputs).toEqual({ Value: 'dev s' });
});
