import { existsSync, mkdirSync, mkdtempSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { linkBundledSdk, missingSdkPackage } from './bundled-sdk.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'squall-sdk-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const install = (...names: string[]) => {
  for (const name of names) mkdirSync(join(root, name), { recursive: true });
};

describe('linkBundledSdk', () => {
  it('takes each package from the first place that has it, and nothing but the SDK', () => {
    install('app/@aws-sdk/client-s3', 'app/zod', 'workspace/@aws-sdk/client-s3', 'workspace/@aws-sdk/lib-dynamodb');

    linkBundledSdk(join(root, 'modules'), [join(root, 'app'), join(root, 'none'), join(root, 'workspace')]);

    expect(readlinkSync(join(root, 'modules/@aws-sdk/client-s3'))).toMatch(/app.@aws-sdk.client-s3.?$/);
    expect(existsSync(join(root, 'modules/@aws-sdk/lib-dynamodb'))).toBe(true);
    expect(existsSync(join(root, 'modules/zod'))).toBe(false);
  });

  it('finds what was installed, and moves on from what was uninstalled, since the last time', () => {
    install('app/@smithy/core', 'workspace/@smithy/core');
    const sources = [join(root, 'app'), join(root, 'workspace')];
    linkBundledSdk(join(root, 'modules'), sources);
    rmSync(join(root, 'app/@smithy/core'), { recursive: true });
    install('app/@aws-sdk/client-sqs');

    linkBundledSdk(join(root, 'modules'), sources);

    expect(readlinkSync(join(root, 'modules/@smithy/core'))).toContain('workspace');
    expect(existsSync(join(root, 'modules/@aws-sdk/client-sqs'))).toBe(true);
  });
});

describe('missingSdkPackage', () => {
  const report = (errorMessage: string) =>
    Buffer.from(JSON.stringify({ errorType: 'Runtime.ImportModuleError', errorMessage }));

  it.each([
    ["Error: Cannot find module '@aws-sdk/client-sqs'\nRequire stack:\n- /x", '@aws-sdk/client-sqs'],
    ["Error: Cannot find module '@smithy/core/cbor'", '@smithy/core'],
    [
      "Error [ERR_MODULE_NOT_FOUND]: Cannot find package '@aws-sdk/lib-dynamodb' imported from /x",
      '@aws-sdk/lib-dynamodb',
    ],
    ["Error: Cannot find module 'zod'", undefined],
    ["Error: Cannot find module '@mine/thing'", undefined],
  ])('%s', (message, expected) => {
    expect(missingSdkPackage(report(message))).toBe(expected);
  });
});
