import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { makeOwnDirectory } from '../own-directory.ts';
import { type AppCommand, appCommandOf } from './app-command.ts';
import { type DetailedRecord, mergeNotes, nothingKnown } from './merge-notes.ts';
import { projectRootOf } from './project-root.ts';
import { removeOldBundles } from './remove-old-bundles.ts';
import { pathWithBinaries, type RunAppOptions, runApp } from './run-app.ts';
import { synthesisFailed } from './synthesis-failed.ts';
import type { ProcessNotes } from './watch/process-notes.ts';
import { unwatchedPartOf } from './watch/unwatched-programs.ts';
import { type WatchSettings, watchVariable } from './watch/watch-settings.ts';

export interface SynthesisOptions extends RunAppOptions {
  /** Where the app lies; relative paths start here. Default: the working directory. */
  readonly directory?: string;
  readonly outputDirectory?: string;
  readonly account?: string;
  readonly region?: string;
  /** Leaves out the CDK's own check of templates, which takes longer than all else, where its errors are warnings. */
  readonly isUnchecked?: boolean;
}

export interface RecordedSynthesis {
  /** Of the cloud assembly. */
  readonly directory: string;
  readonly record: DetailedRecord;
}

/** The version of the cloud assembly that today's CDK apps ask for; older readers are refused by the app itself. */
const assemblyVersion = '53.0.0';

const preload = new URL(`./watch/preload${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url).href;

/**
 * Like `synthesize`, and tells what was run and read on the way. Nothing is known about a directory that holds an
 * assembly already: its record is not complete.
 */
export async function recordedSynthesis(
  app: string | undefined,
  options: SynthesisOptions = {},
): Promise<RecordedSynthesis> {
  const directory = resolve(options.directory ?? '.');
  const asAssembly = app && resolve(directory, app);
  if (asAssembly && existsSync(join(asAssembly, 'manifest.json')))
    return { directory: asAssembly, record: nothingKnown };
  const appCommand = appCommandOf(app, directory);
  const output = resolve(directory, options.outputDirectory ?? 'cdk.out');
  rmSync(output, { recursive: true, force: true });
  mkdirSync(output, { recursive: true });
  const notes = realpathSync(mkdtempSync(join(tmpdir(), 'squall-synthesis-')));
  try {
    const settings = settingsOf(directory, output, notes);
    const environment = environmentOf(appCommand, directory, options, { ...settings, output: realpathSync(output) });
    await runApp(appCommand.command, directory, options, environment);
    if (!existsSync(join(output, 'manifest.json'))) throw noAssembly(appCommand.command);
    if (settings.bundles !== undefined) removeOldBundles(settings.bundles);
    const isWatched = unwatchedPartOf(['sh', '-c', appCommand.command], { directory, environment }) === undefined;
    const record = mergeNotes(readNotes(notes), { directory, isWatched, root: settings.root, ...appCommand });
    return { directory: output, record };
  } finally {
    rmSync(notes, { recursive: true, force: true });
  }
}

const noAssembly = (command: string): Error =>
  synthesisFailed(`“${command}” wrote no cloud assembly.`, 'Does it call app.synth()?');

function settingsOf(directory: string, output: string, notes: string): WatchSettings {
  const settings = { root: projectRootOf(realpathSync(directory)), output, notes };
  try {
    return { ...settings, bundles: makeOwnDirectory(realpathSync(directory), 'bundles') };
  } catch {
    // A project that cannot be written keeps no bundles.
    return settings;
  }
}

function environmentOf(
  { context }: AppCommand,
  directory: string,
  { account, region, isUnchecked = false }: SynthesisOptions,
  settings: WatchSettings & { readonly output: string },
): NodeJS.ProcessEnv {
  return {
    ...compileCache(settings),
    ...(isUnchecked && !isStrict(context) && { CDK_VALIDATION: 'false' }),
    ...process.env,
    CDK_OUTDIR: settings.output,
    CDK_CLI_ASM_VERSION: assemblyVersion,
    CDK_CLI_VERSION: '2.1148.1',
    CDK_DEFAULT_ACCOUNT: account ?? '000000000000',
    CDK_DEFAULT_REGION: region ?? 'us-east-1',
    CDK_CONTEXT_JSON: JSON.stringify(context),
    PATH: pathWithBinaries(directory),
    NODE_OPTIONS: [process.env.NODE_OPTIONS ?? '', `--import=${preload}`].join(' ').trim(),
    [watchVariable]: JSON.stringify(settings),
  };
}

/** Node's own cache of compiled modules: the CDK is large. What the environment says of it comes first. */
const compileCache = ({ bundles }: WatchSettings): NodeJS.ProcessEnv =>
  bundles === undefined ? {} : { NODE_COMPILE_CACHE: join(dirname(bundles), 'compile-cache') };

/** Apps that fail where the CDK's check finds something. */
const isStrict = (context: AppCommand['context']): boolean =>
  ['@aws-cdk/core:validateAgainstDefaultRules', '@aws-cdk/core:strictCfnValidateErrors'].some((flag) =>
    ['true', true].includes(context[flag] as string | boolean),
  );

const readNotes = (folder: string): ProcessNotes[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as ProcessNotes);
