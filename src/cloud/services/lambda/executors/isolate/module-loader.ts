import { existsSync, readFileSync, realpathSync } from 'node:fs';
import nodeModule, { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { compile } from './compile/script-cache.ts';
import { isBuiltin } from './owned/builtins.ts';

/** The owned names of an environment, in one order, and what they stand for there. */
export interface OwnedScope {
  readonly names: readonly string[];
  readonly values: readonly unknown[];
  /** Called by loops. */
  readonly tick: () => void;
  readonly builtin: (name: string) => object;
  readonly refuse: (what: string) => Error;
  /** Directories of layers, for bare names that are not found beside the code. */
  readonly modulePaths: readonly string[];
}

interface Module {
  exports: unknown;
  readonly id: string;
  readonly filename: string;
  loaded: boolean;
  readonly children: unknown[];
  readonly paths: readonly string[];
  readonly require: NodeJS.Require;
}

interface Linked {
  readonly namespace: object;
  readonly done: Promise<void>;
  isDone: boolean;
}

/** CommonJS and ES modules of one execution environment: every file that is loaded is an instance of its own. */
export class ModuleLoader {
  readonly #scope: OwnedScope;
  readonly #commonjs = new Map<string, Module>();
  readonly #linked = new Map<string, Linked>();

  constructor(scope: OwnedScope) {
    this.#scope = scope;
  }

  /** A file by its path, as `import` would load it: ES modules and CommonJS. */
  async importFile(path: string): Promise<object> {
    if (!isModule(path)) return namespaceOf(this.requireFile(path));
    const known = this.#linked.get(path);
    if (known) {
      if (!known.isDone) await known.done;
      return known.namespace;
    }
    const namespace = Object.create(null, { [Symbol.toStringTag]: { value: 'Module' } }) as object;
    const linked: Linked = { namespace, done: this.#evaluate(path, namespace), isDone: false };
    this.#linked.set(path, linked);
    await linked.done;
    linked.isDone = true;
    return namespace;
  }

  /** A file by its path, as `require` would load it. Throws Node's error for ES modules with top-level await. */
  requireFile(path: string): unknown {
    const known = this.#commonjs.get(path);
    if (known) return known.exports;
    const require = this.createRequire(path);
    const module: Module = { exports: {}, id: path, filename: path, loaded: false, children: [], paths: [], require };
    this.#commonjs.set(path, module);
    try {
      this.#run(path, module, require);
    } catch (error) {
      this.#commonjs.delete(path);
      throw error;
    }
    module.loaded = true;
    return module.exports;
  }

  /** `require` of the file at `path`. */
  createRequire(path: string): NodeJS.Require {
    const resolve = (name: string, options?: { readonly paths?: string[] }) => this.#resolve(name, path, options);
    const require = (name: string): unknown => {
      if (isBuiltin(name)) return this.#scope.builtin(name);
      return this.requireFile(resolve(name));
    };
    return Object.assign(require, {
      resolve: Object.assign(resolve, { paths: () => [] }),
      cache: {},
      extensions: {},
      main: undefined,
    }) as unknown as NodeJS.Require;
  }

  #run(path: string, module: Module, require: NodeJS.Require): void {
    const kind = extname(path);
    if (kind === '.json') {
      module.exports = JSON.parse(readFileSync(path, 'utf8'));
    } else if (kind === '.node') {
      throw this.#scope.refuse(`the native addon ${path.split('/').at(-1)}`);
    } else if (isModule(path)) {
      throw Object.assign(new Error(`require() of ES Module ${path} is not supported here; use import`), {
        code: 'ERR_REQUIRE_ESM',
      });
    } else {
      const source = readFileSync(path, 'utf8');
      const body = compile(source, path, false, this.#scope.names).instantiate(this.#ownedFor(path, undefined));
      body.call(module.exports, module.exports, require, module, path, dirname(path));
    }
  }

  async #evaluate(path: string, namespace: object): Promise<void> {
    const meta = {
      url: pathToFileURL(path).href,
      filename: path,
      dirname: dirname(path),
      resolve: (name: string) => pathToFileURL(this.#resolve(name, path)).href,
    };
    const body = compile(readFileSync(path, 'utf8'), path, true, this.#scope.names).instantiate(
      this.#ownedFor(path, meta),
    );
    await body(namespace);
  }

  #ownedFor(path: string, meta: object | undefined): readonly unknown[] {
    const load = (specifier: unknown) => this.#import(String(specifier), path);
    return [...this.#scope.values, this.#scope.tick, load, meta];
  }

  async #import(specifier: string, from: string): Promise<object> {
    if (isBuiltin(specifier)) return namespaceOf(this.#scope.builtin(specifier));
    if (specifier.startsWith('data:')) throw this.#scope.refuse('import of a data: URL');
    const path = specifier.startsWith('file:')
      ? fileURLToPath(specifier)
      : this.#resolve(specifier, from, undefined, true);
    return this.importFile(path);
  }

  #resolve(name: string, from: string, options?: { readonly paths?: string[] }, isImport = false): string {
    const near = createRequire(from);
    if (isImport) {
      const found = resolveImport(name, from);
      if (found !== undefined) return found;
    }
    try {
      return near.resolve(name, options);
    } catch (error) {
      if (!/^[./]/.test(name)) {
        for (const directory of this.#scope.modulePaths) {
          try {
            return createRequire(join(directory, 'x.js')).resolve(name, { paths: [directory] });
          } catch {
            const path = join(directory, name);
            if (existsSync(path)) return createRequire(join(path, 'x.js')).resolve(path);
          }
        }
      }
      throw error;
    }
  }
}

/** By the `import` condition of packages; undefined where `require`'s way must do. */
function resolveImport(name: string, from: string): string | undefined {
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
    return target === undefined ? undefined : realpathSync(join(dirname(description), target));
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

const types = new Map<string, boolean>();

/** Whether Node would take a file for an ES module: by its ending, else by the nearest package.json. */
function isModule(path: string): boolean {
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

/** CommonJS as ES modules see it: the exports as the default, and their members by name. */
function namespaceOf(exports: unknown): object {
  const isRich = (typeof exports === 'object' && exports !== null) || typeof exports === 'function';
  if (!isRich) return { default: exports };
  return new Proxy(exports, {
    get: (target, name) => (name === 'default' ? defaultOf(target) : (Reflect.get(target, name) as unknown)),
    has: (target, name) => name === 'default' || Reflect.has(target, name),
  });
}

/** A transpiled ES module in CommonJS is told from the rest by Node's own rule: it is not; the exports are the default. */
const defaultOf = (exports: object): unknown => exports;
