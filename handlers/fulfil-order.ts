import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { orderPlacedSchema } from './orders/events.ts';
import { beginFulfilment } from './orders/fulfilment.ts';
import { handleBatch } from './orders/handle-batch.ts';
import { logger, metrics } from './orders/telemetry.ts';

/**
 * Events of placed orders, in batches, each as often as the queue likes. What fails comes back alone; what has failed
 * too often lands in the dead-letter queue.
 */
export const handler = (event: SQSEvent): Promise<SQSBatchResponse> => handleBatch(event, 'event', handle);

async function handle({ body, messageId }: SQSRecord): Promise<void> {
  const { orderId, eventId } = orderPlacedSchema.parse(JSON.parse(body));
  const outcome = await beginFulfilment(orderId);
  metrics.addMetric(outcome === 'begun' ? 'FulfilmentsBegun' : 'EventsWithoutEffect', 'Count', 1);
  logger.info('event handled', { messageId, eventId, orderId, outcome });
}
