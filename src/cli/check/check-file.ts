import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseTemplateText } from '../../cloud/services/cloudformation/engine/template/parse-text.ts';
import { isRecord } from '../../cloud/services/cloudformation/engine/template/template.ts';
import { callsAws, checkCode } from './code/check-code.ts';
import { readDocument } from './documents/read-document.ts';
import type { Sighting } from './finding.ts';
import type { Judges } from './judge/judges.ts';
import { checkServerlessYml, isServerlessYml } from './serverless/check-serverless-yml.ts';
import { checkTemplate } from './templates/check-template.ts';
import { checkPlan, checkTerraform, checkTerraformJson, isPlan } from './terraform/check-terraform.ts';

/** Whether a text may be a template; what it says tells for sure. */
const mayBeTemplate = (text: string): boolean =>
  /^["']?Resources["']?\s*:|"Resources"\s*:/m.test(text) && /\w+::\w+::\w+|\bCustom::/.test(text);

const isTemplate = (value: unknown): boolean =>
  isRecord(value) &&
  isRecord(value.Resources) &&
  Object.values(value.Resources).some((entry) => isRecord(entry) && typeof entry.Type === 'string');

/** What is found of one file, by what kind of file it is; nothing of most. */
export async function checkFile(root: string, file: string, judges: Judges): Promise<Sighting> {
  if (/\.(?:tf|tofu)$/.test(file)) return checkTerraform(file, read(root, file), judges);
  if (/\.(?:tf|tofu)\.json$/.test(file)) return checkTerraformJson(file, read(root, file), judges);
  if (/\.(?:[cm]?[jt]sx?|py)$/.test(file)) return checkCodeFile(root, file, judges);
  if (!/\.(?:ya?ml|json|template)$/.test(file)) return { findings: [] };
  const text = read(root, file);
  if (/^\s*\{\s*"format_version"/.test(text)) return checkPlanText(file, text, judges);
  if (isServerlessText(text)) return checkServerlessText(root, file, text, judges);
  if (!mayBeTemplate(text)) return { findings: [] };
  const document = readDocument(file, text, parseTemplateText);
  if ('unreadable' in document) return { findings: [], unreadable: [document.unreadable] };
  return { findings: isTemplate(document.value) ? await checkTemplate(document, judges) : [] };
}

const isServerlessText = (text: string): boolean =>
  /^["']?provider["']?\s*:/m.test(text) && /^["']?(?:service|functions)["']?\s*:/m.test(text);

async function checkServerlessText(root: string, file: string, text: string, judges: Judges): Promise<Sighting> {
  const document = readDocument(file, text);
  if ('unreadable' in document) return { findings: [], unreadable: [document.unreadable] };
  return isServerlessYml(document.value) ? checkServerlessYml(root, document, judges) : { findings: [] };
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
