import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Cloud, startCloud } from '../../../cloud.ts';
import type { CloudOptions } from '../../../cloud-options.ts';
import { rootCaller } from '../../../kernel/identity.ts';
import { EnvironmentActivity, inProcessExecutor } from '../executors/in-process/in-process-executor.ts';

const executors = {
  process: {},
  'in-process': { executor: inProcessExecutor({ activity: new EnvironmentActivity(), seed: () => 7 }) },
} as const;

let folder = '';
let before: string | undefined;
let cloud: Cloud;

/** A temporary directory in which another program has installed packages. */
async function start(options: CloudOptions): Promise<void> {
  before = process.env.TMPDIR;
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'squall-hidden-')));
  install(folder, 'stray', 'stray');
  process.env.TMPDIR = folder;
  cloud = await startCloud({ log: 'error', runtimeSdk: 'off', ...options });
}

afterEach(async () => {
  await cloud.close();
  if (before === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = before;
  rmSync(folder, { recursive: true, force: true });
});

const makeZip = (files: Readonly<Record<string, string>>): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)])));

function install(directory: string, name: string, value: string): void {
  mkdirSync(join(directory, 'node_modules', name), { recursive: true });
  writeFileSync(join(directory, 'node_modules', name, 'index.js'), `module.exports = { value: '${value}' };`);
}

const call = <Output>(operation: string, input: object) =>
  cloud.kernel.call<Output>('lambda', operation, input, {
    caller: rootCaller('000000000000', '000000000000'),
    account: '000000000000',
  });

async function invoke(files: Readonly<Record<string, string>>, Layers: readonly string[] = []): Promise<unknown> {
  const ZipFile = makeZip(files);
  const basic = { Runtime: 'nodejs24.x', Handler: 'index.handler', Role: 'arn:aws:iam::000000000000:role/r' };
  await call('CreateFunction', { FunctionName: 'f', ...basic, Code: { ZipFile }, Layers });
  const { Payload } = await call<{ Payload: Uint8Array }>('Invoke', { FunctionName: 'f' });
  return JSON.parse(Buffer.from(Payload).toString());
}

const required = `exports.handler = async () => require('stray').value;`;
const imported = `import stray from 'stray'; export const handler = async () => stray.value;`;
const own = { 'node_modules/stray/index.js': `module.exports = { value: 'own' };` };

describe.each(Object.entries(executors))(
  'packages above the work directory, with the %s executor',
  (_name, options) => {
    beforeEach(() => start(options));

    it.each([
      ['required', { 'index.js': required }],
      ['imported', { 'index.mjs': imported }],
    ])('are not found when they are %s', async (_way, files) => {
      expect(await invoke(files)).toMatchObject({
        errorMessage: expect.stringMatching(/Cannot find (?:module|package) 'stray'/),
      });
    });

    it.each([
      ['required', { 'index.js': required, ...own }],
      ['imported', { 'index.mjs': imported, ...own }],
    ])('give way to the code’s own when they are %s', async (_way, files) => {
      expect(await invoke(files)).toBe('own');
    });

    it.each([
      ['required', { 'index.js': required }],
      ['imported', { 'index.mjs': imported }],
    ])('give way to those of a layer when they are %s', async (_way, files) => {
      const ZipFile = makeZip({ 'nodejs/node_modules/stray/index.js': `module.exports = { value: 'layer' };` });
      const { LayerVersionArn } = await call<{ LayerVersionArn: string }>('PublishLayerVersion', {
        LayerName: 'l',
        Content: { ZipFile },
      });

      expect(await invoke(files, [LayerVersionArn])).toBe('layer');
    });

    it.each([
      ['required', { 'index.js': `exports.handler = async () => typeof require('@aws-sdk/client-ssm').SSMClient;` }],
      [
        'imported',
        {
          'index.mjs': `import { SSMClient } from '@aws-sdk/client-ssm'; export const handler = async () => typeof SSMClient;`,
        },
      ],
    ])('do not hide the runtime’s SDK when it is %s', async (_way, files) => {
      expect(await invoke(files)).toBe('function');
    });
  },
);
