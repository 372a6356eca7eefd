import { expect, it } from 'vitest';
import { flattened } from './pipe-consumer.ts';

// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-kinesis.html
it('a record of Kinesis is flat, where functions get what is in the shard below a member', () => {
  const kinesis = { kinesisSchemaVersion: '1.0', partitionKey: '1', sequenceNumber: '4959', data: 'SGVsbG8=' };
  const rest = { eventSource: 'aws:kinesis', eventID: 'shardId-000000000006:4959', awsRegion: 'us-east-2' };

  expect(JSON.parse(flattened(JSON.stringify({ kinesis, ...rest })))).toEqual({ ...kinesis, ...rest });
  const message = JSON.stringify({ body: '{"kinesis":1}' });
  expect(flattened(message)).toBe(message);
});
