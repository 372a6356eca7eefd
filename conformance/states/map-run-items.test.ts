import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeMachine, run } from './machines.ts';

const target = useCloud({ clock: 'virtual', seed: 7 });

let machines = 0;

/** Runs a distributed Map over `input`; answers what its children got. */
async function childrenOf(map: object, input: unknown, execution: object = {}): Promise<unknown> {
  machines += 1;
  const processor = {
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
    StartAt: 'Keep',
    States: { Keep: { Type: 'Pass', End: true } },
  };
  const definition = {
    StartAt: 'Each',
    States: { Each: { Type: 'Map', ItemProcessor: processor, End: true, ...map } },
    ...execution,
  };
  const arn = await makeMachine(target, definition, { name: `items-${machines}` });
  const { status, output, error, cause } = await run(target, arn, input);
  return status === 'SUCCEEDED' ? JSON.parse(output ?? '') : { error, cause };
}

async function store(Key: string, Body: string) {
  const s3 = target.client(S3Client);
  await s3.send(new CreateBucketCommand({ Bucket: 'data' })).catch(() => undefined);
  await s3.send(new PutObjectCommand({ Bucket: 'data', Key, Body }));
}

test('ItemsPath leads to the items, and ItemSelector makes the children’s inputs', async () => {
  const map = {
    ItemsPath: '$.rows',
    ItemSelector: {
      'at.$': '$$.Map.Item.Index',
      'row.$': '$$.Map.Item.Value.id',
      'from.$': '$$.Map.Item.Source',
      'day.$': '$.day',
      'execution.$': '$$.Execution.Input.day',
    },
  };

  expect(await childrenOf(map, { day: 'monday', rows: [{ id: 'a' }, { id: 'b' }] })).toEqual([
    { at: 0, row: 'a', from: 'STATE_DATA', day: 'monday', execution: 'monday' },
    { at: 1, row: 'b', from: 'STATE_DATA', day: 'monday', execution: 'monday' },
  ]);
});

test('InputPath is looked at ahead of everything else', async () => {
  const map = { InputPath: '$.in', ItemsPath: '$.rows', ItemSelector: { 'x.$': '$.x', 'v.$': '$$.Map.Item.Value' } };

  expect(await childrenOf(map, { in: { rows: [1], x: 2 } })).toEqual([{ x: 2, v: 1 }]);
});

test('members of an object are items', async () => {
  expect(await childrenOf({ ItemsPath: '$.rows' }, { rows: { a: 1, b: 2 } })).toEqual([
    { Key: 'a', Value: 1 },
    { Key: 'b', Value: 2 },
  ]);
});

test('paths give the fields of readers, batches and limits', async () => {
  await store('list', '[1,2,3,4,5]');
  const map = {
    ItemReader: {
      Resource: 'arn:aws:states:::s3:getObject',
      ReaderConfig: { InputType: 'JSON', MaxItemsPath: '$.max' },
      Parameters: { 'Bucket.$': '$.bucket', 'Key.$': '$.key' },
    },
    ItemBatcher: { MaxItemsPerBatchPath: '$.batch', BatchInput: { 'key.$': '$.key' } },
    MaxConcurrencyPath: '$.concurrency',
    ToleratedFailureCountPath: '$.failures',
    ToleratedFailurePercentagePath: '$.percentage',
  };
  const input = { bucket: 'data', key: 'list', max: 3, batch: 2, concurrency: 1, failures: 1, percentage: 10 };

  expect(await childrenOf(map, input)).toEqual([
    { BatchInput: { key: 'list' }, Items: [1, 2] },
    { BatchInput: { key: 'list' }, Items: [3] },
  ]);
});

test('an item that its selector cannot make fails the map', async () => {
  const map = { ItemSelector: { 'x.$': '$$.Map.Item.Value.x' } };

  expect(await childrenOf(map, [{ x: 1 }, { y: 2 }])).toMatchObject({ error: expect.stringMatching(/^States\./) });
});

test('where an object is from is told to its items', async () => {
  await store('list', '["a"]');
  const map = {
    ItemReader: {
      Resource: 'arn:aws:states:::s3:getObject',
      ReaderConfig: { InputType: 'JSON' },
      Parameters: { Bucket: 'data', Key: 'list' },
    },
    ItemSelector: { 'from.$': '$$.Map.Item.Source', 'value.$': '$$.Map.Item.Value' },
  };

  expect(await childrenOf(map, {})).toEqual([{ from: 'S3://data/list', value: 'a' }]);
});
