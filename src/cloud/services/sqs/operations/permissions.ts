import type { AddPermissionRequest, RemovePermissionRequest } from '@aws-sdk/client-sqs';
import { partitionOf } from '../../../kernel/arns.ts';
import type { PolicyDocument, StatementDocument } from '../../../policy/policy-document.ts';
import { invalidValue, overLimit } from '../errors.ts';
import type { SqsOperation } from '../operation.ts';
import { openQueue } from '../queues/find-queue.ts';
import { policyOf } from '../queues/policy.ts';
import type { Queue } from '../state.ts';
import { required } from './parameters.ts';

const actionsMax = 7;
/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html */
const statementsMax = 20;
const actions = [
  '*',
  'ChangeMessageVisibility',
  'DeleteMessage',
  'GetQueueAttributes',
  'GetQueueUrl',
  'ListDeadLetterSourceQueues',
  'PurgeQueue',
  'ReceiveMessage',
  'SendMessage',
];

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_AddPermission.html */
export const addPermission: SqsOperation<AddPermissionRequest, object> = (state, input, context) => {
  const { queue, state: owner } = openQueue(state, input.QueueUrl, context);
  const label = checkedLabel(input.Label);
  const accounts = nonEmpty(input.AWSAccountIds, 'PrincipalId');
  const names = nonEmpty(input.Actions, 'ActionName');
  assertActions(names);
  for (const account of accounts) {
    if (!/^\d{12}$/.test(account)) throw invalidValue('PrincipalId', `[${account}]`, 'Unable to verify.');
  }
  const policy = policyOf(queue.attributes.Policy) ?? emptyPolicy(queue);
  if (policy.Statement.some(({ Sid }) => Sid === label)) throw invalidValue('Label', label, 'Already exists.');
  if (policy.Statement.length >= statementsMax) {
    throw overLimit(
      `${policy.Statement.length + 1} statements were found in the policy, maximum allowed is ${statementsMax}.`,
    );
  }
  const statement: StatementDocument = {
    Sid: label,
    Effect: 'Allow',
    Principal: { AWS: oneOrMore(accounts.map((account) => `arn:${partitionOf(context.region)}:iam::${account}:root`)) },
    Action: oneOrMore(names.map((name) => `SQS:${name}`)),
    Resource: queue.arn,
  };
  owner.queues.set(queue.name, withPolicy(queue, { ...policy, Statement: [...policy.Statement, statement] }));
  return {};
};

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_RemovePermission.html */
export const removePermission: SqsOperation<RemovePermissionRequest, object> = (state, input, context) => {
  const { queue, state: owner } = openQueue(state, input.QueueUrl, context);
  const label = checkedLabel(input.Label);
  const policy = policyOf(queue.attributes.Policy);
  const Statement = policy?.Statement.filter(({ Sid }) => Sid !== label) ?? [];
  if (!policy || Statement.length === policy.Statement.length) throw invalidValue('Label', label, "can't find label.");
  owner.queues.set(queue.name, withPolicy(queue, { ...policy, Statement }));
  return {};
};

const emptyPolicy = ({ arn }: Queue): PolicyDocument => ({
  Version: '2008-10-17',
  Id: `${arn}/SQSDefaultPolicy`,
  Statement: [],
});

/** A policy without statements is none. */
function withPolicy(queue: Queue, policy: PolicyDocument): Queue {
  const { Policy: _replaced, ...attributes } = queue.attributes;
  if (policy.Statement.length === 0) return { ...queue, attributes };
  return { ...queue, attributes: { ...attributes, Policy: JSON.stringify(policy) } };
}

function checkedLabel(label: string | undefined): string {
  const given = required(label, 'Label');
  if (/^[A-Za-z0-9_-]{1,80}$/.test(given)) return given;
  const reason = 'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length.';
  throw invalidValue('Label', given, reason);
}

function nonEmpty(values: readonly string[] | undefined, name: string): readonly string[] {
  return required(values?.length ? values : undefined, name);
}

function assertActions(names: readonly string[]): void {
  if (names.length > actionsMax) {
    throw overLimit(`${names.length} Actions were found, maximum allowed is ${actionsMax}.`);
  }
  const unknown = names.find((name) => !actions.includes(name));
  if (unknown === undefined) return;
  const reason = 'Please refer to the appropriate WSDL for a list of valid actions.';
  throw invalidValue('ActionName', `SQS:${unknown}`, reason);
}

const oneOrMore = <T>(values: readonly T[]): T | readonly T[] => {
  const [only, ...others] = values;
  return only !== undefined && others.length === 0 ? only : values;
};
