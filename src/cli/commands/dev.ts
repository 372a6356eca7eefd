import { existsSync, statSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { startCloud } from '../../cloud/cloud.ts';
import { SquallError } from '../../cloud/kernel/errors.ts';
import { clientOf } from '../../harness/cloud-client.ts';
import { projectFlags, projectOf } from '../assemble.ts';
import { type Command, text } from '../command.ts';
import { startCompanions } from '../companions.ts';
import { createDeploys, type Deploys } from '../dev/deploys.ts';
import { assertRegion } from '../endpoint.ts';
import { paint } from '../paint.ts';
import { parameterFlag, parametersOf } from '../parameters.ts';
import { findService } from '../serverless-framework/find-service.ts';
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
    let deploys: Deploys | undefined;
    let watcher: Watcher | undefined;
    try {
      tell(isQuiet ? JSON.stringify(readiness(cloud)) : banner(cloud, options.data));
      const client = clientOf(cloud, region === undefined ? {} : { region });
      deploys = createDeploys(client, { app, flags, parameters, isQuiet, signal: stop.signal });
      // Before the first deploy: what is saved meanwhile counts as well.
      if (!flags.once) watcher = watched(app, options.data, deploys);
      await deploys.deployOnce(flags.once ? 'throw' : 'tell');
      if (!flags.once && !isQuiet && !stop.signal.aborted) tell(paint.dim('Watching for changes; Ctrl+C ends.'));
      await stopped;
    } finally {
      watcher?.close();
      deploys?.close();
      companions.stop();
      await cloud.close();
    }
    return 0;
  },
};

const tell = (message: string): void => void process.stdout.write(`${message}\n`);

const watched = (app: string | undefined, data: string | undefined, { save }: Deploys): Watcher =>
  watchProject(watchedDirectory(app), data === undefined ? [] : [data], save);

/** The working directory; a project that lies elsewhere is watched there. */
function watchedDirectory(app: string | undefined): string {
  const path = resolve(app ?? '.');
  if (!existsSync(path) || !relative(resolve('.'), path).startsWith('..')) return '.';
  return statSync(path).isDirectory() ? path : dirname(path);
}
