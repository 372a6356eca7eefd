import { existsSync, readFileSync, statSync } from 'node:fs';
import { AwsError, SquallError } from '../../cloud/kernel/errors.ts';
import { parseTemplateText } from '../../cloud/services/cloudformation/engine/template/parse-text.ts';
import { isRecord, type Json } from '../../cloud/services/cloudformation/engine/template/template.ts';

/** A template of YAML or JSON on this machine, its short forms (`!Ref`) written out. Throws `SquallError` naming the file. */
export function readTemplateFile(path: string): Json {
  if (!existsSync(path) || statSync(path).isDirectory()) {
    throw new SquallError('SynthesisFailed', `There is no template at ${path}.`, 'Mend the path to it.');
  }
  try {
    const template = parseTemplateText(readFileSync(path, 'utf8'), 'resolved');
    if (isRecord(template) && isRecord(template.Resources)) return template;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new SquallError('SynthesisFailed', `${path}: ${error.message}`, 'Mend the template there.');
  }
  throw new SquallError('SynthesisFailed', `${path} has no Resources.`, 'Name a SAM or CloudFormation template.');
}
