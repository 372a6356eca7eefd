import { watch } from 'node:fs';
import { sep } from 'node:path';
import { startCloud } from '../../cloud/cloud.ts';
import { SquallError } from '../../cloud/kernel/errors.ts';
import { type CloudClient, clientOf } from '../../harness/cloud-client.ts';
import { type DeployedStack, deployAssembly } from '../../harness/deploy.ts';
import { synthesize } from '../../harness/synthesize.ts';
import type { Command } from '../command.ts';
import { paint } from '../paint.ts';
import { createReporter } from '../progress.ts';
import { tryItOut } from '../try-it-out.ts';
import { banner, cloudOptions, untilStopped, upFlags } from './up.ts';

/** `squall dev`: up, deploy, and deploy again at every change. */
export const dev: Command = {
  summary: 'start the cloud, deploy the app, and deploy again at every change',
  usage: 'dev [app] [options]',
  flags: { ...upFlags, once: { type: 'boolean', help: 'do not watch for changes' } },
  examples: ['squall dev', 'squall dev stack/app.ts --port 4570'],
  async run([app], flags) {
    const cloud = await startCloud(cloudOptions(flags));
    process.stdout.write(banner(cloud, typeof flags.data === 'string' ? flags.data : undefined));
    const client = clientOf(cloud);
    const stopped = untilStopped();
    try {
      const stacks = await deployApp(client, app);
      process.stdout.write(tryItOut(cloud.endpoint, stacks));
      if (!flags.once) watchAndRedeploy(client, app);
    } catch (error) {
      // With a watcher a broken app is a state, not an end: the next save may mend it.
      if (flags.once || !(error instanceof SquallError)) {
        await cloud.close();
        throw error;
      }
      tellFailure(error);
      watchAndRedeploy(client, app);
    }
    await stopped;
    await cloud.close();
    return 0;
  },
};

async function deployApp(client: CloudClient, app: string | undefined): Promise<DeployedStack[]> {
  const reporter = createReporter(false);
  reporter.step('Synthesizing');
  const assembly = await synthesize(app, { account: client.account, region: client.region });
  return deployAssembly(client, assembly, { onProgress: reporter.progress });
}

const ignored = new Set(['node_modules', 'cdk.out', 'dist', '.git', '.squall', 'coverage']);

/** Editors save in bursts: a deploy starts when it has been quiet for this long. */
const quietMs = 200;

function watchAndRedeploy(client: CloudClient, app: string | undefined): void {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  const redeploy = async (): Promise<void> => {
    await running;
    running = deployApp(client, app).then(
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
