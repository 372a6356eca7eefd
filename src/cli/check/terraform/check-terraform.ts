import type { Document } from '../documents/read-document.ts';
import { type Finding, isBad, type Note, type Sighting } from '../finding.ts';
import type { Judges } from '../judge/judges.ts';
import { type Declared, declaredByBlock, declaredByJson, declaredByPlan } from './declared.ts';
import { Unclosed } from './hcl-tokens.ts';
import { judgeData, judgeResource } from './judge-resource.ts';
import { type Block, readBlocks } from './read-blocks.ts';
import { refusedArgument } from './refused-argument.ts';
import { resourceCalls } from './terraform-types.ts';

/** What is found of a file of Terraform's language. */
export async function checkTerraform(file: string, text: string, judges: Judges): Promise<Sighting> {
  try {
    const blocks = readBlocks(text);
    const findings = await checkDeclared(file, blocks.flatMap(declaredByBlock), judges);
    return { findings, notes: blocks.flatMap((block) => noteOn(file, block)) };
  } catch (error) {
    if (!(error instanceof Unclosed)) throw error;
    const { message, line } = error;
    return { findings: [], unreadable: [{ file, line, message, text: (text.split('\n')[line - 1] ?? '').trim() }] };
  }
}

/** Likewise of `*.tf.json`, as the CDK for Terraform writes it. */
export const checkTerraformJson = (document: Document, judges: Judges): Promise<Finding[]> =>
  checkDeclared(document.file, declaredByJson(document), judges);

/** Likewise of a plan. */
export const checkPlan = (document: Document, judges: Judges): Promise<Finding[]> =>
  checkDeclared(document.file, declaredByPlan(document), judges);

async function checkDeclared(file: string, declared: readonly Declared[], judges: Judges): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const { mode, type, address, line, arguments: given } of declared) {
    const judgement = mode === 'data' ? judgeData(type, judges) : judgeResource(type, judges);
    if (!judgement) continue;
    const call = mode === 'resource' && !isBad(judgement) ? resourceCalls.get(type) : undefined;
    const refusal = call && (await refusedArgument(call, given, judges));
    const said = refusal && !refusal.argument ? refusal.judgement : judgement;
    found.push({ subject: 'resource', what: type, name: address, file, line, ...said });
    if (!call) continue;
    for (const argument of given) {
      const ofArgument = argument === refusal?.argument ? refusal.judgement : judges.call.member(call, argument.name);
      const what = `${type}.${argument.name}`;
      if (ofArgument)
        found.push({ subject: 'property', what, name: address, file, line: argument.line, ...ofArgument });
    }
  }
  return found;
}

/** Modules from elsewhere are not among the files. */
function noteOn(file: string, { kind, labels, line, arguments: given }: Block): Note[] {
  if (kind !== 'module') return [];
  const source = given.find(({ name }) => name === 'source')?.text;
  if (source === undefined || source.startsWith('.')) return [];
  const plan = 'terraform plan -out tfplan && terraform show -json tfplan > plan.json && squall check plan.json';
  const message = `module ${labels[0] ?? ''} (${source}) is not among these files. To see what it makes: ${plan}`;
  return [{ file, line, message }];
}
