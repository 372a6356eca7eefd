import { handleIsInvalid, handleOfOtherQueue, missingParameter } from '../errors.ts';
import type { Queue } from '../state.ts';

/** What a receipt handle names: a message, and the receive that it came from. */
interface Receipt {
  readonly messageKey: string;
  readonly receipt: string;
}

/** Opaque to clients: queue, message and receive, so that nothing needs to be stored for it. */
export function receiptHandle(queue: Queue, messageKey: string, receipt: string): string {
  return Buffer.from(['receipt', queue.arn, messageKey, receipt].join('|')).toString('base64');
}

/** Throws as AWS does for a handle that nobody gave, or that another queue gave. */
export function parseReceiptHandle(queue: Queue, handle: string | undefined): Receipt {
  if (handle === undefined || handle.trim() === '') throw missingParameter('ReceiptHandle');
  const [mark, arn, messageKey, receipt] = Buffer.from(handle, 'base64').toString().split('|');
  if (mark !== 'receipt' || messageKey === undefined || receipt === undefined) throw handleIsInvalid(handle);
  if (arn !== queue.arn) throw handleOfOtherQueue(handle);
  return { messageKey, receipt };
}
