import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StatesError } from '../../states-error.ts';
import { jsonItems } from './json-items.ts';

const valuesOf = (text: string, pointer?: string) =>
  [...jsonItems(Buffer.from(text), pointer)].map(({ value }) => value);

const indents = fc.constantFrom(undefined, 1, '\t');

describe('items of a JSON document', () => {
  it('are those of its array, however it is written', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue({ maxDepth: 4 })), indents, (array, indent) => {
        const text = JSON.stringify(array, null, indent);

        expect(valuesOf(text)).toEqual(JSON.parse(text));
      }),
      { numRuns: 500 },
    );
  });

  it('are found by a pointer, whatever stands around them', () => {
    const names = fc.string().filter((name) => name !== '__proto__');
    fc.assert(
      fc.property(
        fc.dictionary(names, fc.jsonValue({ maxDepth: 3 })),
        names,
        fc.array(fc.jsonValue({ maxDepth: 2 })),
        (around, name, array) => {
          const text = JSON.stringify({ ...around, [name]: array, '~/last': 1 });
          const pointer = `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;

          if (name !== '~/last') expect(valuesOf(text, pointer)).toEqual(JSON.parse(JSON.stringify(array)));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('of a document that is broken anywhere end in States.ItemReaderFailed, as its parser would refuse it', () => {
    const broken = fc.tuple(
      fc.array(fc.jsonValue({ maxDepth: 3 })),
      fc.nat(),
      fc.constantFrom('', ',', ']', '"', '}', '{'),
    );
    fc.assert(
      fc.property(broken, ([array, at, put]) => {
        const whole = JSON.stringify(array);
        const text = `${whole.slice(0, at % whole.length)}${put}${whole.slice((at % whole.length) + 1)}`;
        const isValid = isArray(text);
        const read = () => valuesOf(text);

        if (isValid) expect(read()).toEqual(JSON.parse(text));
        else expect(read).toThrow(StatesError);
      }),
      { numRuns: Number(process.env.SQUALL_BROKEN_DOCUMENTS ?? 2000) },
    );
  });

  it('that are nested without end are read in bounded time', () => {
    expect(() => valuesOf('['.repeat(200_000))).toThrow(StatesError);
  });
});

function isArray(text: string): boolean {
  try {
    return Array.isArray(JSON.parse(text));
  } catch {
    return false;
  }
}
