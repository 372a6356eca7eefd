import { existsSync, statSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { startCloud } from '../../cloud/cloud.ts';
import { SquallError } from '../../cloud/kernel/errors.ts';
import { type CloudClient, clientOf } from '../../harness/cloud-client.ts';
import { deployAssembly } from '../../harness/deploy.ts';
import { assemble, projectFlags, projectOf } from '../assemble.ts';
import { type Command, type FlagValues, text } from '../command.ts';
import { startCompanions } from '../companions.ts';
import { assertRegion } from '../endpoint.ts';
import { failWith } from '../failure.ts';
import { inTurn } from '../in-turn.ts';
import { paint } from '../paint.ts';
import { parameterFlag, parametersOf } from '../parameters.ts';
import { findPorts } from '../port-placeholders.ts';
import { createReporter } from '../progress.ts';
import { findService } from '../serverless-framework/find-service.ts';
import { tryItOut } from '../try-it-out.ts';
import { type Watcher, watchProject } from '../watch/watch-project.ts';
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
      help: 'run this beside the cloud; {port:4580}, also in parameters, is that port or a free one',
    },
    once: { type: 'boolean', help: 'do not watch for changes' },
    json: { type: 'boolean', help: 'for programs: a line of JSON when ready, and one after each deploy' },
  },
  examples: [
    'squall dev',
    'squall dev stack/app.ts --port 4570',
    'squall dev template.yaml --parameter Stage=dev',
    'squall dev --with "node fake-payments.js {port:4580}" --parameter "PaymentsUrl=http://127.0.0.1:{port:4580}"',
  ],
  async run([app], flags) {
    const given = parametersOf(flags);
    const project = projectOf(app, flags);
    if (!project && findService(app)) throw new SquallError('InvalidOption', ...notWatched);
    const region = text(flags.region) ?? project?.config.region;
    assertRegion(region);
    const isQuiet = flags.json === true;
    const stop = new AbortController();
    const options = cloudOptions(flags);
    const cloud = await startCloud(options);
    const programs = (flags.with as readonly string[] | undefined) ?? [];
    const fillPorts = await findPorts([...programs, ...Object.values(given)]);
    const parameters = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, fillPorts(value)]));
    const companions = startCompanions(programs.map(fillPorts), cloud.endpoint, isQuiet);
    const stopped = untilStopped().then(() => stop.abort());
    let watcher: Watcher | undefined;
    try {
      tell(isQuiet ? JSON.stringify(readiness(cloud)) : banner(cloud, options.data));
      const client = clientOf(cloud, region === undefined ? {} : { region });
      const { deployOnce, deployAgain } = deploysOf(client, { app, flags, parameters, isQuiet, signal: stop.signal });
      cloud.kernel.signals.watch('reset:cloud', deployAgain);
      if (!flags.once) {
        const ignored = options.data === undefined ? [] : [resolve(options.data)];
        const onLimit = (message: string) => void process.stderr.write(`${message}\n`);
        // What is saved during the first deploy counts as well.
        watcher = watchProject(watchedDirectory(app), { ignored, onLimit }, () => deployOnce('tell'));
      }
      await deployOnce(flags.once ? 'throw' : 'tell');
      if (watcher && !stop.signal.aborted && !isQuiet) tell(paint.dim('Watching for changes; Ctrl+C ends.'));
      await stopped;
    } finally {
      watcher?.close();
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

interface Deploys {
  /** If the app fails to build or to deploy, the error is printed (`tell`) and the next save retries, or it is thrown. */
  deployOnce(onFailure: 'tell' | 'throw'): Promise<void>;
  /** What was built last, after the cloud was emptied. */
  deployAgain(): Promise<void>;
}

/** The two ways to deploy wait for each other. */
function deploysOf(client: CloudClient, options: DeploysOptions): Deploys {
  const { parameters, isQuiet, signal } = options;
  const { progress } = createReporter(isQuiet);
  const wait = inTurn();
  let assembly: string | undefined;
  let hasShown = false;
  const attempt = (build: () => Promise<string>, onFailure: 'tell' | 'throw') => async (): Promise<void> => {
    if (signal.aborted) return;
    try {
      assembly = await build();
      const stacks = await deployAssembly(client, assembly, { parameters, onProgress: progress });
      if (isQuiet) tell(JSON.stringify({ stacks }));
      else if (!hasShown) tell(await tryItOut(client, stacks));
      hasShown = true;
    } catch (error) {
      if (signal.aborted) return;
      if (onFailure === 'throw') throw error;
      failWith(error);
    }
  };
  return {
    deployOnce: (onFailure) => wait(attempt(() => buildApp(client, options), onFailure)),
    deployAgain: () =>
      wait(async () => {
        const built = assembly;
        if (built === undefined || signal.aborted) return;
        if (!isQuiet) tell('The cloud was reset: deploying again.');
        // Its APIs have other addresses now.
        hasShown = false;
        await attempt(async () => built, 'tell')();
      }),
  };
}

/** Looked for at every save: samconfig.toml may have changed as well. */
const buildApp = (client: CloudClient, { app, flags, isQuiet, signal }: DeploysOptions): Promise<string> =>
  assemble({ app, project: projectOf(app, flags), flags, client, reporter: createReporter(isQuiet), signal });

/** The working directory; a project that lies elsewhere is watched there. */
function watchedDirectory(app: string | undefined): string {
  const path = resolve(app ?? '.');
  if (!existsSync(path) || !relative(resolve('.'), path).startsWith('..')) return '.';
  return statSync(path).isDirectory() ? path : dirname(path);
}
