import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateActivityCommand,
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetActivityTaskCommand,
  GetExecutionHistoryCommand,
  SendTaskSuccessCommand,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { expect, it } from 'vitest';
import { type SquallProcess, startSquall } from './squall-process.ts';

const roleArn = 'arn:aws:iam::000000000000:role/machine';
const count = 20;

const wait = (name: string, Seconds: number) => ({
  StartAt: name,
  States: { [name]: { Type: 'Wait', Seconds, End: true } },
});

/** Starts some executions of a machine of one state; answers their ARNs. */
async function start({ sfn }: SquallProcess, name: string, state: object): Promise<(string | undefined)[]> {
  const definition = JSON.stringify({ StartAt: 'Only', States: { Only: { ...state, End: true } } });
  const { stateMachineArn } = await sfn.send(new CreateStateMachineCommand({ name, roleArn, definition }));
  const started: (string | undefined)[] = [];
  for (let index = 0; index < count; index += 1) {
    const input = JSON.stringify({ index });
    started.push((await sfn.send(new StartExecutionCommand({ stateMachineArn, input }))).executionArn);
  }
  return started;
}

/** The events of an execution, by type, once it is over. */
async function ended({ sfn }: SquallProcess, executionArn: string | undefined) {
  const { status, output } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
  const { events = [] } = await sfn.send(new GetExecutionHistoryCommand({ executionArn }));
  return { status, output, types: events.map(({ type }) => type).sort() };
}

/** Runs `work` over a data directory of its own. */
async function over(work: (restart: () => Promise<SquallProcess>) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'squall-kill-branches-'));
  let squall: SquallProcess | undefined;
  try {
    await work(async () => {
      await squall?.kill();
      squall = await startSquall(join(folder, 'data'), 'virtual');
      return squall;
    });
  } finally {
    await squall?.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

it('kill -9 in the middle of Parallels: the branches that are left go on, each once', {
  timeout: 120_000,
}, async () => {
  await over(async (restart) => {
    const first = await restart();
    const started = await start(first, 'branches', { Type: 'Parallel', Branches: [wait('Short', 2), wait('Long', 6)] });
    await first.admin('clock/advance', { duration: '3s' });

    const second = await restart();
    for (let step = 0; step < 8; step += 1) await second.admin('clock/advance', { duration: '1s' });

    for (const [index, executionArn] of started.entries()) {
      expect(await ended(second, executionArn)).toEqual({
        status: 'SUCCEEDED',
        output: JSON.stringify([{ index }, { index }]),
        types: [
          'ExecutionStarted',
          'ExecutionSucceeded',
          'ParallelStateEntered',
          'ParallelStateExited',
          'ParallelStateStarted',
          'ParallelStateSucceeded',
          'WaitStateEntered',
          'WaitStateEntered',
          'WaitStateExited',
          'WaitStateExited',
        ].sort(),
      });
    }
  });
});

it('kill -9 among an activity’s workers: who has a task ends it, and the others are offered', {
  timeout: 120_000,
}, async () => {
  await over(async (restart) => {
    const first = await restart();
    const { activityArn = '' } = await first.sfn.send(new CreateActivityCommand({ name: 'worked' }));
    const started = await start(first, 'worked', { Type: 'Task', Resource: activityArn });
    await first.admin('clock/advance', { duration: '1s' });
    const take = async ({ sfn }: SquallProcess) => sfn.send(new GetActivityTaskCommand({ activityArn }));
    const tasks = [await take(first), await take(first), await take(first)];

    const second = await restart();
    while (tasks.length < count) tasks.push(await take(second));
    for (const { taskToken, input: output } of tasks) {
      await second.sfn.send(new SendTaskSuccessCommand({ taskToken, output }));
    }

    for (const [index, executionArn] of started.entries()) {
      const { status, output, types } = await ended(second, executionArn);
      expect([status, output]).toEqual(['SUCCEEDED', JSON.stringify({ index })]);
      expect(types.filter((type) => type === 'ActivityStarted')).toHaveLength(1);
    }
  });
});
