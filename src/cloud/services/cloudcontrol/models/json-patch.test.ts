import { describe, expect, it } from 'vitest';
import { applyPatch } from './json-patch.ts';

const patched = (model: Record<string, unknown>, ...operations: readonly object[]) =>
  applyPatch(model, JSON.stringify(operations));

describe('applyPatch, by the examples of RFC 6902', () => {
  it.each([
    [{ foo: 'bar' }, [{ op: 'add', path: '/baz', value: 'qux' }], { foo: 'bar', baz: 'qux' }],
    [{ foo: ['bar', 'baz'] }, [{ op: 'add', path: '/foo/1', value: 'qux' }], { foo: ['bar', 'qux', 'baz'] }],
    [{ foo: ['bar'] }, [{ op: 'add', path: '/foo/-', value: ['abc'] }], { foo: ['bar', ['abc']] }],
    [{ baz: 'qux', foo: 'bar' }, [{ op: 'remove', path: '/baz' }], { foo: 'bar' }],
    [{ foo: ['bar', 'qux', 'baz'] }, [{ op: 'remove', path: '/foo/1' }], { foo: ['bar', 'baz'] }],
    [{ baz: 'qux', foo: 'bar' }, [{ op: 'replace', path: '/baz', value: 'boo' }], { baz: 'boo', foo: 'bar' }],
    [
      { foo: { bar: 'baz', waldo: 'fred' }, qux: { corge: 'grault' } },
      [{ op: 'move', from: '/foo/waldo', path: '/qux/thud' }],
      { foo: { bar: 'baz' }, qux: { corge: 'grault', thud: 'fred' } },
    ],
    [{ foo: ['all', 'cows'] }, [{ op: 'move', from: '/foo/0', path: '/foo/1' }], { foo: ['cows', 'all'] }],
    [{ a: { b: 1 } }, [{ op: 'copy', from: '/a', path: '/c' }], { a: { b: 1 }, c: { b: 1 } }],
    [{ baz: 'qux' }, [{ op: 'test', path: '/baz', value: 'qux' }], { baz: 'qux' }],
    [{ '/': 9, '~1': 10 }, [{ op: 'replace', path: '/~01', value: 11 }], { '/': 9, '~1': 11 }],
    [{ foo: null }, [{ op: 'add', path: '', value: { all: 'new' } }], { all: 'new' }],
  ])('%j with %j', (model, operations, expected) => {
    expect(patched(model, ...operations)).toEqual(expected);
  });

  it.each([
    [{ baz: 'qux' }, { op: 'test', path: '/baz', value: 'bar' }, 'the test of /baz failed'],
    [{ foo: 'bar' }, { op: 'add', path: '/baz/bat', value: 'qux' }, 'there is nothing at /baz'],
    [{ foo: [1] }, { op: 'add', path: '/foo/2', value: 2 }, 'there is nothing at /foo/2'],
    [{ foo: [1] }, { op: 'replace', path: '/foo/01', value: 2 }, 'there is nothing at /foo/01'],
    [{}, { op: 'remove', path: '/a' }, 'there is nothing at /a'],
    [{}, { op: 'replace', path: '/a', value: 1 }, 'there is nothing at /a'],
    [{}, { op: 'add', path: '/a' }, 'add needs a value'],
    [{}, { op: 'spin', path: '/a' }, '"spin" is not an operation'],
    [{}, { op: 'add', path: 'a', value: 1 }, 'path must be a JSON pointer'],
    [{}, { op: 'add', path: '/__proto__/x', value: 1 }, 'path leads nowhere: /__proto__/x'],
    [{}, { op: 'add', path: '', value: 1 }, 'it must leave an object'],
  ])('%j refuses %j', (model, operation, reason) => {
    expect(() => patched(model, operation)).toThrow(`Invalid patch document: ${reason}`);
  });

  it('refuses what is no list of objects', () => {
    for (const document of ['', '{}', '[1]', 'nonsense'])
      expect(() => applyPatch({}, document)).toThrow('Invalid patch');
  });

  it('leaves the model as it was, whatever becomes of the patch', () => {
    const model = { a: [1, 2] };

    expect(patched(model, { op: 'remove', path: '/a/0' })).toEqual({ a: [2] });
    expect(() => patched(model, { op: 'remove', path: '/a/0' }, { op: 'remove', path: '/b' })).toThrow();
    expect(model).toEqual({ a: [1, 2] });
  });
});
