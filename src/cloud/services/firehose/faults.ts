import type { BatchPart, FaultModel } from '../../kernel/faults/fault-model.ts';

/** https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html#API_PutRecordBatch_Errors */
export const firehoseFaults: FaultModel = {
  failure: { code: 'ServiceUnavailableException', status: 500 },
  throttle: { code: 'ServiceUnavailableException', status: 503, message: 'Slow down.' },
  traits: ({ operation }) => [
    ...(operation === 'PutRecordBatch' ? (['batch'] as const) : []),
    ...(operation === 'DeliverBatch' ? (['delivery'] as const) : []),
  ],
  isHandOver: ({ operation }) => operation === 'DeliverBatch',
  splitBatch,
};

/** The other records fail by the service's fault and may be put again. */
function splitBatch(operation: string, input: Readonly<Record<string, unknown>>): BatchPart | undefined {
  if (operation !== 'PutRecordBatch') return undefined;
  const records = (input.Records ?? []) as readonly object[];
  const kept = records.slice(0, Math.floor(records.length / 2));
  const failed = records.slice(kept.length).map(() => ({
    ErrorCode: 'ServiceUnavailableException',
    ErrorMessage: 'Slow down.',
  }));
  return {
    input: { ...input, Records: kept },
    isEmpty: kept.length === 0,
    complete: (output) => {
      const { RequestResponses = [] } = output as { readonly RequestResponses?: readonly object[] };
      return { ...output, FailedPutCount: failed.length, RequestResponses: [...RequestResponses, ...failed] };
    },
  };
}
