import { isPassing } from '../../../kernel/backoff.ts';
import type { PollerParts } from './poller-parts.ts';
import type { QueueMessage } from './sqs-event.ts';

/** AWS: entries of DeleteMessageBatch. */
const entriesMax = 10;
/** As many tries as SDKs make, with their waits. */
const triesMax = 3;
const waitMinMs = 100;

/**
 * Deletes messages that are done. What cannot be deleted is left to be delivered again, as on AWS: functions must bear
 * that anyway.
 */
export async function removeMessages(parts: PollerParts, messages: readonly QueueMessage[]): Promise<void> {
  for (let start = 0; start < messages.length; start += entriesMax) {
    await removeTen(parts, messages.slice(start, start + entriesMax));
  }
}

async function removeTen(parts: PollerParts, messages: readonly QueueMessage[]): Promise<void> {
  let left = messages;
  for (let tries = 1; !parts.isAbandoned(); tries += 1) {
    left = await tryRemoving(parts, left);
    if (left.length === 0) return;
    if (tries === triesMax) break;
    await parts.activity.pause(waitMinMs * 2 ** (tries - 1)).over;
  }
  if (!parts.isAbandoned()) parts.warn(`${left.length} messages that are done will be delivered again`);
}

/** The messages to try again with. */
async function tryRemoving(parts: PollerParts, messages: readonly QueueMessage[]): Promise<readonly QueueMessage[]> {
  try {
    return await parts.calls.remove(messages);
  } catch (error) {
    if (isPassing(error)) return messages;
    parts.warn(`messages that are done were not deleted: ${String(error)}`);
    return [];
  }
}
