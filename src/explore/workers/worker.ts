/** A thread that explores a scenario beside others: it declares it for itself, by its file, and judges plans. */
import { on } from 'node:events';
import { dirname } from 'node:path';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { Exploration } from '../exploration.ts';
import { loadScenarios } from '../load-file.ts';
import type { Declaration, Order, Report } from './messages.ts';

const { file, name } = workerData as Declaration;
const tell = (report: Report): void => parentPort?.postMessage(report);

const declared = (await loadScenarios(file)).find((each) => each.name === name);
if (!declared) throw new Error(`${file} declares no scenario “${name}”`);
const exploration = await Exploration.open(name, declared.scenario, { directory: dirname(file) });

const orders = on(parentPort as MessagePort, 'message', { close: ['close'] }) as AsyncIterable<[Order]>;
tell({ kind: 'ready', trace: exploration.faultFree.run.trace });
for await (const [order] of orders) {
  if (order.kind === 'close') break;
  await judge(order);
}
await exploration.close();
parentPort?.close();

async function judge({ plan }: Order & { readonly kind: 'judge' }): Promise<void> {
  try {
    tell({ kind: 'judged', judged: await exploration.judge(plan) });
  } catch {
    // Whoever asked judges it himself, and hears the error where it belongs.
    tell({ kind: 'judged' });
  }
}
