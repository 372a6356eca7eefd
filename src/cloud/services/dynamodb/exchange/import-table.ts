import { gunzipSync } from 'node:zlib';
import type {
  CreateTableCommandInput,
  DescribeImportCommandInput,
  ImportTableCommandInput,
  ListImportsCommandInput,
} from '@aws-sdk/client-dynamodb';
import { AwsError, raise, UnsupportedError } from '../../../kernel/errors.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import { perform, planPut } from '../engine/write-item.ts';
import { importNotFound } from '../errors/exchange-errors.ts';
import type { DynamoState, Table } from '../state.ts';
import { checkNamed } from '../tables/check-input.ts';
import { seconds } from '../tables/describe-table.ts';
import { readPut } from '../validation/write-requests.ts';
import { type AttributeValue, type Item, own } from '../values/attribute-value.ts';
import { exchangesOf } from './export-table.ts';
import { readCsv } from './read-csv.ts';
import { describeImportShape, importShape } from './shapes.ts';

interface Counts {
  processed: number;
  imported: number;
  errors: number;
  bytes: number;
}

/**
 * Makes a table from files in a bucket, at once; the answer says IN_PROGRESS. What cannot be read or written is counted and
 * left out, as at AWS. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataImport.HowItWorks.html
 */
export const importTable: Operation<ImportTableCommandInput, object, DynamoState> = async (state, input, context) => {
  checkNamed(input, importShape);
  if (input.InputFormat === 'ION') throw new UnsupportedError('DynamoDB imports from Amazon Ion');
  if (input.InputCompressionType === 'ZSTD') throw new UnsupportedError('DynamoDB imports of Zstandard files');
  const startMs = context.clock.now();
  const parameters = input.TableCreationParameters as CreateTableCommandInput;
  const files = await readFiles(input, context);
  await context.call('dynamodb', 'CreateTable', parameters);
  const table = state.tables.get(parameters.TableName ?? '') ?? raise(importNotFound(parameters.TableName ?? ''));
  const counts: Counts = { processed: 0, imported: 0, errors: 0, bytes: 0 };
  for (const file of files) importFile(state, table, file, { input, context, counts });
  const arn = `${table.arn}/import/${String(startMs).padStart(14, '0')}-${context.random.hex(8)}`;
  const begun = {
    ImportArn: arn,
    TableArn: table.arn,
    TableId: table.id,
    S3BucketSource: input.S3BucketSource,
    InputFormat: input.InputFormat,
    InputCompressionType: input.InputCompressionType ?? 'NONE',
    ...(input.InputFormatOptions && { InputFormatOptions: input.InputFormatOptions }),
    TableCreationParameters: parameters,
    StartTime: seconds(startMs),
    ...(input.ClientToken !== undefined && { ClientToken: input.ClientToken }),
  };
  const description = {
    ...begun,
    ImportStatus: 'COMPLETED',
    ErrorCount: counts.errors,
    EndTime: seconds(context.clock.now()),
    ProcessedSizeBytes: counts.bytes,
    ProcessedItemCount: counts.processed,
    ImportedItemCount: counts.imported,
  };
  state.imports.set(arn, { arn, tableArn: table.arn, description });
  return { ImportTableDescription: { ...begun, ImportStatus: 'IN_PROGRESS' } };
};

async function readFiles(
  { S3BucketSource, InputCompressionType }: ImportTableCommandInput,
  context: Context,
): Promise<string[]> {
  const { S3Bucket: Bucket, S3KeyPrefix: Prefix } = S3BucketSource ?? {};
  const files: string[] = [];
  let ContinuationToken: string | undefined;
  do {
    const page: { Contents?: readonly { Key: string }[]; NextContinuationToken?: string } = await context.call(
      's3',
      'ListObjectsV2',
      {
        Bucket,
        ...(Prefix !== undefined && { Prefix }),
        ...(ContinuationToken !== undefined && { ContinuationToken }),
      },
    );
    for (const { Key } of page.Contents ?? []) {
      const { Body } = await context.call<{ readonly Body: Uint8Array }>('s3', 'GetObject', { Bucket, Key });
      const bytes = InputCompressionType === 'GZIP' ? gunzipSync(Body) : Body;
      files.push(Buffer.from(bytes).toString('utf8'));
    }
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined);
  return files;
}

interface Importing {
  readonly input: ImportTableCommandInput;
  readonly context: Context;
  readonly counts: Counts;
}

function importFile(state: DynamoState, table: Table, text: string, { input, context, counts }: Importing): void {
  counts.bytes += Buffer.byteLength(text);
  for (const item of input.InputFormat === 'CSV' ? rowsOf(table, text, input) : linesOf(text)) {
    counts.processed += 1;
    try {
      if (!item) throw new AwsError('ValidationException', 'The line is no item');
      perform(state, planPut(table, readPut({ Item: item })), context);
      counts.imported += 1;
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      counts.errors += 1;
    }
  }
}

/** `{"Item": {…}}` a line; undefined for what is none. */
function* linesOf(text: string): Generator<Item | undefined> {
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    try {
      yield (JSON.parse(line) as { readonly Item?: Item }).Item;
    } catch {
      yield undefined;
    }
  }
}

/** Keys have their types, all else is text. */
function* rowsOf(
  table: Table,
  text: string,
  { InputFormatOptions }: ImportTableCommandInput,
): Generator<Item | undefined> {
  const { Delimiter = ',', HeaderList } = InputFormatOptions?.Csv ?? {};
  const [first = [], ...rest] = readCsv(text, Delimiter);
  const names = HeaderList ?? first;
  const types = Object.fromEntries(table.attributes.map(({ name, type }) => [name, type]));
  for (const row of HeaderList ? [first, ...rest] : rest) {
    const members = names.flatMap((name, index): [string, AttributeValue][] => {
      const value = row[index];
      if (value === undefined || value === '') return [];
      return [[name, { [own(types, name) ?? 'S']: value } as AttributeValue]];
    });
    yield Object.fromEntries(members);
  }
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeImport.html */
export const describeImport: Operation<DescribeImportCommandInput, object, DynamoState> = (state, input) => {
  checkNamed(input, describeImportShape);
  const arn = input.ImportArn ?? '';
  return { ImportTableDescription: (state.imports.get(arn) ?? raise(importNotFound(arn))).description };
};

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListImports.html */
export const listImports: Operation<ListImportsCommandInput, object, DynamoState> = (state, input) => {
  checkNamed(input, { PageSize: { min: 1, max: 25 } });
  const { items, next } = exchangesOf(state.imports.values(), input.TableArn, input.PageSize, input.NextToken);
  return {
    ImportSummaryList: items.map(({ description }) => {
      const { ImportArn, ImportStatus, TableArn, S3BucketSource, InputFormat, StartTime, EndTime } = description;
      return { ImportArn, ImportStatus, TableArn, S3BucketSource, InputFormat, StartTime, EndTime };
    }),
    ...(next !== undefined && { NextToken: next }),
  };
};
