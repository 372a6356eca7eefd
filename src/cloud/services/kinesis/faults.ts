import type { BatchPart, FaultModel, Trait } from '../../kernel/faults/fault-model.ts';

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/CommonErrors.html */
export const kinesisFaults: FaultModel = {
  failure: { code: 'InternalFailure', status: 500 },
  throttle: {
    code: 'ProvisionedThroughputExceededException',
    status: 400,
    message: 'Rate exceeded for shard shardId-000000000000.',
  },
  tooLarge: (operation) =>
    /^PutRecords?$/.test(operation)
      ? { code: 'InvalidArgumentException', status: 400, message: 'Records size exceeds 10 MB limit' }
      : undefined,
  traits: ({ operation, caller }) => {
    const traits: Trait[] = [];
    if (operation === 'PutRecords') traits.push('batch');
    if (/^PutRecords?$/.test(operation)) traits.push('sized');
    // Rules, tables and functions put records.
    if (caller.kind === 'service') traits.push('delivery');
    return traits;
  },
  isHandOver: ({ operation, caller }) => caller.kind === 'service' && /^PutRecords?$/.test(operation),
  splitBatch,
};

/**
 * The second half of the records fails, each for itself.
 * https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecordsResultEntry.html
 */
function splitBatch(operation: string, input: Readonly<Record<string, unknown>>): BatchPart | undefined {
  if (operation !== 'PutRecords') return undefined;
  const records = (input.Records ?? []) as readonly object[];
  const kept = records.slice(0, Math.floor(records.length / 2));
  const failed = records.slice(kept.length).map(() => ({
    ErrorCode: 'InternalFailure',
    ErrorMessage: 'Internal service failure.',
  }));
  return {
    input: { ...input, Records: kept },
    complete(output) {
      const { Records = [] } = output as { readonly Records?: readonly object[] };
      return { ...output, FailedRecordCount: failed.length, Records: [...Records, ...failed] };
    },
    isEmpty: kept.length === 0,
  };
}
