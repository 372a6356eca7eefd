import type { JsonRecord } from '../../definition/json.ts';
import { readerFailed } from './items.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/example-csv-parse-dist-map.html */
interface Csv {
  readonly delimiter: string;
  /** Undefined where they are in the first row. */
  readonly headers?: readonly string[] | undefined;
}

const delimiters: Readonly<Record<string, string>> = {
  COMMA: ',',
  PIPE: '|',
  SEMICOLON: ';',
  SPACE: ' ',
  TAB: '\t',
};

export const delimiterOf = (name: unknown): string => delimiters[String(name ?? 'COMMA')] ?? ',';

/** AWS: the header may have 10 KiB. */
const headerBytesMax = 10 * 1024;

/** Each row by the names of its columns: what is missing is empty, what is too much is left out. */
export function* csvItems(text: Iterable<string>, { delimiter, headers }: Csv): Generator<JsonRecord> {
  let names = headers;
  for (const row of csvRows(text, delimiter)) {
    if (names) {
      yield Object.fromEntries(names.map((name, index) => [name, row[index] ?? '']));
    } else {
      names = row;
      if (Buffer.byteLength(names.join(delimiter)) > headerBytesMax) {
        throw readerFailed('The CSV header exceeds the maximum size of 10 KiB.');
      }
    }
  }
}

/** Fields of the rows; rows without anything in them are left out. */
export function* csvRows(text: Iterable<string>, delimiter: string): Generator<string[]> {
  let row: string[] = [];
  let field = '';
  let isQuoted = false;
  /** A quotation mark within quotes: it ends them, or the next one makes it a character. */
  let isAfterQuote = false;
  let isEscaped = false;
  const isBlank = () => row.length === 0 && field === '' && !isAfterQuote;
  for (const piece of text) {
    for (const character of piece) {
      if (isEscaped) {
        isEscaped = false;
        field += character;
      } else if (character === '\\') {
        isEscaped = true;
      } else if (isQuoted && !isAfterQuote) {
        if (character === '"') isAfterQuote = true;
        else field += character;
      } else if (isAfterQuote && character === '"') {
        isAfterQuote = false;
        field += character;
      } else if (character === '"' && field === '' && !isQuoted) {
        isQuoted = true;
      } else if (character === delimiter) {
        row.push(field);
        field = '';
        isQuoted = false;
        isAfterQuote = false;
      } else if (character === '\n') {
        if (!isBlank()) yield [...row, field];
        row = [];
        field = '';
        isQuoted = false;
        isAfterQuote = false;
      } else if (character !== '\r') {
        field += character;
      }
    }
  }
  if (isQuoted && !isAfterQuote) throw readerFailed('The CSV file ends within a quoted field.');
  if (!isBlank()) yield [...row, field];
}
