import type { BatchPart, FaultModel, Trait } from '../../kernel/faults/fault-model.ts';
import { batchTooLong, invalidParameter } from './errors.ts';

interface Entry {
  readonly Id?: string;
}

/** https://docs.aws.amazon.com/sns/latest/api/CommonErrors.html */
export const snsFaults: FaultModel = {
  failure: { code: 'InternalErrorException', status: 500 },
  throttle: { code: 'ThrottledException', status: 429 },
  tooLarge: (operation) => {
    const error =
      operation === 'Publish'
        ? invalidParameter('Message too long')
        : operation === 'PublishBatch'
          ? batchTooLong()
          : undefined;
    return error && { code: error.code, status: 400, message: error.message };
  },
  traits: ({ operation, caller }) => {
    const traits: Trait[] = [];
    if (operation === 'PublishBatch') traits.push('batch');
    if (operation === 'POST') traits.push('external');
    // Alarms, rules and buckets bring messages; subscribers get them.
    if (caller.kind === 'service') traits.push('delivery');
    // https://docs.aws.amazon.com/sns/latest/dg/sns-standard-topics.html
    if (operation === 'DeliverNotification') traits.push('arrival');
    return traits;
  },
  isWrite: (operation) => !/^(?:Get|List|Check)/.test(operation),
  isHandOver: ({ operation }) => operation === 'DeliverNotification',
  splitBatch,
};

/** The other entries fail by the service's fault and may be published again. */
function splitBatch(operation: string, input: Readonly<Record<string, unknown>>): BatchPart | undefined {
  if (operation !== 'PublishBatch') return undefined;
  const entries = (input.PublishBatchRequestEntries ?? []) as readonly Entry[];
  const kept = entries.slice(0, Math.floor(entries.length / 2));
  const failed = entries.slice(kept.length).map(({ Id }) => ({
    Id,
    SenderFault: false,
    Code: 'InternalError',
    Message: 'The request processing has failed because of an unknown error.',
  }));
  return {
    input: { ...input, PublishBatchRequestEntries: kept },
    complete: (output) => ({
      Successful: [],
      ...output,
      Failed: [...((output as { readonly Failed?: readonly Entry[] }).Failed ?? []), ...failed],
    }),
    isEmpty: kept.length === 0,
  };
}
