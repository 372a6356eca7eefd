import type { CloudClient } from '../../harness/cloud-client.ts';
import { deployAssembly } from '../../harness/deploy.ts';
import { assembleRecorded, projectOf } from '../assemble.ts';
import type { FlagValues } from '../command.ts';
import { failWith } from '../failure.ts';
import { createReporter } from '../progress.ts';
import { tryItOut } from '../try-it-out.ts';
import { Bundler } from './bundler.ts';
import { DevSession, type DevSteps, type Outcome } from './dev-session.ts';
import { failureJson, saveJson, saveLine } from './save-line.ts';

export interface DeploysOptions {
  readonly app: string | undefined;
  readonly flags: FlagValues;
  readonly parameters: Readonly<Record<string, string>>;
  readonly isQuiet: boolean;
  readonly signal: AbortSignal;
  /** What is new about functions that can be debugged. */
  readonly breakpoints: () => Promise<readonly string[]>;
}

/** What `squall dev` does with an app, and says of it. One at a time: each waits for those before. */
export interface Deploys {
  /** If the app fails to build or to deploy, the error is printed (`tell`) and the next save retries, or it is thrown. */
  deployOnce(onFailure: 'tell' | 'throw'): Promise<void>;
  /** Brings saved files, by their absolute paths, into the cloud. */
  save(paths: ReadonlySet<string>): Promise<void>;
  /** What was built last, after the cloud was emptied. */
  deployAgain(): Promise<void>;
  /** Files that the last synthesis read: hidden ones count as well. */
  readFiles(): Iterable<string>;
  close(): void;
}

/** Deploys into a cloud, and tells people or programs on standard output. */
export function createDeploys(client: CloudClient, options: DeploysOptions): Deploys {
  const { flags, isQuiet, signal, breakpoints } = options;
  const bundler = new Bundler();
  const session = new DevSession(stepsOf(client, options), bundler);
  let hasShown = false;
  let last: Promise<void> = Promise.resolve();
  const attempt = async (run: () => Promise<Outcome>, onFailure: 'tell' | 'throw', paths?: ReadonlySet<string>) => {
    if (signal.aborted) return;
    try {
      const outcome = await run();
      const line = isQuiet ? saveJson(outcome) : saveLine(outcome, paths ?? [], flags.verbose === true);
      if (line !== undefined) tell(line);
      if (!isQuiet && !hasShown && outcome.kind === 'synthesized') tell(await tryItOut(client, outcome.stacks));
      if (!isQuiet) for (const line of await breakpoints()) tell(line);
      hasShown ||= outcome.kind === 'synthesized';
      if (!flags.once && outcome.kind === 'synthesized') void session.warmUp();
    } catch (error) {
      if (signal.aborted) return;
      if (onFailure === 'throw') throw error;
      if (isQuiet) tell(failureJson(error));
      failWith(error);
    }
  };
  const inTurn = (run: () => Promise<void>): Promise<void> => {
    const turn = last.then(run);
    last = turn.catch(() => undefined);
    return turn;
  };
  return {
    deployOnce: (onFailure) => inTurn(() => attempt(() => session.deployAll(), onFailure)),
    save: (paths) => inTurn(() => attempt(() => session.save(paths), 'tell', paths)),
    deployAgain: () =>
      inTurn(async () => {
        if (!isQuiet) tell('The cloud was reset: deploying again.');
        // Its APIs have other addresses now.
        hasShown = false;
        await attempt(() => session.deployAgain(), 'tell');
      }),
    readFiles: () => session.readFiles(),
    close: () => bundler.close(),
  };
}

const tell = (message: string): void => void process.stdout.write(`${message}\n`);

function stepsOf(client: CloudClient, { app, flags, parameters, isQuiet, signal }: DeploysOptions): DevSteps {
  const reporter = createReporter(isQuiet);
  // The first synthesis is checked, and those of saves are quick.
  let isChecked = false;
  return {
    synthesize: async () => {
      // Looked for at every save: samconfig.toml may have changed as well.
      const project = projectOf(app, flags);
      const made = await assembleRecorded({ app, project, flags, client, reporter, signal, isUnchecked: isChecked });
      isChecked = true;
      return made;
    },
    deploy: (directory, isWhole) =>
      deployAssembly(client, directory, {
        parameters,
        ...(isWhole ? { onProgress: reporter.progress } : { isStored: true }),
      }),
  };
}
