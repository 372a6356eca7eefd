import fs from 'node:fs';
import { dirname, isAbsolute, join, resolve, sep } from 'node:path';
import { digestOfFile, type InputState, isSameStamp, stampOf, torn } from './file-stamp.ts';

/** What is needed of esbuild's metafile. https://esbuild.github.io/api/#metafile */
export interface Metafile {
  readonly inputs: Readonly<Record<string, MetafileInput>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

interface MetafileInput {
  readonly imports: readonly Import[];
}

interface Import {
  readonly path: string;
  /** As it is written. */
  readonly original?: string;
  readonly external?: boolean;
}

/** In esbuild's order; https://esbuild.github.io/api/#resolve-extensions */
const extensions = ['.tsx', '.ts', '.jsx', '.js', '.css', '.json'];
const isOfPackage = (path: string): boolean => path.includes(`${sep}node_modules${sep}`);

/**
 * All files that decide about a bundle: those of the metafile, and what it does not name: the configuration above the
 * project's own sources, and what an import would find first if it were there.
 */
export function inputPaths(metafile: Metafile, directory: string, words: readonly string[]): string[] {
  const paths = new Set<string>();
  for (const [name, { imports }] of Object.entries(metafile.inputs)) {
    // Namespaces of esbuild's own, e.g. `<define:…>` and `(disabled):…`.
    const path = resolve(directory, name.replace(/^\(disabled\):/, ''));
    if (name.startsWith('<')) continue;
    paths.add(path);
    if (isOfPackage(path)) continue;
    addConfiguration(dirname(path), paths);
    for (const each of imports) for (const missed of misses(path, each, directory)) paths.add(missed);
  }
  for (const word of words) {
    const tsconfig = /^--tsconfig=(.*)$/.exec(word)?.[1];
    if (tsconfig !== undefined) paths.add(resolve(directory, tsconfig));
  }
  addExtended(paths);
  return [...paths];
}

/** esbuild reads these in every directory from a source up to the root. */
function addConfiguration(folder: string, paths: Set<string>): void {
  for (let current = folder; ; current = dirname(current)) {
    const tsconfig = join(current, 'tsconfig.json');
    if (paths.has(tsconfig) || current === dirname(current)) return;
    paths.add(tsconfig).add(join(current, 'package.json'));
  }
}

/** What would be taken instead of an import's target: the same name with an extension that comes earlier. */
function misses(importer: string, { path, original, external }: Import, directory: string): string[] {
  if (original === undefined || external || !(original.startsWith('.') || isAbsolute(original))) return [];
  const [base, target] = [resolve(dirname(importer), original), resolve(directory, path)];
  const candidates = [base, ...extensions.map((extension) => `${base}${extension}`), join(base, 'package.json')];
  candidates.push(...extensions.map((extension) => join(base, `index${extension}`)));
  const found = candidates.indexOf(target);
  // A `.js` that stands for a `.ts`, or the like.
  return found < 0 ? [base] : candidates.slice(0, found);
}

function addExtended(paths: Set<string>): void {
  // A set's iteration goes on to what is added meanwhile: those that are extended extend others.
  for (const path of paths) {
    if (!path.endsWith('.json') || isOfPackage(path) || !/tsconfig[^/\\]*$/.test(path)) continue;
    const text = readText(path)?.match(/"extends"\s*:\s*(?:"[^"]*"|\[[^\]]*\])/)?.[0] ?? '';
    for (const [, name = ''] of text.slice(9).matchAll(/"([^"]+)"/g)) {
      if (name.startsWith('.') || isAbsolute(name)) paths.add(withJson(resolve(dirname(path), name)));
    }
  }
}

const withJson = (path: string): string => (path.endsWith('.json') ? path : `${path}.json`);

function readText(path: string): string | undefined {
  try {
    return fs.readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/**
 * What the inputs are now. One that changed since the run began may have been read before or after: it is torn.
 * `known` holds what was found out before, in this process: bundles share most of their files.
 */
export function statesOf(paths: readonly string[], startedMs: number, known: Map<string, InputState>): InputState[] {
  return paths.map((path) => {
    const stamp = stampOf(path) ?? null;
    if (stamp && Math.max(stamp[1], stamp[2]) >= startedMs) return [path, torn, stamp];
    const before = known.get(path);
    if (before && isSameStamp(before[2] ?? undefined, stamp ?? undefined)) return before;
    const state: InputState = [path, stamp ? (digestOfFile(path) ?? null) : null, stamp];
    known.set(path, state);
    return state;
  });
}
