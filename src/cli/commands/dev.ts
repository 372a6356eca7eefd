import { existsSync, statSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { startCloud } from '../../cloud/cloud.ts';
import { SquallError } from '../../cloud/kernel/errors.ts';
import { clientOf } from '../../harness/cloud-client.ts';
import { projectFlags, projectOf, verboseFlag } from '../assemble.ts';
import { createBreakpointLines } from '../breakpoint-lines.ts';
import { cloudOptions, upFlags } from '../cloud-flags.ts';
import { type Command, text } from '../command.ts';
import { startCompanions } from '../companions.ts';
import { createDeploys, type Deploys } from '../dev/deploys.ts';
import { assertRegion } from '../endpoint.ts';
import { tellFailures } from '../function-failures/tell-failures.ts';
import { paint } from '../paint.ts';
import { parameterFlag, parametersOf } from '../parameters.ts';
import { findPorts } from '../port-placeholders.ts';
import { findService } from '../serverless-framework/find-service.ts';
import { untilStopped } from '../until-stopped.ts';
import { type Watcher, watchProject } from '../watch/watch-project.ts';
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
      help: 'run this beside the cloud; {port:4580}, also in parameters, is that port or a free one',
    },
    once: { type: 'boolean', help: 'do not watch for changes' },
    json: { type: 'boolean', help: 'for programs: a line of JSON when ready, after each deploy, at each failure' },
  },
  examples: [
    'squall dev',
    'squall dev stack/app.ts --port 4570',
    'squall dev template.yaml --parameter Stage=dev',
    'squall dev --inspect CreateOrder   # attach a debugger at port 9229',
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
    // For bundlers of the app: see docs/debugging.md.
    if (options.inspect) process.env.SQUALL_SOURCE_MAPS ??= '1';
    const cloud = await startCloud(options);
    const programs = (flags.with as readonly string[] | undefined) ?? [];
    const fillPorts = await findPorts([...programs, ...Object.values(given)]);
    const parameters = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, fillPorts(value)]));
    const companions = startCompanions(programs.map(fillPorts), cloud.endpoint, isQuiet);
    const stopped = untilStopped().then(() => stop.abort());
    const closing: (() => void)[] = [() => companions.stop()];
    try {
      tell(isQuiet ? JSON.stringify(readiness(cloud)) : banner(cloud, options.data));
      const client = clientOf(cloud, region === undefined ? {} : { region });
      closing.push(
        tellFailures(cloud, client, {
          project: resolve(watchedDirectory(app)),
          isJson: isQuiet,
          write: (message) => void (isQuiet ? process.stdout : process.stderr).write(message),
        }),
      );
      const breakpoints = createBreakpointLines(cloud.kernel.inspection);
      const deploys = createDeploys(client, { app, flags, parameters, isQuiet, signal: stop.signal, breakpoints });
      closing.push(() => deploys.close());
      cloud.kernel.signals.watch('reset:cloud', deploys.deployAgain);
      // Before the first deploy: what is saved meanwhile counts as well.
      if (!flags.once) {
        const watcher = watched(app, options.data, deploys);
        closing.push(() => watcher.close());
      }
      await deploys.deployOnce(flags.once ? 'throw' : 'tell');
      if (!flags.once && !isQuiet && !stop.signal.aborted) tell(paint.dim('Watching for changes; Ctrl+C ends.'));
      await stopped;
    } finally {
      for (const close of closing.reverse()) close();
      await cloud.close();
    }
    return 0;
  },
};

const tell = (message: string): void => void process.stdout.write(`${message}\n`);

function watched(app: string | undefined, data: string | undefined, { save, readFiles }: Deploys): Watcher {
  const onLimit = (message: string) => void process.stderr.write(`${message}\n`);
  const ignored = data === undefined ? [] : [resolve(data)];
  return watchProject(watchedDirectory(app), { ignored, alsoWatched: readFiles, onLimit }, save);
}

/** The working directory; a project that lies elsewhere is watched there. */
function watchedDirectory(app: string | undefined): string {
  const path = resolve(app ?? '.');
  if (!existsSync(path) || !relative(resolve('.'), path).startsWith('..')) return '.';
  return statSync(path).isDirectory() ? path : dirname(path);
}
