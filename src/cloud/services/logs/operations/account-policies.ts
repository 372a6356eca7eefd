import type * as Logs from '@aws-sdk/client-cloudwatch-logs';
import { formatArn } from '../../../kernel/arns.ts';
import { UnsupportedError } from '../../../kernel/errors.ts';
import { parseJsonObject } from '../../../kernel/json.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { invalidParameter, limitExceeded, policyNotFound } from '../errors.ts';
import { compileFilterPattern } from '../filter-pattern/filter-pattern.ts';
import { paginate } from '../paging.ts';
import type { AccountPolicy, LogsState } from '../state.ts';
import { accountFilterOf, excludedGroups } from '../subscriptions/account-filter.ts';
import { assertDestination } from '../subscriptions/assert-destination.ts';

/** Policies of a type in an account and region. Types that are not here are not emulated. */
const policiesMax: Partial<Record<Logs.PolicyType, number>> = {
  DATA_PROTECTION_POLICY: 1,
  FIELD_INDEX_POLICY: 20,
  SUBSCRIPTION_FILTER_POLICY: 1,
};

/**
 * Subscribes to all groups, or keeps a policy that has no effect here.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutAccountPolicy.html
 */
export const putAccountPolicy: Operation<
  Given<Logs.PutAccountPolicyRequest>,
  Logs.PutAccountPolicyResponse,
  LogsState
> = async (state, input, context) => {
  const max = policiesMax[input.policyType];
  if (max === undefined) throw new UnsupportedError(`account policies of type ${input.policyType}`);
  const policy: AccountPolicy = {
    name: input.policyName,
    type: input.policyType,
    document: input.policyDocument,
    ...(input.selectionCriteria !== undefined && { selectionCriteria: input.selectionCriteria }),
    updatedMs: context.clock.now(),
  };
  if (policy.type === 'SUBSCRIPTION_FILTER_POLICY') await assertSubscription(policy, context);
  else if (!parseJsonObject(policy.document)) throw invalidParameter('The policy document is not valid JSON.');
  const others = policiesOf(state, policy.type).filter(({ name }) => name !== policy.name);
  if (others.length >= max) throw limitExceeded();
  state.accountPolicies.set(keyOf(policy), policy);
  return { accountPolicy: describe(policy, context) };
};

async function assertSubscription(policy: AccountPolicy, context: Context): Promise<void> {
  const filter = accountFilterOf(policy);
  excludedGroups(policy.selectionCriteria);
  compileFilterPattern(filter.pattern);
  const { account, region } = context;
  await assertDestination(filter, formatArn({ service: 'logs', region, account, resource: 'log-group:*' }), context);
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeAccountPolicies.html */
export const describeAccountPolicies: Operation<
  Given<Logs.DescribeAccountPoliciesRequest>,
  Logs.DescribeAccountPoliciesResponse,
  LogsState
> = (state, { policyType, policyName, nextToken }, context) => {
  const found = policiesOf(state, policyType).filter(({ name }) => policyName === undefined || name === policyName);
  if (policyName !== undefined && found.length === 0) throw policyNotFound(policyName);
  const { items, next } = paginate(found, { nextToken }, ({ name }) => name);
  return { accountPolicies: items.map((policy) => describe(policy, context)), ...next };
};

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteAccountPolicy.html */
export const deleteAccountPolicy: Operation<Given<Logs.DeleteAccountPolicyRequest>, object, LogsState> = (
  state,
  { policyName, policyType },
) => {
  if (!state.accountPolicies.delete(keyOf({ name: policyName, type: policyType }))) throw policyNotFound(policyName);
  return {};
};

const keyOf = ({ name, type }: Pick<AccountPolicy, 'name' | 'type'>): string => `${type}/${name}`;

const policiesOf = (state: LogsState, type: Logs.PolicyType): AccountPolicy[] =>
  [...state.accountPolicies.values()].filter((policy) => policy.type === type);

const describe = (policy: AccountPolicy, { account }: Context): Logs.AccountPolicy => ({
  policyName: policy.name,
  policyDocument: policy.document,
  lastUpdatedTime: policy.updatedMs,
  policyType: policy.type,
  scope: 'ALL',
  ...(policy.selectionCriteria !== undefined && { selectionCriteria: policy.selectionCriteria }),
  accountId: account,
});
