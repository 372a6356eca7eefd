import type { AddPermissionInput, RemovePermissionInput } from '@aws-sdk/client-sns';
import { partitionOf } from '../../../kernel/arns.ts';
import type { StatementDocument } from '../../../policy/policy-document.ts';
import { invalidParameter } from '../errors.ts';
import type { SnsOperation } from '../operation.ts';
import type { Topic } from '../state.ts';
import { openTopic } from '../topics/find-topic.ts';
import { policyDocumentOf } from '../topics/policy.ts';

/** https://docs.aws.amazon.com/sns/latest/api/API_AddPermission.html */
const actions = [
  'AddPermission',
  'DeleteTopic',
  'GetDataProtectionPolicy',
  'GetTopicAttributes',
  'ListSubscriptionsByTopic',
  'ListTagsForResource',
  'Publish',
  'PutDataProtectionPolicy',
  'RemovePermission',
  'SetTopicAttributes',
  'Subscribe',
];

/** https://docs.aws.amazon.com/sns/latest/api/API_AddPermission.html */
export const addPermission: SnsOperation<AddPermissionInput> = (state, input, context) => {
  const { Label, AWSAccountId, ActionName } = input;
  const { state: owner, topic } = openTopic(state, input.TopicArn, context);
  if (ActionName.some((name) => !actions.includes(name))) {
    throw invalidParameter('Policy statement action out of service scope!');
  }
  if (!AWSAccountId.every((account) => /^\d{12}$/.test(account))) {
    throw invalidParameter('Policy Error: PrincipalNotFound');
  }
  const policy = policyDocumentOf(topic);
  if (policy.Statement.some(({ Sid }) => Sid === Label)) throw invalidParameter('Statement already exists');
  const principals = AWSAccountId.map((account) => `arn:${partitionOf(context.region)}:iam::${account}:root`);
  const statement: StatementDocument = {
    Sid: Label,
    Effect: 'Allow',
    Principal: { AWS: oneOrMore(principals) },
    Action: oneOrMore(ActionName.map((name) => `SNS:${name}`)),
    Resource: topic.arn,
  };
  owner.topics.set(topic.name, withStatements(topic, [...policy.Statement, statement]));
  return {};
};

/** A label that is not there changes nothing. https://docs.aws.amazon.com/sns/latest/api/API_RemovePermission.html */
export const removePermission: SnsOperation<RemovePermissionInput> = (state, input, context) => {
  const { state: owner, topic } = openTopic(state, input.TopicArn, context);
  const { Statement } = policyDocumentOf(topic);
  const left = Statement.filter(({ Sid }) => Sid !== input.Label);
  if (left.length < Statement.length) owner.topics.set(topic.name, withStatements(topic, left));
  return {};
};

const withStatements = (topic: Topic, Statement: readonly StatementDocument[]): Topic => ({
  ...topic,
  attributes: { ...topic.attributes, Policy: JSON.stringify({ ...policyDocumentOf(topic), Statement }) },
});

const oneOrMore = <T>(values: readonly T[]): T | readonly T[] => {
  const [only, ...others] = values;
  return only !== undefined && others.length === 0 ? only : values;
};
