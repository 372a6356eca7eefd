import fs from 'node:fs';
import type { BackgroundWork } from '../background-work.ts';
import { type Defer, type Fn, withSymbolsOf } from './in-turn.ts';

const names = [
  'close',
  'fchmod',
  'fchown',
  'fdatasync',
  'fstat',
  'fsync',
  'ftruncate',
  'futimes',
  'open',
  'read',
  'readv',
  'write',
  'writev',
] as const;

/** Functions of `node:fs` on files that are open already, counted; `open` is for streams, whose path was checked. */
export function onDescriptors(work: BackgroundWork): Readonly<Record<(typeof names)[number], Fn>> {
  const counted = (real: Fn): Fn =>
    withSymbolsOf(real, (...parameters) => {
      const done = parameters.at(-1);
      if (typeof done === 'function') parameters[parameters.length - 1] = work.callback(done as Fn);
      return real(...parameters);
    });
  return Object.fromEntries(names.map((name) => [name, counted(fs[name] as unknown as Fn)])) as Record<
    (typeof names)[number],
    Fn
  >;
}

/** What a handle of `fs/promises` promises is counted; streams over it use these functions, too. */
const promising = [
  'appendFile',
  'chmod',
  'chown',
  'close',
  'datasync',
  'read',
  'readFile',
  'readv',
  'stat',
  'sync',
  'truncate',
  'utimes',
  'write',
  'writeFile',
  'writev',
] as const;

export function countedHandle(handle: fs.promises.FileHandle, work: BackgroundWork): fs.promises.FileHandle {
  for (const name of promising) {
    const real = handle[name] as unknown as (...parameters: unknown[]) => Promise<unknown>;
    Object.defineProperty(handle, name, {
      value: (...parameters: unknown[]) => work.promise(real.apply(handle, parameters)),
      configurable: true,
    });
  }
  return handle;
}

/** A directory that is read entry by entry, each in a turn of the loop. */
export function countedDirectory(directory: fs.Dir, defer: Defer): fs.Dir {
  const later =
    (twin: () => unknown): Fn =>
    (done) => {
      const answer = new Promise((resolve, reject) => {
        defer(() => {
          try {
            resolve(twin());
          } catch (error) {
            reject(error as Error);
          }
        });
      });
      if (typeof done !== 'function') return answer;
      answer.then(
        (value) => (done as Fn)(null, value),
        (error) => (done as Fn)(error),
      );
      return undefined;
    };
  const read = later(() => directory.readSync());
  const close = later(() => directory.closeSync());
  async function* entries(): AsyncGenerator<fs.Dirent> {
    try {
      for (;;) {
        const entry = (await read()) as fs.Dirent | null;
        if (!entry) return;
        yield entry;
      }
    } finally {
      await close();
    }
  }
  const members = { read, close, entries, [Symbol.asyncIterator]: entries };
  return Object.defineProperties(directory, Object.getOwnPropertyDescriptors(members)) as unknown as fs.Dir;
}
