import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { SquallError } from '../../cloud/kernel/errors.ts';

/** An installed Serverless Framework, or its fork. */
export interface Framework {
  readonly name: 'osls' | 'serverless';
  readonly version: string;
  /** What Node runs. */
  readonly program: string;
}

interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly bin?: string | Readonly<Record<string, string>>;
}

const names = ['osls', 'serverless'] as const;
const installHint = 'Install one of them beside the service: npm install --save-dev osls';

/**
 * The framework that a service's own `node_modules` hold, or those above it, else the one on the PATH; `osls` before
 * `serverless`.
 *
 * @throws SquallError where there is none, or only one that deploys nothing without an account at its vendor
 */
export function findFramework(directory: string, path = process.env.PATH ?? ''): Framework {
  const found = nearby(directory) ?? onPath(path);
  if (found === undefined) {
    const message = `A serverless.yml is deployed by the Serverless Framework 3 or osls, and neither is installed in ${directory} or on the PATH.`;
    throw new SquallError('DeployFailed', message, installHint);
  }
  if (found.name === 'serverless' && Number.parseInt(found.version, 10) >= 4) {
    const message = `The Serverless Framework ${found.version} deploys nothing without a login at its vendor.`;
    const hint =
      'Use osls, the free fork that reads the same serverless.yml: npm uninstall serverless && npm install --save-dev osls';
    throw new SquallError('DeployFailed', message, hint);
  }
  return found;
}

function nearby(directory: string): Framework | undefined {
  for (let current = directory; ; current = dirname(current)) {
    for (const name of names) {
      const found = frameworkIn(join(current, 'node_modules', name));
      if (found) return found;
    }
    if (dirname(current) === current) return undefined;
  }
}

/** Commands on the PATH are links into a package. */
function onPath(path: string): Framework | undefined {
  const directories = path.split(delimiter).filter((directory) => directory !== '');
  for (const command of [...names, 'sls']) {
    for (const directory of directories) {
      const file = join(directory, command);
      if (!existsSync(file)) continue;
      const found = frameworkAround(realpathSync(file));
      if (found) return found;
    }
  }
  return undefined;
}

function frameworkAround(file: string): Framework | undefined {
  for (let current = dirname(file); current !== dirname(current); current = dirname(current)) {
    const found = frameworkIn(current);
    if (found) return found;
  }
  return undefined;
}

function frameworkIn(directory: string): Framework | undefined {
  const file = join(directory, 'package.json');
  if (!existsSync(file)) return undefined;
  const { name, version = '', bin } = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  const known = names.find((each) => each === name);
  const program = typeof bin === 'string' ? bin : bin?.serverless;
  return known && program ? { name: known, version, program: join(directory, program) } : undefined;
}
