import type { Target } from '@aws-sdk/client-eventbridge';
import { type Arn, parseArn } from '../../../kernel/arns.ts';
import { UnsupportedError } from '../../../kernel/errors.ts';
import type { Scope } from '../../../kernel/scope.ts';
import { invalidParameter, validation } from '../errors.ts';
import { isTemplate, placeholdersIn, reservedNames } from '../transformers/input-transformer.ts';
import { isPath } from '../transformers/json-path.ts';
import { assertDeadLetterQueue } from './dead-letter-queue.ts';

/** Services that AWS tells events and this cloud does not have. */
const unsupported: Readonly<Record<string, string>> = {
  appsync: 'AppSync',
  batch: 'Batch',
  codebuild: 'CodeBuild',
  codepipeline: 'CodePipeline',
  ecs: 'ECS',
  glue: 'Glue',
  inspector: 'Inspector',
  redshift: 'Redshift',
  'redshift-serverless': 'Redshift',
  sagemaker: 'SageMaker',
  ssm: 'SSM',
  'ssm-incidents': 'Incident Manager',
};

const supported: ReadonlySet<string> = new Set([
  'lambda',
  'sqs',
  'sns',
  'kinesis',
  'firehose',
  'logs',
  'states',
  'events',
  'execute-api',
]);

/** Services that EventBridge tells by a role alone; all others have policies of their own. */
const byRole: ReadonlySet<string> = new Set(['kinesis', 'firehose', 'states', ...Object.keys(unsupported)]);

/** Parameters that belong to some kinds of targets alone. Measured on AWS; SqsParameters go with any. */
const parametersOf: Readonly<Record<string, readonly string[]>> = {
  KinesisParameters: ['kinesis'],
  RunCommandParameters: ['ssm'],
  EcsParameters: ['ecs'],
  BatchParameters: ['batch'],
  HttpParameters: ['events', 'execute-api'],
  RedshiftDataParameters: ['redshift', 'redshift-serverless'],
  SageMakerPipelineParameters: ['sagemaker'],
  AppSyncParameters: ['appsync'],
};

/**
 * Refuses what AWS refuses of a target, and by name what is not there.
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html
 */
export function assertTarget(target: Target, scope: Scope): void {
  const { Id = '', Arn: text = '' } = target;
  const arn = parseArn(text);
  if (!arn) throw invalidParameter(text, 'Provided Arn is not in correct format.');
  const kind = arn.service;
  if (kind === 'ec2' || kind === 'automation') throw new UnsupportedError('EventBridge targets of EC2');
  if (!supported.has(kind) && !Object.hasOwn(unsupported, kind)) {
    throw validation(`${kind} is not a supported service for a target.`);
  }
  assertParameters(target, kind);
  if (needsRole(arn, scope) && target.RoleArn === undefined)
    throw validation(`RoleArn is required for target ${text}.`);
  assertDeadLetterQueue(target.DeadLetterConfig);
  assertInput(target);
  if (kind === 'sqs' && text.endsWith('.fifo') && target.SqsParameters?.MessageGroupId === undefined) {
    throw validation(`Parameter(s) SqsParameters must be specified for target: ${Id}.`);
  }
  const service = Object.hasOwn(unsupported, kind) ? unsupported[kind] : undefined;
  if (service !== undefined) throw new UnsupportedError(`EventBridge targets of ${service}`);
}

/** A bus of the same account and region is told without one. */
function needsRole({ service, resource, account, region }: Arn, scope: Scope): boolean {
  if (service !== 'events') return byRole.has(service);
  return !resource.startsWith('event-bus/') || account !== scope.account || region !== scope.region;
}

function assertParameters(target: Target, kind: string): void {
  for (const [name, kinds] of Object.entries(parametersOf)) {
    if (target[name as keyof Target] === undefined || kinds.includes(kind)) continue;
    throw validation(`Parameter(s) ${name} not supported for target: ${target.Id}.`);
  }
}

function assertInput({ Id, Input, InputPath, InputTransformer, KinesisParameters }: Target): void {
  const given = [Input, InputPath, InputTransformer].filter((each) => each !== undefined);
  if (given.length > 1) {
    throw validation(`Only one of Input, InputPath, or InputTransformer must be provided for target ${Id}.`);
  }
  if (Input !== undefined && !isJson(Input)) throw validation(`JSON syntax error in input for target ${Id}.`);
  const { InputPathsMap = {}, InputTemplate } = InputTransformer ?? {};
  const paths = [InputPath, KinesisParameters?.PartitionKeyPath, ...Object.values(InputPathsMap)];
  if (paths.some((path) => path !== undefined && !isPath(path))) {
    throw validation(`InputPath for target ${Id} is invalid.`);
  }
  if (InputTemplate !== undefined) assertTemplate(Id ?? '', InputTemplate, InputPathsMap);
}

function assertTemplate(id: string, template: string, paths: Readonly<Record<string, string>>): void {
  const names = placeholdersIn(template);
  const unknown = names.find((name) => !Object.hasOwn(paths, name) && !reservedNames.includes(name));
  if (unknown !== undefined)
    throw validation(`InputTemplate for target ${id} contains invalid placeholder ${unknown}.`);
  const wholeEvent = names.find((name) => name === 'aws.events.event.json');
  if (wholeEvent !== undefined && !template.trimStart().startsWith('{')) {
    throw validation(`InputTemplate for target ${id} contains placeholder ${wholeEvent} valid only for JSON template.`);
  }
  if (!isTemplate(template)) throw validation(`Invalid InputTemplate for target ${id} : JSON syntax error.`);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
