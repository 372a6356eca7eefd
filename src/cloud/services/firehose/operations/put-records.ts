import type {
  PutRecordBatchInput,
  PutRecordBatchOutput,
  PutRecordInput,
  PutRecordOutput,
} from '@aws-sdk/client-firehose';
import type { Operation } from '../../../service-kit/contract.ts';
import { takeRecord } from '../delivery/buffer.ts';
import { invalidArgument } from '../errors.ts';
import type { DeliveryStream, FirehoseState } from '../state.ts';
import { findStream } from '../streams/find-stream.ts';

const batchBytesMax = 4 * 1024 * 1024; // AWS: of all records of a batch

const isEncrypted = ({ encryption }: DeliveryStream): boolean => encryption.Status === 'ENABLED';

/** https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecord.html */
export const putRecord: Operation<PutRecordInput, PutRecordOutput, FirehoseState> = (state, input, context) => {
  const stream = findStream(state, input, context);
  const data = input.Record?.Data ?? new Uint8Array();
  return { RecordId: takeRecord(state, stream, data, context), Encrypted: isEncrypted(stream) };
};

/** https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html */
export const putRecordBatch: Operation<PutRecordBatchInput, PutRecordBatchOutput, FirehoseState> = (
  state,
  input,
  context,
) => {
  const stream = findStream(state, input, context);
  const records = (input.Records ?? []).map(({ Data = new Uint8Array() }) => Data);
  const bytes = records.reduce((sum, { byteLength }) => sum + byteLength, 0);
  if (bytes > batchBytesMax) throw invalidArgument('Records size exceeds 4 MB limit');
  return {
    FailedPutCount: 0,
    Encrypted: isEncrypted(stream),
    RequestResponses: records.map((data) => ({ RecordId: takeRecord(state, stream, data, context) })),
  };
};
