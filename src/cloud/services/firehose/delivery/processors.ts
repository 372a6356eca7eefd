import { gunzipSync } from 'node:zlib';
import type { ExtendedS3DestinationConfiguration, Processor } from '@aws-sdk/client-firehose';
import { UnsupportedError } from '../../../kernel/errors.ts';
import { isJsonObject, parseJsonObject } from '../../../kernel/json.ts';
import { invalidArgument } from '../errors.ts';

/** A record on its way. */
export interface PassingRecord {
  readonly id: string;
  readonly arrivedMs: number;
  readonly data: Uint8Array;
  readonly partitionKeys?: Readonly<Record<string, string>>;
}

/** A record that could not be processed, and why. */
export interface FailedRecord extends PassingRecord {
  readonly code: string;
  readonly text: string;
  readonly attempts: number;
  readonly lambdaArn?: string;
}

/** What processors leave of records. */
export interface Processed {
  readonly records: readonly PassingRecord[];
  readonly failed: readonly FailedRecord[];
}

const emulated: readonly (string | undefined)[] = [
  'Lambda',
  'AppendDelimiterToRecord',
  'MetadataExtraction',
  'Decompression',
  'CloudWatchLogProcessing',
];

/** The processors of a destination, where they are switched on. */
export const processorsOf = ({ ProcessingConfiguration }: ExtendedS3DestinationConfiguration): readonly Processor[] =>
  ProcessingConfiguration?.Enabled === false ? [] : (ProcessingConfiguration?.Processors ?? []);

export const parameterOf = ({ Parameters = [] }: Processor, name: string): string | undefined =>
  Parameters.find(({ ParameterName }) => ParameterName === name)?.ParameterValue;

/** Throws InvalidArgumentException; refuses by name the processors and queries that are not emulated. */
export function assertProcessors(destination: ExtendedS3DestinationConfiguration): void {
  for (const processor of processorsOf(destination)) {
    if (!emulated.includes(processor.Type))
      throw new UnsupportedError(`Firehose processors of the type ${processor.Type}`);
    if (processor.Type === 'Lambda' && parameterOf(processor, 'LambdaArn') === undefined) {
      throw invalidArgument('LambdaArn is required for Lambda processor');
    }
    if (processor.Type === 'MetadataExtraction') pathsOf(processor);
  }
}

/** What each kind does to one record; throws where it cannot. Functions are asked elsewhere: they take many. */
export const processing: Readonly<Record<string, (record: PassingRecord, processor: Processor) => PassingRecord>> = {
  AppendDelimiterToRecord: (record, processor) => {
    const delimiter = (parameterOf(processor, 'Delimiter') ?? '\\n').replaceAll('\\n', '\n').replaceAll('\\t', '\t');
    return { ...record, data: Buffer.concat([record.data, Buffer.from(delimiter)]) };
  },
  Decompression: (record) => ({ ...record, data: gunzipSync(record.data) }),
  CloudWatchLogProcessing: (record) => ({ ...record, data: Buffer.from(messagesIn(textOf(record))) }),
  MetadataExtraction: (record, processor) => {
    const value = parseJsonObject(textOf(record));
    if (!value) throw new Error('Non JSON record provided');
    const keys = Object.entries(pathsOf(processor)).map(([name, path]) => [name, keyAt(value, path)]);
    return { ...record, partitionKeys: { ...record.partitionKeys, ...Object.fromEntries(keys) } };
  },
};

const textOf = ({ data }: PassingRecord): string => Buffer.from(data).toString('utf8');

/** What subscription filters send, as its messages, a line each. */
function messagesIn(text: string): string {
  const events = parseJsonObject(text)?.logEvents;
  const messages = Array.isArray(events) ? events.filter(isJsonObject).map(({ message }) => String(message)) : [];
  return messages.map((message) => `${message}\n`).join('');
}

/** `{customer: .customer.id}` → names and paths. Of jq there are paths alone. */
function pathsOf(processor: Processor): Readonly<Record<string, readonly string[]>> {
  const query = parameterOf(processor, 'MetadataExtractionQuery') ?? '';
  const body = /^\s*\{(.*)\}\s*$/s.exec(query)?.[1];
  const paths = body?.split(',').map((part) => /^\s*"?([\w-]+)"?\s*:\s*((?:\.[A-Za-z_]\w*)+)\s*$/.exec(part));
  if (!paths) throw new UnsupportedError(`the Firehose query ${query}`);
  return Object.fromEntries(
    paths.map((match) => {
      if (!match) throw new UnsupportedError(`the Firehose query ${query}`);
      const [, name = '', path = ''] = match;
      return [name, path.slice(1).split('.')];
    }),
  );
}

function keyAt(value: unknown, path: readonly string[]): string {
  const found = path.reduce<unknown>(
    (at, name) => (isJsonObject(at) && Object.hasOwn(at, name) ? at[name] : undefined),
    value,
  );
  if (found === undefined || found === null || found === '' || typeof found === 'object') {
    throw new Error('partitionKeys values must not be null or empty');
  }
  return String(found);
}
