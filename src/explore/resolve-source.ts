import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parse } from 'yaml';

interface TsConfig {
  readonly extends?: string;
  readonly compilerOptions?: {
    readonly baseUrl?: string;
    readonly paths?: Readonly<Record<string, readonly string[]>>;
  };
}

/**
 * What bundlers and tsx resolve and Node does not: aliases of the nearest `tsconfig.json`, and files named without their
 * extension, or by that of their output. Undefined where there is no such file.
 */
export function resolveSource(specifier: string, parentUrl: string | undefined): string | undefined {
  if (!parentUrl?.startsWith('file:') || parentUrl.includes('/node_modules/')) return undefined;
  const directory = dirname(fileURLToPath(parentUrl));
  const isPath = specifier.startsWith('.') || specifier.startsWith('/');
  const candidates = isPath ? [resolve(directory, specifier)] : aliased(specifier, directory);
  const found = candidates.flatMap(spellings).find((path) => existsSync(path) && statSync(path).isFile());
  return found === undefined ? undefined : pathToFileURL(found).href;
}

const spellings = (path: string): string[] => [
  path,
  ...['.ts', '.mts', '.js', '.mjs'].map((extension) => path + extension),
  path.replace(/\.(m?)js$/, '.$1ts'),
  join(path, 'index.ts'),
  join(path, 'index.js'),
];

function aliased(specifier: string, directory: string): string[] {
  const file = nearestConfig(directory);
  if (file === undefined) return [];
  const { base, paths } = pathsOf(file);
  return Object.entries(paths).flatMap(([pattern, targets]) => {
    const [before = '', after] = pattern.split('*');
    const fits =
      after === undefined ? specifier === pattern : specifier.startsWith(before) && specifier.endsWith(after);
    if (!fits) return [];
    const middle = specifier.slice(before.length, specifier.length - (after?.length ?? 0));
    return targets.map((target) => resolve(base, target.replace('*', middle)));
  });
}

function nearestConfig(directory: string): string | undefined {
  for (let current = directory; ; current = dirname(current)) {
    const file = join(current, 'tsconfig.json');
    if (existsSync(file)) return file;
    if (dirname(current) === current) return undefined;
  }
}

/** Of the file, or of the one that it extends by a path. */
function pathsOf(file: string): { readonly base: string; readonly paths: Readonly<Record<string, readonly string[]>> } {
  const { compilerOptions = {}, extends: parent } = read(file);
  const { paths, baseUrl = '.' } = compilerOptions;
  if (paths) return { base: resolve(dirname(file), baseUrl), paths };
  const other = parent?.startsWith('.') ? spellingsOfConfig(resolve(dirname(file), parent)) : undefined;
  return other === undefined ? { base: dirname(file), paths: {} } : pathsOf(other);
}

const spellingsOfConfig = (path: string): string | undefined => [path, `${path}.json`].find(existsSync);

/** Comments and trailing commas are allowed in it: both are YAML's as well, once comments are out. */
function read(file: string): TsConfig {
  const text = readFileSync(file, 'utf8').replaceAll(/("(?:[^"\\]|\\.)*")|\/\/.*$|\/\*[\s\S]*?\*\//gm, '$1');
  try {
    return (parse(text, { logLevel: 'silent' }) ?? {}) as TsConfig;
  } catch {
    return {};
  }
}
