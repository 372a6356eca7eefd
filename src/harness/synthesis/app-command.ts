import { existsSync, readFileSync, statSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';
import { synthesisFailed } from './synthesis-failed.ts';

interface CdkJson {
  readonly app?: string;
  readonly context?: Readonly<Record<string, unknown>>;
}

/** What is run to synthesize an app, and what it is told. */
export interface AppCommand {
  readonly command: string;
  /** For `CDK_CONTEXT_JSON`. */
  readonly context: Readonly<Record<string, unknown>>;
  /** Files that say so, whether they are there or not. */
  readonly configuration: readonly string[];
}

/** What the CDK CLI tells every app, besides the context of `cdk.json`. */
const cliContext = {
  'aws:cdk:enable-path-metadata': true,
  'aws:cdk:enable-asset-metadata': true,
  'aws:cdk:version-reporting': false,
  'aws:cdk:bundling-stacks': ['**'],
};

/** Finds out how an app is run: `app` as `synthesize` takes it. */
export function appCommandOf(app: string | undefined, directory: string): AppCommand {
  // The second holds values that the CDK CLI looked up once and that the project keeps.
  const configuration = ['cdk.json', 'cdk.context.json'].map((name) => join(directory, name));
  const [cdkJson, kept] = configuration.map(readObject) as [CdkJson, Record<string, unknown>];
  return {
    command: commandOf(app ?? cdkJson.app, directory),
    context: { ...kept, ...cdkJson.context, ...cliContext },
    configuration,
  };
}

function readObject(path: string): unknown {
  try {
    return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
  } catch (cause) {
    throw synthesisFailed(`${path} is not JSON.`, 'Mend it, or name the app: squall deploy app.ts', {
      cause,
    });
  }
}

/** Sources run on this Node, which reads TypeScript; everything else is a command for the shell. */
function commandOf(app: string | undefined, directory: string): string {
  if (app === undefined) {
    const hint =
      'Name the app (stack/app.ts, for squall explore by --app), or run it where a cdk.json lies: { "app": "node app.ts" }. SAM templates are found as template.yaml by squall deploy and squall dev.';
    throw synthesisFailed(`There is no cdk.json in ${directory}.`, hint);
  }
  if (existsSync(resolve(directory, app))) {
    if (isSource(app)) return `"${process.execPath}" "${app}"`;
    if (['.yaml', '.yml', '.json'].includes(extname(app))) {
      const hint = 'Build it by squall deploy, and name the cloud assembly which that leaves: .aws-sam/squall';
      throw synthesisFailed(`${app} is no app of the CDK.`, hint);
    }
    if (!statSync(resolve(directory, app)).isDirectory()) return app;
    throw synthesisFailed(
      `The directory ${app} holds no cloud assembly.`,
      'Name a directory with a cdk.json, a template.yaml or what cdk synth wrote, or the app’s source.',
    );
  }
  // One word that ends like a source was meant as one; the shell would only say that it finds no such command.
  if (!isSource(app) || /\s/.test(app)) return app;
  const hint = 'Name the app’s source, its command, or the directory of a cloud assembly.';
  throw synthesisFailed(`There is no ${app} in ${directory}.`, hint);
}

const isSource = (app: string): boolean => ['.ts', '.mts', '.js', '.mjs', '.cjs'].includes(extname(app));
