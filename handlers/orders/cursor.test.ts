import { describe, expect, it } from 'vitest';
import { decodeCursor, encodeCursor } from './cursor.ts';

const cursor = { key: { orderId: 'ord_1', kind: 'order' }, status: 'CONFIRMED' };
const invalid = expect.objectContaining({ status: 400, type: 'invalid-cursor' });

describe('a cursor', () => {
  it('comes back as it went', () => {
    expect(decodeCursor(encodeCursor(cursor, 'secret'), 'secret', 'CONFIRMED')).toEqual(cursor);
  });

  it('is refused when any character of it was changed', () => {
    const text = encodeCursor(cursor, 'secret');

    for (let index = 0; index < text.length; index += 1) {
      const changed = text.slice(0, index) + (text[index] === 'A' ? 'B' : 'A') + text.slice(index + 1);
      // The last character of a signature carries bits that are not part of it.
      if (
        Buffer.from(changed.split('.')[1] ?? '', 'base64url').equals(Buffer.from(text.split('.')[1] ?? '', 'base64url'))
      ) {
        if (changed.split('.')[0] === text.split('.')[0]) continue;
      }
      expect(() => decodeCursor(changed, 'secret', 'CONFIRMED'), changed).toThrow(invalid);
    }
  });

  it('is refused with another secret or for another list', () => {
    const text = encodeCursor(cursor, 'secret');

    expect(() => decodeCursor(text, 'other', 'CONFIRMED')).toThrow(invalid);
    expect(() => decodeCursor(text, 'secret', undefined)).toThrow(invalid);
  });
});
