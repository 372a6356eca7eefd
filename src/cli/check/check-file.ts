import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseTemplateText } from '../../cloud/services/cloudformation/engine/template/parse-text.ts';
import { isRecord } from '../../cloud/services/cloudformation/engine/template/template.ts';
import { callsAws, checkCode } from './code/check-code.ts';
import { type Document, type Read, readDocument } from './documents/read-document.ts';
import type { Finding, Sighting } from './finding.ts';
import type { Judges } from './judge/judges.ts';
import { checkOpenApi, isApiGatewayDocument } from './openapi/check-openapi.ts';
import { checkServerlessYml, isServerlessYml } from './serverless/check-serverless-yml.ts';
import { checkTasks } from './state-machines/check-tasks.ts';
import { checkTemplate } from './templates/check-template.ts';
import { checkPlan, checkTerraform, checkTerraformJson } from './terraform/check-terraform.ts';
import { isPlan } from './terraform/declared.ts';

/** Aliases are resolved before CloudFormation reads a template: by `squall deploy`, SAM and the AWS CLI. */
const parseTemplate = (text: string): unknown => parseTemplateText(text, 'resolved');

/** Whether a text calls itself a template, whatever it holds. */
const isCalledTemplate = (text: string): boolean =>
  /^(?:\s*\{\s*)?["']?(?:AWSTemplateFormatVersion|Transform)["']?\s*:/m.test(text) &&
  /2010-09-09|AWS::Serverless-/.test(text);

/** Whether a text may be a template; what it says tells for sure. */
const mayBeTemplate = (text: string): boolean =>
  /^["']?Resources["']?\s*:|"Resources"\s*:/m.test(text) && /\w+::\w+::\w+|\bCustom::/.test(text);

const isTemplate = (value: unknown): boolean =>
  isRecord(value) &&
  isRecord(value.Resources) &&
  Object.values(value.Resources).some((entry) => isRecord(entry) && typeof entry.Type === 'string');

/** What is found of one file, by what kind of file it is; nothing of most. */
export async function checkFile(root: string, file: string, judges: Judges): Promise<Sighting> {
  if (/\.(?:[cm]?[jt]sx?|py)$/.test(file)) return checkCodeFile(root, file, judges);
  if (!/\.(?:ya?ml|json|template|tf|tofu)$/.test(file)) return { findings: [] };
  const text = read(root, file);
  const { findings, ...rest } = await checkText(root, file, text, judges);
  return { ...rest, findings: [...findings, ...checkTasks(file, text, judges)] };
}

async function checkText(root: string, file: string, text: string, judges: Judges): Promise<Sighting> {
  if (/\.(?:tf|tofu)$/.test(file)) return checkTerraform(file, text, judges);
  if (/\.(?:tf|tofu)\.json$/.test(file)) {
    return checkDocument(
      readDocument(file, text),
      () => true,
      (document) => checkTerraformJson(document, judges),
    );
  }
  if (/^\s*\{\s*"format_version"/.test(text)) {
    return checkDocument(readDocument(file, text), isPlanDocument, (document) => checkPlan(document, judges));
  }
  if (isServerlessText(text) || isServiceFile(file)) return checkServerlessText(root, file, text, judges);
  if (/x-amazon-apigateway-/.test(text) && !mayBeTemplate(text)) {
    return checkDocument(readDocument(file, text), isApiGatewayDocument, (document) => checkOpenApi(document, judges));
  }
  if (!mayBeTemplate(text) && !isCalledTemplate(text)) return { findings: [] };
  const document = readDocument(file, text, parseTemplate);
  if (
    isCalledTemplate(text) &&
    'value' in document &&
    !(isRecord(document.value) && isRecord(document.value.Resources))
  )
    return { findings: [], unreadable: [{ file, line: 1, message: 'The template has no Resources.', text: '' }] };
  return checkDocument(
    document,
    ({ value }) => isTemplate(value) || isCalledTemplate(text),
    (template) => checkTemplate(template, judges),
  );
}

/** What a check says of a document, once it is read and turns out to be one of the kind. */
async function checkDocument(
  read: Read,
  isOfKind: (document: Document) => boolean,
  check: (document: Document) => Finding[] | Promise<Finding[]>,
): Promise<Sighting> {
  if ('unreadable' in read) return { findings: [], unreadable: [read.unreadable] };
  return { findings: isOfKind(read) ? await check(read) : [] };
}

const isPlanDocument = ({ value }: Document): boolean => isPlan(value);

/** By its name: a file that is broken may not look like one. */
const isServiceFile = (file: string): boolean => /(?:^|\/)serverless\.ya?ml$/.test(file);

const isServerlessText = (text: string): boolean =>
  /^["']?provider["']?\s*:/m.test(text) && /^["']?(?:service|functions)["']?\s*:/m.test(text);

async function checkServerlessText(root: string, file: string, text: string, judges: Judges): Promise<Sighting> {
  const document = readDocument(file, text);
  if ('unreadable' in document) return { findings: [], unreadable: [document.unreadable] };
  return isServerlessYml(document.value) ? checkServerlessYml(root, document, judges) : { findings: [] };
}

const inCode =
  'a configuration that is code is not run. To see what it makes: serverless package && squall check .serverless';

/** Larger ones were made by a bundler, of files that are here as well. */
const codeBytesMax = 1024 * 1024;

function checkCodeFile(root: string, file: string, judges: Judges): Sighting {
  if (statSync(join(root, file)).size > codeBytesMax || file.endsWith('.d.ts')) return { findings: [] };
  const text = read(root, file);
  const findings = callsAws(text) ? checkCode(file, text, judges.call) : [];
  return /(?:^|\/)serverless\.[cm]?[jt]s$/.test(file)
    ? { findings, notes: [{ file, line: 1, message: inCode }] }
    : { findings };
}

const read = (root: string, file: string): string => readFileSync(join(root, file), 'utf8');
