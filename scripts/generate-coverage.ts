/**
 * `npm run coverage:write`: writes docs/coverage.md, and tables of operations in READMEs, from the code: which operations of each service's model exist, and
 * which CloudFormation types. `scripts/coverage.test.ts` holds the committed file to it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { registry } from '../src/cloud/registry.ts';
import type { AnyService } from '../src/cloud/service-kit/contract.ts';
import { type DeclaredType, isDeclared } from '../src/cloud/service-kit/resource-type.ts';
import { type Models, modelsOf, serviceHeads } from '../src/cloud/wire/model/models.ts';

/** As AWS calls those that are known by name alone; services of ours tell their titles. */
const titles: Readonly<Record<string, string>> = {
  apigateway: 'API Gateway: REST APIs',
  'cognito-idp': 'Cognito user pools',
  events: 'EventBridge',
  sns: 'SNS',
  states: 'Step Functions',
  xray: 'X-Ray',
};

/** Types that are parts of the deployment which makes them; no service owns these. */
const enginesTypes: Readonly<Record<string, readonly string[]>> = {
  cloudformation: ['AWS::CloudFormation::CustomResource', 'AWS::CloudFormation::Stack', 'Custom::*'],
};

/** Streams are a part of DynamoDB's folder, as of its state. */
const folderOf = ({ name, stateOf }: AnyService): string => stateOf ?? name;

const target = new URL('../docs/coverage.md', import.meta.url);

interface Coverage {
  readonly service: AnyService;
  readonly present: readonly string[];
  /** Of those present: what they set has no effect here. */
  readonly stored: readonly string[];
  /** Of those present: lists of what nobody can have made. */
  readonly empty: readonly string[];
  readonly absent: readonly string[];
  readonly types: readonly string[];
}

/** The text of docs/coverage.md as the code has it now; of other services than the registry's for tests. */
export function coverageText(services: readonly AnyService[] = registry): string {
  const covered = services
    .map((service) => coverageOf(service, modelsOf(services)))
    .sort((a, b) => a.service.title.localeCompare(b.service.title));
  const known = new Set(services.map(({ name }) => name));
  const absent = serviceHeads.map(({ service }) => service).filter((name) => !known.has(name));
  return [
    '# Coverage',
    '',
    'Made from the code by `npm run coverage:write`. Every operation that is not emulated answers 501 `NotImplemented` and',
    'names itself; so do parameters that would change what an operation does. A CloudFormation type that is not listed here',
    'ends in `CREATE_FAILED` with its name. What is stored only is kept and answered, and has no effect here: nothing that',
    'this cloud answers depends on it. Empty are lists of what nothing can make here: they answer as in a new account, so that',
    'tools which read everything go on. The notes of each service tell what differs from AWS.',
    '',
    '| service | emulated | stored only | empty | refused | CloudFormation types | notes |',
    '|---|---:|---:|---:|---:|---:|---|',
    ...covered.map(row),
    '',
    ...covered.flatMap(section),
    '## Known by name alone',
    '',
    'Requests to these services are understood and answered with 501: ' +
      `${absent
        .map((name) => titles[name] ?? name)
        .sort()
        .join(', ')}.`,
    '',
  ].join('\n');
}

function coverageOf(service: AnyService, models: Models): Coverage {
  const known = [...models.of(service.name).operations.keys()].sort();
  // What a service calls on itself later (a rotation, an event's delivery) is no operation of AWS.
  const present = known.filter((name) => Object.hasOwn(service.operations, name));
  return {
    service,
    present,
    stored: present.filter((name) => Object.hasOwn(service.storedOnly ?? {}, name)),
    empty: present.filter((name) => Object.hasOwn(service.emptyReads ?? {}, name)),
    absent: known.filter((name) => !Object.hasOwn(service.operations, name)),
    types: [...Object.keys(service.resources ?? {}), ...(enginesTypes[service.name] ?? [])].sort(),
  };
}

function row({ service, present, stored, empty, absent, types }: Coverage): string {
  const { title } = service;
  const notes = `[README](../src/cloud/services/${folderOf(service)}/README.md)`;
  const counts = [
    present.length - stored.length - empty.length,
    stored.length,
    empty.length,
    absent.length,
    types.length,
  ];
  return `| [${title}](#${anchor(title)}) | ${counts.join(' | ')} | ${notes} |`;
}

function section({ service, present, stored, empty, absent, types }: Coverage): string[] {
  return [
    `## ${service.title}`,
    '',
    ...(types.length === 0 ? [] : [`CloudFormation: ${listOf(types)}`, '']),
    ...typeTable(Object.values(service.resources ?? {}).filter(isDeclared)),
    `Emulated: ${listOf(present.filter((name) => !stored.includes(name) && !empty.includes(name)))}`,
    '',
    ...(empty.length === 0 ? [] : [`Empty: ${listOf(empty)}`, '']),
    ...storedTable(service),
    ...(absent.length === 0
      ? []
      : ['<details><summary>Answers 501</summary>', '', listOf(absent), '', '</details>', '']),
  ];
}

/** What CloudFormation types do not take or answer, and why. */
function typeTable(types: readonly DeclaredType[]): string[] {
  const rows = types.flatMap(({ type, refused, missing }) => [
    ...Object.entries(refused).map(([name, reason]) => `| \`${type}\` | \`${name}\` | ${reason} |`),
    ...Object.entries(missing).map(([name, reason]) => `| \`${type}\` | \`Fn::GetAtt\` \`${name}\` | ${reason} |`),
  ]);
  if (rows.length === 0) return [];
  const head = ['<details><summary>Refused of these types</summary>', '', '| type | what | why |', '|---|---|---|'];
  return [...head, ...rows, '', '</details>', ''];
}

/** What is kept without an effect, and why. */
function storedTable({ storedOnly = {} }: AnyService): string[] {
  const rows = Object.entries(storedOnly)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([setting, reason]) => `| \`${setting}\` | ${reason} |`);
  if (rows.length === 0) return [];
  const head = ['<details><summary>Stored only</summary>', '', '| what | why |', '|---|---|'];
  return [...head, ...rows, '', '</details>', ''];
}

const listOf = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');

/** As GitHub makes anchors of headings. */
const anchor = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-');

const openMark = '<!-- operations: npm run coverage:write -->';
const closeMark = '<!-- /operations -->';

/** Services whose READMEs show their operations, and those of the services that live in their folder. */
const tabled: Readonly<Record<string, readonly string[]>> = { dynamodb: ['dynamodb', 'dynamodbstreams'] };

/** Paths of READMEs, with the table of operations in them as the code has it now. */
export function readmesWithTables(): ReadonlyMap<string, string> {
  const texts = Object.entries(tabled).map(([folder, names]): [string, string] => {
    const path = `src/cloud/services/${folder}/README.md`;
    const text = readFileSync(path, 'utf8');
    const [before = ''] = text.split(openMark);
    const after = text.split(closeMark)[1] ?? '';
    const tables = names.map((name) => operationTable(registry.find((service) => service.name === name)));
    return [path, `${before}${openMark}\n\n${tables.join('\n\n')}\n\n${closeMark}${after}`];
  });
  return new Map(texts);
}

function operationTable(service: AnyService | undefined): string {
  if (!service) throw new Error('Only services of the registry have tables');
  const { present, absent } = coverageOf(service, modelsOf(registry));
  const rows = [...present, ...absent]
    .sort()
    .map((name) => `| \`${name}\` | ${absent.includes(name) ? '501' : 'yes'} |`);
  const head = `| ${service.title}: ${present.length} of ${present.length + absent.length} | |`;
  return [head, '|---|---|', ...rows].join('\n');
}

if (import.meta.main) {
  writeFileSync(target, coverageText());
  for (const [path, text] of readmesWithTables()) writeFileSync(path, text);
}
