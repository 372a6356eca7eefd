import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { noteDelivery, shipmentDeliveredSchema } from './orders/delivery.ts';
import { logger, metrics } from './orders/telemetry.ts';

/** Webhooks of carriers, in batches, each as often as carrier and queue like. What fails comes back alone. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const record of event.Records) {
    try {
      await handle(record);
    } catch (error) {
      logger.error('webhook not handled', { messageId: record.messageId, ...(error instanceof Error && { error }) });
      batchItemFailures.push({ itemIdentifier: record.messageId });
    }
  }
  metrics.publishStoredMetrics();
  return { batchItemFailures };
}

async function handle({ body, messageId }: SQSRecord): Promise<void> {
  const delivered = shipmentDeliveredSchema.parse(JSON.parse(body));
  const outcome = await noteDelivery(delivered);
  metrics.addMetric(outcome === 'noted' ? 'DeliveriesNoted' : 'EventsWithoutEffect', 'Count', 1);
  logger.info('webhook handled', { messageId, eventId: delivered.eventId, outcome });
}
