import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeMachine, run } from './machines.ts';

const target = useCloud({ clock: 'virtual', seed: 7 });

/** A distributed Map in JSONata. */
const mapOf = (map: object) => ({
  QueryLanguage: 'JSONata',
  StartAt: 'Each',
  States: {
    Each: {
      Type: 'Map',
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' },
        StartAt: 'Keep',
        States: { Keep: { Type: 'Pass', End: true } },
      },
      End: true,
      ...map,
    },
  },
});

test('Items, ItemSelector and limits of a distributed Map may be in JSONata', async () => {
  const arn = await makeMachine(
    target,
    mapOf({
      Items: '{% $states.input.rows[id > 1] %}',
      ItemSelector: {
        id: '{% $states.context.Map.Item.Value.id %}',
        at: '{% $states.context.Map.Item.Index %}',
        day: '{% $states.input.day %}',
      },
      MaxConcurrency: '{% $states.input.limit %}',
      ToleratedFailurePercentage: '{% $states.input.limit * 10 %}',
      Output: '{% { "all": $states.result } %}',
    }),
  );

  const { output } = await run(target, arn, { day: 'monday', limit: 2, rows: [{ id: 1 }, { id: 2 }, { id: 3 }] });

  expect(JSON.parse(output ?? '')).toEqual({
    all: [
      { id: 2, at: 0, day: 'monday' },
      { id: 3, at: 1, day: 'monday' },
    ],
  });
});

test('the reader and the batches of a distributed Map may be in JSONata', async () => {
  const s3 = target.client(S3Client);
  await s3.send(new CreateBucketCommand({ Bucket: 'data' }));
  await s3.send(new PutObjectCommand({ Bucket: 'data', Key: 'list', Body: '[1,2,3,4]' }));
  const arn = await makeMachine(
    target,
    mapOf({
      ItemReader: {
        Resource: 'arn:aws:states:::s3:getObject',
        ReaderConfig: { InputType: 'JSON', MaxItems: '{% $states.input.max %}' },
        Arguments: { Bucket: '{% $states.input.bucket %}', Key: 'list' },
      },
      ItemBatcher: { MaxItemsPerBatch: '{% 2 %}', BatchInput: { bucket: '{% $states.input.bucket %}' } },
    }),
    { name: 'reads' },
  );

  const { output } = await run(target, arn, { bucket: 'data', max: 3 });

  expect(JSON.parse(output ?? '')).toEqual([
    { BatchInput: { bucket: 'data' }, Items: [1, 2] },
    { BatchInput: { bucket: 'data' }, Items: [3] },
  ]);
});
