import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { DeleteCommand, GetCommand, type PutCommandInput, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { ask, database } from './database.ts';
import { type OrderPlaced, orderPlaced } from './events.ts';
import type { Order } from './order.ts';
import { unavailable } from './problem.ts';
import { setting } from './settings.ts';
import { logger } from './telemetry.ts';

/** A client waits for the order while its event is sent: two short tries, then somebody else sends it. */
const events = new EventBridgeClient({
  maxAttempts: 2,
  requestHandler: { requestTimeout: 1000, throwOnRequestTimeout: true, connectionTimeout: 1000 },
});

/**
 * The row that goes into the order's own transaction: an event exists exactly when its order does, whatever happens to
 * us afterwards. It is there until the event has been sent.
 */
export const outboxRow = (order: Order): Pick<PutCommandInput, 'TableName' | 'Item'> => ({
  TableName: setting('OUTBOX_TABLE'),
  Item: { ...orderPlaced(order) },
});

/** Sends an event and takes it out of the outbox. A crash in between sends it twice: its consumers bear that. */
export async function publish(event: OrderPlaced): Promise<void> {
  await putOnBus(event).catch((error: unknown) => {
    throw unavailable('The event bus', error);
  });
  const { eventId } = event;
  await ask(database.send(new DeleteCommand({ TableName: setting('OUTBOX_TABLE'), Key: { eventId } })));
}

/** A bus that answers may still have refused the event. */
async function putOnBus(event: OrderPlaced): Promise<void> {
  const entry = { Source: 'orders', DetailType: event.type, Detail: JSON.stringify(event) };
  const Entries = [{ EventBusName: setting('EVENT_BUS_NAME'), ...entry }];
  const { FailedEntryCount, Entries: [answer] = [] } = await events.send(new PutEventsCommand({ Entries }));
  if (FailedEntryCount) throw new Error(`${answer?.ErrorCode}: ${answer?.ErrorMessage}`);
}

/** As {@link publish}, for whom the event is not the point: what stays in the outbox is sent later. */
export async function tryToPublish(event: OrderPlaced): Promise<void> {
  await publish(event).catch((error: unknown) => {
    logger.warn('event stays in the outbox', { eventId: event.eventId, ...(error instanceof Error && { error }) });
  });
}

/** Sends the event of an order that was placed before, if it is still in the outbox. Never throws. */
export async function tryToPublishLeftover(eventId: string): Promise<void> {
  const get = new GetCommand({ TableName: setting('OUTBOX_TABLE'), Key: { eventId }, ConsistentRead: true });
  const row = await database.send(get).catch((error: unknown) => {
    logger.warn('outbox not read', { eventId, ...(error instanceof Error && { error }) });
  });
  if (row?.Item) await tryToPublish(row.Item as OrderPlaced);
}

/** Sends all that is in the outbox; answers how many events were sent. Throws at the end when one could not be. */
export async function publishAll(): Promise<number> {
  let sent = 0;
  let failure: unknown;
  let startKey: Record<string, unknown> | undefined;
  do {
    const page = new ScanCommand({
      TableName: setting('OUTBOX_TABLE'),
      ExclusiveStartKey: startKey,
      ConsistentRead: true,
    });
    const { Items = [], LastEvaluatedKey } = await ask(database.send(page));
    for (const event of Items) {
      try {
        await publish(event as OrderPlaced);
        sent += 1;
      } catch (error) {
        failure = error;
      }
    }
    startKey = LastEvaluatedKey;
  } while (startKey);
  if (failure !== undefined) throw failure;
  return sent;
}
