import { zipSync } from 'fflate';
import { afterEach, describe, expect, it } from 'vitest';
import { type Cloud, startCloud } from '../../../cloud.ts';
import type { EnvironmentLimits } from '../../../kernel/executor.ts';
import { ProcessExecutor } from '../executors/process/process-executor.ts';

const scope = { account: '000000000000', region: 'us-east-1' };
let cloud: Cloud | undefined;
afterEach(() => cloud?.close());

/** A cloud whose functions are real processes, with room for few of them. */
async function start(limits: Partial<EnvironmentLimits>): Promise<Cloud> {
  cloud = await startCloud({
    log: 'silent',
    executor: (kernel) => Object.assign(new ProcessExecutor(kernel), { limits: { guaranteed: 0, ...limits } }),
  });
  return cloud;
}

async function create(of: Cloud, FunctionName: string, source: string, settings: object = {}): Promise<void> {
  const input = {
    FunctionName,
    Runtime: 'nodejs24.x',
    Role: 'arn:aws:iam::000000000000:role/tester',
    Handler: 'index.handler',
    Code: { ZipFile: zipSync({ 'index.js': Buffer.from(source) }) },
    Timeout: 30,
    ...settings,
  };
  await of.kernel.call('lambda', 'CreateFunction', input, scope);
}

/** The reply, or the error that the function ended with. */
async function invoke(of: Cloud, FunctionName: string): Promise<unknown> {
  const { Payload } = await of.kernel.call<{ Payload: Uint8Array }>('lambda', 'Invoke', { FunctionName }, scope);
  return JSON.parse(Buffer.from(Payload).toString());
}

const caller = `
  const { LambdaClient, InvokeCommand } = require('@aws-sdk/client-lambda');
  const client = new LambdaClient({});
  exports.handler = async () => {
    const { Payload } = await client.send(new InvokeCommand({ FunctionName: 'called' }));
    return JSON.parse(Buffer.from(Payload).toString());
  };`;

describe('functions in processes', () => {
  it('that call functions are all answered, though there is room for two at once', async () => {
    const subject = await start({ active: 2 });
    await create(subject, 'caller', caller);
    await create(subject, 'called', 'exports.handler = async () => "called";');

    const replies = await Promise.all(Array.from({ length: 6 }, () => invoke(subject, 'caller')));

    expect(replies).toEqual(Array(6).fill('called'));
  });

  it('that die in their init phase, or are too late, leave their place to the next', async () => {
    const subject = await start({ active: 1, starting: 1 });
    await create(subject, 'dying', 'process.exit(3);');
    await create(subject, 'late', 'exports.handler = () => new Promise(() => setTimeout(() => {}, 60000));', {
      Timeout: 1,
    });
    await create(subject, 'good', 'exports.handler = async () => "good";');

    const replies = await Promise.all(['dying', 'dying', 'late', 'good'].map((name) => invoke(subject, name)));

    expect(replies).toMatchObject([
      { errorType: 'Runtime.ExitError' },
      { errorType: 'Runtime.ExitError' },
      { errorMessage: expect.stringContaining('timed out') },
      'good',
    ]);
  });

  it('end with the world: who waits for them is told, at whatever point they were', async () => {
    const subject = await start({ active: 1, starting: 1 });
    await create(subject, 'endless', 'exports.handler = () => new Promise(() => setTimeout(() => {}, 60000));');
    const invokes = Promise.allSettled([invoke(subject, 'endless'), invoke(subject, 'endless')]);

    await subject.reset();

    const told = { status: 'rejected', reason: { code: 'ServiceException' } };
    expect(await invokes).toMatchObject([told, told]);
    await create(subject, 'good', 'exports.handler = async () => "good";');
    expect(await invoke(subject, 'good')).toBe('good');
  });
});
