import { existsSync, statSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { startCloud } from '../../cloud/cloud.ts';
import { SquallError } from '../../cloud/kernel/errors.ts';
import { type CloudClient, clientOf } from '../../harness/cloud-client.ts';
import { type DeployedStack, deployAssembly } from '../../harness/deploy.ts';
import { assemble, projectFlags, projectOf, verboseFlag } from '../assemble.ts';
import { createBreakpointLines } from '../breakpoint-lines.ts';
import { cloudOptions, upFlags } from '../cloud-flags.ts';
import { type Command, type FlagValues, text } from '../command.ts';
import { startCompanions } from '../companions.ts';
import { assertRegion } from '../endpoint.ts';
import { failWith } from '../failure.ts';
import { tellFailures } from '../function-failures/tell-failures.ts';
import { paint } from '../paint.ts';
import { parameterFlag, parametersOf } from '../parameters.ts';
import { createReporter } from '../progress.ts';
import { findService } from '../serverless-framework/find-service.ts';
import { tryItOut } from '../try-it-out.ts';
import { untilStopped } from '../until-stopped.ts';
import { type Watcher, watchProject } from '../watch-project.ts';
import { banner, readiness } from './up.ts';

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
    ...verboseFlag,
    with: {
      type: 'string',
      value: 'COMMAND',
      multiple: true,
      help: 'run this beside the cloud; it ends with the cloud',
    },
    once: { type: 'boolean', help: 'do not watch for changes' },
    json: { type: 'boolean', help: 'for programs: a line of JSON when ready, after each deploy, at each failure' },
  },
  examples: [
    'squall dev',
    'squall dev stack/app.ts --port 4570',
    'squall dev template.yaml --parameter Stage=dev',
    'squall dev --inspect CreateOrder   # attach a debugger at port 9229',
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
    // For bundlers of the app: see docs/debugging.md.
    if (options.inspect) process.env.SQUALL_SOURCE_MAPS ??= '1';
    const cloud = await startCloud(options);
    const companions = startCompanions((flags.with as readonly string[] | undefined) ?? [], cloud.endpoint, isQuiet);
    const stopped = untilStopped().then(() => stop.abort());
    let watcher: Watcher | undefined;
    let endTelling: (() => void) | undefined;
    try {
      tell(isQuiet ? JSON.stringify(readiness(cloud)) : banner(cloud, options.data));
      const client = clientOf(cloud, region === undefined ? {} : { region });
      endTelling = tellFailures(cloud, client, {
        project: resolve(watchedDirectory(app)),
        isJson: isQuiet,
        write: (message) => void (isQuiet ? process.stdout : process.stderr).write(message),
      });
      const breakpoints = createBreakpointLines(cloud.kernel.inspection);
      const deployOnce = deploysOf(client, { app, flags, parameters, isQuiet, signal: stop.signal, breakpoints });
      await deployOnce(flags.once ? 'throw' : 'tell');
      if (!flags.once && !stop.signal.aborted) {
        watcher = watchProject(watchedDirectory(app), options.data === undefined ? [] : [options.data], () =>
          deployOnce('tell'),
        );
        if (!isQuiet) tell(paint.dim('Watching for changes; Ctrl+C ends.'));
      }
      await stopped;
    } finally {
      watcher?.close();
      endTelling?.();
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
  /** What is new about functions that can be debugged. */
  readonly breakpoints: () => Promise<readonly string[]>;
}

/** If the app fails to build or to deploy, the error is printed (`tell`) and the next save retries, or it is thrown. */
function deploysOf(client: CloudClient, options: DeploysOptions): (onFailure: 'tell' | 'throw') => Promise<void> {
  const { isQuiet, signal, breakpoints } = options;
  let hasShown = false;
  return async (onFailure) => {
    try {
      const stacks = await deployApp(client, options);
      if (isQuiet) tell(JSON.stringify({ stacks }));
      else if (!hasShown) tell(await tryItOut(client, stacks));
      if (!isQuiet) for (const line of await breakpoints()) tell(line);
      hasShown = true;
    } catch (error) {
      if (signal.aborted) return;
      if (onFailure === 'throw') throw error;
      failWith(error);
    }
  };
}

async function deployApp(client: CloudClient, options: DeploysOptions): Promise<DeployedStack[]> {
  const { app, flags, parameters, isQuiet, signal } = options;
  const reporter = createReporter(isQuiet);
  // Looked for at every save: samconfig.toml may have changed as well.
  const assembly = await assemble({ app, project: projectOf(app, flags), flags, client, reporter, signal });
  return deployAssembly(client, assembly, { parameters, onProgress: reporter.progress });
}

/** The working directory; a project that lies elsewhere is watched there. */
function watchedDirectory(app: string | undefined): string {
  const path = resolve(app ?? '.');
  if (!existsSync(path) || !relative(resolve('.'), path).startsWith('..')) return '.';
  return statSync(path).isDirectory() ? path : dirname(path);
}
