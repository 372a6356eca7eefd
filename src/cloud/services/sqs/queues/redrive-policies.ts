import { parseArn } from '../../../kernel/arns.ts';
import { parseJsonObject } from '../../../kernel/json.ts';
import { invalidAttributeValue, invalidValue } from '../errors.ts';

const maxReceiveCountMax = 1000;
const sourceQueueArnsMax = 10;
const members = ['deadLetterTargetArn', 'maxReceiveCount'];
const allowMembers = ['redrivePermission', 'sourceQueueArns'];
const permissions = ['allowAll', 'denyAll', 'byQueue'];

/**
 * Reads and checks a redrive policy but for its target, which `assertTarget` knows of. Answers it as AWS shows it.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
 */
export function checkRedrivePolicy(text: string, assertTarget: (arn: string, refuse: Refuse) => void): string {
  const refuse: Refuse = (reason) => invalidValue('RedrivePolicy', text, reason);
  const policy = parseJsonObject(text);
  if (!policy) throw invalidAttributeValue('RedrivePolicy', 'Redrive policy is not a valid JSON map.');
  for (const member of ['maxReceiveCount', 'deadLetterTargetArn']) {
    if (policy[member] === undefined) throw refuse(`Redrive policy does not contain mandatory attribute: ${member}.`);
  }
  if (Object.keys(policy).some((member) => !members.includes(member))) {
    throw refuse('Only following attributes are supported: [maxReceiveCount, deadLetterTargetArn].');
  }
  const maxReceiveCount = Number(policy.maxReceiveCount);
  if (!Number.isInteger(maxReceiveCount) || maxReceiveCount < 1 || maxReceiveCount > maxReceiveCountMax) {
    throw refuse(
      `Invalid value for maxReceiveCount: ${String(policy.maxReceiveCount)}, valid values are from 1 to ${maxReceiveCountMax} both inclusive.`,
    );
  }
  const deadLetterTargetArn = String(policy.deadLetterTargetArn);
  const target = parseArn(deadLetterTargetArn);
  if (!target) throw refuse('Invalid value for deadLetterTargetArn.');
  if (target.service !== 'sqs') throw refuse('Only SQS queues are valid resources for deadLetterTargetArn.');
  assertTarget(deadLetterTargetArn, refuse);
  return JSON.stringify({ deadLetterTargetArn, maxReceiveCount });
}

export type Refuse = (reason: string) => Error;

/** Throws unless the text is a redrive allow policy. */
export function assertRedriveAllowPolicy(text: string): void {
  const refuse = (reason: string) =>
    invalidValue('RedriveAllowPolicy', text, `Amazon SQS can't create the redrive allow policy. ${reason}`);
  const policy = parseJsonObject(text);
  const arns = policy?.sourceQueueArns;
  const isWellFormed =
    policy !== undefined &&
    permissions.includes(String(policy.redrivePermission)) &&
    Object.keys(policy).every((member) => allowMembers.includes(member)) &&
    (arns === undefined || (Array.isArray(arns) && arns.every((arn) => typeof arn === 'string')));
  if (!isWellFormed) {
    throw invalidAttributeValue(
      'RedriveAllowPolicy',
      "Amazon SQS can't create the redrive allow policy, as it’s in an unsupported format.",
    );
  }
  const count = Array.isArray(arns) ? arns.length : 0;
  if (policy.redrivePermission !== 'byQueue') {
    if (arns === undefined) return;
    throw refuse('To specify one or more source queue ARNs, you must set redrivePermission to byQueue.');
  }
  if (count === 0) {
    throw refuse(
      'When you specify the byQueue permission type, you must also specify one or more sourceQueueArns values.',
    );
  }
  if (count > sourceQueueArnsMax) {
    throw refuse(`The maximum number of source queue ARNs you can specify is ${sourceQueueArnsMax}.`);
  }
}
