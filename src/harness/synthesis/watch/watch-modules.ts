import nodeModule from 'node:module';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NoteTaker } from './process-notes.ts';

/** What resolvers add to a path that is not there by itself. */
const extensions = [
  '',
  '.js',
  '.json',
  '.node',
  '.ts',
  '.tsx',
  '.mts',
  '.cts',
  '.mjs',
  '.cjs',
  '.jsx',
  '/package.json',
];

/** These take the compiler for texts that they have read themselves. */
const transpilers =
  /[\\/]node_modules[\\/](?:tsx|esbuild|esbuild-register|esbuild-runner|vite|vite-node|@esbuild-kit|jiti|bundle-require)[\\/]/;

/** Notes the project's modules that are loaded, and the files that would be loaded instead if they were there. */
export function watchModules(notes: NoteTaker): void {
  // Node 20, or an early 22: `import` cannot be seen.
  if (typeof nodeModule.registerHooks !== 'function') {
    notes.unwatched('a Node without module.registerHooks');
    return;
  }
  nodeModule.registerHooks({
    resolve(specifier, context, next) {
      const parent = pathOf(context.parentURL);
      if (specifier === 'esbuild' && !(parent !== undefined && transpilers.test(parent))) {
        notes.unwatched(`esbuild by its API, from ${parent ?? 'the command line'}`);
      }
      const isRelative = specifier.startsWith('.') && parent !== undefined && notes.projectPath(parent) !== undefined;
      if (isRelative) noteMisses(resolve(dirname(parent), specifier), notes);
      const resolved = next(specifier, context);
      const path = pathOf(resolved.url);
      if (path !== undefined) notes.module(path);
      return resolved;
    },
  });
}

function noteMisses(base: string, notes: NoteTaker): void {
  const stem = base.replace(/\.([cm]?)js$/, '.$1ts');
  const candidates = stem === base ? extensions.map((extension) => `${base}${extension}`) : [base, stem];
  for (const candidate of candidates) notes.lookup(candidate);
}

function pathOf(url: string | undefined): string | undefined {
  if (url === undefined) return undefined;
  if (!url.startsWith('file:')) return url.startsWith('/') ? url : undefined;
  try {
    return fileURLToPath(url.replace(/[?#].*$/, ''));
  } catch {
    return undefined;
  }
}
