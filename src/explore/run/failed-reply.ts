import type { InvokeOutcome } from '../../cloud/kernel/executor.ts';

/**
 * Whether whoever invoked is told to do so again: by an error, or by a status of the server. What the invocation leaves
 * under way then was acknowledged to nobody.
 */
export function isFailedReply(outcome: InvokeOutcome): boolean {
  if (outcome.kind !== 'result') return true;
  try {
    const reply: unknown = JSON.parse(Buffer.from(outcome.payload).toString());
    return typeof reply === 'object' && reply !== null && 'statusCode' in reply && Number(reply.statusCode) >= 500;
  } catch {
    // A streamed reply, or one that is no JSON: it says nothing of a failure.
    return false;
  }
}
