import { gunzipSync } from 'node:zlib';
import type { Json, JsonRecord } from '../../definition/json.ts';
import { csvItems, delimiterOf } from './csv-rows.ts';
import { type Item, readerFailed } from './items.ts';
import { jsonItems } from './json-items.ts';
import type { Reading } from './reading.ts';

/** The items in one object, by its InputType. Objects without one are JSON. */
export async function* objectItems({ call, config }: Reading, parameters: JsonRecord): AsyncGenerator<Item> {
  const { InputType = 'JSON' } = config;
  if (InputType === 'PARQUET') throw readerFailed('Readers of PARQUET are not supported here: use CSV, JSON or JSONL.');
  const bytes = await bytesOf(call, parameters);
  const source = `S3://${String(parameters.Bucket)}/${String(parameters.Key)}`;
  for (const { key, value } of valuesOf(bytes, String(InputType), config)) {
    yield { value, source, ...(key !== undefined && { key }) };
  }
}

/** The bytes of an object, unpacked where they are packed. */
export async function bytesOf(call: Reading['call'], parameters: JsonRecord): Promise<Buffer> {
  const { Body } = await call<{ readonly Body: Uint8Array }>('GetObject', parameters);
  const bytes = Buffer.from(Body.buffer, Body.byteOffset, Body.byteLength);
  try {
    return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
  } catch (error) {
    throw readerFailed(`The object ${String(parameters.Key)} could not be unpacked: ${(error as Error).message}`);
  }
}

/** The items that stand in the bytes of an object. */
export function* valuesOf(
  bytes: Buffer,
  inputType: string,
  config: JsonRecord,
): Generator<{ readonly value: Json; readonly key?: string }> {
  if (inputType === 'CSV') {
    const headers = config.CSVHeaderLocation === 'GIVEN' ? (config.CSVHeaders as readonly string[]) : undefined;
    for (const value of csvItems(textOf(bytes), { delimiter: delimiterOf(config.CSVDelimiter), headers })) {
      yield { value };
    }
  } else if (inputType === 'JSONL') {
    for (const value of lineItems(bytes)) yield { value };
  } else {
    yield* jsonItems(bytes, config.ItemsPointer as string | undefined);
  }
}

/** A value a line; empty lines are none. */
function* lineItems(bytes: Buffer): Generator<Json> {
  let number = 0;
  for (let start = 0; start < bytes.length; ) {
    const found = bytes.indexOf(10, start);
    const end = found < 0 ? bytes.length : found;
    const line = bytes.toString('utf8', start, end).trim();
    start = end + 1;
    number += 1;
    if (line === '') continue;
    try {
      yield JSON.parse(line) as Json;
    } catch (error) {
      throw readerFailed(`Line ${number} is not valid JSON: ${(error as Error).message}`);
    }
  }
}

const pieceBytes = 64 * 1024;

/** Text in pieces, so that there is never all of it beside the bytes. */
export function* textOf(bytes: Buffer): Generator<string> {
  const decoder = new TextDecoder();
  for (let start = 0; start < bytes.length; start += pieceBytes) {
    yield decoder.decode(bytes.subarray(start, start + pieceBytes), { stream: true });
  }
  yield decoder.decode();
}
