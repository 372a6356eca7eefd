import type { PatchOperation } from '@aws-sdk/client-api-gateway';

/** A JSON pointer's step that stands for that name. */
const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

/** Replaces what is behind each path; what the template does not say becomes as if it had never been said. */
export const replacing = (values: Readonly<Record<string, boolean | number | string | undefined>>): PatchOperation[] =>
  Object.entries(values).map(([path, value]) => ({
    op: 'replace',
    path,
    value: value === undefined ? '' : String(value),
  }));

type TextMap = Readonly<Record<string, unknown>>;

/** What replaces the values that differ, by property; what the template dropped becomes empty. */
export function replacements(
  paths: Readonly<Record<string, string>>,
  properties: object,
  previous: object,
): PatchOperation[] {
  const [now, before] = [properties as TextMap, previous as TextMap];
  return Object.entries(paths).flatMap(([name, path]) =>
    now[name] === before[name] ? [] : [{ op: 'replace' as const, path, value: String(now[name] ?? '') }],
  );
}

/** Makes one map of another, below a path. */
export function mapping(path: string, map: TextMap = {}, previous: TextMap = {}): PatchOperation[] {
  const gone = Object.keys(previous).filter((name) => !Object.hasOwn(map, name));
  return [
    ...gone.map((name): PatchOperation => ({ op: 'remove', path: `${path}/${escaped(name)}` })),
    ...Object.entries(map).map(
      ([name, value]): PatchOperation => ({
        op: Object.hasOwn(previous, name) ? 'replace' : 'add',
        path: `${path}/${escaped(name)}`,
        value: String(value),
      }),
    ),
  ];
}

/** Makes one list of another whose elements the path names. */
export function listing(
  path: string,
  list: readonly string[] = [],
  previous: readonly string[] = [],
): PatchOperation[] {
  const operation = (op: 'add' | 'remove') => (name: string) => ({ op, path: `${path}/${escaped(name)}` });
  return [
    ...list.filter((name) => !previous.includes(name)).map(operation('add')),
    ...previous.filter((name) => !list.includes(name)).map(operation('remove')),
  ];
}

/** Makes one list of another whose elements are values of the operations. */
export function valuing(
  path: string,
  list: readonly string[] = [],
  previous: readonly string[] = [],
): PatchOperation[] {
  const operation = (op: 'add' | 'remove') => (value: string) => ({ op, path, value });
  return [
    ...list.filter((value) => !previous.includes(value)).map(operation('add')),
    ...previous.filter((value) => !list.includes(value)).map(operation('remove')),
  ];
}
