import { readFileSync } from 'node:fs';
import { dirname, extname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { compileFile } from './compile/script-cache.ts';
import { isModule, type PackagePlaces, resolveModule } from './resolve-module.ts';
import { isBuiltin } from './shims/builtins.ts';

/** The shims names of an environment, in one order, and what they stand for there. */
export interface ShimmedScope {
  readonly names: readonly string[];
  readonly values: readonly unknown[];
  /** Called by loops. */
  readonly tick: () => void;
  readonly builtin: (name: string) => object;
  readonly refuse: (what: string) => Error;
  /** For bare names. */
  readonly packages: PackagePlaces;
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
  readonly #scope: ShimmedScope;
  readonly #commonjs = new Map<string, Module>();
  readonly #linked = new Map<string, Linked>();

  constructor(scope: ShimmedScope) {
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
    const resolve = (name: string, options?: { readonly paths?: string[] }) =>
      resolveModule(name, path, this.#scope.packages, options);
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
      const body = compileFile(path, false, this.#scope.names).instantiate(this.#shimsFor(path, undefined));
      body.call(module.exports, module.exports, require, module, path, dirname(path));
    }
  }

  async #evaluate(path: string, namespace: object): Promise<void> {
    const meta = {
      url: pathToFileURL(path).href,
      filename: path,
      dirname: dirname(path),
      resolve: (name: string) => pathToFileURL(resolveModule(name, path, this.#scope.packages)).href,
    };
    const body = compileFile(path, true, this.#scope.names).instantiate(this.#shimsFor(path, meta));
    await body(namespace);
  }

  #shimsFor(path: string, meta: object | undefined): readonly unknown[] {
    const load = (specifier: unknown) => this.#import(String(specifier), path);
    return [...this.#scope.values, this.#scope.tick, load, meta];
  }

  async #import(specifier: string, from: string): Promise<object> {
    if (isBuiltin(specifier)) return namespaceOf(this.#scope.builtin(specifier));
    if (specifier.startsWith('data:')) throw this.#scope.refuse('import of a data: URL');
    const path = specifier.startsWith('file:')
      ? fileURLToPath(specifier)
      : resolveModule(specifier, from, this.#scope.packages, undefined, true);
    return this.importFile(path);
  }
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
