import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { isRecord } from '../../../cloud/services/cloudformation/engine/template/template.ts';
import type { Lines } from '../documents/lines.ts';
import { type Document, readDocument } from '../documents/read-document.ts';

export type Path = readonly (string | number)[];

/** A part of a configuration: where it is written, be it in another file. */
export interface Part {
  readonly document: Document;
  readonly path: Path;
  readonly value: unknown;
}

/** `${file(./resources/table.yml)}`, `${file(functions.yml):orders}` */
const fileVariable = /^\$\{file\(([^()]+)\)(?::([\w.-]+))?[^}]*\}$/;

/** What a part stands for that names a file: what is written there. Parts that nobody can follow stay what they are. */
export function follow(root: string, part: Part): Part {
  if (typeof part.value !== 'string') return part;
  const [, path = '', key] = fileVariable.exec(part.value.trim()) ?? [];
  if (path === '' || path.includes('${')) return part;
  const file = join(dirname(part.document.file), path.trim());
  if (!/\.(?:ya?ml|json)$/.test(file) || !existsSync(join(root, file))) return part;
  const read = readDocument(file, readFileSync(join(root, file), 'utf8'));
  if ('unreadable' in read) return part;
  const keys = key === undefined ? [] : key.split('.');
  const value = keys.reduce<unknown>((inner, name) => (isRecord(inner) ? inner[name] : undefined), read.value);
  return { document: read, path: keys, value };
}

/** A member of a part, followed. */
export const memberOf = (root: string, { document, path, value }: Part, name: string | number): Part => {
  const member = Array.isArray(value) ? value[Number(name)] : isRecord(value) ? value[name] : undefined;
  return follow(root, { document, path: [...path, name], value: member });
};

/** Its members by name: of a map, or of a list of maps, as files are included. */
export function membersOf(root: string, part: Part): [name: string, member: Part][] {
  if (Array.isArray(part.value)) {
    return part.value.flatMap((_, index) => membersOf(root, memberOf(root, part, index)));
  }
  return isRecord(part.value) ? Object.keys(part.value).map((name) => [name, memberOf(root, part, name)]) : [];
}

/** A document that has nothing but one part, by a name. */
export function alone(name: string, { document, path, value }: Part): Document {
  let lines: Lines | undefined = document.lines;
  for (const key of path) lines = lines?.members.get(String(key)) ?? lines;
  return { ...document, value: { [name]: value }, lines: { line: 1, members: new Map([[name, lines]]) } };
}
