import fs from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withMembers } from './with-members.ts';

/** Where an environment may read, and where it may write. */
export interface FileRules {
  readonly taskRoot: string;
  readonly layersRoot: string | undefined;
  /** What the function knows as `/tmp`. */
  readonly temporary: string;
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

type Fn = (...parameters: unknown[]) => unknown;

/**
 * `node:fs` of an environment: its code may be read, `/tmp` read and written. Nothing else of this machine is there, so
 * that no run depends on it or changes it; writing elsewhere fails as on Lambda (EROFS).
 */
export function shimFiles(rules: FileRules): { readonly fs: object; readonly promises: object } {
  const promises = withMembers(
    fs.promises,
    guarded(fs.promises as unknown as Record<string, unknown>, rules, 'promise'),
  );
  const members = guarded(fs as unknown as Record<string, unknown>, rules, 'callback');
  return { fs: withMembers(fs, { ...members, promises }), promises };
}

function guarded(source: Readonly<Record<string, unknown>>, rules: FileRules, style: 'promise' | 'callback') {
  const members: Record<string, unknown> = {};
  const guard = (name: string, check: (parameters: unknown[]) => unknown[]) => {
    for (const each of [name, `${name}Sync`]) {
      const real = source[each];
      if (typeof real !== 'function') continue;
      members[each] = wrap(real as Fn, check, each, style);
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
  const roots = [rules.taskRoot, rules.layersRoot, rules.temporary, ...rules.readable];
  if (roots.some((root) => isBelow(found, root)) || found === '/dev/null') return found;
  throw refusal('ENOENT', 'no such file or directory', syscall, String(path));
}

function writable(path: unknown, rules: FileRules, syscall: string): unknown {
  const found = pathOf(path, rules);
  if (found === undefined || isBelow(found, rules.temporary) || found === '/dev/null') return found ?? path;
  throw refusal('EROFS', 'read-only file system', syscall, String(path));
}

const refusal = (code: string, text: string, syscall: string, path: string): Error =>
  Object.assign(new Error(`${code}: ${text}, ${syscall} '${path}'`), { code, syscall, path });
