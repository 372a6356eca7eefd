import { basename, dirname, isAbsolute, relative, resolve } from 'node:path';
import { findPackageProgram, findProgram, realpathOf, type Surroundings } from './find-program.ts';
import { shellWords } from './shell-words.ts';

/** A command that does nothing but bundle by esbuild, and where esbuild lies. */
export interface EsbuildRun {
  readonly program: string;
  readonly arguments: readonly string[];
  readonly directory: string;
  /** Of `--outfile`, absolute. */
  readonly outputFile: string;
  /** Of `--metafile`, absolute; undefined where none is asked for. */
  readonly metafile: string | undefined;
}

/** What package managers put before the name of a program, by their names. */
const runners: Readonly<Record<string, RegExp>> = {
  npx: /^(?:(?:--no-install|--no|--yes|-y|--) )*$/,
  yarn: /^(?:run )?(?:-- )?$/,
  pnpm: /^exec (?:-- )?$/,
  bun: /^run $/,
  bunx: /^$/,
};

/** These make something else of esbuild than one run that ends, or have outputs that are not known before. */
const unusual = /^--(?:watch|serve|servedir|service|analyze|outdir|splitting|version|help)\b/;

/** Reads a command as one run of esbuild; undefined for every other command. */
export function esbuildRunOf(command: readonly string[], surroundings: Surroundings): EsbuildRun | undefined {
  const [name = '', ...rest] = unwrap(command) ?? [];
  const runner = runners[plainName(name)];
  const at = runner ? rest.indexOf('esbuild') : -1;
  if (
    runner &&
    (at < 0 ||
      !runner.test(
        rest
          .slice(0, at)
          .map((word) => `${word} `)
          .join(''),
      ))
  )
    return undefined;
  const program = runner
    ? findPackageProgram('esbuild', surroundings)
    : plainName(name) === 'esbuild'
      ? findProgram(name, surroundings)
      : undefined;
  if (program === undefined) return undefined;
  const words = runner ? rest.slice(at + 1) : rest;
  return runOf(realpathOf(program), withSourceMaps(words, surroundings.environment), surroundings.directory);
}

/**
 * `squall dev --inspect` wants breakpoints in the sources of apps that ask for no map, too. Without the sources' texts,
 * which lie in the project: with those of the SDK a map has five megabytes.
 */
function withSourceMaps(words: readonly string[], { SQUALL_SOURCE_MAPS }: NodeJS.ProcessEnv): readonly string[] {
  const isAsked = words.some((word) => /^--(?:sourcemap|sources-content)\b/.test(word));
  return SQUALL_SOURCE_MAPS !== '1' || isAsked ? words : [...words, '--sourcemap=inline', '--sources-content=false'];
}

function runOf(program: string, words: readonly string[], directory: string): EsbuildRun | undefined {
  if (!words.includes('--bundle') || words.some((word) => unusual.test(word))) return undefined;
  const outputFile = optionOf(words, '--outfile');
  if (outputFile === undefined) return undefined;
  const metafile = optionOf(words, '--metafile');
  return {
    program,
    arguments: words,
    directory,
    outputFile: resolve(directory, outputFile),
    metafile: metafile === undefined ? undefined : resolve(directory, metafile),
  };
}

/** A shell that is told to run one program is that program. */
function unwrap(command: readonly string[]): readonly string[] | undefined {
  const [name = '', option, line, ...more] = command;
  if (!['bash', 'sh'].includes(plainName(name))) return command;
  return option === '-c' && line !== undefined && more.length === 0 ? shellWords(line) : undefined;
}

const plainName = (path: string): string => basename(path).replace(/\.(?:cmd|exe)$/, '');

const optionOf = (words: readonly string[], name: string): string | undefined =>
  words.findLast((word) => word.startsWith(`${name}=`))?.slice(name.length + 1);

/**
 * What of a run decides about its output. Where the output lies does so only by the way from there to the sources,
 * which source maps and metafiles hold.
 */
export function identityOf(run: EsbuildRun): readonly string[] {
  const holdsPaths = run.arguments.some((word) => word.startsWith('--sourcemap') || word.startsWith('--metafile'));
  const place = (path: string) => (holdsPaths ? relative(path, run.directory) : '');
  const words = run.arguments.map((word) => {
    const [option = '', path] = /^(--outfile|--metafile)=(.*)$/.exec(word)?.slice(1) ?? [];
    return path === undefined ? word : `${option}=${place(dirname(resolve(run.directory, path)))}/${basename(path)}`;
  });
  return [run.program, run.directory, ...words];
}

/** Where a file lies beside the output, e.g. `index.js.map`; undefined for one that lies elsewhere. */
export function besideOutput(run: EsbuildRun, path: string): string | undefined {
  const name = relative(dirname(run.outputFile), path);
  return name.startsWith('..') || isAbsolute(name) ? undefined : name;
}
