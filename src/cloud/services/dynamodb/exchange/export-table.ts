import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type {
  DescribeExportCommandInput,
  ExportTableToPointInTimeCommandInput,
  ListExportsCommandInput,
} from '@aws-sdk/client-dynamodb';
import { raise, UnsupportedError } from '../../../kernel/errors.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import { type Page, pageOf } from '../../../service-kit/pages.ts';
import { itemsAt } from '../engine/record-change.ts';
import { recoveryUnavailable } from '../errors/backup-errors.ts';
import { exportNotFound, exportTimeInvalid, incrementMissing } from '../errors/exchange-errors.ts';
import { tableNotFound } from '../errors/table-errors.ts';
import { invalid } from '../errors/validation-exception.ts';
import { restorable } from '../operations/continuous-backups.ts';
import type { DynamoState, Exchange, Table } from '../state.ts';
import { checkNamed } from '../tables/check-input.ts';
import { seconds } from '../tables/describe-table.ts';
import { findTable } from '../tables/find-table.ts';
import { describeExportShape, exportShape, listShape } from './shapes.ts';

type Input = ExportTableToPointInTimeCommandInput;

/** What goes into the bucket. */
interface Files {
  readonly lines: readonly string[];
  readonly data: Uint8Array;
}

/**
 * Writes a table as it was at a moment into a bucket, at once; the answer says IN_PROGRESS, as DynamoDB's does.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataExport.Output.html
 */
export const exportTableToPointInTime: Operation<Input, object, DynamoState> = async (state, input, context) => {
  checkNamed(input, exportShape);
  if (input.ExportFormat === 'ION') throw new UnsupportedError('DynamoDB exports in Amazon Ion');
  const table = findTable(state, input.TableArn ?? '', context, tableNotFound);
  if (!table.pointInTimeRecovery) throw recoveryUnavailable(table.name);
  const nowMs = context.clock.now();
  const lines =
    input.ExportType === 'INCREMENTAL_EXPORT'
      ? increment(state, table, input, nowMs)
      : full(state, table, input, nowMs);
  const id = `${String(nowMs).padStart(14, '0')}-${context.random.hex(8)}`;
  const folder = `${input.S3Prefix ? `${input.S3Prefix.replace(/\/$/, '')}/` : ''}AWSDynamoDB/${id}`;
  const manifest = await write(
    input,
    folder,
    { lines, data: gzipSync(lines.map((line) => `${line}\n`).join('')) },
    context,
  );
  const description = {
    ExportArn: `${table.arn}/export/${id}`,
    ExportStatus: 'COMPLETED',
    StartTime: seconds(nowMs),
    EndTime: seconds(nowMs),
    ExportManifest: manifest,
    TableArn: table.arn,
    TableId: table.id,
    ExportTime: seconds(input.ExportTime?.getTime() ?? nowMs),
    S3Bucket: input.S3Bucket,
    ...(input.S3BucketOwner !== undefined && { S3BucketOwner: input.S3BucketOwner }),
    ...(input.S3Prefix !== undefined && { S3Prefix: input.S3Prefix }),
    S3SseAlgorithm: input.S3SseAlgorithm ?? 'AES256',
    ExportFormat: 'DYNAMODB_JSON',
    ExportType: input.ExportType ?? 'FULL_EXPORT',
    BilledSizeBytes: state.statistics(table).bytes,
    ItemCount: lines.length,
    ...(input.ClientToken !== undefined && { ClientToken: input.ClientToken }),
  };
  state.exports.set(description.ExportArn, { arn: description.ExportArn, tableArn: table.arn, description });
  const {
    EndTime: _end,
    ExportManifest: _manifest,
    BilledSizeBytes: _bytes,
    ItemCount: _count,
    ...begun
  } = description;
  return { ExportDescription: { ...begun, ExportStatus: 'IN_PROGRESS' } };
};

function full(state: DynamoState, table: Table, { ExportTime }: Input, nowMs: number): string[] {
  const { earliestMs } = windowOf(table, nowMs);
  const atMs = ExportTime?.getTime() ?? nowMs;
  if (atMs < Math.floor(earliestMs / 1000) * 1000 || atMs > nowMs) throw exportTimeInvalid();
  return [...itemsAt(state, table, Math.max(atMs, earliestMs))].map(([, { attributes }]) =>
    JSON.stringify({ Item: attributes }),
  );
}

/** Items that changed in between, as they were at the end, with their keys and when they were written. */
function increment(
  state: DynamoState,
  table: Table,
  { IncrementalExportSpecification: wanted }: Input,
  nowMs: number,
): string[] {
  const [fromMs, toMs] = [wanted?.ExportFromTime?.getTime(), wanted?.ExportToTime?.getTime() ?? nowMs];
  if (fromMs === undefined) throw incrementMissing();
  const before = new Map(itemsAt(state, table, fromMs));
  const changed = new Map<string, { readonly atMs: number; readonly after: unknown }>();
  for (const { atMs, key, after } of state.history(table).values()) {
    if (atMs > fromMs && atMs <= toMs) changed.set(key, { atMs, after: after?.attributes });
  }
  return [...changed].map(([key, { atMs, after }]) => {
    const old = before.get(key)?.attributes;
    const source = (after ?? old ?? {}) as Readonly<Record<string, unknown>>;
    return JSON.stringify({
      Metadata: { WriteTimestampMicros: { N: String(atMs * 1000) } },
      Keys: Object.fromEntries(table.keys.map(({ name }) => [name, source[name]])),
      ...(old && wanted?.ExportViewType !== 'NEW_IMAGE' && { OldImage: old }),
      ...(after !== undefined && { NewImage: after }),
    });
  });
}

const windowOf = (table: Table, nowMs: number) =>
  table.pointInTimeRecovery ? restorable(table.pointInTimeRecovery, nowMs) : { earliestMs: nowMs, latestMs: nowMs };

/** Data, then the manifests that name it; answers where the summary is. */
async function write(
  { S3Bucket, S3BucketOwner }: Input,
  folder: string,
  { lines, data }: Files,
  context: Context,
): Promise<string> {
  const put = (Key: string, Body: string | Uint8Array) =>
    context.call('s3', 'PutObject', {
      Bucket: S3Bucket,
      Key,
      Body: typeof Body === 'string' ? Buffer.from(Body) : Body,
      ...(S3BucketOwner !== undefined && { ExpectedBucketOwner: S3BucketOwner }),
    });
  const dataKey = `${folder}/data/${context.random.hex(26)}.json.gz`;
  const md5 = createHash('md5').update(data).digest();
  await put(dataKey, data);
  const file = {
    itemCount: lines.length,
    md5Checksum: md5.toString('base64'),
    etag: md5.toString('hex'),
    dataFileS3Key: dataKey,
  };
  await put(`${folder}/manifest-files.json`, `${JSON.stringify(file)}\n`);
  const summary = `${folder}/manifest-summary.json`;
  const told = {
    version: '2023-08-01',
    s3Bucket: S3Bucket,
    manifestFilesS3Key: `${folder}/manifest-files.json`,
    itemCount: lines.length,
    outputFormat: 'DYNAMODB_JSON',
  };
  await put(summary, JSON.stringify(told));
  await put(`${folder}/_started`, '');
  return summary;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeExport.html */
export const describeExport: Operation<DescribeExportCommandInput, object, DynamoState> = (state, input) => {
  checkNamed(input, describeExportShape);
  const arn = input.ExportArn ?? '';
  return { ExportDescription: (state.exports.get(arn) ?? raise(exportNotFound(arn))).description };
};

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListExports.html */
export const listExports: Operation<ListExportsCommandInput, object, DynamoState> = (state, input) => {
  checkNamed(input, listShape);
  const { items, next } = exchangesOf(state.exports.values(), input.TableArn, input.MaxResults, input.NextToken);
  return {
    ExportSummaries: items.map(({ description: { ExportArn, ExportStatus, ExportType } }) => ({
      ExportArn,
      ExportStatus,
      ExportType,
    })),
    ...(next !== undefined && { NextToken: next }),
  };
};

const pageMax = 25;

/** Of one table or of all. Throws ValidationException for a token that no page gave. */
export const exchangesOf = (
  all: Iterable<Exchange>,
  tableArn: string | undefined,
  limit = pageMax,
  token?: string,
): Page<Exchange> =>
  pageOf(
    [...all].filter((each) => tableArn === undefined || each.tableArn === tableArn),
    { limit, token, keyOf: ({ arn }) => arn, invalidToken: () => invalid('Invalid NextToken') },
  );
