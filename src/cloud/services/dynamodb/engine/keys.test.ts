import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AttributeValue } from '../values/attribute-value.ts';
import { compareNumbers, formatDecimal, parseDecimal, problemOf } from '../values/number.ts';
import { encodeKeyPrefix, encodeKeyValue, hashOf, hashValues } from './keys.ts';

const signOfKeys = (a: AttributeValue, b: AttributeValue): number => {
  const left = encodeKeyValue(a);
  const right = encodeKeyValue(b);
  return left < right ? -1 : left > right ? 1 : 0;
};

const texts = fc.string({ unit: 'binary', maxLength: 12 });
const bytes = fc.uint8Array({ maxLength: 12 });

const numbers = fc
  .tuple(fc.bigInt({ min: -(10n ** 38n) + 1n, max: 10n ** 38n - 1n }), fc.integer({ min: -130, max: 90 }))
  .map(([whole, power]) => parseDecimal(`${whole}e${power}`))
  .filter((decimal) => decimal !== undefined && problemOf(decimal) === undefined)
  .map((decimal) => formatDecimal(decimal ?? { negative: false, digits: '', exponent: 0 }));

describe('encoded keys', () => {
  it('order texts by their UTF-8 bytes', () => {
    fc.assert(
      fc.property(texts, texts, (a, b) => {
        const expected = Buffer.compare(Buffer.from(a, 'utf8'), Buffer.from(b, 'utf8'));

        expect(signOfKeys({ S: a }, { S: b })).toBe(expected);
      }),
    );
  });

  it('order characters beyond the basic plane behind all others, where UTF-16 does not', () => {
    expect(signOfKeys({ S: '\u{1f600}' }, { S: '\uffee' })).toBe(1);
  });

  it('order binary values by their bytes', () => {
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        const base64 = (value: Uint8Array) => Buffer.from(value).toString('base64');

        expect(signOfKeys({ B: base64(a) }, { B: base64(b) })).toBe(Buffer.compare(a, b));
      }),
    );
  });

  it('order numbers by value', () => {
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        expect(signOfKeys({ N: a }, { N: b })).toBe(Math.sign(compareNumbers(a, b)));
      }),
    );
  });

  it('order numbers of every sign and size', () => {
    const ascending = [
      '-1e125',
      '-100',
      '-99.9',
      '-1.2',
      '-1',
      '-0.001',
      '-1e-130',
      '0',
      '1e-130',
      '0.1',
      '1',
      '1.2',
      '9',
      '10',
      '1e125',
    ];
    const encoded = ascending.map((text) => encodeKeyValue({ N: formatDecimal(parseDecimal(text) ?? fail(text)) }));

    expect([...encoded].sort((a, b) => (a < b ? -1 : 1))).toEqual(encoded);
  });

  it('end where the value ends: no encoding is the beginning of another', () => {
    fc.assert(
      fc.property(texts, texts, (a, b) => {
        fc.pre(a !== b);

        expect(encodeKeyValue({ S: a }).startsWith(encodeKeyValue({ S: b }))).toBe(false);
      }),
    );
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        fc.pre(a !== b);

        expect(encodeKeyValue({ N: a }).startsWith(encodeKeyValue({ N: b }))).toBe(false);
      }),
    );
  });

  it('begin as all do whose text begins so', () => {
    fc.assert(
      fc.property(texts, texts, (begin, rest) => {
        expect(encodeKeyValue({ S: begin + rest }).startsWith(encodeKeyPrefix({ S: begin }))).toBe(true);
      }),
    );
  });

  it('spread partitions evenly over the hashes', () => {
    const quarters = [0, 0, 0, 0];
    for (let index = 0; index < 4000; index += 1) {
      const quarter = Math.floor((hashOf(encodeKeyValue({ S: `user-${index}` })) / hashValues) * 4);
      quarters[quarter] = (quarters[quarter] ?? 0) + 1;
    }

    for (const count of quarters) expect(count).toBeGreaterThan(850);
  });
});

function fail(text: string): never {
  throw new Error(`${text} is not a number`);
}
