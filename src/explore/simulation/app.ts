import { existsSync, readFileSync, statSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';
import { parse } from 'yaml';
import type { CloudClient } from '../../harness/cloud-client.ts';
import { deployAssembly } from '../../harness/deploy.ts';
import { deployTemplate } from '../../harness/deploy-template.ts';
import { synthesizeOnce } from '../../harness/synthesize-once.ts';
import { SquallError } from '../../index.ts';
import type { App } from '../app-types.ts';

/** What can be deployed: an assembly's directory, or a template with nothing around it. */
export type Deployable = { readonly assembly: string } | { readonly template: string };

/**
 * Finds out what an app is and makes it ready: synthesizes sources, reads templates. Relative paths start at the first of
 * the directories that has it.
 */
export async function prepareApp(app: unknown, directories: readonly string[]): Promise<Deployable> {
  if (typeof app === 'object' && app !== null) return fromObject(app);
  if (app !== undefined && typeof app !== 'string') throw unknownApp(app);
  const directory =
    directories.find((each) => app !== undefined && existsSync(resolve(each, app))) ?? directories[0] ?? '.';
  const path = app === undefined ? undefined : resolve(directory, app);
  if (path && existsSync(path) && statSync(path).isFile() && isTemplate(path)) return { template: readTemplate(path) };
  return { assembly: await synthesizeOnce(app, directory) };
}

function fromObject(app: object): Deployable {
  if ('synth' in app && typeof app.synth === 'function') return { assembly: (app as App).synth().directory };
  if ('Resources' in app) return { template: JSON.stringify(app) };
  // `import * as app from './app'`, or a module with the app as its default.
  const inner = 'app' in app ? app.app : 'default' in app ? app.default : undefined;
  if (typeof inner === 'object' && inner !== null) return fromObject(inner);
  throw unknownApp(app);
}

const isTemplate = (path: string): boolean => ['.json', '.yaml', '.yml', '.template'].includes(extname(path));

/** JSON as it is; YAML with CloudFormation's short forms is read by CloudFormation itself. */
function readTemplate(path: string): string {
  const text = readFileSync(path, 'utf8');
  if (extname(path) === '.json') return text;
  parse(text, { logLevel: 'silent' });
  return text;
}

const unknownApp = (app: unknown): SquallError =>
  new SquallError(
    'InvalidOption',
    `“${String(app)}” is no app.`,
    'Give a CDK app (stack/app.ts), the directory of a cloud assembly, or a CloudFormation template.',
  );

/** Puts it into the cloud; answers the names of the stacks, and their templates for the paths of constructs. */
export async function deployApp(
  client: CloudClient,
  app: Deployable,
  parameters: Readonly<Record<string, string>>,
  { isUpdate = false }: { readonly isUpdate?: boolean } = {},
): Promise<string[]> {
  if ('assembly' in app) return (await deployAssembly(client, app.assembly, { parameters })).map(({ name }) => name);
  await deployTemplate(client, 'App', app.template, parameters, { isUpdate });
  return ['App'];
}

/** The directory that relative paths of a scenario start at; where its `cdk.json` lies, when it lies above. */
export function projectOf(directory: string): string {
  for (let current = directory; ; current = join(current, '..')) {
    if (existsSync(join(current, 'package.json')) || existsSync(join(current, 'cdk.json'))) return current;
    if (current === join(current, '..')) return directory;
  }
}
