import type { BatchPart } from '../kernel/faults/fault-model.ts';

interface Entry {
  readonly Id?: string;
}

/**
 * The first half of a batch of SQS or SNS: the other entries fail by the service's fault and may be tried again.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_BatchResultErrorEntry.html
 */
export function splitEntries(input: Readonly<Record<string, unknown>>, member: string): BatchPart {
  const entries = (input[member] ?? []) as readonly Entry[];
  const kept = entries.slice(0, Math.floor(entries.length / 2));
  const failed = entries.slice(kept.length).map(({ Id }) => ({
    Id,
    SenderFault: false,
    Code: 'InternalError',
    Message: 'The request processing has failed because of an unknown error.',
  }));
  return {
    input: { ...input, [member]: kept },
    complete: (output) => ({
      Successful: [],
      ...output,
      Failed: [...((output as { readonly Failed?: readonly Entry[] }).Failed ?? []), ...failed],
    }),
    isEmpty: kept.length === 0,
  };
}
