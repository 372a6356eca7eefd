import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Stack } from 'aws-cdk-lib';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { deployApp, inlineFunction, machineOf, runOf, tell } from './deployed-apps.ts';

const target = useCloud();
const { JsonPath } = sfn;

const counting =
  'exports.handler = async ({ Items, BatchInput }) => ({ n: Items.length, first: Items[0], BatchInput });';

/** Reads every kind of object, one map after the other; the first writes its results. */
function readers(stack: Stack): void {
  const bucket = new Bucket(stack, 'Bucket') as IBucket;
  const lambdaFunction = inlineFunction(stack, 'Counting', counting);
  const csv = new sfn.DistributedMap(stack, 'Csv', {
    itemReader: new sfn.S3CsvItemReader({ bucket, key: 'a.csv', csvHeaders: sfn.CsvHeaders.useFirstRow() }),
    itemBatcher: new sfn.ItemBatcher({ maxItemsPerBatch: 2, batchInput: { k: 'v' } }),
    resultWriterV2: new sfn.ResultWriterV2({
      bucket,
      prefix: 'out',
      writerConfig: { outputType: sfn.OutputType.JSON, transformation: sfn.Transformation.COMPACT },
    }),
    label: 'CsvMap',
    toleratedFailurePercentage: 10,
    resultPath: '$.csv',
  }).itemProcessor(new LambdaInvoke(stack, 'Count', { lambdaFunction, payloadResponseOnly: true }), {
    mode: sfn.ProcessorMode.DISTRIBUTED,
    executionType: sfn.ProcessorType.EXPRESS,
  });
  const json = new sfn.DistributedMap(stack, 'Json', {
    itemReader: new sfn.S3JsonItemReader({ bucket, key: JsonPath.stringAt('$.key') }),
    maxConcurrency: 5,
    resultPath: '$.json',
  }).itemProcessor(new sfn.Pass(stack, 'JsonItem'));
  const lines = new sfn.DistributedMap(stack, 'Lines', {
    itemReader: new sfn.S3JsonLItemReader({ bucket, key: 'a.jsonl', maxItems: 2 }),
    resultPath: '$.lines',
  }).itemProcessor(new sfn.Pass(stack, 'Line'));
  const objects = new sfn.DistributedMap(stack, 'Objects', {
    itemReader: new sfn.S3ObjectsItemReader({ bucket, prefix: 'in/' }),
    itemSelector: {
      key: JsonPath.stringAt('$$.Map.Item.Value.Key'),
      index: JsonPath.numberAt('$$.Map.Item.Index'),
    },
    resultPath: '$.objects',
  }).itemProcessor(new sfn.Pass(stack, 'Object'));
  machineOf(stack, 'Readers', csv.next(json).next(lines).next(objects));
  tell(stack, 'Name', bucket.bucketName);
}

test('distributed maps read objects of a bucket and write results', { timeout: 120_000 }, async () => {
  const { Readers, Name: Bucket } = await deployApp(target, readers);
  const s3 = target.client(S3Client);
  const files = {
    'a.csv': 'id,name\n1,a\n2,b\n3,c\n',
    'a.json': '[{"x":1},{"x":2}]',
    'a.jsonl': '{"a":1}\n{"a":2}\n{"a":3}\n',
    'in/1': '1',
    'in/2': '2',
  };
  for (const [Key, Body] of Object.entries(files)) await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
  const read = async <T>(Key: string): Promise<T> => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    return JSON.parse((await Body?.transformToString()) ?? '') as T;
  };

  const { status, output } = await runOf(target, Readers, { key: 'a.json' });
  expect({ status, output }).toMatchObject({
    status: 'SUCCEEDED',
    output: {
      json: [{ x: 1 }, { x: 2 }],
      lines: [{ a: 1 }, { a: 2 }],
      objects: [
        { key: 'in/1', index: 0 },
        { key: 'in/2', index: 1 },
      ],
      csv: { ResultWriterDetails: { Bucket } },
    },
  });
  const { csv } = output as { csv: { ResultWriterDetails: { Key: string } } };
  interface Manifest {
    readonly ResultFiles: { readonly SUCCEEDED: readonly { readonly Key: string }[] };
  }
  const { ResultFiles } = await read<Manifest>(csv.ResultWriterDetails.Key);
  expect(await read(ResultFiles.SUCCEEDED[0]?.Key ?? '')).toEqual([
    { n: 2, first: { id: '1', name: 'a' }, BatchInput: { k: 'v' } },
    { n: 1, first: { id: '3', name: 'c' }, BatchInput: { k: 'v' } },
  ]);
});
