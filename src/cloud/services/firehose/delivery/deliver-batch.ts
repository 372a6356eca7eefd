import { gzipSync } from 'node:zlib';
import type { S3DestinationConfiguration } from '@aws-sdk/client-firehose';
import { roleCaller } from '../../../gateway/integrations/role-caller.ts';
import { waitAfter } from '../../../kernel/backoff.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { DeliveryStream, FirehoseState, StoredRecord } from '../state.ts';
import { deferCall } from './buffer.ts';
import { dataPrefix, errorPrefixOf, formatTime, type PrefixValues } from './prefixes.ts';
import { type FailedRecord, type PassingRecord, type Processed, processing, processorsOf } from './processors.ts';
import { transform } from './transform.ts';

/** Records of a stream that go together: from one key to another. */
export interface Batch {
  readonly Name: string;
  readonly From: string;
  readonly To: string;
  readonly Attempts: number;
  readonly SinceMs: number;
}

/** AWS tries for 24 hours. https://docs.aws.amazon.com/firehose/latest/dev/retry.html */
const triedMsMax = 24 * 3_600_000;
const backoff = { firstMs: 5000, factor: 2, maxMs: 120_000, jitter: 0.5 } as const;

/** Brings a batch to its bucket and forgets it then: a kill between the two brings it again. */
export const deliverBatch: Operation<Batch, object, FirehoseState> = async (state, batch, context) => {
  const stream = state.streams.get(batch.Name);
  const range = { from: batch.From, to: batch.To };
  const records = stream ? [...state.records(batch.Name).values(range)] : [];
  if (!stream || records.length === 0) return {};
  try {
    await deliver(stream, records, context);
  } catch (error) {
    if (context.delivery?.isCurrent === false) return {};
    if (tryAgain(batch, error, context)) return {};
  }
  if (context.delivery?.isCurrent === false) return {};
  for (const key of [...state.records(batch.Name).keys(range)]) state.records(batch.Name).delete(key);
  return {};
};

function tryAgain(batch: Batch, error: unknown, context: Context): boolean {
  const { clock, kernel, random } = context;
  const Attempts = batch.Attempts + 1;
  const dueMs = clock.now() + waitAfter(Attempts, backoff, random);
  const isOver = dueMs - batch.SinceMs > triedMsMax;
  const consequence = isOver ? 'are lost' : 'are delivered later';
  kernel.log.warn(`firehose: records of ${batch.Name} ${consequence}: ${String(error)}`);
  if (isOver) return false;
  const next = deferCall({ ...batch, Attempts }, 'DeliverBatch', dueMs, context);
  if (context.delivery) context.delivery.done([next]);
  else kernel.scheduler.deferDelivery(next);
  return true;
}

async function deliver(stream: DeliveryStream, stored: readonly StoredRecord[], context: Context): Promise<void> {
  const { destination } = stream;
  const raw = stored.map(({ arrivedMs, data, id }) => ({ id, arrivedMs, data: Buffer.from(data, 'base64') }));
  const { records, failed } = await process(stream, raw, context);
  const writing = { stream, context };
  if (destination.S3BackupMode === 'Enabled' && destination.S3BackupConfiguration) {
    await writeData({ ...writing, to: destination.S3BackupConfiguration }, raw);
  }
  for (const group of byPartition(records)) await writeData({ ...writing, to: destination }, group);
  if (failed.length > 0) await writeFailed({ ...writing, to: destination }, failed);
}

async function process(stream: DeliveryStream, raw: readonly PassingRecord[], context: Context): Promise<Processed> {
  let records = raw;
  const failed: FailedRecord[] = [];
  for (const processor of processorsOf(stream.destination)) {
    if (records.length === 0) break;
    const step = processing[processor.Type ?? ''];
    const done = step
      ? eachOf(records, (record) => step(record, processor))
      : await transform(stream, processor, records, context);
    records = done.records;
    failed.push(...done.failed);
  }
  return { records, failed };
}

function eachOf(records: readonly PassingRecord[], step: (record: PassingRecord) => PassingRecord): Processed {
  const done: PassingRecord[] = [];
  const failed: FailedRecord[] = [];
  for (const record of records) {
    try {
      done.push(step(record));
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      failed.push({ ...record, code: 'DynamicPartitioning.MetadataExtractionFailed', text, attempts: 1 });
    }
  }
  return { records: done, failed };
}

/** Records whose keys are the same go into one object. */
function byPartition(records: readonly PassingRecord[]): PassingRecord[][] {
  const groups = new Map<string, PassingRecord[]>();
  for (const record of records) {
    const key = JSON.stringify(Object.entries(record.partitionKeys ?? {}).sort());
    const group = groups.get(key);
    if (group) group.push(record);
    else groups.set(key, [record]);
  }
  return [...groups.values()];
}

interface Writing {
  readonly stream: DeliveryStream;
  readonly to: S3DestinationConfiguration & { readonly FileExtension?: string | undefined };
  readonly context: Context;
}

async function writeData(writing: Writing, records: readonly PassingRecord[]): Promise<void> {
  const [first] = records;
  if (!first) return;
  const { to } = writing;
  const isZipped = to.CompressionFormat === 'GZIP';
  const bytes = Buffer.concat(records.map(({ data }) => data));
  const extension = to.FileExtension ?? (isZipped ? '.gz' : '');
  const { partitionKeys } = first;
  const values = { ...valuesOf(writing, first.arrivedMs), ...(partitionKeys && { partitionKeys }) };
  const key = dataPrefix(to.Prefix ?? '', values) + nameOf(writing, values) + extension;
  await put(writing, key, isZipped ? gzipSync(bytes) : bytes);
  count(writing, records, bytes.byteLength);
}

/** A line of JSON for each. https://docs.aws.amazon.com/firehose/latest/dev/data-transformation-failure-handling.html */
async function writeFailed(writing: Writing, failed: readonly FailedRecord[]): Promise<void> {
  const { context, to } = writing;
  const lines = failed.map(({ arrivedMs, attempts, code, data, lambdaArn, text }) =>
    JSON.stringify({
      attemptsMade: attempts,
      arrivalTimestamp: arrivedMs,
      errorCode: code,
      errorMessage: text,
      attemptEndingTimestamp: context.clock.now(),
      rawData: Buffer.from(data).toString('base64'),
      ...(lambdaArn !== undefined && { lambdaArn }),
    }),
  );
  const values = { ...valuesOf(writing, failed[0]?.arrivedMs ?? 0), errorType: 'processing-failed' };
  const key = errorPrefixOf(to.Prefix ?? '', to.ErrorOutputPrefix, values) + nameOf(writing, values);
  await put(writing, key, Buffer.from(lines.map((line) => `${line}\n`).join('')));
}

const valuesOf = ({ context, stream }: Writing, atMs: number): PrefixValues => ({
  atMs,
  timeZone: stream.destination.CustomTimeZone ?? 'UTC',
  randomText: (characters) => context.random.text(characters),
});

/** https://docs.aws.amazon.com/firehose/latest/dev/s3-object-name.html */
const nameOf = ({ context, stream }: Writing, { atMs, timeZone }: PrefixValues): string =>
  `${stream.name}-${stream.version}-${formatTime('yyyy-MM-dd-HH-mm-ss', atMs, timeZone)}-${context.random.uuid()}`;

async function put({ context, to }: Writing, Key: string, Body: Uint8Array): Promise<void> {
  const caller = roleCaller(to.RoleARN ?? '');
  const kmsKey = to.EncryptionConfiguration?.KMSEncryptionConfig?.AWSKMSKeyARN;
  await context.call(
    's3',
    'PutObject',
    {
      Bucket: (to.BucketARN ?? '').split(':').at(-1),
      Key,
      Body,
      ContentType: 'application/octet-stream',
      ...(kmsKey !== undefined && { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: kmsKey }),
    },
    caller && { caller },
  );
}

/** https://docs.aws.amazon.com/firehose/latest/dev/monitoring-with-cloudwatch-metrics.html */
function count({ context, stream }: Writing, records: readonly PassingRecord[], bytes: number): void {
  const counted = context.kernel.metrics.counter('firehose', context);
  const dimensions = [{ Name: 'DeliveryStreamName', Value: stream.name }];
  const ageS = Math.round((context.clock.now() - (records[0]?.arrivedMs ?? 0)) / 1000);
  counted('DeliveryToS3.Records', records.length, 'Count', dimensions);
  counted('DeliveryToS3.Bytes', bytes, 'Bytes', dimensions);
  counted('DeliveryToS3.Success', 1, 'Count', dimensions);
  counted('DeliveryToS3.DataFreshness', ageS, 'Seconds', dimensions);
}
