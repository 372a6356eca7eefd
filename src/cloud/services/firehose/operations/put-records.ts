import type {
  PutRecordBatchInput,
  PutRecordBatchOutput,
  PutRecordInput,
  PutRecordOutput,
} from '@aws-sdk/client-firehose';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import { takeRecord } from '../delivery/buffer.ts';
import { invalidArgument, notPermitted, streamNotFound } from '../errors.ts';
import type { DeliveryStream, FirehoseState } from '../state.ts';
import { findStreamToPut } from '../streams/find-stream.ts';
import { typeOf } from '../streams/source.ts';

const batchBytesMax = 4 * 1024 * 1024; // AWS: of all records of a batch

/** The stream, if records may be put there. */
function directStream(state: FirehoseState, ...named: [PutRecordInput | PutRecordBatchInput, Context]): DeliveryStream {
  const stream = findStreamToPut(state, ...named);
  if (stream.source) throw notPermitted(typeOf(stream));
  return stream;
}

const isEncrypted = ({ encryption }: DeliveryStream): boolean => encryption.Status === 'ENABLED';

/** https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecord.html */
export const putRecord: Operation<PutRecordInput, PutRecordOutput, FirehoseState> = (state, input, context) => {
  const stream = directStream(state, input, context);
  const data = input.Record?.Data ?? new Uint8Array();
  return { RecordId: takeRecord(state, stream, data, context), Encrypted: isEncrypted(stream) };
};

/** https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html */
export const putRecordBatch: Operation<PutRecordBatchInput, PutRecordBatchOutput, FirehoseState> = (
  state,
  input,
  context,
) => {
  const stream = directStream(state, input, context);
  const records = (input.Records ?? []).map(({ Data = new Uint8Array() }) => Data);
  const bytes = records.reduce((sum, { byteLength }) => sum + byteLength, 0);
  if (bytes > batchBytesMax) throw invalidArgument('Records size exceeds 4 MB limit');
  return {
    FailedPutCount: 0,
    Encrypted: isEncrypted(stream),
    RequestResponses: records.map((data) => ({ RecordId: takeRecord(state, stream, data, context) })),
  };
};

/** What was read of a stream's source: base64. */
interface SourceRecords {
  readonly Name: string;
  readonly Records: readonly string[];
}

/** https://docs.aws.amazon.com/firehose/latest/dev/writing-with-kinesis-streams.html */
export const takeFromSource: Operation<SourceRecords, object, FirehoseState> = (state, { Name, Records }, context) => {
  const stream = state.streams.get(Name);
  if (!stream) throw streamNotFound(Name, context.account);
  const records = Records.map((data) => Buffer.from(data, 'base64'));
  for (const data of records) takeRecord(state, stream, data, context);
  const counted = context.kernel.metrics.counter('firehose', context);
  const dimensions = [{ Name: 'DeliveryStreamName', Value: Name }];
  const bytes = records.reduce((sum, { byteLength }) => sum + byteLength, 0);
  counted('DataReadFromKinesisStream.Records', records.length, 'Count', dimensions);
  counted('DataReadFromKinesisStream.Bytes', bytes, 'Bytes', dimensions);
  return {};
};
