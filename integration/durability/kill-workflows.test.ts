import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../src/cloud/kernel/random.ts';
import { deployWorkflows } from './deploy-workflows.ts';
import { type SquallProcess, startSquall } from './squall-process.ts';
import { tearLog } from './tear-log.ts';
import { findFaults, passUntilKilled, type Started, startExecutions } from './workflow-load.ts';

const rounds = Number(process.env.SQUALL_WORKFLOW_KILL_ROUNDS ?? 1);
const seed = Number(process.env.SQUALL_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));

describe(`kill -9 in the middle of 200 running executions, ${rounds} times over`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'squall-kill-workflows-'));
  const started: Started[] = [];
  let squall: SquallProcess;

  beforeAll(
    async () => {
      const random = new Random(seed);
      squall = await startSquall(join(folder, 'data'), 'virtual');
      await deployWorkflows(squall);
      for (let round = 0; round < rounds; round += 1) {
        started.push(...(await startExecutions(squall, round)));
        // They wait until 2 s and until 4 s; the last of these steps takes one.
        await passUntilKilled(squall, random.int(10), random.int(60));
        tearLog(join(folder, 'data'));
        squall = await startSquall(join(folder, 'data'), 'virtual');
      }
      for (let second = 0; second < 10; second += 1) await squall.admin('clock/advance', { duration: '1s' });
    },
    60_000 + rounds * 30_000,
  );

  afterAll(async () => {
    console.log(`kills: seed ${seed}, repeat with SQUALL_TEST_SEED=${seed}`);
    await squall.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  it('ends all of them as they should, with whole histories', { timeout: 60_000 + rounds * 30_000 }, async () => {
    expect(started).toHaveLength(rounds * 200);
    expect(await findFaults(squall, started)).toEqual([]);
  });

  it('makes each call of a task at least once', async () => {
    const QueueUrl = squall.queueUrl('told');
    const AttributeNames = ['ApproximateNumberOfMessages' as const];

    const { Attributes } = await squall.sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));

    const told = started.filter(({ machine }) => machine === 'tells').length;
    expect(Number(Attributes?.ApproximateNumberOfMessages)).toBeGreaterThanOrEqual(told);
  });
});
