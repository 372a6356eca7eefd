import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  ListMapRunsCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { expect, it } from 'vitest';
import { type SquallProcess, startSquall } from './squall-process.ts';

const rounds = Number(process.env.SQUALL_MAP_RUN_KILL_ROUNDS ?? 1);
const total = 400;
const failing = 40;

/** Children that rest for a second, so that a hundred of them are always in the middle of their run. */
const definition = JSON.stringify({
  StartAt: 'Each',
  States: {
    Each: {
      Type: 'Map',
      MaxConcurrency: 100,
      ToleratedFailureCount: failing,
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'Rest',
        States: {
          Rest: { Type: 'Wait', Seconds: 1, Next: 'Look' },
          Look: {
            Type: 'Choice',
            Choices: [{ Variable: '$.ok', BooleanEquals: true, Next: 'Good' }],
            Default: 'Bad',
          },
          Good: { Type: 'Succeed' },
          Bad: { Type: 'Fail', Error: 'Bad' },
        },
      },
      End: true,
    },
  },
});

/** Its queue's address tells where the process listens. */
const clientOf = (squall: SquallProcess) =>
  new SFNClient({
    endpoint: new URL(squall.queueUrl('any')).origin,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    disableHostPrefix: true,
  });

it(`kill -9 in the middle of a map run, ${rounds} times over: it ends, and all of its counts are right`, {
  timeout: 240_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'squall-map-run-'));
  let squall = await startSquall(join(folder, 'data'));
  try {
    const roleArn = 'arn:aws:iam::000000000000:role/machine';
    const machine = { name: 'm', definition, roleArn };
    const { stateMachineArn } = await clientOf(squall).send(new CreateStateMachineCommand(machine));
    const input = JSON.stringify(Array.from({ length: total }, (_, id) => ({ ok: id % 10 !== 0, id })));
    const { executionArn } = await clientOf(squall).send(new StartExecutionCommand({ stateMachineArn, input }));
    const mapRun = async () => {
      const { mapRuns = [] } = await clientOf(squall).send(new ListMapRunsCommand({ executionArn }));
      if (mapRuns.length === 0) return undefined;
      return clientOf(squall).send(new DescribeMapRunCommand({ mapRunArn: mapRuns[0]?.mapRunArn }));
    };
    const done = async () => {
      const { succeeded = 0, failed = 0 } = (await mapRun())?.itemCounts ?? {};
      return succeeded + failed;
    };
    for (let round = 0; round < rounds; round += 1) {
      const least = (round * total) / (rounds + 1);
      await expect.poll(done, { timeout: 30_000, interval: 10 }).toBeGreaterThanOrEqual(least);
      await squall.kill();
      squall = await startSquall(join(folder, 'data'));
    }
    const described = () => clientOf(squall).send(new DescribeExecutionCommand({ executionArn }));
    await expect.poll(async () => (await described()).status, { timeout: 60_000 }).toBe('SUCCEEDED');

    const counts = { pending: 0, running: 0, succeeded: total - failing, failed: failing, aborted: 0, total };
    expect(await mapRun()).toMatchObject({ status: 'SUCCEEDED', itemCounts: counts, executionCounts: counts });
    const results = JSON.parse((await described()).output ?? '') as { id?: number; Status?: string }[];
    expect(results.map(({ id, Status }) => Status ?? id)).toEqual(
      Array.from({ length: total }, (_, id) => (id % 10 === 0 ? 'FAILED' : id)),
    );
  } finally {
    await squall.kill();
    rmSync(folder, { recursive: true, force: true });
  }
});
