import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readAssembly } from '../../harness/assembly.ts';
import { patchAssembly } from './patch-assembly.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'squall-patch-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const write = (name: string, contents: object | string): void => {
  mkdirSync(dirname(join(directory, name)), { recursive: true });
  writeFileSync(join(directory, name), typeof contents === 'string' ? contents : JSON.stringify(contents));
};
const read = (name: string): string => readFileSync(join(directory, name), 'utf8');
const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

const asset = hash('old');
const file = (path: string, key: string) => ({
  source: { path },
  destinations: { d: { bucketName: 'b', objectKey: key } },
});
const functionOf = (key: string) => ({ Type: 'AWS::Lambda::Function', Properties: { Code: { S3Key: `${key}.zip` } } });
const change = { asset, files: new Map([['index.js', Buffer.from('new')]]) };

/** A stack, or one within a stack, in the assembly or in a stage of it. */
function writeStack(folder: string, Resources: object): void {
  const template = JSON.stringify({ Resources });
  const key = hash(template);
  write(`${folder}A.template.json`, template);
  const up = folder === '' ? '' : '../';
  const files = { [asset]: file(`${up}asset.${asset}`, `${asset}.zip`), [key]: file('A.template.json', `${key}.json`) };
  write(`${folder}A.assets.json`, { files });
  const properties = { templateFile: 'A.template.json', stackTemplateAssetObjectUrl: `s3://b/${key}.json` };
  write(`${folder}manifest.json`, {
    artifacts: {
      Assets: { type: 'cdk:asset-manifest', properties: { file: 'A.assets.json' } },
      A: { type: 'aws:cloudformation:stack', dependencies: ['Assets'], properties },
    },
  });
  write(`asset.${asset}/index.js`, 'old');
}

it('gives the asset a new name everywhere, and so the template', () => {
  writeStack('', { F: functionOf(asset) });

  const patched = patchAssembly(directory, [change]);

  const [stack] = readAssembly(directory);
  const code = stack?.assets.find(({ path }) => path.includes('asset.'));
  const template = stack?.assets.find(({ path }) => path.endsWith('.json'));
  expect(patched?.functions.get(asset)).toEqual([{ logicalId: 'F', name: 'F' }]);
  expect(code?.path).toBe(join(directory, `asset.${patched?.assets.get(asset)}`));
  expect(readFileSync(join(code?.path ?? '', 'index.js'), 'utf8')).toBe('new');
  expect(template?.key).toBe(`${hash(read('A.template.json'))}.json`);
  expect(stack?.templateUrl).toBe(`s3://b/${template?.key}`);
  expect(readdirSync(directory).filter((name) => name.includes(asset))).toEqual([]);
});

it('patches the stacks of stages', () => {
  writeStack('assembly-Prod/', { F: functionOf(asset) });

  const patched = patchAssembly(directory, [change]);

  expect(read('assembly-Prod/A.template.json')).toContain(patched?.assets.get(asset));
  expect(read('assembly-Prod/A.assets.json')).toContain(`../asset.${patched?.assets.get(asset)}`);
});

it('names nested templates anew in the stack around them', () => {
  const nested = JSON.stringify({ Resources: { F: functionOf(asset) } });
  const key = hash(nested);
  writeStack('', { N: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: `https://b/${key}.json` } } });
  write('AN.nested.template.json', nested);
  const manifest = JSON.parse(read('A.assets.json'));
  write('A.assets.json', { files: { ...manifest.files, [key]: file('AN.nested.template.json', `${key}.json`) } });

  patchAssembly(directory, [change]);

  expect(read('A.template.json')).toContain(`https://b/${hash(read('AN.nested.template.json'))}.json`);
  expect(read('manifest.json')).toContain(hash(read('A.template.json')));
});

it('keeps installed modules beside the bundle', () => {
  writeStack('', { F: functionOf(asset) });
  write(`asset.${asset}/node_modules/sharp/index.js`, 'sharp');

  const hashNow = patchAssembly(directory, [change])?.assets.get(asset);

  expect(read(`asset.${hashNow}/node_modules/sharp/index.js`)).toBe('sharp');
});

it('leaves all as it was where only the app can tell what becomes of it', () => {
  const version = { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'F' } } };
  const hooks = () => write(`asset.${asset}/schema.json`, '{}');
  const cases: [object, (() => void)?][] = [
    [{ F: functionOf(asset), NumberedByHand1: version }],
    [{ L: { Type: 'AWS::Lambda::LayerVersion', Properties: { Content: { S3Key: `${asset}.zip` } } } }],
    [{ F: functionOf(asset) }, hooks],
  ];
  const told = cases.map(([resources, prepare]) => {
    writeStack('', resources);
    prepare?.();
    const before = read('A.template.json');
    return [patchAssembly(directory, [change]), read('A.template.json') === before, read(`asset.${asset}/index.js`)];
  });

  expect(told).toEqual(cases.map(() => [undefined, true, 'old']));
});
