import fc from 'fast-check';
import { expect, test } from 'vitest';
import { World } from '../../../kernel/world.ts';
import { openS3State, type S3State, type StoredObject } from '../state.ts';
import { type Listed, listObjects } from './listing.ts';
import { sortKey } from './versions.ts';

/** Keys of few characters, so that prefixes and delimiters meet; among them a byte that sorts above ASCII. */
const keyText = fc.string({ unit: fc.constantFrom('a', 'b', '/', 'é', '\0'), minLength: 1, maxLength: 5 });

function fill(keys: readonly string[]): S3State {
  const state = openS3State(new World().scope('s3', '000000000000', 'global'));
  for (const key of keys) state.current('b').set(sortKey(key), { key } as StoredObject);
  return state;
}

const show = (entry: Listed): string => `${entry.kind} ${entry.name}`;

/** The whole listing in the plainest way. */
function expected(keys: readonly string[], prefix: string, delimiter: string): string[] {
  const sorted = [...new Set(keys)].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const shown = sorted.flatMap((key) => {
    if (!key.startsWith(prefix)) return [];
    const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    return [end < 0 ? `object ${key}` : `prefix ${key.slice(0, end + delimiter.length)}`];
  });
  return [...new Set(shown)];
}

test('pages of any size put together are the whole listing', () => {
  const anyListing = fc.record({
    keys: fc.array(keyText, { maxLength: 20 }),
    prefix: fc.oneof(fc.constant(''), keyText),
    delimiter: fc.constantFrom('', '/', 'a', 'b/'),
    limit: fc.integer({ min: 1, max: 5 }),
  });

  fc.assert(
    fc.property(anyListing, ({ keys, prefix, delimiter, limit }) => {
      const state = fill(keys);
      const seen: string[] = [];
      let after = '';
      for (;;) {
        const { entries, isTruncated } = listObjects(state, 'b', { prefix, delimiter, after, limit });
        seen.push(...entries.map(show));
        if (!isTruncated) break;
        expect(entries).toHaveLength(limit);
        after = entries.at(-1)?.name ?? '';
      }

      expect(seen).toEqual(expected(keys, prefix, delimiter));
    }),
  );
});
