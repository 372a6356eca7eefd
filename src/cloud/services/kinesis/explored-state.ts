import { parseJson } from '../../kernel/json.ts';
import type { ExploredState } from '../../service-kit/explored-state.ts';
import type { KinesisState, StoredRecord, Stream } from './state.ts';
import { streamNameIn } from './streams/find-stream.ts';

/** Streams, by the records that were put into them: JSON as such, anything else as text. */
export const kinesisExploredState: ExploredState<KinesisState> = {
  kind: 'stream',
  resourceTypes: ['AWS::Kinesis::Stream'],
  nameOf: (reference) => streamNameIn(reference) ?? reference,
  rows: (state) => [...state.streams.values()].map((stream) => ({ name: stream.name, rows: rowsOf(state, stream) })),
};

const rowsOf = (state: KinesisState, { name, shards }: Stream) =>
  shards.flatMap(({ index }) => [...state.records(name, index).values()].map(rowOf));

function rowOf({ partitionKey, data }: StoredRecord) {
  const text = Buffer.from(data).toString();
  return { partitionKey, data: parseJson(text) ?? text };
}
