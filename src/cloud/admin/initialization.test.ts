import { expect, it } from 'vitest';
import { startCloud } from '../cloud.ts';
import type { Initialization } from './initialization.ts';

const page = async (path: string, initialization?: Initialization) => {
  await using cloud = await startCloud(initialization ? { initialization: () => initialization } : {});
  const answer = await fetch(`${cloud.endpoint}${path}`);
  return { status: answer.status, body: (await answer.json()) as unknown };
};

const busy: Initialization = {
  completed: { BOOT: true, START: true, READY: false, SHUTDOWN: false },
  scripts: [
    { stage: 'BOOT', name: 'first.sh', state: 'SUCCESSFUL' },
    { stage: 'READY', name: 'seed.py', state: 'RUNNING' },
  ],
};

it('tells of all stages, and of one', async () => {
  expect(await page('/_localstack/init', busy)).toEqual({ status: 200, body: busy });
  expect(await page('/_localstack/init/ready', busy)).toEqual({
    status: 200,
    body: { completed: false, scripts: [{ stage: 'READY', name: 'seed.py', state: 'RUNNING' }] },
  });
  expect(await page('/_localstack/init/never', busy)).toMatchObject({ status: 404 });
});

it('is completed from the first answer on where there are no scripts', async () => {
  expect(await page('/_localstack/init/ready')).toEqual({ status: 200, body: { completed: true, scripts: [] } });
});
