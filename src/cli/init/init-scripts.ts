import { basename } from 'node:path';
import type { Initialization, InitStage } from '../../cloud/admin/initialization.ts';
import { findScripts } from './find-scripts.ts';
import { runScript, type ScriptOutput } from './run-script.ts';

type ScriptState = Initialization['scripts'][number]['state'];

interface Script {
  readonly stage: InitStage;
  readonly path: string;
  state: ScriptState;
}

interface InitScriptsOptions {
  readonly output: ScriptOutput;
  /** What went wrong, a line each. */
  readonly warn: (message: string) => void;
}

/** Scripts of the stages of a cloud, as LocalStack's `/etc/localstack/init` has them: `squall up --init DIR`. */
export class InitScripts {
  readonly #scripts: readonly Script[];
  readonly #options: InitScriptsOptions;
  readonly #completed: Record<InitStage, boolean> = { BOOT: false, START: false, READY: false, SHUTDOWN: false };
  #running = new AbortController();

  /** Those below a directory; none without one. Throws `SquallError` where it is no directory. */
  constructor(directory: string | undefined, options: InitScriptsOptions) {
    this.#scripts = (directory === undefined ? [] : findScripts(directory)).map((script) => ({
      ...script,
      state: 'UNKNOWN',
    }));
    this.#options = options;
  }

  /** How far they are, for the page `/_localstack/init`. */
  status(): Initialization {
    const scripts = this.#scripts.map(({ stage, path, state }) => ({ stage, name: basename(path), state }));
    return { completed: { ...this.#completed }, scripts };
  }

  /** Runs those of a stage, one after the other. One that fails is told, and the next ones run all the same. */
  async run(stage: InitStage, variables: Readonly<Record<string, string>> = {}): Promise<void> {
    const { signal } = this.#running;
    for (const script of this.#scripts.filter((each) => each.stage === stage)) {
      if (signal.aborted) return;
      script.state = 'RUNNING';
      // What the user has set goes before what Squall offers.
      const env = { ...variables, ...process.env };
      const trouble = await runScript(script.path, { env, output: this.#options.output, signal });
      script.state = trouble === undefined ? 'SUCCESSFUL' : 'ERROR';
      if (trouble !== undefined) this.#options.warn(`Init script ${script.path} (${stage}) ${trouble}`);
    }
    this.#completed[stage] = true;
  }

  /** Ends what runs, and what would follow in its stage. A stage that is run later does run. */
  stop(): void {
    this.#running.abort();
    this.#running = new AbortController();
  }
}
