import type { StreamSource } from './stream-source.ts';

const recordsMax = 1000;

/** The sequence number of the last record that each shard has now, by shard; without those that are empty. */
export async function latestPositions(source: StreamSource): Promise<ReadonlyMap<string, string>> {
  const latest = new Map<string, string>();
  for (const { id } of await source.shards()) {
    for (;;) {
      const after = latest.get(id);
      const { records } = await source.read(id, after === undefined ? 'oldest' : { after }, recordsMax);
      const last = records.at(-1);
      if (!last) break;
      latest.set(id, last.sequence);
    }
  }
  return latest;
}
