import { readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { SquallError } from '../../cloud/kernel/errors.ts';
import { registry } from '../../cloud/registry.ts';
import { parseTemplateText } from '../../cloud/services/cloudformation/engine/template/parse-text.ts';
import { checkAssembly } from './cdk/check-assembly.ts';
import { findAssemblies } from './cdk/find-assemblies.ts';
import { callsAws, checkCode } from './code/check-code.ts';
import { readDocument } from './documents/read-document.ts';
import { type FoundFiles, findFiles, isAssembly } from './find/find-files.ts';
import type { Sighting } from './finding.ts';
import { type Judges, judgesOf } from './judge/judges.ts';
import { checkServerlessYml, isServerlessYml } from './serverless/check-serverless-yml.ts';
import { checkTemplate } from './templates/check-template.ts';
import { checkPlan, checkTerraform, checkTerraformJson, isPlan } from './terraform/check-terraform.ts';

/** All that was found in a project. */
export type Checked = Required<Sighting>;

export interface CheckOptions {
  /** Whether CDK apps may be run that have no assembly as new as their sources. */
  readonly isSynthesizing: boolean;
  /** Told of each app that is run. */
  readonly onApp?: (file: string) => void;
}

/** Checks a directory with all that belongs to its project, or one file. */
export async function checkProject(path: string, options: CheckOptions): Promise<Checked> {
  const judges = await judgesOf(registry);
  const { root, found } = filesAt(path);
  const { directories, unreadable, notes } = await findAssemblies(root, found, options);
  const sightings: Sighting[] = [
    { findings: [], unreadable, notes },
    ...directories.map((directory) => checkAssembly(root, directory, judges.type)),
    ...found.files.map((file) => checkFile(root, file, judges)),
  ];
  return {
    findings: sightings.flatMap(({ findings }) => findings),
    unreadable: sightings.flatMap(({ unreadable = [] }) => unreadable),
    notes: sightings.flatMap(({ notes = [] }) => notes),
  };
}

function filesAt(path: string): { readonly root: string; readonly found: FoundFiles } {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat)
    throw new SquallError(
      'InvalidOption',
      `There is no ${path}.`,
      'Name a directory or a file: squall check template.yaml',
    );
  const root = dirname(path);
  if (!stat.isDirectory()) return { root, found: { files: [basename(path)], assemblies: [] } };
  if (isAssembly(path)) return { root, found: { files: [], assemblies: [basename(path)] } };
  return { root: path, found: findFiles(path) };
}

const isTemplate = (text: string): boolean => /["']?\bResources["']?\s*:/.test(text) && /\bAWS::\w+::\w+/.test(text);

function checkFile(root: string, file: string, judges: Judges): Sighting {
  if (/\.(?:tf|tofu)$/.test(file)) return checkTerraform(file, read(root, file), judges);
  if (/\.(?:tf|tofu)\.json$/.test(file)) return checkTerraformJson(file, read(root, file), judges);
  if (/\.(?:[cm]?[jt]sx?|py)$/.test(file)) return checkCodeFile(root, file, judges);
  if (!/\.(?:ya?ml|json|template)$/.test(file)) return { findings: [] };
  const text = read(root, file);
  if (/^\s*\{\s*"format_version"/.test(text)) return checkPlanText(file, text, judges);
  if (isServerlessText(text)) return checkServerlessText(file, text, judges);
  if (!isTemplate(text)) return { findings: [] };
  const document = readDocument(file, text, parseTemplateText);
  if ('unreadable' in document) return { findings: [], unreadable: [document.unreadable] };
  return { findings: checkTemplate(document, judges.type) };
}

const isServerlessText = (text: string): boolean =>
  /^["']?provider["']?\s*:/m.test(text) && /^["']?(?:service|functions)["']?\s*:/m.test(text);

function checkServerlessText(file: string, text: string, judges: Judges): Sighting {
  const document = readDocument(file, text);
  if ('unreadable' in document) return { findings: [], unreadable: [document.unreadable] };
  return isServerlessYml(document.value) ? checkServerlessYml(document, judges.type) : { findings: [] };
}

/** Larger ones were made by a bundler, of files that are here as well. */
const codeBytesMax = 1024 * 1024;

function checkCodeFile(root: string, file: string, judges: Judges): Sighting {
  if (statSync(join(root, file)).size > codeBytesMax || file.endsWith('.d.ts')) return { findings: [] };
  const text = read(root, file);
  return { findings: callsAws(text) ? checkCode(file, text, judges.call) : [] };
}

function checkPlanText(file: string, text: string, judges: Judges): Sighting {
  const document = readDocument(file, text);
  if ('unreadable' in document) return { findings: [], unreadable: [document.unreadable] };
  return { findings: isPlan(document.value) ? checkPlan(document, judges) : [] };
}

const read = (root: string, file: string): string => readFileSync(join(root, file), 'utf8');
