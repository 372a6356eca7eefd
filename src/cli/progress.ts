import type { Progress } from '../harness/deploy.ts';
import { isShifted } from '../harness/follow-stack.ts';
import { paint } from './paint.ts';

export interface Reporter {
  step(message: string): void;
  readonly progress: (progress: Progress) => void;
}

/** Tells a person what a deploy is doing, a line for each resource that is done; programs are told nothing. */
export function createReporter(isQuiet: boolean): Reporter {
  const say = (line: string): void => {
    if (!isQuiet) process.stdout.write(`${line}\n`);
  };
  let startMs = performance.now();
  let resources = 0;
  return {
    step: (message) => say(paint.dim(`${message} …`)),
    progress(progress) {
      if (progress.kind === 'stack') {
        startMs = performance.now();
        resources = 0;
        say(`${progress.change === 'create' ? 'Creating' : 'Updating'} ${paint.bold(progress.stack)}`);
      } else if (progress.kind === 'resource') {
        const line = resourceLine(progress);
        if (line === undefined) return;
        resources += 1;
        say(line);
      } else if (progress.kind === 'empty') {
        say(paint.dim(`${progress.stack} has no resources: ${progress.deleted ? 'deleted' : 'skipped'}`));
      } else {
        const tookMs = Math.round(performance.now() - startMs);
        const done = progress.changed
          ? `${resources} ${resources === 1 ? 'resource' : 'resources'} in ${tookMs} ms`
          : 'nothing to change';
        say(`${paint.green('✓')} ${paint.bold(progress.stack)}  ${done}`);
      }
    },
  };
}

/** Only what has ended is worth a line; the stack's own events are told by the summary. */
function resourceLine({ stack, event }: Extract<Progress, { kind: 'resource' }>): string | undefined {
  const { LogicalResourceId = '', ResourceType = '', ResourceStatus = '', ResourceStatusReason } = event;
  // That takes minutes: somebody waits.
  if (isShifted(event))
    return `  ${paint.dim('…')} ${'Lambda::Alias'.padEnd(32)} ${LogicalResourceId}  ${ResourceStatusReason}`;
  if (LogicalResourceId === stack || ResourceStatus.endsWith('_IN_PROGRESS')) return undefined;
  const isFailed = ResourceStatus.endsWith('_FAILED');
  const mark = isFailed ? paint.red('✗') : ResourceStatus === 'DELETE_COMPLETE' ? paint.dim('−') : paint.green('✓');
  const reason = isFailed && ResourceStatusReason ? `\n      ${paint.red(ResourceStatusReason)}` : '';
  return `  ${mark} ${ResourceType.replace('AWS::', '').padEnd(32)} ${LogicalResourceId}${reason}`;
}

/** A line on standard error that counts up while a person waits; nothing where nobody looks. */
export function counter(isWanted: boolean, name: string) {
  const isShown = isWanted && process.stderr.isTTY === true;
  let shownMs = 0;
  return {
    tell(what: string, done: number, total: number): void {
      if (!isShown || performance.now() - shownMs < 80) return;
      shownMs = performance.now();
      process.stderr.write(`\r\u001b[2K${paint.dim(`${name}: ${what} ${done}${total > 0 ? `/${total}` : ''}`)}`);
    },
    done(): void {
      if (isShown) process.stderr.write('\r\u001b[2K');
    },
  };
}
