import { existsSync, statSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { startCloud } from '../../cloud/cloud.ts';
import { SquallError } from '../../cloud/kernel/errors.ts';
import { type CloudClient, clientOf } from '../../harness/cloud-client.ts';
import { deployAssembly } from '../../harness/deploy.ts';
import { assembleRecorded, projectFlags, projectOf } from '../assemble.ts';
import { type Command, type FlagValues, text } from '../command.ts';
import { startCompanions } from '../companions.ts';
import { Bundler } from '../dev/bundler.ts';
import { DevSession, type DevSteps } from '../dev/dev-session.ts';
import { saveJson, saveLine } from '../dev/save-line.ts';
import { assertRegion } from '../endpoint.ts';
import { failWith } from '../failure.ts';
import { paint } from '../paint.ts';
import { parameterFlag, parametersOf } from '../parameters.ts';
import { createReporter } from '../progress.ts';
import { findService } from '../serverless-framework/find-service.ts';
import { tryItOut } from '../try-it-out.ts';
import { type Watcher, watchProject } from '../watch-project.ts';
import { banner, cloudOptions, readiness, untilStopped, upFlags } from './up.ts';

/** The framework packages and deploys by itself, and takes seconds. */
const notWatched = [
  'squall dev does not deploy a serverless.yml.',
  'Start the cloud by squall up, and run squall deploy serverless.yml at every change.',
] as const;

/** `squall dev`: up, deploy, and deploy again at every change. */
export const dev: Command = {
  summary: 'start the cloud, deploy the app, and deploy again at every change',
  usage: 'dev [app] [options]',
  positionalsMax: 1,
  flags: {
    ...upFlags,
    ...parameterFlag,
    ...projectFlags,
    with: {
      type: 'string',
      value: 'COMMAND',
      multiple: true,
      help: 'run this beside the cloud; it ends with the cloud',
    },
    once: { type: 'boolean', help: 'do not watch for changes' },
    json: { type: 'boolean', help: 'for programs: a line of JSON when ready, and one after each deploy' },
  },
  examples: [
    'squall dev',
    'squall dev stack/app.ts --port 4570',
    'squall dev template.yaml --parameter Stage=dev',
    "squall dev --with 'node fake-payments.js' --parameter PaymentsUrl=http://127.0.0.1:4580",
  ],
  async run([app], flags) {
    const parameters = parametersOf(flags);
    const project = projectOf(app, flags);
    if (!project && findService(app)) throw new SquallError('InvalidOption', ...notWatched);
    const region = text(flags.region) ?? project?.config.region;
    assertRegion(region);
    const isQuiet = flags.json === true;
    const stop = new AbortController();
    const options = cloudOptions(flags);
    const cloud = await startCloud(options);
    const companions = startCompanions((flags.with as readonly string[] | undefined) ?? [], cloud.endpoint, isQuiet);
    const stopped = untilStopped().then(() => stop.abort());
    const bundler = new Bundler();
    let watcher: Watcher | undefined;
    try {
      tell(isQuiet ? JSON.stringify(readiness(cloud)) : banner(cloud, options.data));
      const client = clientOf(cloud, region === undefined ? {} : { region });
      const bring = bringer(client, bundler, { app, flags, parameters, isQuiet, signal: stop.signal });
      await bring(flags.once ? 'throw' : 'tell');
      if (!flags.once && !stop.signal.aborted) {
        watcher = watchProject(watchedDirectory(app), options.data === undefined ? [] : [options.data], (paths) =>
          bring('tell', paths),
        );
        if (!isQuiet) tell(paint.dim('Watching for changes; Ctrl+C ends.'));
      }
      await stopped;
    } finally {
      watcher?.close();
      bundler.close();
      companions.stop();
      await cloud.close();
    }
    return 0;
  },
};

const tell = (message: string): void => void process.stdout.write(`${message}\n`);

interface DeploysOptions {
  readonly app: string | undefined;
  readonly flags: FlagValues;
  readonly parameters: Readonly<Record<string, string>>;
  readonly isQuiet: boolean;
  readonly signal: AbortSignal;
}

/**
 * Deploys all, or brings a save into the cloud. If the app fails to build or to deploy, the error is printed (`tell`) and
 * the next save retries, or it is thrown.
 */
function bringer(client: CloudClient, bundler: Bundler, options: DeploysOptions) {
  const { isQuiet, signal } = options;
  const session = new DevSession(stepsOf(client, options), bundler);
  let hasShown = false;
  return async (onFailure: 'tell' | 'throw', paths?: ReadonlySet<string>): Promise<void> => {
    try {
      const outcome = paths ? await session.save(paths) : await session.deployAll();
      const line = isQuiet ? saveJson(outcome) : saveLine(outcome, paths ?? []);
      if (line !== undefined) tell(line);
      if (!isQuiet && !hasShown && outcome.kind === 'synthesized') tell(await tryItOut(client, outcome.stacks));
      hasShown = true;
    } catch (error) {
      if (signal.aborted) return;
      if (onFailure === 'throw') throw error;
      failWith(error);
    }
  };
}

function stepsOf(client: CloudClient, { app, flags, parameters, isQuiet, signal }: DeploysOptions): DevSteps {
  const reporter = createReporter(isQuiet);
  return {
    // Looked for at every save: samconfig.toml may have changed as well.
    synthesize: () => assembleRecorded({ app, project: projectOf(app, flags), flags, client, reporter, signal }),
    deploy: (directory, isWhole) =>
      deployAssembly(client, directory, { parameters, ...(isWhole && { onProgress: reporter.progress }) }),
  };
}

/** The working directory; a project that lies elsewhere is watched there. */
function watchedDirectory(app: string | undefined): string {
  const path = resolve(app ?? '.');
  if (!existsSync(path) || !relative(resolve('.'), path).startsWith('..')) return '.';
  return statSync(path).isDirectory() ? path : dirname(path);
}
