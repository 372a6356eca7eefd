import { join } from 'node:path';
import type { RuntimeSpec } from '../../../../kernel/executor.ts';

/**
 * The script that `AWS_LAMBDA_EXEC_WRAPPER` names, which starts the runtime instead of us: what it exports, the function
 * sees. Directories of AWS are those of this environment.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-modify.html#runtime-wrapper
 */
export function execWrapper({ variables, taskRoot, layersRoot }: RuntimeSpec): string | undefined {
  const wrapper = variables.AWS_LAMBDA_EXEC_WRAPPER;
  if (!wrapper) return undefined;
  const [, root, path] = /^\/(opt|var\/task)\/(.+)$/.exec(wrapper) ?? [];
  if (root === 'opt' && layersRoot !== undefined) return join(layersRoot, path ?? '');
  return root === 'var/task' ? join(taskRoot, path ?? '') : wrapper;
}
