import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Cloud, startCloud } from '../../../cloud.ts';
import { scriptedExecutor } from '../event-sources/testing/scripted-executor.ts';
import type { QueuedEvent } from './queued-event.ts';

const account = '000000000000';
const region = 'us-east-1';

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'async-events-'));
});
afterEach(() => rmSync(data, { recursive: true }));

/** A cloud in virtual time whose every function is `handler`. */
const start = (handler: () => unknown) =>
  startCloud({ clock: 'virtual', log: 'silent', data, executor: () => scriptedExecutor(() => handler) });

const call = <Output = unknown>(cloud: Cloud, service: string, operation: string, input: object): Promise<Output> =>
  cloud.kernel.call<Output>(service, operation, input, { account, region });

/** A function whose failures go to the queue `failures` without a retry. */
async function deploy(cloud: Cloud): Promise<void> {
  await call(cloud, 'sqs', 'CreateQueue', { QueueName: 'failures' });
  await call(cloud, 'lambda', 'CreateFunction', {
    FunctionName: 'f',
    Role: `arn:aws:iam::${account}:role/r`,
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Code: { ZipFile: zipSync({ 'index.js': Buffer.from('') }) },
  });
  await call(cloud, 'lambda', 'PutFunctionEventInvokeConfig', {
    FunctionName: 'f',
    MaximumRetryAttempts: 0,
    DestinationConfig: { OnFailure: { Destination: `arn:aws:sqs:${region}:${account}:failures` } },
  });
}

const sendEvent = (cloud: Cloud) => call(cloud, 'lambda', 'Invoke', { FunctionName: 'f', InvocationType: 'Event' });

/** Begins what is due and does not wait for its end. */
async function begin(cloud: Cloud, isBegun: () => boolean): Promise<void> {
  cloud.clock.fireNext();
  while (!isBegun()) await new Promise((resolve) => setImmediate(resolve));
}

const queued = (cloud: Cloud) => cloud.kernel.scheduler.pending().map(({ input }) => input as QueuedEvent);

async function failuresIn(cloud: Cloud): Promise<number> {
  const QueueUrl = `${cloud.endpoint}/${account}/failures`;
  const { Messages = [] } = await call<{ Messages?: unknown[] }>(cloud, 'sqs', 'ReceiveMessage', { QueueUrl });
  return Messages.length;
}

describe('an asynchronous event whose function runs', () => {
  it('is still queued when the cloud closes: the next opening runs it, and no destination has heard of it', async () => {
    let runs = 0;
    const cloud = await start(() => {
      runs += 1;
      return new Promise(() => undefined);
    });
    await deploy(cloud);
    await sendEvent(cloud);
    await begin(cloud, () => runs === 1);
    await cloud.close();

    await using opened = await start(() => {
      runs += 1;
    });
    await opened.clock.advance('1s');

    expect(runs).toBe(2);
    expect(queued(opened)).toEqual([]);
    expect(await failuresIn(opened)).toBe(0);
  });

  it('runs again in a restored world, whatever becomes of the first run', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    let runs = 0;
    await using cloud = await start(() => {
      runs += 1;
      return runs === 1 ? promise : undefined;
    });
    await deploy(cloud);
    await sendEvent(cloud);
    const snapshot = cloud.snapshot();
    await begin(cloud, () => runs === 1);

    await cloud.restore(snapshot);
    resolve();
    await cloud.clock.advance('1s');

    expect(runs).toBe(2);
    expect(queued(cloud)).toEqual([]);
    expect(await failuresIn(cloud)).toBe(0);
  });

  it('and ends behind the end of its world tells no destination: the event will run again', async () => {
    await using cloud = await start(() => {
      throw new Error('no');
    });
    await deploy(cloud);
    await sendEvent(cloud);
    const [event = {}] = queued(cloud);
    const delivery = { key: 'of another world', isCurrent: false, done: () => false };

    await cloud.kernel.call('lambda', 'DeliverEvent', event, { account, region, delivery });

    expect(await failuresIn(cloud)).toBe(0);
  });

  it('stays queued until its destination has the outcome', async () => {
    const seen: number[] = [];
    await using cloud = await start(() => {
      throw new Error('no');
    });
    await deploy(cloud);
    await sendEvent(cloud);
    cloud.kernel.world.attach({
      append: (changes) => {
        const isMessage = changes.some(({ collection }) => collection.startsWith('sqs/'));
        if (isMessage) seen.push(queued(cloud).length);
      },
      replace: () => undefined,
    });

    await cloud.clock.advance('1s');

    expect(seen).toEqual([1]);
    expect(queued(cloud)).toEqual([]);
    expect(await failuresIn(cloud)).toBe(1);
  });
});

it('an event that is throttled is queued once, for its next attempt', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  let runs = 0;
  await using cloud = await start(() => {
    runs += 1;
    return promise;
  });
  await deploy(cloud);
  await call(cloud, 'lambda', 'PutFunctionConcurrency', { FunctionName: 'f', ReservedConcurrentExecutions: 1 });
  await sendEvent(cloud);
  await begin(cloud, () => runs === 1);

  await sendEvent(cloud);
  await begin(cloud, () => queued(cloud).some(({ Backoffs }) => Backoffs === 1));

  expect(queued(cloud).map(({ Backoffs }) => Backoffs)).toEqual([0, 1]);
  resolve();
  await cloud.clock.advance('1m');
  expect(runs).toBe(2);
  expect(queued(cloud)).toEqual([]);
});
