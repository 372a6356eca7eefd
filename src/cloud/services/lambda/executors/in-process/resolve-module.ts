import { existsSync, readFileSync, realpathSync } from 'node:fs';
import nodeModule, { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { BoundedMap } from '../../../../kernel/bounded-map.ts';

/** Unpacked code never changes in its place, and packages not while a process runs: what was found once stays true. */
const found = new BoundedMap<string, string>(10_000);

/** Where functions look for packages. */
export interface PackagePlaces {
  /** Those of layers. */
  readonly modulePaths: readonly string[];
  /** What a name led to is not the function's: packages of another program, above the work directory. */
  readonly isForeign: (name: string, from: string, found: string) => boolean;
}

/** The file that a name means, asked for by the file at `from`; layers are looked through where nothing else has it. */
export function resolveModule(
  name: string,
  from: string,
  places: PackagePlaces,
  options?: { readonly paths?: string[] },
  isImport = false,
): string {
  if (options?.paths) return createRequire(from).resolve(name, options);
  const key = `${isImport ? 'import' : 'require'} ${name} ${dirname(from)}`;
  const known = found.get(key);
  if (known !== undefined) return known;
  const path = (isImport ? resolveImport(name, from, places) : undefined) ?? resolveRequire(name, from, places);
  found.set(key, path);
  return path;
}

function resolveRequire(name: string, from: string, { modulePaths, isForeign }: PackagePlaces): string {
  try {
    const path = createRequire(from).resolve(name);
    if (!isForeign(name, from, path)) return path;
    const text = `Cannot find module '${name}'\nRequire stack:\n- ${from}`;
    throw Object.assign(new Error(text), { code: 'MODULE_NOT_FOUND', requireStack: [from] });
  } catch (error) {
    const inLayer = /^[./]/.test(name) ? undefined : findInLayers(name, modulePaths);
    if (inLayer !== undefined) return inLayer;
    throw error;
  }
}

function findInLayers(name: string, modulePaths: readonly string[]): string | undefined {
  for (const directory of modulePaths) {
    const path = join(directory, name);
    if (existsSync(path) || existsSync(`${path}.js`)) return createRequire(join(directory, 'x.js')).resolve(path);
    const package_ = join(directory, ...name.split('/').slice(0, name.startsWith('@') ? 2 : 1));
    if (existsSync(package_)) return createRequire(join(package_, 'x.js')).resolve(name);
  }
  return undefined;
}

/** By the `import` condition of packages; undefined where `require`'s way must do. */
function resolveImport(name: string, from: string, { isForeign }: PackagePlaces): string | undefined {
  const find = (nodeModule as unknown as { findPackageJSON?(name: string, base: string): string | undefined })
    .findPackageJSON;
  if (/^[./]/.test(name) || !find) return undefined;
  try {
    const description = find(name, pathToFileURL(from).href);
    if (description === undefined) return undefined;
    const {
      exports,
      module,
      name: own,
    } = JSON.parse(readFileSync(description, 'utf8')) as { exports?: unknown; module?: string; name?: string };
    const key = name === own ? '.' : `.${name.slice((own ?? '').length)}`;
    const target = exports === undefined ? undefined : pick(exports, key);
    void module;
    const path = target === undefined ? undefined : realpathSync(join(dirname(description), target));
    return path === undefined || isForeign(name, from, path) ? undefined : path;
  } catch {
    return undefined;
  }
}

const conditions: ReadonlySet<string> = new Set(['node', 'import', 'module-sync', 'default', 'node-addons']);

function pick(exports: unknown, key: string): string | undefined {
  if (typeof exports === 'string') return key === '.' ? exports : undefined;
  if (typeof exports !== 'object' || exports === null) return undefined;
  const record = exports as Readonly<Record<string, unknown>>;
  const isMap = Object.keys(record).some((name) => name.startsWith('.'));
  return condition(isMap ? record[key] : key === '.' ? record : undefined);
}

function condition(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, inner] of Object.entries(value)) {
    const found = conditions.has(name) ? condition(inner) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

const types = new BoundedMap<string, boolean>(10_000);

/** Whether Node would take a file for an ES module: by its ending, else by the nearest package.json. */
export function isModule(path: string): boolean {
  const kind = extname(path);
  if (kind === '.mjs') return true;
  if (kind !== '.js' && kind !== '') return false;
  const directory = dirname(path);
  const known = types.get(directory);
  if (known !== undefined) return known;
  const found = typeOf(directory) === 'module';
  types.set(directory, found);
  return found;
}

function typeOf(directory: string): string | undefined {
  const path = join(directory, 'package.json');
  if (existsSync(path)) return (JSON.parse(readFileSync(path, 'utf8')) as { readonly type?: string }).type;
  const parent = dirname(directory);
  return parent === directory || directory.endsWith('/node_modules') ? undefined : typeOf(parent);
}
