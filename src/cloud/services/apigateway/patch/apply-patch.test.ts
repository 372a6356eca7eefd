import { describe, expect, it } from 'vitest';
import { notFound } from '../errors.ts';
import { applyPatch } from './apply-patch.ts';
import type { PatchPath } from './patch-path.ts';
import { nullOrEmpty, readFlag, readNumber } from './patch-values.ts';

const table: readonly PatchPath[] = [
  { path: '/description', ops: ['replace'] },
  { path: '/name', ops: ['replace'], whenEmpty: nullOrEmpty },
  { path: '/enabled', ops: ['replace'], read: readFlag },
  { path: '/size', ops: ['replace'], read: readNumber },
  {
    path: '/variables/{name}',
    ops: ['add', 'replace', 'remove', 'copy'],
    from: ['/description'],
    whenMissing: (name) => notFound(`no ${name}`),
  },
  { path: '/types/{type}', ops: ['add', 'replace', 'remove'], list: 'byName' },
  { path: '/scopes', ops: ['add', 'remove'], list: 'byValue' },
  {
    path: '/{path}/{method}/logging/loglevel',
    ops: ['replace'],
    at: ([a = '', b = '']) => ['settings', `${a}/${b}`, 'level'],
  },
];

const messageOf = (operations: Parameters<typeof applyPatch>[1]): string => {
  try {
    applyPatch({}, operations, table);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return 'no error';
};

describe('applyPatch', () => {
  it('sets texts, flags and numbers, and removes what is replaced by nothing', () => {
    const record = { description: 'old' };

    const changed = applyPatch(
      record,
      [
        { op: 'replace', path: '/description', value: '' },
        { op: 'replace', path: '/enabled', value: 'TRUE' },
        { op: 'replace', path: '/size', value: '1.5' },
      ],
      table,
    );

    expect(changed).toEqual({ enabled: true, size: 1.5 });
    expect(record).toEqual({ description: 'old' });
  });

  it('changes entries of maps by escaped names and leaves the given map alone', () => {
    const record = { variables: { 'a/b': '1' } };

    const changed = applyPatch(
      record,
      [
        { op: 'replace', path: '/variables/a~1b', value: '2' },
        { op: 'add', path: '/variables/~0c', value: '3' },
        { op: 'add', path: '/variables/__proto__', value: '4' },
      ],
      table,
    );

    expect(Object.entries(changed.variables)).toEqual([
      ['a/b', '2'],
      ['~c', '3'],
      ['__proto__', '4'],
    ]);
    expect(record).toEqual({ variables: { 'a/b': '1' } });
  });

  it('adds, replaces and removes elements of lists', () => {
    const add = (types: string[], path: string, op: 'add' | 'replace' | 'remove', value?: string) =>
      applyPatch({ types }, [{ op, path, ...(value !== undefined && { value }) }], table).types;

    expect(add([], '/types/image~1png', 'add')).toEqual(['image/png']);
    expect(add(['image/png'], '/types/image~1png', 'add')).toEqual(['image/png']);
    expect(add(['a', 'b'], '/types/a', 'replace', 'c')).toEqual(['c', 'b']);
    expect(add(['a', 'b'], '/types/0', 'replace', 'c')).toEqual(['c', 'b']);
    expect(add(['a', 'b'], '/types/a', 'remove')).toEqual(['b']);
    const scopes = [
      { op: 'add', path: '/scopes', value: 'x/y' },
      { op: 'remove', path: '/scopes', value: 'old' },
    ] as const;
    expect(applyPatch({ scopes: ['old'] }, scopes, table)).toEqual({ scopes: ['x/y'] });
  });

  it('copies, and finds the place of paths that are named otherwise in the record', () => {
    const operations = [
      { op: 'copy', from: '/description', path: '/variables/x' },
      { op: 'replace', path: '/~1pets/GET/logging/loglevel', value: 'INFO' },
    ] as const;

    const changed = applyPatch({ description: 'd' }, operations, table);

    expect(changed).toEqual({ description: 'd', variables: { x: 'd' }, settings: { '/pets/GET': { level: 'INFO' } } });
  });

  it('complains as AWS does, about all operations at once', () => {
    expect(messageOf([{ op: 'add', path: '/nope' }])).toBe(
      "Invalid patch path  '/nope' specified for op 'add'. Must be one of: [/variables/{name}, /types/{type}, /scopes]",
    );
    expect(messageOf([{ op: 'test', path: '/description' }])).toBe(
      "Invalid patch path  '/description' specified for op 'test'. Please choose supported operations",
    );
    expect(messageOf([{ op: 'replace', path: '/name', value: '' }])).toBe('Invalid null or empty value in /name');
    expect(messageOf([{ op: 'remove', path: '/variables/x' }])).toBe('no x');
    expect(
      messageOf([
        { op: 'move', path: '/a' },
        { op: 'move', path: '/b' },
      ]),
    ).toBe(
      "Invalid patch path  '/a' specified for op 'move'. Please choose supported operations, Invalid patch path  '/b' specified for op 'move'. Please choose supported operations",
    );
  });
});
