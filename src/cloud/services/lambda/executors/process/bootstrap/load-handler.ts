import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { RuntimeError } from './runtime-errors.ts';

// biome-ignore lint/complexity/noBannedTypes: whatever the user exported; what it takes is up to the runtime
export type Handler = Function;

export interface HandlerName {
  /** Directory below the task root; empty for the root itself. */
  readonly directory: string;
  readonly module: string;
  /** Path of names within the module: `handler`, `api.get`. */
  readonly names: readonly string[];
}

/** `src/app.api.get` → directory `src`, module `app`, names `api`, `get`. Throws Runtime.MalformedHandlerName. */
export function parseHandlerName(handler: string): HandlerName {
  if (handler.includes('..')) {
    throw new RuntimeError(
      'MalformedHandlerName',
      `'${handler}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`,
    );
  }
  const file = basename(handler);
  const dot = file.indexOf('.');
  if (dot === -1) throw new RuntimeError('MalformedHandlerName', 'Bad handler');
  return {
    directory: handler.slice(0, handler.indexOf(file)).replace(/\/$/, ''),
    module: file.slice(0, dot),
    names: file.slice(dot + 1).split('.'),
  };
}

/**
 * Loads the user's module and finds the handler in it, in the order of AWS's Node runtime: the bare name, `.js`,
 * `.mjs`, `.cjs`, then whatever `require` finds over NODE_PATH. Top-level await is waited for.
 */
export async function loadHandler(taskRoot: string, name: string): Promise<Handler> {
  const parsed = parseHandlerName(name);
  const found = findExport(await loadModule(taskRoot, parsed), parsed.names);
  if (found === undefined || found === null) {
    throw new RuntimeError('HandlerNotFound', `${name} is undefined or not exported`);
  }
  if (typeof found !== 'function') throw new RuntimeError('HandlerNotFound', `${name} is not a function`);
  return found;
}

async function loadModule(taskRoot: string, { directory, module }: HandlerName): Promise<unknown> {
  const base = resolve(taskRoot, directory, module);
  const require = createRequire(join(taskRoot, 'index.js'));
  try {
    for (const extension of ['', '.js', '.mjs', '.cjs']) {
      const file = base + extension;
      // A file without extension is CommonJS to `require`; `import` would refuse to guess.
      if (existsSync(file)) return extension === '' ? require(file) : await import(pathToFileURL(file).href);
    }
    return require(require.resolve(module, { paths: [taskRoot, join(taskRoot, directory)] }));
  } catch (error) {
    throw translated(error);
  }
}

function translated(error: unknown): unknown {
  if (error instanceof SyntaxError) return new RuntimeError('UserCodeSyntaxError', String(error), error.stack);
  if (error instanceof Error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'MODULE_NOT_FOUND' || code === 'ERR_MODULE_NOT_FOUND') {
      return new RuntimeError('ImportModuleError', String(error));
    }
  }
  return error;
}

function findExport(module: unknown, names: readonly string[]): unknown {
  return walk(module, names) ?? walk((module as { readonly default?: unknown } | undefined)?.default, names);
}

function walk(root: unknown, names: readonly string[]): unknown {
  let value = root;
  for (const name of names) {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return value;
}
