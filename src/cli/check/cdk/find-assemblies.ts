import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { SquallError } from '../../../cloud/kernel/errors.ts';
import { synthesize } from '../../../harness/synthesize.ts';
import { type FoundFiles, isAssembly } from '../find/find-files.ts';
import type { Note, Unreadable } from '../finding.ts';

/** Cloud assemblies of a project, and what became of the apps that have none. */
export interface Assemblies {
  readonly directories: readonly string[];
  readonly unreadable: readonly Unreadable[];
  readonly notes: readonly Note[];
}

interface Options {
  /** Whether apps may be run. */
  readonly isSynthesizing: boolean;
  /** Told of each app that is run. */
  readonly onApp?: (file: string) => void;
}

/** Those that are there already, and, where an app has none that is as new as its sources, one that is made now. */
export async function findAssemblies(root: string, found: FoundFiles, options: Options): Promise<Assemblies> {
  const directories = new Set(found.assemblies);
  const unreadable: Unreadable[] = [];
  const notes: Note[] = [];
  for (const file of found.files.filter((path) => /(?:^|\/)cdk\.json$/.test(path))) {
    const directory = dirname(file);
    const output = outputOf(root, file);
    if (output === undefined) continue;
    const assembly = join(directory, output);
    const isThere = isAssembly(join(root, assembly));
    // It may lie in a directory that git ignores.
    if (isThere) directories.add(assembly);
    if (isThere && isFresh(root, directory, assembly, found.files)) continue;
    if (!options.isSynthesizing) {
      const message = isThere
        ? `${assembly} is older than the app's sources.`
        : `Its app was not synthesized: --no-synth.`;
      notes.push({ file, line: 1, message });
      continue;
    }
    options.onApp?.(file);
    try {
      await synthesize(undefined, { directory: join(root, directory), outputDirectory: output });
      directories.add(assembly);
    } catch (error) {
      if (!(error instanceof SquallError)) throw error;
      unreadable.push({ file, line: 1, message: error.message, text: error.hint });
    }
  }
  return { directories: [...directories], unreadable, notes };
}

/** Where the app of a `cdk.json` is synthesized to; undefined for one that names no app, or is no JSON. */
function outputOf(root: string, file: string): string | undefined {
  try {
    const { app, output = 'cdk.out' } = JSON.parse(readFileSync(join(root, file), 'utf8')) as Record<string, unknown>;
    return typeof app === 'string' && typeof output === 'string' ? output : undefined;
  } catch {
    return undefined;
  }
}

const isSource = (path: string): boolean => /\.(?:[cm]?[jt]s|py|java|go|cs|json)$/.test(path);

function isFresh(root: string, directory: string, assembly: string, files: readonly string[]): boolean {
  const madeMs = statSync(join(root, assembly, 'manifest.json')).mtimeMs;
  const within = directory === '.' ? '' : `${directory}/`;
  return !files.some(
    (path) => path.startsWith(within) && isSource(path) && statSync(join(root, path)).mtimeMs > madeMs,
  );
}
