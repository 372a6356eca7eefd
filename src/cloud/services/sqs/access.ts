import { formatArn } from '../../kernel/arns.ts';
import { openToServices } from '../../policy/open-to-services.ts';
import { parsePolicy } from '../../policy/parse-policy.ts';
import type { Policy } from '../../policy/statement.ts';
import type { AccessOf } from '../../service-kit/contract.ts';
import type { SqsState } from './state.ts';

const accessOfSending: AccessOf = ({ QueueUrl }, { account, region }) => {
  const name =
    String(QueueUrl ?? '')
      .split('/')
      .at(-1) ?? '';
  return { action: 'sqs:SendMessage', resources: [formatArn({ service: 'sqs', region, account, resource: name })] };
};

/**
 * What SQS's operations ask for. Services that send on behalf of something are judged: topics, rules, buckets.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html
 */
export const sqsAccess: Readonly<Record<string, AccessOf>> = {
  SendMessage: accessOfSending,
  SendMessageBatch: accessOfSending,
};

/** By the text that the state holds. */
const parsed = new WeakMap<object, Policy>();

/** The policy of a queue. */
export function queuePolicy(state: SqsState, arn: string): Policy | undefined {
  const attributes = state.queues.get(arn.split(':').at(-1) ?? '')?.attributes;
  if (attributes?.Policy === undefined) return undefined;
  let policy = parsed.get(attributes);
  if (!policy) {
    policy = openToServices(parsePolicy(attributes.Policy));
    parsed.set(attributes, policy);
  }
  return policy;
}
