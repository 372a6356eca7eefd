import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { logger, metrics } from './telemetry.ts';

/** Handles messages one after the other; what fails comes back alone. `what` names one of them in the log. */
export async function handleBatch(
  { Records }: SQSEvent,
  what: string,
  handle: (record: SQSRecord) => Promise<void>,
): Promise<SQSBatchResponse> {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const record of Records) {
    try {
      await handle(record);
    } catch (error) {
      logger.error(`${what} not handled`, { messageId: record.messageId, ...(error instanceof Error && { error }) });
      batchItemFailures.push({ itemIdentifier: record.messageId });
    }
  }
  metrics.publishStoredMetrics();
  return { batchItemFailures };
}
