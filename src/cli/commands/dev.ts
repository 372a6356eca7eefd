import { startCloud } from '../../cloud/cloud.ts';
import { type CloudClient, clientOf } from '../../harness/cloud-client.ts';
import { type DeployedStack, deployAssembly } from '../../harness/deploy.ts';
import { synthesize } from '../../harness/synthesize.ts';
import type { Command } from '../command.ts';
import { startCompanions } from '../companions.ts';
import { failWith } from '../failure.ts';
import { paint } from '../paint.ts';
import { parameterFlag, parametersOf } from '../parameters.ts';
import { createReporter } from '../progress.ts';
import { tryItOut } from '../try-it-out.ts';
import { type Watcher, watchProject } from '../watch-project.ts';
import { banner, cloudOptions, readiness, untilStopped, upFlags } from './up.ts';

/** `squall dev`: up, deploy, and deploy again at every change. */
export const dev: Command = {
  summary: 'start the cloud, deploy the app, and deploy again at every change',
  usage: 'dev [app] [options]',
  positionalsMax: 1,
  flags: {
    ...upFlags,
    ...parameterFlag,
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
    "squall dev --with 'node fake-payments.js' --parameter PaymentsUrl=http://127.0.0.1:4580",
  ],
  async run([app], flags) {
    const parameters = parametersOf(flags);
    const isQuiet = flags.json === true;
    const stop = new AbortController();
    const options = cloudOptions(flags);
    const cloud = await startCloud(options);
    const companions = startCompanions((flags.with as readonly string[] | undefined) ?? [], cloud.endpoint, isQuiet);
    const stopped = untilStopped().then(() => stop.abort());
    let watcher: Watcher | undefined;
    try {
      tell(isQuiet ? JSON.stringify(readiness(cloud)) : banner(cloud, options.data));
      const deployOnce = deploysOf(clientOf(cloud), { app, parameters, isQuiet, signal: stop.signal });
      await deployOnce(flags.once ? 'throw' : 'tell');
      if (!flags.once && !stop.signal.aborted) {
        watcher = watchProject('.', options.data === undefined ? [] : [options.data], () => deployOnce('tell'));
        if (!isQuiet) tell(paint.dim('Watching for changes; Ctrl+C ends.'));
      }
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
  readonly parameters: Readonly<Record<string, string>>;
  readonly isQuiet: boolean;
  readonly signal: AbortSignal;
}

/** If the app fails to build or to deploy, the error is printed (`tell`) and the next save retries, or it is thrown. */
function deploysOf(client: CloudClient, options: DeploysOptions): (onFailure: 'tell' | 'throw') => Promise<void> {
  const { isQuiet, signal } = options;
  let hasShown = false;
  return async (onFailure) => {
    try {
      const stacks = await deployApp(client, options);
      if (isQuiet) tell(JSON.stringify({ stacks }));
      else if (!hasShown) tell(await tryItOut(client, stacks));
      hasShown = true;
    } catch (error) {
      if (signal.aborted) return;
      if (onFailure === 'throw') throw error;
      failWith(error);
    }
  };
}

async function deployApp(client: CloudClient, options: DeploysOptions): Promise<DeployedStack[]> {
  const { app, parameters, isQuiet, signal } = options;
  const reporter = createReporter(isQuiet);
  reporter.step('Synthesizing');
  const assembly = await synthesize(app, { account: client.account, region: client.region, signal });
  return deployAssembly(client, assembly, { parameters, onProgress: reporter.progress });
}
