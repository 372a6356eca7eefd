import fs from 'node:fs';
import type { NoteTaker } from './process-notes.ts';

type Note = 'file' | 'lookup' | 'directory';
type Callable = (...parameters: unknown[]) => unknown;

/** Of `fs` and, by the same names, `fs.promises`; each has its sync form, too. */
const readers: Readonly<Record<string, Note>> = {
  readFile: 'file',
  open: 'file',
  copyFile: 'file',
  readlink: 'file',
  createReadStream: 'file',
  exists: 'lookup',
  stat: 'lookup',
  lstat: 'lookup',
  access: 'lookup',
  readdir: 'directory',
  opendir: 'directory',
};

const writing = /[wax]|r\+/;

/** Puts a note in front of every function of `fs` that reads. */
export function watchFiles(notes: NoteTaker): void {
  for (const [name, note] of Object.entries(readers)) {
    for (const each of [name, `${name}Sync`]) watchFunction(fs, each, note, notes);
    watchFunction(fs.promises, name, note, notes);
  }
  for (const name of ['cp', 'cpSync', 'glob', 'globSync']) watchWhole(fs, name, notes);
  for (const name of ['cp', 'glob']) watchWhole(fs.promises, name, notes);
}

function watchFunction(owner: object, name: string, note: Note, notes: NoteTaker): void {
  replace(owner, name, (original) => (path, ...rest) => {
    // Opened to be written: what was in it is nobody's source.
    const isWriting = name.startsWith('open') && !name.startsWith('opendir') && isWritingFlag(rest[0]);
    if (!isWriting) notes[note](path);
    if (note === 'directory' && isRecursive(rest[0])) noteBelow(path, notes);
    return original(path, ...rest);
  });
}

/** Functions that read trees without telling of their parts. */
function watchWhole(owner: object, name: string, notes: NoteTaker): void {
  replace(owner, name, (original) => (path, ...rest) => {
    if (name.startsWith('glob')) notes.unwatched(`fs.${name}`);
    else noteBelow(path, notes);
    return original(path, ...rest);
  });
}

function noteBelow(path: unknown, notes: NoteTaker): void {
  const folder = notes.projectPath(path);
  if (folder === undefined) return;
  const { isDirectory, entries } = notes.unnoticed(() => list(folder));
  if (isDirectory) notes.directory(folder);
  else notes.file(folder);
  for (const entry of entries) noteBelow(entry, notes);
}

function list(folder: string): { isDirectory: boolean; entries: string[] } {
  const isDirectory = fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
  return { isDirectory, entries: isDirectory ? fs.readdirSync(folder).map((name) => `${folder}/${name}`) : [] };
}

const isWritingFlag = (flag: unknown): boolean =>
  typeof flag === 'string'
    ? writing.test(flag)
    : typeof flag === 'number' && (flag & (fs.constants.O_WRONLY | fs.constants.O_RDWR)) !== 0;

const isRecursive = (options: unknown): boolean =>
  typeof options === 'object' && options !== null && 'recursive' in options && options.recursive === true;

/** Puts something in front of a function and keeps what hangs on it (`realpath.native`, symbols for `promisify`). */
export function replace(owner: object, name: string, wrap: (original: Callable) => Callable): void {
  const original: unknown = Reflect.get(owner, name);
  if (typeof original !== 'function') return;
  const bound: Callable = (...parameters) => Reflect.apply(original, owner, parameters) as unknown;
  const wrapped = wrap(bound);
  for (const key of Reflect.ownKeys(original)) {
    const descriptor = Reflect.getOwnPropertyDescriptor(original, key);
    if (descriptor && Reflect.getOwnPropertyDescriptor(wrapped, key)?.configurable !== false) {
      Reflect.defineProperty(wrapped, key, descriptor);
    }
  }
  Reflect.set(owner, name, wrapped);
}
