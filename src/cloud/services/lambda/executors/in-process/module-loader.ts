import { readFileSync } from 'node:fs';
import { dirname, extname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { compileFile } from './compile/script-cache.ts';
import { namespaceOf } from './namespace-of.ts';
import { isModule, resolveModule } from './resolve-module.ts';
import type { SharedCode } from './shared/shared-code.ts';
import type { ShimmedScope } from './shimmed-scope.ts';
import { isBuiltin } from './shims/builtins.ts';

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
  readonly #sharedCode: SharedCode;
  readonly #commonjs = new Map<string, Module>();
  readonly #linked = new Map<string, Linked>();

  constructor(scope: ShimmedScope, sharedCode: SharedCode) {
    this.#scope = scope;
    this.#sharedCode = sharedCode;
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
      const compiled = compileFile(path, false, this.#scope.names);
      this.#scope.enter();
      const shared = compiled.shared && this.#sharedCode.exportsOf(compiled.shared, path);
      const body = compiled.instantiate([...this.#shimsFor(path, undefined), shared]);
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
    const compiled = compileFile(path, true, this.#scope.names);
    this.#scope.enter();
    await compiled.instantiate(this.#shimsFor(path, meta))(namespace);
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
