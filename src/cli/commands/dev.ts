import { watch } from 'node:fs';
import { sep } from 'node:path';
import { startCloud } from '../../cloud/cloud.ts';
import { SquallError } from '../../cloud/kernel/errors.ts';
import { type CloudClient, clientOf } from '../../harness/cloud-client.ts';
import { type DeployedStack, deployAssembly } from '../../harness/deploy.ts';
import { synthesize } from '../../harness/synthesize.ts';
import type { Command } from '../command.ts';
import { startCompanions } from '../companions.ts';
import { paint } from '../paint.ts';
import { parameterFlag, parametersOf } from '../parameters.ts';
import { createReporter } from '../progress.ts';
import { tryItOut } from '../try-it-out.ts';
import { banner, cloudOptions, untilStopped, upFlags } from './up.ts';

/** `squall dev`: up, deploy, and deploy again at every change. */
export const dev: Command = {
  summary: 'start the cloud, deploy the app, and deploy again at every change',
  usage: 'dev [app] [options]',
  flags: {
    ...upFlags,
    ...parameterFlag,
    with: { type: 'string', value: 'COMMAND', multiple: true, help: 'run this beside the cloud, and end it with it' },
    once: { type: 'boolean', help: 'do not watch for changes' },
  },
  examples: [
    'squall dev',
    'squall dev stack/app.ts --port 4570',
    "squall dev --with 'node fake-payments.js' --parameter PaymentsUrl=http://127.0.0.1:4580",
  ],
  async run([app], flags) {
    const cloud = await startCloud(cloudOptions(flags));
    const companions = startCompanions((flags.with as readonly string[] | undefined) ?? [], cloud.endpoint);
    process.stdout.write(banner(cloud, typeof flags.data === 'string' ? flags.data : undefined));
    const client = clientOf(cloud);
    const deployOnce = () => deployApp(client, app, parametersOf(flags));
    const stopped = untilStopped();
    try {
      const stacks = await deployOnce();
      process.stdout.write(tryItOut(cloud.endpoint, stacks));
      if (!flags.once) watchAndRedeploy(deployOnce);
    } catch (error) {
      // With a watcher a broken app is a state, not an end: the next save may mend it.
      if (flags.once || !(error instanceof SquallError)) {
        companions.stop();
        await cloud.close();
        throw error;
      }
      tellFailure(error);
      watchAndRedeploy(deployOnce);
    }
    await stopped;
    companions.stop();
    await cloud.close();
    return 0;
  },
};

async function deployApp(
  client: CloudClient,
  app: string | undefined,
  parameters: Readonly<Record<string, string>>,
): Promise<DeployedStack[]> {
  const reporter = createReporter(false);
  reporter.step('Synthesizing');
  const assembly = await synthesize(app, { account: client.account, region: client.region });
  return deployAssembly(client, assembly, { parameters, onProgress: reporter.progress });
}

const ignored = new Set(['node_modules', 'cdk.out', 'dist', '.git', '.squall', 'coverage']);

/** Editors save in bursts: a deploy starts when it has been quiet for this long. */
const quietMs = 200;

function watchAndRedeploy(deployOnce: () => Promise<unknown>): void {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  const redeploy = async (): Promise<void> => {
    await running;
    running = deployOnce().then(
      () => undefined,
      (error: unknown) => tellFailure(error),
    );
  };
  const watcher = watch('.', { recursive: true }, (_event, file) => {
    if (file === null || file.split(sep).some((part) => ignored.has(part))) return;
    clearTimeout(timer);
    timer = setTimeout(() => void redeploy(), quietMs);
  });
  watcher.unref();
  process.stdout.write(paint.dim('\nWatching for changes; Ctrl+C ends.\n'));
}

function tellFailure(error: unknown): void {
  const hint = error instanceof SquallError ? `\n  ${paint.dim(error.hint)}` : '';
  process.stderr.write(`${paint.red('✗')} ${error instanceof Error ? error.message : String(error)}${hint}\n`);
}
