import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { SquallError } from '../../cloud/kernel/errors.ts';

/** A service of the Serverless Framework: a directory, and the file in it that describes the service. */
export interface ServerlessService {
  readonly directory: string;
  readonly file: string;
}

/** In the order in which the framework itself looks for them. */
const files = ['yml', 'yaml', 'json', 'js', 'cjs', 'mjs', 'ts', 'cts', 'mts'].map((ending) => `serverless.${ending}`);

/** `serverless.yml`, `serverless.prod.yml`, `serverless-common.yaml` */
const isServiceFile = (path: string): boolean => /^serverless[^/]*\.(ya?ml|json|[cm]?[jt]s)$/.test(basename(path));

/**
 * The service that an argument of `squall deploy` means: its file, or a directory that holds one; without an argument, the
 * working directory, unless a CDK app is there. Undefined for anything else.
 *
 * @throws SquallError for a file that is not there
 */
export function findService(argument: string | undefined, workingDirectory = '.'): ServerlessService | undefined {
  const path = resolve(workingDirectory, argument ?? '.');
  if (argument === undefined && existsSync(join(path, 'cdk.json'))) return undefined;
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isFile()) return isServiceFile(path) ? { directory: dirname(path), file: basename(path) } : undefined;
  if (found === undefined && isServiceFile(path)) {
    const hint = 'Name a serverless.yml, or the directory that holds it.';
    throw new SquallError('DeployFailed', `There is no ${basename(path)} in ${dirname(path)}.`, hint);
  }
  if (!found?.isDirectory() || existsSync(join(path, 'manifest.json'))) return undefined;
  const file = files.find((name) => existsSync(join(path, name)));
  return file === undefined ? undefined : { directory: path, file };
}
