import type { CloudClient } from '../harness/cloud-client.ts';
import { recordedSynthesis } from '../harness/synthesis/recorded-synthesis.ts';
import { type Flags, type FlagValues, text } from './command.ts';
import type { Synthesis } from './dev/dev-session.ts';
import { paintError } from './paint.ts';
import type { Reporter } from './progress.ts';
import { buildAssembly } from './templates/build-assembly.ts';
import { findTemplate, type TemplateProject } from './templates/find-template.ts';

/** Of templates: what `sam deploy` is told by the same names. */
export const projectFlags = {
  'stack-name': {
    type: 'string',
    value: 'NAME',
    help: 'of a template (default: what samconfig.toml says, else its folder)',
  },
  'config-env': { type: 'string', value: 'NAME', help: 'environment of samconfig.toml (default: default)' },
  'config-file': { type: 'string', value: 'FILE', help: 'another file than samconfig.toml' },
} as const satisfies Flags;

export const verboseFlag = {
  verbose: { type: 'boolean', help: 'print what the app, its bundlers and the CDK print' },
} as const satisfies Flags;

/** The template that the command line, or the working directory, names; undefined for apps of the CDK. */
export const projectOf = (app: string | undefined, flags: FlagValues): TemplateProject | undefined =>
  findTemplate(app, { configEnvironment: text(flags['config-env']), configFile: text(flags['config-file']) });

/** The flags with samconfig's region where they name none: it comes before the environment's, as SAM has it. */
export const withProjectRegion = (flags: FlagValues, project: TemplateProject | undefined): FlagValues => {
  const region = text(flags.region) ?? project?.config.region;
  return region === undefined ? flags : { ...flags, region };
};

interface Assembling {
  readonly app: string | undefined;
  readonly project: TemplateProject | undefined;
  readonly flags: FlagValues;
  readonly client: CloudClient;
  readonly reporter: Reporter;
  readonly signal?: AbortSignal;
}

/** Makes the cloud assembly of an app or a template, and answers its directory. */
export const assemble = async (assembling: Assembling): Promise<string> =>
  (await assembleRecorded(assembling)).directory;

/** The same, with what the synthesis ran and read; templates have no record. */
export async function assembleRecorded(assembling: Assembling): Promise<Synthesis> {
  const { app, project, flags, client, reporter, signal } = assembling;
  const { account, region } = client;
  const outputDirectory = text(flags.output);
  if (project) {
    const stackName = text(flags['stack-name']);
    const onStep = reporter.step;
    const options = { account, region, outputDirectory, stackName, signal, onStep };
    return { directory: await buildAssembly(project, options), record: undefined };
  }
  reporter.step('Synthesizing');
  return recordedSynthesis(app, {
    account,
    region,
    signal,
    ...(outputDirectory !== undefined && { outputDirectory }),
    ...(flags.verbose && { onLine }),
  });
}

/** Beside the answer, which programs read. */
const onLine = (line: string): void => void process.stderr.write(`${paintError.dim(line)}\n`);
