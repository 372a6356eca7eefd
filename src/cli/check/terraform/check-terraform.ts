import { isRecord } from '../../../cloud/services/cloudformation/engine/template/template.ts';
import { lineAt } from '../documents/lines.ts';
import { type Document, readDocument } from '../documents/read-document.ts';
import {
  emulated,
  type Finding,
  isBad,
  type Judgement,
  type Note,
  refused,
  type Sighting,
  unknown,
} from '../finding.ts';
import { judgeRuntime } from '../judge/judge-puts.ts';
import type { Judges } from '../judge/judges.ts';
import { nearestName } from '../judge/nearest-name.ts';
import { computedData, dataCalls } from './data-sources.ts';
import { Unclosed } from './hcl-tokens.ts';
import { type Argument, type Block, readBlocks } from './read-blocks.ts';
import { resourceCalls } from './terraform-types.ts';

/** A resource or data source of Terraform, however it was written down. */
interface Declared {
  readonly mode: 'resource' | 'data';
  readonly type: string;
  readonly address: string;
  readonly line: number;
  readonly arguments: readonly Argument[];
}

/** What is found of a file of Terraform's language. */
export function checkTerraform(file: string, text: string, judges: Judges): Sighting {
  try {
    const blocks = readBlocks(text);
    return {
      findings: blocks.flatMap((block) => checkDeclared(file, declaredBy(block), judges)),
      notes: blocks.flatMap((block) => noteOn(file, block)),
    };
  } catch (error) {
    if (!(error instanceof Unclosed)) throw error;
    const { message, line } = error;
    return { findings: [], unreadable: [{ file, line, message, text: (text.split('\n')[line - 1] ?? '').trim() }] };
  }
}

/** Likewise of `*.tf.json`, as the CDK for Terraform writes it. */
export function checkTerraformJson(file: string, text: string, judges: Judges): Sighting {
  const read = readDocument(file, text);
  if ('unreadable' in read) return { findings: [], unreadable: [read.unreadable] };
  const findings = (['resource', 'data'] as const).flatMap((mode) =>
    entriesOf(read.value, mode).flatMap(([type, named]) =>
      entriesOf(named).flatMap(([name, body]) => {
        const argumentsOf = entriesOf(body).map(([argument, value]) => ({
          name: argument,
          line: lineAt(read.lines, [mode, type, name, argument]),
          ...(typeof value === 'string' && { text: value }),
        }));
        const line = lineAt(read.lines, [mode, type, name]);
        return checkDeclared(
          file,
          [{ mode, type, address: addressOf(mode, type, name), line, arguments: argumentsOf }],
          judges,
        );
      }),
    ),
  );
  return { findings };
}

/** Whether `terraform show -json` wrote it, of a plan or of a state. */
export const isPlan = (value: unknown): boolean =>
  isRecord(value) &&
  typeof value.format_version === 'string' &&
  (isRecord(value.planned_values) || isRecord(value.values));

/** What is found of a plan: all resources that it would leave behind, those of modules included. */
export function checkPlan(document: Document, judges: Judges): Finding[] {
  const { value, file } = document;
  const values = isRecord(value) ? (value.planned_values ?? value.values) : undefined;
  return resourcesOf(isRecord(values) ? values.root_module : undefined).flatMap((resource) => {
    const { type, address, mode, values: settings } = resource;
    if (typeof type !== 'string' || typeof address !== 'string') return [];
    const given = entriesOf(settings).filter(([, setting]) => isGiven(setting));
    const argumentsOf = given.map(([name, setting]) => ({
      name,
      line: 1,
      ...(typeof setting === 'string' && { text: setting }),
    }));
    const declared = {
      mode: mode === 'data' ? ('data' as const) : ('resource' as const),
      type,
      address,
      line: 1,
      arguments: argumentsOf,
    };
    return checkDeclared(file, [declared], judges);
  });
}

/** Plans name every argument that there is. */
const isGiven = (value: unknown): boolean =>
  value !== null && value !== false && value !== '' && !(Array.isArray(value) && value.length === 0);

function resourcesOf(module: unknown): Readonly<Record<string, unknown>>[] {
  if (!isRecord(module)) return [];
  const { resources, child_modules: children } = module;
  return [
    ...(Array.isArray(resources) ? resources.filter(isRecord) : []),
    ...(Array.isArray(children) ? children.flatMap(resourcesOf) : []),
  ];
}

function entriesOf(value: unknown, member?: string): [string, unknown][] {
  const inner = member === undefined ? value : isRecord(value) ? value[member] : undefined;
  // Blocks that may be there more than once are lists of one.
  const only = Array.isArray(inner) && inner.length === 1 ? inner[0] : inner;
  return isRecord(only) ? Object.entries(only) : [];
}

const addressOf = (mode: 'resource' | 'data', type: string, name: string): string =>
  `${mode === 'data' ? 'data.' : ''}${type}.${name}`;

function declaredBy({ kind, labels, line, arguments: given }: Block): Declared[] {
  const [type, name] = labels;
  if ((kind !== 'resource' && kind !== 'data') || type === undefined || name === undefined) return [];
  return [{ mode: kind, type, address: addressOf(kind, type, name), line, arguments: given }];
}

function checkDeclared(file: string, declared: readonly Declared[], judges: Judges): Finding[] {
  return declared.flatMap(({ mode, type, address, line, arguments: given }) => {
    const judgement = mode === 'data' ? judgeData(type, judges) : judgeResource(type, judges);
    if (!judgement) return [];
    const found: Finding[] = [{ subject: 'resource', what: type, name: address, file, line, ...judgement }];
    const call = mode === 'resource' ? resourceCalls.get(type) : undefined;
    if (!call || isBad(judgement)) return found;
    const members = given.flatMap((argument): Finding[] => {
      const isRuntime = call.operation === 'CreateFunction' && argument.name === 'runtime';
      const said = (isRuntime && judgeRuntime(argument.text, judges)) || judges.call.member(call, argument.name);
      const what = `${type}.${argument.name}`;
      return said ? [{ subject: 'property', what, name: address, file, line: argument.line, ...said }] : [];
    });
    return [...found, ...members];
  });
}

/** Undefined for what is no resource of AWS: files, passwords, time. */
function judgeResource(type: string, { call, type: types }: Judges): Judgement | undefined {
  if (type.startsWith('awscc_')) return types.type(types.named(type.slice('awscc_'.length)) ?? type);
  if (!type.startsWith('aws_')) return undefined;
  const made = resourceCalls.get(type);
  if (made) return call.call(made);
  const service = serviceOf(type);
  const near = nearestName(type, [...resourceCalls.keys()]);
  // All resources of services that are here are known, so that any other one of theirs is a typo.
  if (wholeServices.has(service) || isNextTo(type, near)) return unknown('the provider has no such resource', near);
  return refused(`nothing of ${service} is emulated`);
}

const serviceOf = (type: string): string => type.split('_')[1] ?? '';

/** By their names in Terraform; those of EC2 have none in common. */
const wholeServices: ReadonlySet<string> = new Set(
  [...resourceCalls].flatMap(([type, { service }]) => (service === 'ec2' ? [] : [serviceOf(type)])),
);

/** One letter is wrong, too much or lacking. */
const isNextTo = (type: string, near: string | undefined): boolean =>
  near !== undefined &&
  Math.abs(type.length - near.length) <= 1 &&
  near.slice(0, 6) === type.slice(0, 6) &&
  type.split('_').length === near.split('_').length;

function judgeData(type: string, judges: Judges): Judgement | undefined {
  if (computedData.has(type)) return emulated;
  const made = dataCalls.get(type);
  return made ? judges.call.call(made) : judgeResource(type, judges);
}

/** Modules from elsewhere are not among the files. */
function noteOn(file: string, { kind, labels, line, arguments: given }: Block): Note[] {
  if (kind !== 'module') return [];
  const source = given.find(({ name }) => name === 'source')?.text;
  if (source === undefined || source.startsWith('.')) return [];
  const plan = 'terraform plan -out tfplan && terraform show -json tfplan > plan.json && squall check plan.json';
  return [
    {
      file,
      line,
      message: `module ${labels[0] ?? ''} (${source}) is not among these files. To see what it makes: ${plan}`,
    },
  ];
}
