import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, normalize } from 'node:path';

/** Path of a declaration file → the modules it names, as written. */
export type Declarations = ReadonlyMap<string, readonly string[]>;

const namedModule = /\b(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g;

/** All declarations that `entries` lead to, themselves among them. */
export function reachableDeclarations(
  entries: readonly string[],
  read: (path: string) => string = (path) => readFileSync(path, 'utf8'),
): Declarations {
  const found = new Map<string, readonly string[]>();
  const pending = entries.map(normalize);
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    if (found.has(path)) continue;
    const modules = [...read(path).matchAll(namedModule)].map(([, name = '']) => name);
    found.set(path, modules);
    for (const name of modules) if (name.startsWith('.')) pending.push(declarationOf(path, name));
  }
  return found;
}

const declarationOf = (from: string, name: string): string => join(dirname(from), name.replace(/\.[jt]s$/, '.d.ts'));

/** `file: package` for each package that a declaration names and whoever installs Squall may not have. */
export function foreignPackages(declarations: Declarations, dependencies: readonly string[]): string[] {
  return [...declarations].flatMap(([path, modules]) =>
    modules
      .filter((name) => !name.startsWith('.') && !isBuiltin(name) && !dependencies.includes(packageOf(name)))
      .map((name) => `${path}: ${packageOf(name)}`),
  );
}

/** `@scope/name/path` → `@scope/name` */
const packageOf = (name: string): string => name.split('/', name.startsWith('@') ? 2 : 1).join('/');
