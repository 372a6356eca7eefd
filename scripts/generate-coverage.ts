/**
 * `npm run coverage:write`: writes docs/coverage.md from the code: which operations of each service's model exist, and
 * which CloudFormation types. `scripts/coverage.test.ts` holds the committed file to it.
 */
import { writeFileSync } from 'node:fs';
import type { AnyService } from '../src/cloud/kernel/service.ts';
import { registry } from '../src/cloud/registry.ts';
import { modelOf, serviceHeads } from '../src/cloud/wire/model/model.ts';

/** As AWS calls them; a service that is not here goes by its own name. */
const titles: Readonly<Record<string, string>> = {
  apigateway: 'API Gateway: REST APIs',
  apigatewayv2: 'API Gateway: HTTP APIs',
  cloudformation: 'CloudFormation',
  cloudwatch: 'CloudWatch',
  'cognito-idp': 'Cognito user pools',
  dynamodb: 'DynamoDB',
  dynamodbstreams: 'DynamoDB Streams',
  ecr: 'ECR',
  events: 'EventBridge',
  iam: 'IAM',
  kms: 'KMS',
  lambda: 'Lambda',
  logs: 'CloudWatch Logs',
  s3: 'S3',
  secretsmanager: 'Secrets Manager',
  sns: 'SNS',
  sqs: 'SQS',
  ssm: 'Systems Manager',
  states: 'Step Functions',
  sts: 'STS',
  xray: 'X-Ray',
};

/** Types that are parts of the deployment which makes them; no service owns these. */
const enginesTypes: Readonly<Record<string, readonly string[]>> = {
  cloudformation: ['AWS::CloudFormation::CustomResource', 'AWS::CloudFormation::Stack', 'Custom::*'],
};

const titleOf = (name: string): string => titles[name] ?? name;

const target = new URL('../docs/coverage.md', import.meta.url);

interface Coverage {
  readonly service: AnyService;
  readonly present: readonly string[];
  readonly absent: readonly string[];
  readonly types: readonly string[];
}

/** The text of docs/coverage.md as the code has it now. */
export function coverageText(): string {
  const covered = registry
    .map(coverageOf)
    .sort((a, b) => titleOf(a.service.name).localeCompare(titleOf(b.service.name)));
  return [
    '# Coverage',
    '',
    'Made from the code by `npm run coverage:write`. Every operation that is not emulated answers 501 `NotImplemented` and',
    'names itself; so do parameters that would change what an operation does. A CloudFormation type that is not listed here',
    'ends in `CREATE_FAILED` with its name. The notes of each service tell what differs from AWS.',
    '',
    '| service | operations | of | CloudFormation types | notes |',
    '|---|---:|---:|---:|---|',
    ...covered.map(row),
    '',
    ...covered.flatMap(section),
    '## Known by name alone',
    '',
    'Requests to these services are understood and answered with 501: ' +
      `${modelNames().filter(isNotCovered).map(titleOf).sort().join(', ')}.`,
    '',
  ].join('\n');
}

function coverageOf(service: AnyService): Coverage {
  const known = [...modelOf(service.name).operations.keys()].sort();
  return {
    service,
    // What a service calls on itself later (a rotation, an event's delivery) is no operation of AWS.
    present: known.filter((name) => Object.hasOwn(service.operations, name)),
    absent: known.filter((name) => !Object.hasOwn(service.operations, name)),
    types: [...Object.keys(service.resources ?? {}), ...(enginesTypes[service.name] ?? [])].sort(),
  };
}

function row({ service, present, absent, types }: Coverage): string {
  const title = titleOf(service.name);
  const notes = `[README](../src/cloud/services/${service.name}/README.md)`;
  return `| [${title}](#${anchor(title)}) | ${present.length} | ${present.length + absent.length} | ${types.length} | ${notes} |`;
}

function section({ service, present, absent, types }: Coverage): string[] {
  return [
    `## ${titleOf(service.name)}`,
    '',
    ...(types.length === 0 ? [] : [`CloudFormation: ${listOf(types)}`, '']),
    `Emulated: ${listOf(present)}`,
    '',
    ...(absent.length === 0
      ? []
      : ['<details><summary>Answers 501</summary>', '', listOf(absent), '', '</details>', '']),
  ];
}

const listOf = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');

/** As GitHub makes anchors of headings. */
const anchor = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-');

const modelNames = (): string[] => serviceHeads.map(({ service }) => service);

const isNotCovered = (name: string): boolean => !registry.some((service) => service.name === name);

if (import.meta.main) writeFileSync(target, coverageText());
