import fs from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BackgroundWork } from '../background-work.ts';
import { countedDirectory, countedHandle, onDescriptors } from './file-handles.ts';
import { type Defer, type Fn, inTurn, promisedInTurn } from './in-turn.ts';
import { withMembers } from './with-members.ts';

/** Where an environment may read, and where it may write. */
export interface FileRules {
  readonly taskRoot: string;
  readonly layersRoot: string | undefined;
  /** What the function knows as `/tmp`. */
  readonly temporary: string;
  /** Makes it, when it is first used. */
  readonly makeTemporary: () => void;
  /** Further directories to read from: the SDK that the runtime brings along. */
  readonly readable: readonly string[];
}

const reading = [
  'access',
  'exists',
  'lstat',
  'opendir',
  'readFile',
  'readdir',
  'readlink',
  'realpath',
  'stat',
  'statfs',
  'createReadStream',
];
const writing = [
  'appendFile',
  'chmod',
  'chown',
  'lchown',
  'lutimes',
  'mkdir',
  'mkdtemp',
  'rm',
  'rmdir',
  'truncate',
  'unlink',
  'utimes',
  'writeFile',
  'createWriteStream',
];
const twoPaths = ['copyFile', 'cp', 'link', 'rename', 'symlink'];

/** How files are read and written: in turns of the environment's loop, or counted where there is no other way. */
interface Access {
  readonly rules: FileRules;
  readonly defer: Defer;
  readonly work: BackgroundWork;
}

/**
 * `node:fs` of an environment: its code may be read, `/tmp` read and written. Nothing else of this machine is there, so
 * that no run depends on it or changes it; writing elsewhere fails as on Lambda (EROFS).
 */
export function shimFiles(
  rules: FileRules,
  defer: Defer,
  work: BackgroundWork,
): { readonly fs: object; readonly promises: object } {
  const access = { rules, defer, work };
  const promises = withMembers(fs.promises, guarded(access, 'promise'));
  const members = guarded(access, 'callback');
  return { fs: withMembers(fs, { ...onDescriptors(work), ...members, promises }), promises };
}

function guarded(access: Access, style: 'promise' | 'callback') {
  const { rules } = access;
  const source = (style === 'promise' ? fs.promises : fs) as unknown as Readonly<Record<string, unknown>>;
  const members: Record<string, unknown> = {};
  const guard = (name: string, check: (parameters: unknown[]) => unknown[]) => {
    for (const each of [name, `${name}Sync`]) {
      const real = source[each];
      if (typeof real !== 'function') continue;
      members[each] = wrap(owned(real as Fn, each, style, access), check, each, style);
    }
  };
  for (const name of reading) guard(name, (all) => [readable(all[0], rules, name), ...all.slice(1)]);
  for (const name of writing) guard(name, (all) => [writable(all[0], rules, name), ...all.slice(1)]);
  for (const name of twoPaths)
    guard(name, (all) => [readable(all[0], rules, name), writable(all[1], rules, name), ...all.slice(2)]);
  guard('open', (all) => [
    (/[wa+]/.test(String(all[1] ?? 'r')) ? writable : readable)(all[0], rules, 'open'),
    ...all.slice(1),
  ]);
  return members;
}

const source = fs as unknown as Readonly<Record<string, Fn | undefined>>;

/** The real function, working where we know of it. */
function owned(real: Fn, name: string, style: 'promise' | 'callback', { defer, work }: Access): Fn {
  if (name.endsWith('Sync')) return real;
  if (name.startsWith('create')) return (path, options) => real(path, streamOptions(options, work));
  if (name === 'open' && style === 'promise') {
    return async (...parameters) =>
      countedHandle((await work.promise(real(...parameters) as Promise<object>)) as never, work);
  }
  const twin = source[`${name}Sync`];
  if (!twin) return real;
  const sync: Fn = name === 'opendir' ? (...all) => countedDirectory(twin(...all) as fs.Dir, defer) : twin;
  if (style === 'promise') return promisedInTurn(sync, defer);
  if (name !== 'exists') return inTurn(real, sync, defer);
  return (path, done) => defer(() => (done as Fn)(sync(path)));
}

/** Streams open, read and write by functions that may be given to them. */
function streamOptions(options: unknown, work: BackgroundWork): object {
  const given = typeof options === 'string' ? { encoding: options } : ((options ?? {}) as object);
  return { fs: onDescriptors(work), ...given };
}

function wrap(real: Fn, check: (parameters: unknown[]) => unknown[], name: string, style: 'promise' | 'callback'): Fn {
  return (...parameters) => {
    let checked: unknown[];
    try {
      checked = check(parameters);
    } catch (error) {
      if (name === 'existsSync') return false;
      if (style === 'promise') return Promise.reject(error);
      const done = parameters.at(-1);
      if (name.endsWith('Sync') || typeof done !== 'function' || name.startsWith('create')) throw error;
      process.nextTick(name === 'exists' ? () => (done as Fn)(false) : () => (done as Fn)(error));
      return undefined;
    }
    return real(...checked);
  };
}

function pathOf(path: unknown, { temporary, taskRoot }: FileRules): string | undefined {
  if (typeof path === 'number') return undefined;
  const text = path instanceof URL ? fileURLToPath(path) : Buffer.isBuffer(path) ? path.toString() : String(path);
  if (text === '/tmp' || text.startsWith('/tmp/')) {
    const inside = resolve(temporary, `.${text.slice('/tmp'.length)}`);
    if (!text.startsWith(temporary)) return inside;
  }
  if (text === '/var/task' || text.startsWith('/var/task/')) return join(taskRoot, text.slice('/var/task'.length));
  return resolve(taskRoot, text);
}

const isBelow = (path: string, root: string | undefined): boolean =>
  root !== undefined && (path === root || path.startsWith(root + sep));

function readable(path: unknown, rules: FileRules, syscall: string): unknown {
  const found = pathOf(path, rules);
  if (found === undefined) return path;
  if (isTemporary(found, rules)) return found;
  const roots = [rules.taskRoot, rules.layersRoot, ...rules.readable];
  if (roots.some((root) => isBelow(found, root)) || found === '/dev/null') return found;
  throw refusal('ENOENT', 'no such file or directory', syscall, String(path));
}

function writable(path: unknown, rules: FileRules, syscall: string): unknown {
  const found = pathOf(path, rules);
  if (found === undefined || isTemporary(found, rules) || found === '/dev/null') return found ?? path;
  throw refusal('EROFS', 'read-only file system', syscall, String(path));
}

function isTemporary(path: string, { temporary, makeTemporary }: FileRules): boolean {
  if (!isBelow(path, temporary)) return false;
  makeTemporary();
  return true;
}

const refusal = (code: string, text: string, syscall: string, path: string): Error =>
  Object.assign(new Error(`${code}: ${text}, ${syscall} '${path}'`), { code, syscall, path });
