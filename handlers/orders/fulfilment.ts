import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { findStoredOrder } from './order-store.ts';
import { unavailable } from './problem.ts';
import { setting } from './settings.ts';

/** `cancelled`: there is nothing to ship any more. `repeated`: it was begun before. */
export type Outcome = 'begun' | 'repeated' | 'cancelled';

const workflows = new SFNClient({
  requestHandler: { requestTimeout: 2000, throwOnRequestTimeout: true, connectionTimeout: 1000 },
});

/**
 * Begins the saga that has an order shipped, once: its execution is named after the order, and the order itself remembers
 * that it was shipped, for longer than names of executions are kept. Throws while that cannot be decided yet.
 */
export async function beginFulfilment(orderId: string): Promise<Outcome> {
  const order = await findStoredOrder(orderId);
  if (order?.fulfilment) return 'repeated';
  if (order?.status === 'CANCELLED') return 'cancelled';
  // A cancellation that is under way may yet be taken back.
  if (order?.status !== 'CONFIRMED')
    throw new Error(order ? `${orderId} is ${order.status}` : `There is no order ${orderId}`);
  const items = order.items.map(({ sku, quantity }) => ({ sku, quantity }));
  return start(orderId, JSON.stringify({ orderId, items }));
}

async function start(name: string, input: string): Promise<Outcome> {
  try {
    await workflows.send(new StartExecutionCommand({ stateMachineArn: setting('SAGA_ARN'), name, input }));
    return 'begun';
  } catch (error) {
    if (error instanceof Error && error.name === 'ExecutionAlreadyExists') return 'repeated';
    throw unavailable('The workflow', error);
  }
}
