import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { SquallError } from '../cloud/kernel/errors.ts';
import { failureTold } from './synthesis/explain-failure.ts';

export interface SynthesisOptions {
  /** Where the app lies; relative paths start here. Default: the working directory. */
  readonly directory?: string;
  readonly outputDirectory?: string;
  readonly account?: string;
  readonly region?: string;
  /** Ends the app when its assembly is no longer wanted. */
  readonly signal?: AbortSignal | undefined;
  /** Told each line the app prints. */
  readonly onLine?: (line: string) => void;
}

interface CdkJson {
  readonly app?: string;
  readonly context?: Readonly<Record<string, unknown>>;
}

/** What the CDK CLI tells every app, besides the context of `cdk.json`. */
const cliContext = {
  'aws:cdk:enable-path-metadata': true,
  'aws:cdk:enable-asset-metadata': true,
  'aws:cdk:version-reporting': false,
  'aws:cdk:bundling-stacks': ['**'],
};

/** The version of the cloud assembly that today's CDK apps ask for; older readers are refused by the app itself. */
const assemblyVersion = '53.0.0';

/**
 * Runs a CDK app and answers the directory of its cloud assembly. `app` may be an app's source (`stack/app.ts`), a
 * command (`node app.js`), a directory that holds an assembly already, or nothing: then `cdk.json` says.
 *
 * The app runs as `cdk synth` would run it, without the seconds that the CLI itself costs. Throws `SquallError` with
 * what the app printed when it fails.
 */
export async function synthesize(app: string | undefined, options: SynthesisOptions = {}): Promise<string> {
  const directory = resolve(options.directory ?? '.');
  const asAssembly = app && resolve(directory, app);
  if (asAssembly && existsSync(join(asAssembly, 'manifest.json'))) return asAssembly;
  const cdkJson = readCdkJson(directory);
  const command = commandOf(app ?? cdkJson.app, directory);
  const output = resolve(directory, options.outputDirectory ?? 'cdk.out');
  rmSync(output, { recursive: true, force: true });
  mkdirSync(output, { recursive: true });
  await runApp(command, directory, options, {
    CDK_OUTDIR: output,
    CDK_CLI_ASM_VERSION: assemblyVersion,
    CDK_CLI_VERSION: '2.1148.1',
    CDK_DEFAULT_ACCOUNT: options.account ?? '000000000000',
    CDK_DEFAULT_REGION: options.region ?? 'us-east-1',
    CDK_CONTEXT_JSON: JSON.stringify({ ...readContextFile(directory), ...cdkJson.context, ...cliContext }),
  });
  if (existsSync(join(output, 'manifest.json'))) return output;
  throw new SquallError('SynthesisFailed', `“${command}” wrote no cloud assembly.`, 'Does it call app.synth()?');
}

function readCdkJson(directory: string): CdkJson {
  const path = join(directory, 'cdk.json');
  return existsSync(path) ? (parse(path) as CdkJson) : {};
}

/** Values that the CDK CLI looked up once and that the project keeps. */
function readContextFile(directory: string): Record<string, unknown> {
  const path = join(directory, 'cdk.context.json');
  return existsSync(path) ? (parse(path) as Record<string, unknown>) : {};
}

function parse(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new SquallError('SynthesisFailed', `${path} is not JSON.`, 'Mend it, or name the app: squall deploy app.ts', {
      cause,
    });
  }
}

/** Sources run on this Node, which reads TypeScript; everything else is a command for the shell. */
function commandOf(app: string | undefined, directory: string): string {
  if (app === undefined) {
    const hint =
      'Name the app (stack/app.ts, for squall explore by --app), or run it where a cdk.json lies: { "app": "node app.ts" }. SAM templates are found as template.yaml by squall deploy and squall dev.';
    throw new SquallError('SynthesisFailed', `There is no cdk.json in ${directory}.`, hint);
  }
  if (existsSync(resolve(directory, app))) {
    if (isSource(app)) return `"${process.execPath}" "${app}"`;
    if (['.yaml', '.yml', '.json'].includes(extname(app))) {
      const hint = 'Build it by squall deploy, and name the cloud assembly which that leaves: .aws-sam/squall';
      throw new SquallError('SynthesisFailed', `${app} is no app of the CDK.`, hint);
    }
    if (!statSync(resolve(directory, app)).isDirectory()) return app;
    throw new SquallError(
      'SynthesisFailed',
      `The directory ${app} holds no cloud assembly.`,
      'Name a directory with a cdk.json, a template.yaml or what cdk synth wrote, or the app’s source.',
    );
  }
  // One word that ends like a source was meant as one; the shell would only say that it finds no such command.
  if (!isSource(app) || /\s/.test(app)) return app;
  const hint = 'Name the app’s source, its command, or the directory of a cloud assembly.';
  throw new SquallError('SynthesisFailed', `There is no ${app} in ${directory}.`, hint);
}

const isSource = (app: string): boolean => ['.ts', '.mts', '.js', '.mjs', '.cjs'].includes(extname(app));

function runApp(
  command: string,
  directory: string,
  { onLine, signal }: SynthesisOptions,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  return new Promise((resolveRun, reject) => {
    const child = spawn(command, {
      cwd: directory,
      shell: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      signal,
      env: { ...process.env, ...environment, PATH: pathWithBinaries(directory) },
    });
    let output = '';
    const note = (chunk: Buffer) => {
      output += chunk.toString('utf8');
      for (const line of chunk.toString('utf8').split('\n')) if (line.trim() !== '') onLine?.(line);
    };
    child.stdout.on('data', note);
    child.stderr.on('data', note);
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) return resolveRun();
      const told = failureTold(output, directory, `“${command}” ended with code ${code}`);
      reject(
        new SquallError(
          'SynthesisFailed',
          told.message,
          told.hint ?? 'Run the command by hand, or squall deploy with --verbose, to see more.',
        ),
      );
    });
  });
}

/** As npm does for scripts: the binaries of the project and its parents come first, this very Node ahead of all. */
function pathWithBinaries(directory: string): string {
  const binaries: string[] = [];
  for (let current = directory; ; current = dirname(current)) {
    if (basename(current) !== 'node_modules') binaries.push(join(current, 'node_modules', '.bin'));
    if (dirname(current) === current) break;
  }
  return [dirname(process.execPath), ...binaries, process.env.PATH ?? ''].join(
    process.platform === 'win32' ? ';' : ':',
  );
}
