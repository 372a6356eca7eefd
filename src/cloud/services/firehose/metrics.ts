import type { PutRecordBatchInput, PutRecordInput } from '@aws-sdk/client-firehose';
import { dimensionsOf, type ServiceMetrics } from '../../service-kit/service-metrics.ts';
import type { FirehoseState } from './state.ts';

/** https://docs.aws.amazon.com/firehose/latest/dev/monitoring-with-cloudwatch-metrics.html */
export const firehoseMetrics = (): ServiceMetrics<FirehoseState> => {
  const ofStream = dimensionsOf('DeliveryStreamName');
  return {
    namespace: 'AWS/Firehose',
    principal: 'firehose.amazonaws.com',
    ofCall({ operation, input, error }, count) {
      if (error !== undefined || (operation !== 'PutRecord' && operation !== 'PutRecordBatch')) return;
      const { DeliveryStreamName = '', Record, Records } = input as Partial<PutRecordInput & PutRecordBatchInput>;
      const sizes = [...(Record ? [Record] : []), ...(Records ?? [])].map(({ Data }) => Data?.byteLength ?? 0);
      const dimensions = ofStream(DeliveryStreamName);
      count('IncomingRecords', sizes.length, 'Count', dimensions);
      count(
        'IncomingBytes',
        sizes.reduce((sum, size) => sum + size, 0),
        'Bytes',
        dimensions,
      );
      count(`${operation}.Requests`, 1, 'Count', dimensions);
      count(
        `${operation}.Bytes`,
        sizes.reduce((sum, size) => sum + size, 0),
        'Bytes',
        dimensions,
      );
    },
  };
};
