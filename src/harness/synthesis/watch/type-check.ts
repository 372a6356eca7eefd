import fs from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isWithin } from './process-notes.ts';

interface TsConfig {
  readonly extends?: unknown;
  readonly compilerOptions?: { readonly noEmit?: unknown };
}

/** TypeScript's compiler, by npm's link or by its own path. */
const compiler = /(?:[\\/]node_modules[\\/]\.bin[\\/]tsc|[\\/]typescript[\\/](?:bin|lib)[\\/]tsc(?:\.js)?)$/;

/**
 * The configuration files by which a process is one of `tsc` that checks types and writes nothing: no part of an
 * assembly comes of it, whatever it reads. Undefined for every other process, and where nobody can tell.
 */
export function typeCheckOf(argv: readonly string[], directory: string, root: string): string[] | undefined {
  const [, program = '', ...words] = argv;
  if (!compiler.test(program) || words.some((word) => /^--?(?:b|build|init)$/i.test(word))) return undefined;
  const flag = words.findIndex((word) => /^--noEmit$/i.test(word));
  if (flag >= 0) return words[flag + 1] === 'false' ? undefined : [];
  const at = words.findIndex((word) => /^(?:-p|--project)$/.test(word));
  const first = at < 0 ? nearestConfig(directory, root) : configAt(resolve(directory, words[at + 1] ?? ''));
  const read: string[] = [];
  for (let file = first; file !== undefined && !read.includes(file); ) {
    read.push(file);
    const { compilerOptions, extends: parent } = parse(file);
    if (compilerOptions?.noEmit !== undefined) return compilerOptions.noEmit === true ? read : undefined;
    file = typeof parent === 'string' && parent.startsWith('.') ? configAt(resolve(dirname(file), parent)) : undefined;
  }
  return undefined;
}

function nearestConfig(directory: string, root: string): string | undefined {
  for (let folder = directory; isWithin(folder, root); folder = dirname(folder)) {
    const file = join(folder, 'tsconfig.json');
    if (fs.existsSync(file)) return file;
    if (folder === dirname(folder)) break;
  }
  return undefined;
}

/** `--project` and `extends` may name a directory, or leave the extension out. */
const configAt = (path: string): string | undefined =>
  [path, `${path}.json`, join(path, 'tsconfig.json')].find((file) =>
    fs.statSync(file, { throwIfNoEntry: false })?.isFile(),
  );

/** Comments and commas at the end are allowed in it. */
function parse(file: string): TsConfig {
  const text = fs.readFileSync(file, 'utf8');
  const plain = text
    .replaceAll(/("(?:[^"\\]|\\.)*")|\/\/.*$|\/\*[\s\S]*?\*\//gm, '$1')
    .replaceAll(/,(?=\s*[}\]])/g, '');
  try {
    return JSON.parse(plain) as TsConfig;
  } catch {
    return {};
  }
}
