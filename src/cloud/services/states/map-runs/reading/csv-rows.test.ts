import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvItems, csvRows } from './csv-rows.ts';

/** Text in pieces, cut anywhere: what belongs together may come apart. */
const pieces = (text: string, size: number): string[] => text.match(new RegExp(`[^]{1,${size}}`, 'gu')) ?? [];

const quoted = (field: string) => `"${field.replaceAll('\\', '\\\\').replaceAll('"', '""')}"`;

describe('rows of a CSV file', () => {
  it('are what was written, wherever the text is cut into pieces', () => {
    const rows = fc.array(fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 4 }), { maxLength: 5 });
    fc.assert(
      fc.property(
        rows,
        fc.integer({ min: 1, max: 7 }),
        fc.constantFrom(',', '|', ';', '\t'),
        (written, size, delimiter) => {
          const text = written.map((row) => row.map(quoted).join(delimiter)).join('\n');

          expect([...csvRows(pieces(text, size), delimiter)]).toEqual(written);
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each([
    ['a backslash keeps a delimiter, a quotation mark and itself', 'a\\,b,c\\"d,e\\\\f', ['a,b', 'c"d', 'e\\f']],
    ['a backslash ahead of anything else goes', 'a\\b', ['ab']],
    ['a field may be empty', ',a,', ['', 'a', '']],
    ['lines may end as those of Windows', 'a,b\r\n', ['a', 'b']],
    ['quotation marks within a field are its own', 'a"b"c', ['a"b"c']],
  ])('%s', (_title, text, row) => {
    expect([...csvRows([text], ',')]).toEqual([row]);
  });

  it('a header that is too long is refused', () => {
    const items = () => [...csvItems(['x'.repeat(10_241), '\n1\n'], { delimiter: ',' })];

    expect(items).toThrow(expect.objectContaining({ error: 'States.ItemReaderFailed' }));
  });
});
