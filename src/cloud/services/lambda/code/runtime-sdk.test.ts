import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '../../../kernel/log.ts';
import { cacheDirectory, type Installer, RuntimeSdk } from './runtime-sdk.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'squall-runtime-sdk-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Nobody has it, so that this project's own packages do not matter. */
const unknown = '@aws-sdk/client-of-nobody';

const npm: Installer['install'] = async (names, directory) => {
  for (const name of names) mkdirSync(join(directory, 'node_modules', name), { recursive: true });
};

function sdkWith(install: Installer['install'] | undefined, has = false) {
  const lines: string[] = [];
  const installed: (readonly string[])[] = [];
  const counted: Installer = {
    has: async () => has,
    install: async (names, directory) => {
      installed.push(names);
      await install?.(names, directory);
    },
  };
  const sdk = new RuntimeSdk({
    log: createLog('warn', (line) => lines.push(line)),
    modules: join(root, 'modules'),
    cache: join(root, 'cache'),
    install: install && { node: counted, python: counted },
  });
  return { sdk, lines, installed };
}

const has = (name: string) => existsSync(join(root, 'modules', name));

describe('The SDK of the runtime', () => {
  it('is installed where the project lacks it, once for all who want it at once', async () => {
    const { sdk, installed } = sdkWith(npm);

    await Promise.all([sdk.provide('nodejs22.x', [unknown]), sdk.provide('nodejs22.x', [unknown])]);

    expect(has(unknown)).toBe(true);
    expect(installed).toEqual([[unknown]]);
  });

  it('is taken from the cache by the next cloud, also where nothing may be installed', async () => {
    await sdkWith(npm).sdk.provide('nodejs22.x', [unknown]);
    rmSync(join(root, 'modules'), { recursive: true });
    const { sdk, lines } = sdkWith(undefined);

    await sdk.provide('nodejs22.x', [unknown]);

    expect(has(unknown)).toBe(true);
    expect(lines).toEqual([]);
  });

  it('is not installed where the project has it', async () => {
    const { sdk, installed } = sdkWith(npm);

    await sdk.provide('nodejs22.x', ['@aws-sdk/client-sqs']);

    expect(has('@aws-sdk/client-sqs')).toBe(true);
    expect(installed).toEqual([]);
  });

  it('is version 2 until Node 16 and version 3 from Node 18 on', async () => {
    const { sdk, installed } = sdkWith(npm);

    await sdk.provide('nodejs16.x', ['aws-sdk', unknown]);
    await sdk.provide('nodejs18.x', ['aws-sdk', unknown]);

    expect(installed).toEqual([['aws-sdk'], [unknown]]);
  });

  it('says what to do where it cannot be installed, asks no second time, and tries again after a deploy', async () => {
    const { sdk, lines, installed } = sdkWith(() =>
      Promise.reject(Object.assign(new Error('Command failed'), { stderr: 'npm error code ENOTFOUND\nnpm error x' })),
    );

    await sdk.provide('nodejs22.x', [unknown]);
    await sdk.provide('nodejs22.x', [unknown]);
    expect(installed).toHaveLength(1);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(`(code ENOTFOUND). To have it: npm install --save-dev ${unknown}`);

    sdk.retry();
    await sdk.provide('nodejs22.x', [unknown]);
    expect(installed).toHaveLength(2);
    expect(existsSync(join(root, 'cache/node')) ? has(unknown) : false).toBe(false);
  });

  it('is installed on undisturbed while something else is deployed', async () => {
    const gate = Promise.withResolvers<void>();
    const { sdk, installed } = sdkWith(async (names, directory) => {
      await gate.promise;
      await npm(names, directory);
    });

    const first = sdk.provide('nodejs22.x', [unknown]);
    sdk.retry();
    const second = sdk.provide('nodejs22.x', [unknown]);
    gate.resolve();
    await Promise.all([first, second]);

    expect(installed).toHaveLength(1);
    expect(has(unknown)).toBe(true);
  });

  it('is boto3 for Python, found behind what the code has', async () => {
    const { sdk, installed } = sdkWith(async (_names, directory) => writeFileSync(join(directory, 'boto3.py'), ''));

    await sdk.provide('python3.13', ['boto3']);
    await sdk.provide('python3.13', ['boto3']);

    expect(installed).toEqual([['boto3']]);
    expect(existsSync(join(sdk.pythonPath, 'boto3.py'))).toBe(true);
  });

  it('is not installed where the language has it by itself', async () => {
    const { sdk, installed } = sdkWith(npm, true);

    await sdk.provide('python3.13', ['boto3']);

    expect(installed).toEqual([]);
  });
});

it.runIf(process.platform === 'linux')('The cache lies where the system keeps such things', () => {
  expect(cacheDirectory({ SQUALL_CACHE: '/c' })).toBe('/c/runtime-sdk');
  expect(cacheDirectory({ XDG_CACHE_HOME: '/x' })).toBe('/x/squall/runtime-sdk');
});
