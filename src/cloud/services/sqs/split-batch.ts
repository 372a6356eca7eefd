import type { BatchPart } from '../../kernel/faults/fault-model.ts';

interface Entry {
  readonly Id?: string;
}

/**
 * BatchPart of a batch: the other entries fail by the service's fault and may be tried again.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_BatchResultErrorEntry.html
 */
export function splitBatch(operation: string, input: Readonly<Record<string, unknown>>): BatchPart | undefined {
  if (!/^(?:SendMessage|DeleteMessage|ChangeMessageVisibility)Batch$/.test(operation)) return undefined;
  const entries = (input.Entries ?? []) as readonly Entry[];
  const kept = entries.slice(0, Math.floor(entries.length / 2));
  const failed = entries.slice(kept.length).map(({ Id }) => ({
    Id,
    SenderFault: false,
    Code: 'InternalError',
    Message: 'The request processing has failed because of an unknown error.',
  }));
  return {
    input: { ...input, Entries: kept },
    complete: (output) => ({
      Successful: [],
      ...output,
      Failed: [...((output as { readonly Failed?: readonly Entry[] }).Failed ?? []), ...failed],
    }),
    isEmpty: kept.length === 0,
  };
}
