import type { Target } from '@aws-sdk/client-scheduler';
import { parseArn } from '../../../kernel/arns.ts';
import { UnsupportedError } from '../../../kernel/errors.ts';
import type { Context } from '../../../service-kit/contract.ts';
import { validation } from '../errors.ts';
import { isMissing, templatedTarget } from './templated-targets.ts';
import { isReadOnly, type UniversalTarget, universalTarget } from './universal-target.ts';

type Where = Pick<Context, 'region' | 'kernel'>;

/**
 * Refuses what AWS refuses of a target before any schedule is written; whether the target is there shows when it is
 * invoked. https://docs.aws.amazon.com/scheduler/latest/APIReference/API_Target.html
 */
export function checkTarget(target: Target, where: Where): void {
  const { Arn = '', Input } = target;
  const universal = universalTarget(Arn);
  if (universal) checkUniversal(universal, Input, where);
  else checkTemplated(target, where);
  const deadLetter = target.DeadLetterConfig?.Arn;
  if (deadLetter?.endsWith('.fifo')) throw validation('DeadLetterConfig does not support FIFO queues.');
}

function checkUniversal(universal: UniversalTarget, input: string | undefined, { kernel }: Where): void {
  if (isReadOnly(universal)) throw validation(`${universal.action} API is not supported.`);
  if (input === undefined) throw validation('You must provide an input to set this target for your schedule.');
  assertJson(input);
  const { sdkName, action } = universal;
  if (!kernel.models.heads.some((head) => head.sdkName === sdkName))
    throw new UnsupportedError(`schedules that call ${sdkName}:${action}`);
}

function checkTemplated(target: Target, { region }: Where): void {
  const arn = parseArn(target.Arn ?? '');
  if (!arn) throw validation('Provided Arn is not in correct format.');
  const { service } = arn;
  if (isMissing(service)) throw new UnsupportedError(`schedules with targets of ${service}`);
  const template = templatedTarget(service);
  if (!template) throw validation(`${service} is not a supported service for a target.`);
  if (service === 'events' && !arn.resource.startsWith('event-bus/')) {
    throw validation('Provided Arn is not in correct format.');
  }
  if (arn.region !== region) {
    throw validation(`The target ARN provided does not match the current region ${region}.`);
  }
  checkParameters(target, template.parameters, arn.resource);
  if (template.takesJson && target.Input !== undefined) assertJson(target.Input);
}

const parameterNames = [
  'EcsParameters',
  'EventBridgeParameters',
  'KinesisParameters',
  'SageMakerPipelineParameters',
  'SqsParameters',
] as const;

function checkParameters(target: Target, own: string | undefined, resource: string): void {
  for (const name of parameterNames) {
    if (target[name] !== undefined && name !== own) {
      throw validation(`Parameters ${name} not supported for the target.`);
    }
  }
  const isFifo = resource.endsWith('.fifo');
  const isMust = own === 'SqsParameters' ? isFifo : own !== undefined;
  if (isMust && target[own as (typeof parameterNames)[number]] === undefined) {
    throw validation(`Parameters ${own} must be specified.`);
  }
  if (own === 'SqsParameters' && !isFifo && target.SqsParameters?.MessageGroupId !== undefined) {
    throw validation('Parameters MessageGroupId not valid for the target.');
  }
}

function assertJson(text: string): void {
  try {
    JSON.parse(text);
  } catch {
    throw validation('JSON syntax error in input for the target');
  }
}
