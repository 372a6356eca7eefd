import type { BatchPart, FaultModel, Trait } from '../../kernel/faults/fault-model.ts';

/** Ours: what EventBridge does by itself. */
const isHandOver = (operation: string): boolean => operation === 'DeliverEvent' || operation === 'TakeEvent';

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/CommonErrors.html */
export const eventsFaults: FaultModel = {
  failure: { code: 'InternalException', status: 500 },
  throttle: { code: 'ThrottlingException', status: 400 },
  isWrite: (operation) => !/^(?:Describe|List|Test)/.test(operation),
  traits: ({ operation, caller }) => {
    const traits: Trait[] = [];
    if (operation === 'PutEvents') traits.push('batch');
    if (caller.kind === 'service') traits.push('delivery');
    // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-delivery-level.html
    if (operation === 'DeliverEvent') traits.push('arrival');
    return traits;
  },
  isHandOver: ({ operation }) => isHandOver(operation),
  splitBatch,
};

/**
 * The other entries fail and may be put again.
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html
 */
function splitBatch(operation: string, input: Readonly<Record<string, unknown>>): BatchPart | undefined {
  if (operation !== 'PutEvents') return undefined;
  const entries = (input.Entries ?? []) as readonly object[];
  const kept = entries.slice(0, Math.floor(entries.length / 2));
  const failed = entries.slice(kept.length).map(() => ({
    ErrorCode: 'InternalFailure',
    ErrorMessage: 'The request processing has failed because of an unknown error, exception or failure.',
  }));
  return {
    input: { ...input, Entries: kept },
    isEmpty: kept.length === 0,
    complete: (output) => {
      const { Entries = [], FailedEntryCount = 0 } = output as {
        readonly Entries?: readonly object[];
        readonly FailedEntryCount?: number;
      };
      return { FailedEntryCount: FailedEntryCount + failed.length, Entries: [...Entries, ...failed] };
    },
  };
}
