import type { JsonRecord } from '../../definition/json.ts';
import { csvItems, csvRows } from './csv-rows.ts';
import { type Item, readerFailed } from './items.ts';
import { bytesOf, objectItems, textOf } from './object-items.ts';
import type { Reading } from './reading.ts';

/** Items of all files that a manifest names: Athena's, or one of an S3 inventory. */
export async function* manifestItems(reading: Reading, parameters: JsonRecord): AsyncGenerator<Item> {
  const bytes = await bytesOf(reading.call, parameters);
  if (reading.config.ManifestType === 'ATHENA_DATA') yield* athenaItems(reading, bytes);
  else yield* inventoryItems(reading, bytes);
}

/** https://docs.aws.amazon.com/athena/latest/ug/querying-finding-output-files.html: one `s3://bucket/key` a line. */
async function* athenaItems(reading: Reading, bytes: Buffer): AsyncGenerator<Item> {
  for (const [uri = ''] of csvRows(textOf(bytes), ',')) {
    const [, Bucket, Key] = /^s3:\/\/([^/]+)\/(.+)$/i.exec(uri.trim()) ?? [];
    if (Bucket === undefined || Key === undefined) throw readerFailed(`The manifest names no object of S3: ${uri}`);
    yield* objectItems(reading, { Bucket, Key });
  }
}

interface Inventory {
  readonly destinationBucket?: string;
  readonly fileFormat?: string;
  /** `Bucket, Key, Size` */
  readonly fileSchema?: string;
  readonly files?: readonly { readonly key: string }[];
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-location.html */
async function* inventoryItems({ call }: Reading, bytes: Buffer): AsyncGenerator<Item> {
  const { destinationBucket = '', fileFormat, fileSchema = '', files } = readInventory(bytes);
  if (fileFormat !== 'CSV')
    throw readerFailed(`Inventory reports of the format ${fileFormat} are not supported: use CSV.`);
  const headers = fileSchema.split(',').map((name) => name.trim());
  const Bucket = destinationBucket.slice(destinationBucket.lastIndexOf(':') + 1);
  for (const { key: Key } of files ?? []) {
    const rows = csvItems(textOf(await bytesOf(call, { Bucket, Key })), { delimiter: ',', headers });
    for (const row of rows) yield { value: decoded(row), source: `S3://${Bucket}/${Key}` };
  }
}

function readInventory(bytes: Buffer): Inventory {
  try {
    return JSON.parse(bytes.toString()) as Inventory;
  } catch (error) {
    throw readerFailed(`The manifest is not a valid JSON document: ${(error as Error).message}`);
  }
}

/** Inventories tell keys as URLs do. */
function decoded(row: JsonRecord): JsonRecord {
  const { Key } = row;
  if (typeof Key !== 'string') return row;
  try {
    return { ...row, Key: decodeURIComponent(Key.replaceAll('+', ' ')) };
  } catch {
    return row;
  }
}
