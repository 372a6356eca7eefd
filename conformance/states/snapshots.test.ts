import {
  DescribeExecutionCommand,
  SFNClient,
  StartExecutionCommand,
  StartSyncExecutionCommand,
} from '@aws-sdk/client-sfn';
import { expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeMachine } from './machines.ts';

const target = useCloud({ clock: 'virtual', seed: 7 });
const waits = {
  StartAt: 'One',
  States: {
    One: { Type: 'Wait', Seconds: 10, Next: 'Two' },
    Two: { Type: 'Wait', Seconds: 10, Next: 'Done' },
    Done: { Type: 'Succeed' },
  },
};

it('a snapshot of a half-run execution restores and goes on, as often as one likes', async () => {
  const { clock } = target.cloud;
  const sfn = target.client(SFNClient);
  const stateMachineArn = await makeMachine(target, waits);
  const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn }));
  const status = async () => (await sfn.send(new DescribeExecutionCommand({ executionArn }))).status;
  await clock.advance('11s');
  const half = target.cloud.snapshot();

  for (let time = 0; time < 2; time += 1) {
    await clock.advance('10s');
    expect(await status()).toBe('SUCCEEDED');
    await target.cloud.restore(half);
    expect(await status()).toBe('RUNNING');
  }
  await clock.advance('10s');

  expect(await status()).toBe('SUCCEEDED');
});

it('a snapshot that has a sync execution restores without its client, and the execution is gone in time', async () => {
  const { clock, kernel } = target.cloud;
  const ofStates = () => kernel.scheduler.pending().filter(({ service }) => service === 'states');
  const stateMachineArn = await makeMachine(target, waits, { type: 'EXPRESS' });
  const once = new SFNClient({ ...target.cloud.clientConfig(), maxAttempts: 1 });
  const started = once.send(new StartSyncExecutionCommand({ stateMachineArn })).catch(({ name }) => name);
  await expect.poll(() => ofStates().length).toBe(2);

  await target.cloud.restore(target.cloud.snapshot());
  await clock.advance('5m');

  expect(await started).toBe('InternalServerError');
  expect(ofStates()).toEqual([]);
});
