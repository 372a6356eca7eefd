import { zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Cloud, startCloud } from '../../../../cloud.ts';
import { rootCaller } from '../../../../kernel/identity.ts';

const account = '000000000000';
const place = { caller: rootCaller(account, account), account, region: 'us-east-1' };
const code = `exports.handler = async () => {
  const child = require('node:child_process').spawn('sleep', ['600'], { detached: true, stdio: 'ignore' });
  child.unref();
  return child.pid;
};`;

let cloud: Cloud;
beforeEach(async () => {
  cloud = await startCloud({ log: 'error' });
});
afterEach(() => cloud.close());

const call = <Output>(operation: string, input: object) =>
  cloud.kernel.call<Output>('lambda', operation, { FunctionName: 'f', ...input }, place);

/** The pid of a process that a function left behind, in a session of its own. */
async function leaveBehind(): Promise<number> {
  await call('CreateFunction', {
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Role: `arn:aws:iam::${account}:role/r`,
    Code: { ZipFile: zipSync({ 'index.js': Buffer.from(code) }) },
  });
  const { Payload } = await call<{ readonly Payload: Uint8Array }>('Invoke', { Payload: Buffer.from('{}') });
  return Number(Buffer.from(Payload).toString());
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

// Elsewhere the environments of processes cannot be read.
describe.runIf(process.platform === 'linux')('processes that functions leave behind', () => {
  it('live as long as their environment', async () => {
    const pid = await leaveBehind();
    expect(isAlive(pid)).toBe(true);

    await call('DeleteFunction', {});

    await expect.poll(() => isAlive(pid), { timeout: 20_000 }).toBe(false);
  });

  it('end with the cloud', async () => {
    const pid = await leaveBehind();
    expect(isAlive(pid)).toBe(true);

    await cloud.close();

    await expect.poll(() => isAlive(pid), { timeout: 20_000 }).toBe(false);
  });
});
