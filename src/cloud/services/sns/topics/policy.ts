import { isJsonObject, parseJsonObject } from '../../../kernel/json.ts';
import { openToServices } from '../../../policy/open-to-services.ts';
import { parsePolicy } from '../../../policy/parse-policy.ts';
import type { PolicyDocument } from '../../../policy/policy-document.ts';
import { PolicySyntaxError } from '../../../policy/policy-syntax-error.ts';
import type { Policy } from '../../../policy/statement.ts';
import type { Refuse } from '../errors.ts';
import type { SnsState, Topic } from '../state.ts';

const ownActions = [
  'SNS:GetTopicAttributes',
  'SNS:SetTopicAttributes',
  'SNS:AddPermission',
  'SNS:RemovePermission',
  'SNS:DeleteTopic',
  'SNS:Subscribe',
  'SNS:ListSubscriptionsByTopic',
  'SNS:Publish',
];

/** What a topic has that nobody gave a policy: its owner may do everything. */
const defaultPolicy = ({ arn, owner }: Topic): PolicyDocument => ({
  Version: '2008-10-17',
  Id: '__default_policy_ID',
  Statement: [
    {
      Sid: '__default_statement_ID',
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: ownActions,
      Resource: arn,
      Condition: { StringEquals: { 'AWS:SourceOwner': owner } },
    },
  ],
});

export const policyTextOf = (topic: Topic): string => topic.attributes.Policy ?? JSON.stringify(defaultPolicy(topic));

/** The policy as a document, its statements as a list. */
export function policyDocumentOf(topic: Topic): PolicyDocument {
  const policy = parseJsonObject(policyTextOf(topic)) ?? {};
  const { Statement } = policy;
  return { ...policy, Statement: isJsonObject(Statement) ? [Statement] : Statement } as PolicyDocument;
}

/** Policies speak of topics alone, and are of the caller's making: what cannot be read is refused. */
export function assertPolicy(text: string, refuse: Refuse): void {
  try {
    const { statements } = parsePolicy(text);
    const isForeign = statements.some(({ actions = [] }) =>
      actions.some((action) => action !== '*' && !/^sns:/i.test(action)),
    );
    if (isForeign) throw refuse('Policy statement action out of service scope!');
  } catch (error) {
    throw error instanceof PolicySyntaxError ? refuse('Policy Error: null') : error;
  }
}

/** By the value that the state holds, which never changes. */
const parsed = new WeakMap<Topic, Policy>();

/** The policy of a topic, for those who publish on behalf of something. */
export function topicPolicy(state: SnsState, arn: string): Policy | undefined {
  const topic = state.topics.get(arn.split(':').at(-1) ?? '');
  if (!topic) return undefined;
  let policy = parsed.get(topic);
  if (!policy) {
    policy = openToServices(parsePolicy(policyTextOf(topic)));
    parsed.set(topic, policy);
  }
  return policy;
}
