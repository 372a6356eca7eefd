import { zipSync } from 'fflate';
import { startCloud } from 'squall';
import { clientOf } from '../src/harness/cloud-client.ts';
import { createFunction, createRole } from './lambda-app.ts';
import { heapBytes } from './peak-memory.ts';
import { median, ms, perSecond, type Row, times } from './table.ts';
import { chain, createMachine, endOf } from './workflow-machines.ts';
import { maps } from './workflow-maps.ts';

const passStates = 200;
const passExecutions = 40;
const transitionsMin = 2_000;
const tasks = { rounds: 300, warmUps: 100 };
const taskBudgetMs = 1;
const waitingExecutions = 5_000;
const waitingBytesMax = 2_048;

/** What executions cost: their transitions, their tasks, and those that only wait. */
export async function run(): Promise<Row[]> {
  return [
    await transitions('STANDARD'),
    await transitions('EXPRESS'),
    await task(),
    ...(await maps()),
    await waiting(),
  ];
}

/** By the CPU time that they take, beside as many lines of JSON as their histories have. */
async function transitions(type: 'STANDARD' | 'EXPRESS'): Promise<Row> {
  await using cloud = await startCloud({ log: 'error' });
  const client = clientOf(cloud);
  const stateMachineArn = await createMachine(client, 'passes', chain(passStates), type);
  const go = async () => {
    const operation = type === 'EXPRESS' ? 'StartSyncExecution' : 'StartExecution';
    const { executionArn } = await client.call<{ executionArn: string }>('states', operation, { stateMachineArn });
    if (type === 'STANDARD') await endOf(client, executionArn);
  };
  for (let warmUp = 0; warmUp < 5; warmUp += 1) await go();
  const before = process.cpuUsage();
  for (let count = 0; count < passExecutions; count += 1) await go();
  const { user, system } = process.cpuUsage(before);
  const rate = (passStates * passExecutions) / ((user + system) / 1e6);
  return {
    what: `transitions of a pass-only machine, ${type.toLowerCase()} (by CPU time)`,
    measured: perSecond(rate),
    beside: '–',
    ratio: '–',
    budget: `≥ ${perSecond(transitionsMin)}`,
    met: rate >= transitionsMin,
  };
}

/** A task's invoke, over what a direct invoke and an execution without one take. */
async function task(): Promise<Row> {
  await using cloud = await startCloud({ log: 'error' });
  const client = clientOf(cloud);
  await createRole(client);
  const zip = zipSync({ 'index.js': Buffer.from('exports.handler = async () => ({});') });
  await createFunction(client, 'bench', zip);
  const Resource = 'arn:aws:lambda:us-east-1:000000000000:function:bench';
  const one = { StartAt: 'T', States: { T: { Type: 'Task', Resource, End: true } } };
  const [withTask, without] = [
    await createMachine(client, 'task', one, 'EXPRESS'),
    await createMachine(client, 'pass', chain(1), 'EXPRESS'),
  ];
  const sync = (stateMachineArn: string) => client.call('states', 'StartSyncExecution', { stateMachineArn });
  const ways = {
    invoke: () => client.call('lambda', 'Invoke', { FunctionName: 'bench', Payload: Buffer.from('{}') }),
    task: () => sync(withTask),
    pass: () => sync(without),
  };
  const took: Record<keyof typeof ways, number[]> = { invoke: [], task: [], pass: [] };
  for (let round = 0; round < tasks.warmUps + tasks.rounds; round += 1) {
    for (const name of ['invoke', 'task', 'pass'] as const) {
      const begunMs = performance.now();
      await ways[name]();
      if (round >= tasks.warmUps) took[name].push(performance.now() - begunMs);
    }
  }
  const [invokeMs, overMs] = [median(took.invoke), median(took.task) - median(took.pass) - median(took.invoke)];
  return {
    what: 'a Lambda task, over a direct invoke (p50)',
    measured: ms(overMs),
    beside: `the invoke ${ms(invokeMs)}`,
    ratio: times(overMs / invokeMs),
    budget: `≤ ${taskBudgetMs} ms`,
    met: overMs <= taskBudgetMs,
  };
}

/** What executions that wait for tomorrow keep of the heap. */
async function waiting(): Promise<Row> {
  await using cloud = await startCloud({ log: 'error' });
  const client = clientOf(cloud);
  const day = { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 86_400, End: true } } };
  const stateMachineArn = await createMachine(client, 'waits', day);
  const start = async (count: number) => {
    for (let at = 0; at < count; at += 1) {
      await client.call('states', 'StartExecution', { stateMachineArn, input: '{"order":1}' });
    }
    while (cloud.kernel.scheduler.pending().some(({ dueMs }) => dueMs <= cloud.clock.now())) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  // The journal keeps the last calls only: it is full before anything is measured.
  await start(waitingExecutions);
  const before = heapBytes();
  await start(waitingExecutions);
  const each = (heapBytes() - before) / waitingExecutions;
  return {
    what: `an execution that waits, of ${waitingExecutions.toLocaleString('en')}`,
    measured: `${Math.round(each)} bytes`,
    beside: '–',
    ratio: '–',
    budget: `≤ ${waitingBytesMax} bytes`,
    met: each <= waitingBytesMax,
  };
}
