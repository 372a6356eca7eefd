import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { noteDelivery, shipmentDeliveredSchema } from './orders/delivery.ts';
import { handleBatch } from './orders/handle-batch.ts';
import { logger, metrics } from './orders/telemetry.ts';

/** Webhooks of carriers, in batches, each as often as carrier and queue like. What fails comes back alone. */
export const handler = (event: SQSEvent): Promise<SQSBatchResponse> => handleBatch(event, 'webhook', handle);

async function handle({ body, messageId }: SQSRecord): Promise<void> {
  const delivered = shipmentDeliveredSchema.parse(JSON.parse(body));
  const outcome = await noteDelivery(delivered);
  metrics.addMetric(outcome === 'noted' ? 'DeliveriesNoted' : 'EventsWithoutEffect', 'Count', 1);
  logger.info('webhook handled', { messageId, eventId: delivered.eventId, outcome });
}
