import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { SquallError } from '../../cloud/kernel/errors.ts';
import { type ProjectOptions, readSamConfig, type SamConfig } from './sam-config.ts';

/** A SAM or CloudFormation template, and what samconfig.toml says of its deploy. */
export interface TemplateProject {
  readonly template: string;
  readonly config: SamConfig;
}

const templateNames = ['template.yaml', 'template.yml', 'template.json'];
const templateEndings = ['.yaml', '.yml', '.json', '.template'];

/**
 * The template that `app` names: a file, or a directory in which there is one and no cdk.json. Without `app` the working
 * directory is looked at. Undefined where it is an app of the CDK.
 */
export function findTemplate(app: string | undefined, options: ProjectOptions = {}): TemplateProject | undefined {
  const path = resolve(app ?? '.');
  const isThere = existsSync(path);
  const isDirectory = isThere && statSync(path).isDirectory();
  if (!isDirectory) return fileProject(app ?? '', path, isThere, options);
  if (existsSync(join(path, 'manifest.json')) || existsSync(join(path, 'cdk.json'))) return undefined;
  const config = readSamConfig(path, options);
  const template = config.template ?? templateNames.map((name) => join(path, name)).find(existsSync);
  if (template !== undefined && existsSync(template)) return { template, config };
  if (config.template === undefined && readdirSync(path).some(isTerraform)) throw deployedByTerraform(path);
  if (config.template === undefined) return undefined;
  throw new SquallError(
    'SynthesisFailed',
    `There is no template at ${config.template}, which samconfig names.`,
    'Mend template_file there, or name the template: squall deploy template.yaml',
  );
}

const isTerraform = (path: string): boolean => extname(path) === '.tf';

const deployedByTerraform = (path: string): SquallError =>
  new SquallError(
    'SynthesisFailed',
    `${path} is deployed by Terraform itself.`,
    'In its folder: eval "$(squall env)" && terraform init && terraform apply. See docs/terraform.md.',
  );

function fileProject(
  app: string,
  path: string,
  isThere: boolean,
  options: ProjectOptions,
): TemplateProject | undefined {
  if (isThere && isTerraform(path)) throw deployedByTerraform(path);
  if (!templateEndings.includes(extname(path)) || /\s/.test(app)) return undefined;
  if (!isThere) {
    const hint = 'Name the template, or the directory that it lies in.';
    throw new SquallError('SynthesisFailed', `There is no ${app} in ${resolve('.')}.`, hint);
  }
  if (isTemplate(path)) return { template: path, config: readSamConfig(dirname(path), options) };
  if (basename(path).startsWith('serverless')) return undefined;
  throw new SquallError(
    'SynthesisFailed',
    `${app} is no template: it has no Resources.`,
    'Name a SAM or CloudFormation template, a serverless.yml, or the directory of a CDK app.',
  );
}

/** `serverless.yml` and others are YAML as well. */
const isTemplate = (path: string): boolean => /(^\s*["']?|^\{.*")Resources["']?\s*:/m.test(readFileSync(path, 'utf8'));
