import { describe, expect, it } from 'vitest';
import { Float } from '../float.ts';
import { legacyOf } from './legacy-template.ts';
import { legacyText } from './legacy-text.ts';
import { made } from './made-text.ts';
import { copyMap, deepCopy, insertionMap, legacyMap, madeMap, plainOf, setMade, updateMap } from './ordered-map.ts';

const keysFor = (...keys: string[]) => Object.keys(legacyMap(keys.map((key) => [key, 1])));

describe('a map in the order of Python 2', () => {
  it('lists its keys by their hashes, not as they were set', () => {
    expect(keysFor('swagger', 'info', 'paths')).toEqual(['info', 'paths', 'swagger']);
    expect(keysFor('get', 'post', 'put', 'delete', 'options')).toEqual(['put', 'post', 'delete', 'options', 'get']);
  });

  it('lists keys that collide as they were set', () => {
    expect(keysFor('a', 'i', 'q')).not.toEqual(keysFor('q', 'i', 'a'));
    expect(keysFor('a', 'i', 'q')).toEqual(['a', 'i', 'q']);
  });

  it('lists numbers among other keys, which plain objects do not', () => {
    expect(keysFor('default', '200', '404')).toEqual(['default', '200', '404']);
    expect(
      Object.keys(
        insertionMap([
          ['b', 1],
          ['1', 2],
          ['a', 3],
        ]),
      ),
    ).toEqual(['b', '1', 'a']);
  });

  it('is a map like any other', () => {
    const map = legacyMap([['a', 1]]);
    map.b = 2;
    delete map.a;

    expect('b' in map).toBe(true);
    expect(Object.hasOwn(map, 'a')).toBe(false);
    expect({ ...map }).toEqual({ b: 2 });
    expect(JSON.stringify(map)).toBe('{"b":2}');
  });

  it('keeps its kind when it is copied', () => {
    const map = legacyMap([
      ['swagger', { a: 1 }],
      ['info', [1]],
    ]);

    expect(Object.keys(copyMap(map))).toEqual(['info', 'swagger']);
    expect(Object.keys(deepCopy(map))).toEqual(['info', 'swagger']);
    expect(deepCopy(map).swagger).not.toBe(map.swagger);
  });
});

describe('the text of a definition, as Python 2 printed it', () => {
  it("tells the template's texts from those of the transform", () => {
    const map = legacyOf({ a: 'b', c: [1, true, null, "it's"] }) as Record<string, unknown>;
    setMade(map, 'type', made('apiKey'));
    updateMap(map, madeMap({ x: 'y' }));

    expect(legacyText(map)).toBe(`{u'a': u'b', 'x': 'y', u'c': [1, True, None, u"it's"], 'type': 'apiKey'}`);
    expect(plainOf(map)).toEqual({ a: 'b', c: [1, true, null, "it's"], type: 'apiKey', x: 'y' });
  });

  it('escapes all but ASCII', () => {
    expect(legacyText('é\n\\"ü€😀')).toBe(String.raw`u'\xe9\n\\"\xfc\u20ac\U0001f600'`);
    expect(legacyText(`'"`)).toBe(String.raw`u'\'"'`);
  });

  it('shows numbers that were written with a point as such', () => {
    expect(legacyText([new Float(2), 1, 1.5])).toBe('[2.0, 1, 1.5]');
  });

  it('keeps the mark that a key had first', () => {
    const map = legacyMap([['type', 1]]);
    setMade(map, 'type', 2);

    expect(legacyText(map)).toBe("{u'type': 2}");
  });
});
