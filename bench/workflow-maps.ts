import { startCloud } from 'squall';
import { type CloudClient, clientOf } from '../src/harness/cloud-client.ts';
import { peakOf } from './peak-memory.ts';
import type { Row } from './table.ts';
import { createMachine, endOf } from './workflow-machines.ts';

const items = 10_000;
const itemBytes = 4_500;
const budgetS = 10;
const peakMbMax = 250;
const megabyte = 1024 * 1024;

const pass = { StartAt: 'P', States: { P: { Type: 'Pass', Parameters: { 'id.$': '$.id' }, End: true } } };

const distributed = (more: object): object => ({
  StartAt: 'Each',
  States: {
    Each: {
      Type: 'Map',
      ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' }, ...pass },
      End: true,
      ...more,
    },
  },
});

/** Maps of 10,000 items: with their time, what they need of memory beyond what was there before. */
export async function maps(): Promise<Row[]> {
  return [await inline(), await ofState(), await ofObject()];
}

/** An express execution's: a history of a standard one has no room for four events an item. */
async function inline(): Promise<Row> {
  await using cloud = await startCloud({ log: 'error' });
  const client = clientOf(cloud);
  const definition = { StartAt: 'Each', States: { Each: { Type: 'Map', ItemProcessor: pass, End: true } } };
  const stateMachineArn = await createMachine(client, 'inline', definition, 'EXPRESS');
  const input = JSON.stringify(Array.from({ length: items }, (_item, id) => ({ id })));
  return await measured('inline, express', async () => {
    const { status } = await client.call<{ status: string }>('states', 'StartSyncExecution', {
      stateMachineArn,
      input,
    });
    if (status !== 'SUCCEEDED') throw new Error(`the execution is ${status}`);
  });
}

async function ofState(): Promise<Row> {
  await using cloud = await startCloud({ log: 'error' });
  const client = clientOf(cloud);
  const stateMachineArn = await createMachine(client, 'distributed', distributed({}));
  const input = JSON.stringify(Array.from({ length: items }, (_item, id) => ({ id })));
  return await measured('distributed, of its input', () => standard(client, stateMachineArn, input));
}

async function ofObject(): Promise<Row> {
  await using cloud = await startCloud({ log: 'error' });
  const client = clientOf(cloud);
  await client.call('s3', 'CreateBucket', { Bucket: 'items' });
  await client.call('s3', 'PutObject', { Bucket: 'items', Key: 'all.json', Body: objectOfItems() });
  const ItemReader = {
    Resource: 'arn:aws:states:::s3:getObject',
    ReaderConfig: { InputType: 'JSON' },
    Parameters: { Bucket: 'items', Key: 'all.json' },
  };
  const stateMachineArn = await createMachine(client, 'reads', distributed({ ItemReader }));
  return await measured(`distributed, of an object of ${Math.round((items * itemBytes) / 1e6)} MB`, () =>
    standard(client, stateMachineArn, '{}'),
  );
}

const objectOfItems = (): Buffer =>
  Buffer.from(JSON.stringify(Array.from({ length: items }, (_item, id) => ({ id, text: 'x'.repeat(itemBytes) }))));

async function standard(client: CloudClient, stateMachineArn: string, input: string): Promise<void> {
  const { executionArn } = await client.call<{ executionArn: string }>('states', 'StartExecution', {
    stateMachineArn,
    input,
  });
  await endOf(client, executionArn);
}

async function measured(how: string, go: () => Promise<void>): Promise<Row> {
  const begunMs = performance.now();
  const peakBytes = await peakOf(go);
  const tookS = (performance.now() - begunMs) / 1000;
  return {
    what: `a Map of ${items.toLocaleString('en')} items, ${how}`,
    measured: `${tookS.toFixed(1)} s, ${Math.round(peakBytes / megabyte)} MB at its peak`,
    beside: '–',
    ratio: '–',
    budget: `≤ ${budgetS} s, ≤ ${peakMbMax} MB`,
    met: tookS <= budgetS && peakBytes <= peakMbMax * megabyte,
  };
}
