import { SquallError } from '../kernel/errors.ts';

/** When scripts run: before the cloud is made (two stages, as LocalStack has them), when it answers, before it ends. */
export const initStages = ['BOOT', 'START', 'READY', 'SHUTDOWN'] as const;

export type InitStage = (typeof initStages)[number];

interface InitScript {
  readonly stage: InitStage;
  /** Of its file. */
  readonly name: string;
  readonly state: 'UNKNOWN' | 'RUNNING' | 'SUCCESSFUL' | 'ERROR';
}

/** What LocalStack's page `/_localstack/init` tells: waiters look for a stage that is completed. */
export interface Initialization {
  readonly completed: Readonly<Record<InitStage, boolean>>;
  readonly scripts: readonly InitScript[];
}

/** Of a cloud that was started without scripts. */
export const noInitScripts: Initialization = {
  completed: { BOOT: true, START: true, READY: true, SHUTDOWN: false },
  scripts: [],
};

/** Answers `/_localstack/init` and `/_localstack/init/STAGE`; undefined for other paths. */
export function initializationPage(path: string, { completed, scripts }: Initialization): object | undefined {
  const [, name] = /^\/_localstack\/init(?:\/([^/]*))?$/.exec(path) ?? [];
  if (name === undefined) return path === '/_localstack/init' ? { completed, scripts } : undefined;
  const stage = initStages.find((each) => each === name.toUpperCase());
  if (stage) return { completed: completed[stage], scripts: scripts.filter((script) => script.stage === stage) };
  throw new SquallError('NotFound', `There is no stage ${name}.`, `Stages: ${initStages.join(', ')}.`);
}
