import type { Json, JsonRecord } from '../definition/json.ts';
import type { MapState } from '../definition/states.ts';
import type { Frame } from '../execution/frame.ts';
import type { Turn } from '../execution/turn.ts';
import type { Environment } from '../expressions/environment.ts';
import { effectiveInput, fillTemplate } from '../expressions/io.ts';
import { scalar } from '../expressions/scalars.ts';
import { StatesError } from '../states-error.ts';
import type { Batches, MapRun, ResultWriter, S3Source, Tolerated } from './map-run.ts';

type Planned = Pick<MapRun, 'source' | 'batches' | 'writer' | 'maxConcurrency' | 'tolerated'>;

/** What a map run is to do, with all expressions of its state evaluated but those of each item. */
export async function planOf(
  state: MapState,
  frame: Frame,
  turn: Turn,
): Promise<Planned & { readonly items?: readonly Json[] }> {
  const environment = turn.environment(frame);
  const input = await effectiveInput(state, environment);
  const inside = { ...environment, input };
  const batches = state.ItemBatcher && (await batchesOf(state.ItemBatcher, inside));
  const writer = state.ResultWriter && (await writerOf(state.ResultWriter, inside));
  const planned = {
    ...(batches && { batches }),
    ...(writer && { writer }),
    maxConcurrency: (await wholeNumber({ ...state }, 'MaxConcurrency', inside)) ?? 0,
    tolerated: await toleratedOf(state, inside),
  };
  if (state.ItemReader) return { ...planned, source: await readerOf(state.ItemReader, inside) };
  const items = itemsOf(await itemsIn(state, inside));
  return { ...planned, source: { from: 'state', total: items.length }, items };
}

async function itemsIn(state: MapState, environment: Environment): Promise<Json> {
  if (state.Items !== undefined) return fillTemplate(state.Items, environment, 'Items', environment.input);
  if (state.ItemsPath === undefined) return environment.input;
  return (await scalar({ path: state.ItemsPath, field: 'Items' }, environment)) ?? null;
}

async function readerOf(reader: JsonRecord, environment: Environment): Promise<S3Source> {
  const config = (reader.ReaderConfig ?? {}) as JsonRecord;
  const parameters = await parametersOf(reader, environment);
  const maxItems = await wholeNumber(config, 'MaxItems', environment);
  const action = String(reader.Resource).split(':').at(-1) ?? '';
  return { from: 's3', action, parameters, config, ...(maxItems !== undefined && { maxItems }) };
}

async function batchesOf(batcher: JsonRecord, environment: Environment): Promise<Batches> {
  const items = await wholeNumber(batcher, 'MaxItemsPerBatch', environment);
  const bytes = await wholeNumber(batcher, 'MaxInputBytesPerBatch', environment);
  const { BatchInput } = batcher;
  const input = BatchInput === undefined ? undefined : await fillTemplate(BatchInput, environment, 'BatchInput', null);
  return {
    ...(items !== undefined && { items }),
    ...(bytes !== undefined && { bytes }),
    ...(input !== undefined && { input }),
  };
}

async function writerOf(writer: JsonRecord, environment: Environment): Promise<ResultWriter> {
  const { Transformation, OutputType } = (writer.WriterConfig ?? {}) as JsonRecord;
  const isStored = writer.Resource !== undefined;
  const { Bucket, Prefix } = isStored ? await parametersOf(writer, environment) : {};
  return {
    ...(isStored && { bucket: String(Bucket) }),
    ...(typeof Prefix === 'string' && { prefix: Prefix }),
    transformation: (Transformation ?? (isStored ? 'NONE' : 'COMPACT')) as ResultWriter['transformation'],
    lines: OutputType === 'JSONL',
  };
}

async function parametersOf(fields: JsonRecord, environment: Environment): Promise<JsonRecord> {
  const field = environment.language === 'JSONata' ? 'Arguments' : 'Parameters';
  return (await fillTemplate(fields[field], environment, field, {})) as JsonRecord;
}

async function toleratedOf(state: MapState, environment: Environment): Promise<Tolerated> {
  const fields = { ...state };
  const count = await wholeNumber(fields, 'ToleratedFailureCount', environment);
  const percentage = await numberIn(fields, 'ToleratedFailurePercentage', environment);
  if (percentage !== undefined && percentage > 100) throw outOfRange('ToleratedFailurePercentage', percentage);
  return { ...(count !== undefined && { count }), ...(percentage !== undefined && { percentage }) };
}

type Fields = Readonly<Record<string, unknown>>;

async function wholeNumber(fields: Fields, field: string, environment: Environment): Promise<number | undefined> {
  const value = await numberIn(fields, field, environment);
  if (value !== undefined && !Number.isInteger(value)) throw outOfRange(field, value);
  return value;
}

/** A field that is given as it is, or by a path beside it: `MaxItemsPath`. */
async function numberIn(fields: Fields, field: string, environment: Environment): Promise<number | undefined> {
  const path = fields[`${field}Path`] as string | undefined;
  const value = await scalar({ value: fields[field] as Json | undefined, path, field }, environment);
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || value < 0) throw outOfRange(field, value);
  return value;
}

const outOfRange = (field: string, value: Json): StatesError =>
  new StatesError(
    'States.Runtime',
    `The value of '${field}' must be a non-negative number, but is ${JSON.stringify(value)}`,
  );

/** Items of a state's input: those of an array, and the members of an object. */
export function itemsOf(value: Json): readonly Json[] {
  if (Array.isArray(value)) return value as readonly Json[];
  if (value !== null && typeof value === 'object') {
    return Object.entries(value).map(([Key, Value]) => ({ Key, Value }) as Json);
  }
  throw new StatesError('States.Runtime', 'Attempting to map over non-iterable node.');
}
