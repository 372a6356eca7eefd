import { gunzipSync, gzipSync } from 'node:zlib';
import {
  CreateTableCommand,
  DescribeExportCommand,
  DescribeImportCommand,
  DynamoDBClient,
  ExportTableToPointInTimeCommand,
  type ExportTableToPointInTimeCommandInput,
  ImportTableCommand,
  type ImportTableCommandInput,
  ListExportsCommand,
  ListImportsCommand,
  PutItemCommand,
  ScanCommand,
  UpdateContinuousBackupsCommand,
} from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud({ clock: 'virtual' });
let client: DynamoDBClient;
let s3: S3Client;

const table = {
  TableName: 'orders',
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' as const }],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' as const }],
  BillingMode: 'PAY_PER_REQUEST' as const,
};

beforeEach(async () => {
  client = target.client(DynamoDBClient);
  s3 = target.client(S3Client);
  await s3.send(new CreateBucketCommand({ Bucket: 'exchange' }));
});

const put = (id: string) => client.send(new PutItemCommand({ TableName: 'orders', Item: { id: { S: id } } }));
const bytesOf = async (Key: string) =>
  (await (await s3.send(new GetObjectCommand({ Bucket: 'exchange', Key }))).Body?.transformToByteArray()) ??
  new Uint8Array();
const jsonOf = async (key: string) => JSON.parse(Buffer.from(await bytesOf(key)).toString());

describe('an export', () => {
  let TableArn: string;

  beforeEach(async () => {
    TableArn = (await client.send(new CreateTableCommand(table))).TableDescription?.TableArn ?? '';
    await client.send(
      new UpdateContinuousBackupsCommand({
        TableName: 'orders',
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      }),
    );
  });

  async function exported(input: Partial<ExportTableToPointInTimeCommandInput> = {}) {
    const { ExportDescription: begun } = await client.send(
      new ExportTableToPointInTimeCommand({ TableArn, S3Bucket: 'exchange', S3Prefix: 'mine', ...input }),
    );
    const { ExportDescription: done } = await client.send(new DescribeExportCommand({ ExportArn: begun?.ExportArn }));
    const summary = await jsonOf(done?.ExportManifest ?? '');
    const { dataFileS3Key } = await jsonOf(summary.manifestFilesS3Key);
    const lines = gunzipSync(await bytesOf(dataFileS3Key))
      .toString()
      .split('\n')
      .filter(Boolean);
    return { begun, done, lines: lines.map((line) => JSON.parse(line)) };
  }

  it('writes every item of a moment, and says where', async () => {
    await put('a');
    await target.cloud.clock.advance('1m');
    const moment = new Date(target.cloud.clock.now());
    await target.cloud.clock.advance('1m');
    await put('b');
    const now = await exported();
    const then = await exported({ ExportTime: moment });
    const { ExportSummaries } = await client.send(new ListExportsCommand({ TableArn }));

    expect([now.begun?.ExportStatus, now.done?.ExportStatus]).toEqual(['IN_PROGRESS', 'COMPLETED']);
    expect(now.done).toMatchObject({ ItemCount: 2, ExportFormat: 'DYNAMODB_JSON', S3Bucket: 'exchange' });
    expect(then.lines).toEqual([{ Item: { id: { S: 'a' } } }]);
    expect(now.lines).toHaveLength(2);
    expect(ExportSummaries).toHaveLength(2);
  });

  it('may hold what changed alone', async () => {
    await put('a');
    await target.cloud.clock.advance('1m');
    const ExportFromTime = new Date(target.cloud.clock.now());
    await target.cloud.clock.advance('1m');
    await put('b');
    const { lines } = await exported({
      ExportType: 'INCREMENTAL_EXPORT',
      IncrementalExportSpecification: { ExportFromTime, ExportToTime: new Date(target.cloud.clock.now()) },
    });

    expect(lines).toEqual([{ Metadata: expect.anything(), Keys: { id: { S: 'b' } }, NewImage: { id: { S: 'b' } } }]);
  });
});

describe('an import', () => {
  async function imported(body: string | Uint8Array, input: Partial<ImportTableCommandInput>) {
    await s3.send(new PutObjectCommand({ Bucket: 'exchange', Key: 'in/1', Body: body }));
    const { ImportTableDescription: begun } = await client.send(
      new ImportTableCommand({
        S3BucketSource: { S3Bucket: 'exchange', S3KeyPrefix: 'in/' },
        InputFormat: 'DYNAMODB_JSON',
        TableCreationParameters: table,
        ...input,
      }),
    );
    const { ImportTableDescription } = await client.send(new DescribeImportCommand({ ImportArn: begun?.ImportArn }));
    const { Items = [] } = await client.send(new ScanCommand({ TableName: 'orders' }));
    return {
      done: ImportTableDescription,
      items: Items.sort((a, b) => String(a.id?.S).localeCompare(String(b.id?.S))),
    };
  }

  it('makes a table of what was exported, and counts what cannot be read', async () => {
    const body = gzipSync('{"Item":{"id":{"S":"a"},"n":{"N":"1"}}}\nnonsense\n{"Item":{"n":{"N":"1"}}}\n');
    const { done, items } = await imported(body, { InputCompressionType: 'GZIP' });
    const { ImportSummaryList } = await client.send(new ListImportsCommand({}));

    expect(items).toEqual([{ id: { S: 'a' }, n: { N: '1' } }]);
    expect(done).toMatchObject({
      ImportStatus: 'COMPLETED',
      ProcessedItemCount: 3,
      ImportedItemCount: 1,
      ErrorCount: 2,
    });
    expect(ImportSummaryList).toEqual([expect.objectContaining({ ImportStatus: 'COMPLETED' })]);
  });

  it('reads CSV, keys by their types and all else as text', async () => {
    const { items } = await imported('id;note\na;"x;""y"""\nb;\n', {
      InputFormat: 'CSV',
      InputFormatOptions: { Csv: { Delimiter: ';' } },
    });

    expect(items).toEqual([{ id: { S: 'a' }, note: { S: 'x;"y"' } }, { id: { S: 'b' } }]);
  });
});
