import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cacheDirectory } from '../../../kernel/cache-directory.ts';
import { createLog } from '../../../kernel/log.ts';
import { type Installer, RuntimeSdk } from './runtime-sdk.ts';

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
  const programs: string[] = [];
  const counted: Installer = {
    has: async (_names, program) => {
      programs.push(program);
      return has;
    },
    install: async (names, directory, program) => {
      installed.push(names);
      programs.push(program);
      await install?.(names, directory, program);
    },
  };
  const sdk = new RuntimeSdk({
    log: createLog('warn', (line) => lines.push(line)),
    modules: join(root, 'modules'),
    cache: join(root, 'cache'),
    install: install && { node: counted, python: counted },
    interpreterOf: (runtime) => {
      const version = runtime.replace('python', '');
      return version === '3.14' ? undefined : { command: `/pythons/${version}`, version };
    },
  });
  return { sdk, lines, installed, programs };
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

    expect(await sdk.failures()).toEqual([lines[0]?.replace(/^.*?A function/, 'A function')]);

    sdk.retry();
    expect(await sdk.failures()).toEqual([]);
    await sdk.provide('nodejs22.x', [unknown]);
    expect(installed).toHaveLength(2);
    expect(existsSync(join(root, 'cache/node')) ? has(unknown) : false).toBe(false);
  });

  it('is installed on undisturbed while something else is deployed', async () => {
    const gate = Promise.withResolvers<void>();
    const { sdk, installed } = sdkWith(async (names, directory) => {
      await gate.promise;
      await npm(names, directory, 'npm');
    });

    const first = sdk.provide('nodejs22.x', [unknown]);
    sdk.retry();
    const second = sdk.provide('nodejs22.x', [unknown]);
    // Whoever asks what failed waits for it, too.
    const failures = sdk.failures();
    gate.resolve();
    await Promise.all([first, second]);

    expect(await failures).toEqual([]);
    expect(installed).toHaveLength(1);
    expect(has(unknown)).toBe(true);
  });

  it('is boto3 for Python, found behind what the code has', async () => {
    const { sdk, installed } = sdkWith(async (_names, directory) => writeFileSync(join(directory, 'boto3.py'), ''));

    await sdk.provide('python3.13', ['boto3']);
    await sdk.provide('python3.13', ['boto3']);

    expect(installed).toEqual([['boto3']]);
    expect(existsSync(join(sdk.pythonPath('python3.13'), 'boto3.py'))).toBe(true);
  });

  it('is installed by the Python that runs the function, and for no Python of another version', async () => {
    const { sdk, installed, programs } = sdkWith(async (_names, directory) =>
      writeFileSync(join(directory, 'boto3.py'), ''),
    );

    await sdk.provide('python3.13', ['boto3']);
    await sdk.provide('python3.9', ['boto3']);
    await sdk.provide('python3.14', ['boto3']);

    expect(installed).toEqual([['boto3'], ['boto3']]);
    expect(programs).toEqual(['/pythons/3.13', '/pythons/3.13', '/pythons/3.9', '/pythons/3.9']);
    expect(sdk.pythonPath('python3.13')).toContain(join('cache', 'python3.13'));
    expect(sdk.pythonPath('python3.9')).toContain(join('cache', 'python3.9'));
    expect(sdk.pythonPath('python3.14')).toBe('');
  });

  it('is not installed where the language has it by itself', async () => {
    const { sdk, installed } = sdkWith(npm, true);

    await sdk.provide('python3.13', ['boto3']);

    expect(installed).toEqual([]);
  });
});

it.runIf(process.platform === 'linux')('The cache lies where the system keeps such things', () => {
  expect(cacheDirectory('runtime-sdk', { SQUALL_CACHE: '/c' })).toBe('/c/runtime-sdk');
  expect(cacheDirectory('runtime-sdk', { XDG_CACHE_HOME: '/x' })).toBe('/x/squall/runtime-sdk');
});
