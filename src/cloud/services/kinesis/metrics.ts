import type * as Kinesis from '@aws-sdk/client-kinesis';
import { type Count, dimensionsOf, type ServiceMetrics } from '../../service-kit/service-metrics.ts';
import { readIterator } from './records/iterator.ts';
import type { KinesisState } from './state.ts';
import { nameOf, type StreamReference } from './streams/find-stream.ts';

const ofStream = dimensionsOf('StreamName');

type CountOfStream = (name: string, value: number, unit: Parameters<Count>[2]) => void;

/** https://docs.aws.amazon.com/streams/latest/dev/monitoring-with-cloudwatch.html */
export const kinesisMetrics: ServiceMetrics<KinesisState> = {
  namespace: 'AWS/Kinesis',
  principal: 'kinesis.amazonaws.com',
  ofCall({ operation, input, output, error }, count, durationMs) {
    if (!Object.hasOwn(counted, operation)) return;
    const stream = streamOf(operation, input);
    if (stream === undefined) return;
    const dimensions = ofStream(stream);
    const add: CountOfStream = (name, value, unit) => count(name, value, unit, dimensions);
    const isThrottled = error instanceof Error && error.name === 'ProvisionedThroughputExceededException';
    if (error === undefined) {
      counted[operation]?.(input, output ?? {}, add);
      add(`${operation}.Latency`, Math.max(1, Math.round(durationMs())), 'Milliseconds');
    }
    if (operation === 'GetRecords') add('ReadProvisionedThroughputExceeded', isThrottled ? 1 : 0, 'Count');
    else if (isThrottled) add('WriteProvisionedThroughputExceeded', 1, 'Count');
    add(`${operation}.Success`, error === undefined ? 1 : 0, 'Count');
  },
};

function streamOf(operation: string, input: object): string | undefined {
  try {
    if (operation !== 'GetRecords') return nameOf(input as StreamReference);
    // As of its own time: whether it has expired is of no interest here.
    return readIterator((input as Kinesis.GetRecordsInput).ShardIterator ?? '', 0).stream;
  } catch {
    // The call was refused for it.
    return undefined;
  }
}

const sizeOf = (records: readonly { readonly Data?: Uint8Array | undefined }[]): number =>
  records.reduce((bytes, { Data }) => bytes + (Data?.byteLength ?? 0), 0);

const counted: Readonly<Record<string, (input: object, output: object, add: CountOfStream) => void>> = {
  PutRecord(input: Partial<Kinesis.PutRecordInput>, _output, add) {
    add('PutRecord.Bytes', sizeOf([input]), 'Bytes');
    add('IncomingBytes', sizeOf([input]), 'Bytes');
    add('IncomingRecords', 1, 'Count');
    add('WriteProvisionedThroughputExceeded', 0, 'Count');
  },
  PutRecords(input: Partial<Kinesis.PutRecordsInput>, output: Partial<Kinesis.PutRecordsOutput>, add) {
    const { Records = [] } = input;
    const results = output.Records ?? [];
    const put = Records.filter((_, index) => results[index]?.ErrorCode === undefined);
    const throttled = results.filter(({ ErrorCode }) => ErrorCode === 'ProvisionedThroughputExceededException').length;
    add('PutRecords.Bytes', sizeOf(put), 'Bytes');
    add('PutRecords.TotalRecords', Records.length, 'Count');
    add('PutRecords.SuccessfulRecords', put.length, 'Count');
    add('PutRecords.ThrottledRecords', throttled, 'Count');
    add('PutRecords.FailedRecords', results.length - put.length - throttled, 'Count');
    add('IncomingBytes', sizeOf(put), 'Bytes');
    add('IncomingRecords', put.length, 'Count');
    add('WriteProvisionedThroughputExceeded', throttled, 'Count');
  },
  GetRecords(_input, { Records = [], MillisBehindLatest = 0 }: Partial<Kinesis.GetRecordsOutput>, add) {
    add('GetRecords.Bytes', sizeOf(Records), 'Bytes');
    add('GetRecords.Records', Records.length, 'Count');
    add('GetRecords.IteratorAgeMilliseconds', MillisBehindLatest, 'Milliseconds');
  },
};
