import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse as parseToml, TomlError } from 'smol-toml';
import { parse as parseYaml, YAMLError } from 'yaml';
import { SquallError } from '../../cloud/kernel/errors.ts';

/** What `squall deploy` and `squall dev` are told of a template's project. */
export interface ProjectOptions {
  /** Environment of samconfig.toml. Default: `default`. */
  readonly configEnvironment?: string | undefined;
  readonly configFile?: string | undefined;
}

/** What samconfig.toml says of a deploy; buckets and prefixes are ours to choose. */
export interface SamConfig {
  readonly stackName?: string;
  readonly region?: string;
  /** Its absolute path. */
  readonly template?: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
}

type Table = Readonly<Record<string, unknown>>;

const fileNames = ['samconfig.toml', 'samconfig.yaml', 'samconfig.yml'];
const nothing: SamConfig = { parameters: {}, tags: {} };

/**
 * Reads the project's samconfig.toml; a project without one says nothing.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-sam-cli-config.html
 */
export function readSamConfig(directory: string, { configEnvironment, configFile }: ProjectOptions = {}): SamConfig {
  const path =
    configFile === undefined
      ? fileNames.map((name) => join(directory, name)).find(existsSync)
      : resolve(directory, configFile);
  if (path === undefined) return nothing;
  if (!existsSync(path)) throw new SquallError('InvalidOption', `There is no ${path}.`, 'Mend --config-file.');
  const file = tableOf(parsed(path));
  const environment = configEnvironment ?? 'default';
  if (configEnvironment !== undefined && file[environment] === undefined) {
    const known = Object.keys(file).filter((name) => name !== 'version');
    const hint = `It has: ${known.join(', ') || 'none'}.`;
    throw new SquallError('InvalidOption', `${path} has no environment “${environment}”.`, hint);
  }
  const commands = tableOf(file[environment]);
  const parametersOf = (command: string): Table => tableOf(tableOf(commands[command]).parameters);
  // A command's own settings come before those of all commands.
  const settings = { ...parametersOf('global'), ...templateIn(parametersOf('build')), ...parametersOf('deploy') };
  const text = (name: string): string | undefined => textOf(path, name, settings[name]);
  const [stackName, region, template] = [text('stack_name'), text('region'), text('template_file') ?? text('template')];
  return {
    ...(stackName !== undefined && { stackName }),
    ...(region !== undefined && { region }),
    // What `sam build` leaves behind is built anew from the sources.
    ...(template !== undefined && !template.includes('.aws-sam') && { template: resolve(directory, template) }),
    parameters: assignments(settings.parameter_overrides),
    tags: assignments(settings.tags),
  };
}

function textOf(path: string, name: string, value: unknown): string | undefined {
  if (value === undefined || value === '') return undefined;
  if (typeof value === 'string') return value;
  const hint = `Write it in quotes: ${name} = "…"`;
  throw new SquallError('InvalidOption', `${name} in ${path} is no text: ${JSON.stringify(value)}.`, hint);
}

const templateIn = ({ template_file, template }: Table): Table => ({
  ...(template !== undefined && { template }),
  ...(template_file !== undefined && { template_file }),
});

const tableOf = (value: unknown): Table =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Table) : {};

function parsed(path: string): unknown {
  const text = readFileSync(path, 'utf8');
  try {
    return path.endsWith('.toml') ? parseToml(text) : parseYaml(text);
  } catch (error) {
    if (!(error instanceof TomlError || error instanceof YAMLError)) throw error;
    const [what = ''] = error.message.split('\n');
    const line = error instanceof TomlError ? ` (line ${error.line})` : '';
    throw new SquallError('InvalidOption', `${path} cannot be read: ${what}${line}`, 'Mend it, or remove it.');
  }
}

/**
 * `Stage=dev Owner="the team"`, `ParameterKey=Stage,ParameterValue=dev`, a list of these, or a table.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-cli-command-reference-sam-deploy.html
 */
export function assignments(value: unknown): Record<string, string> {
  if (Array.isArray(value)) return Object.assign({}, ...value.map(assignments)) as Record<string, string>;
  if (typeof value === 'string') return Object.fromEntries(wordsOf(value).flatMap(assignmentOf));
  return Object.fromEntries(Object.entries(tableOf(value)).map(([name, member]) => [name, joined(member)]));
}

const joined = (member: unknown): string => (Array.isArray(member) ? member.join(',') : String(member));

/** At blanks, but not within quotes, which go. */
function wordsOf(text: string): string[] {
  const words = text.match(/(?:[^\s"']+|"(?:\\.|[^"\\])*"|'[^']*')+/g) ?? [];
  return words.map((word) =>
    word.replaceAll(/"((?:\\.|[^"\\])*)"|'([^']*)'/g, (_, double?: string, single?: string) =>
      double === undefined ? (single ?? '') : double.replaceAll(/\\(.)/g, '$1'),
    ),
  );
}

function assignmentOf(word: string): [string, string][] {
  const [, key, value] = /^ParameterKey=([^,]*),ParameterValue=(.*)$/s.exec(word) ?? [];
  if (key !== undefined && value !== undefined) return [[key, value]];
  const mark = word.indexOf('=');
  return mark > 0 ? [[word.slice(0, mark), word.slice(mark + 1)]] : [];
}
